"""What is known elsewhere to hold a board's frame against: the other register, last year's frame, published counts."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlmodel import Session, col, select

from audit.registers.models import Frame, KnownCount, RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.registers.rules.framing import CASE_COLUMN, Period, Tally
from audit.registers.rules.reconciling import Comparison, Counterpart, Known, a_year_earlier, reconcile
from audit.web.formats import span

COUNTERPART = {RegisterKind.CASES: RegisterKind.PAYMENTS, RegisterKind.PAYMENTS: RegisterKind.CASES}


def reconciliation(
    session: Session, *, kind: RegisterKind, board_id: int, period: Period, tally: Tally
) -> list[dict[str, Any]]:
    """The lines of the board's reconciliation, as they are stored with its frame."""
    lines = reconcile(
        tally,
        kind=kind,
        counterpart=_counterpart(session, kind, board_id, period),
        last_year=_last_year(session, kind, board_id, period),
        published=_published(session, kind, board_id, period),
    )
    return [asdict(line) for line in lines]


def as_comparisons(stored: Iterable[Mapping[str, Any]]) -> list[Comparison]:
    return [Comparison(**line) for line in stored]


def _frames(session: Session, kind: RegisterKind, board_id: int) -> list[tuple[Frame, RegisterExtract]]:
    """The board's frames of the kind with their extracts, newest first."""
    query = (
        select(Frame, RegisterExtract)
        .join(RegisterExtract, col(RegisterExtract.id) == col(Frame.extract_id))
        .where(RegisterExtract.kind == kind, Frame.board_id == board_id)
        .order_by(col(Frame.frozen_at).desc(), col(Frame.id).desc())
    )
    return list(session.exec(query))


def _counterpart(session: Session, kind: RegisterKind, board_id: int, period: Period) -> Counterpart | None:
    """The newest other register of the same period."""
    if kind not in COUNTERPART:
        return None
    for _, extract in _frames(session, COUNTERPART[kind], board_id):
        if (extract.period_from, extract.period_to) == period:
            return _cases_of(session, extract, board_id)
    return None


def _cases_of(session: Session, extract: RegisterExtract, board_id: int) -> Counterpart:
    query = select(RegisterUnit.content, RegisterUnit.in_frame).where(
        RegisterUnit.extract_id == extract.id, RegisterUnit.board_id == board_id
    )
    found = [(str(content[CASE_COLUMN]), framed) for content, framed in session.exec(query) if content.get(CASE_COLUMN)]
    return Counterpart(
        cases=frozenset(case for case, _ in found),
        framed_cases=frozenset(case for case, framed in found if framed),
        source=f"{extract.file_name}, inläst {extract.imported_at:%Y-%m-%d}",
    )


def _last_year(session: Session, kind: RegisterKind, board_id: int, period: Period) -> Known | None:
    for frame, extract in _frames(session, kind, board_id):
        if a_year_earlier(period, (extract.period_from, extract.period_to)):
            of = f"ramen för {span(extract.period_from, extract.period_to)}"
            return Known("Ramen ett år tidigare", of, frame.population)
    return None


def _published(session: Session, kind: RegisterKind, board_id: int, period: Period) -> list[Known]:
    """Of each published count the newest that is not later than the period."""
    query = (
        select(KnownCount)
        .where(KnownCount.kind == kind, KnownCount.board_id == board_id, KnownCount.year <= period[1].year)
        .order_by(KnownCount.label, col(KnownCount.year))
    )
    newest = {count.label: count for count in session.exec(query)}
    return [Known(f"{count.label} {count.year}", count.source, count.value) for count in newest.values()]
