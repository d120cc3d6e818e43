"""Figures that contradict each other: kept beside the comparison until somebody settles them, with a note."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.comparison.models import PaperCount, PaperDoubt
from audit.comparison.rules import COUNT_COLUMNS, DoubtState
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.models import Origin, Round, RoundBoard
from checklists import AnswerCounts


class NotWaitingError(Exception):
    """The row is settled or dropped already."""


class TakenError(Exception):
    """The question has figures for the board already, so the row's own can't be used too."""


@dataclass(frozen=True)
class SeenDoubt:
    """A row in doubt with its paper year and its board's name."""

    row: PaperDoubt
    year: Round
    board: str


def doubt_of(session: Session, scope: Scope, doubt_id: int) -> SeenDoubt | None:
    """The row, if the coordinator runs all boards of its paper year."""
    row = session.get(PaperDoubt, doubt_id)
    if row is None:
        return None
    year = session.get_one(Round, row.round_id)
    boards = set(session.exec(select(RoundBoard.board_id).where(RoundBoard.round_id == year.id)))
    if year.origin is not Origin.PAPER or not boards <= scope.boards(Role.COORDINATOR):
        return None
    return SeenDoubt(row, year, board_names(session)[row.board_id])


def doubts(session: Session, *, round_id: int) -> list[PaperDoubt]:
    """All rows of a paper year that are or were in doubt: those that wait first, by board and line."""
    rows = session.exec(select(PaperDoubt).where(PaperDoubt.round_id == round_id))
    return sorted(rows, key=lambda row: (row.state is not DoubtState.WAITING, row.board_id, row.line, row.id or 0))


def waiting(session: Session, *, round_ids: Iterable[int]) -> Mapping[int, int]:
    """How many rows wait to be settled, by paper year; years without any are not in it."""
    wanted = col(PaperDoubt.round_id).in_(list(round_ids))
    rows = session.exec(select(PaperDoubt.round_id).where(wanted, PaperDoubt.state == DoubtState.WAITING))
    return Counter(rows)


def settle(session: Session, *, stamp: Stamp, doubt: PaperDoubt, counts: AnswerCounts, note: str) -> None:
    """Let the row into the comparison with the counts that somebody has found to be right, and why.

    Raises NotWaitingError, and TakenError where the question has figures already.
    """
    held = _held(session, doubt)
    taken = select(PaperCount.id).where(
        PaperCount.round_id == held.round_id,
        PaperCount.board_id == held.board_id,
        PaperCount.question_id == held.question_id,
    )
    if session.exec(taken).first() is not None:
        raise TakenError
    numbers = {code: getattr(counts, code) for code in COUNT_COLUMNS}
    session.add(
        PaperCount(
            round_id=held.round_id, board_id=held.board_id, question_id=held.question_id,
            source=held.source, page=held.page, created_at=stamp.at, created_by=stamp.actor, **numbers,
        )
    )  # fmt: skip
    _close(session, stamp, held, DoubtState.SETTLED, note)
    journal.record(
        session, stamp, "paper_doubt:settled", known(held.id), round=held.round_id, counts=numbers, note=note
    )


def drop(session: Session, *, stamp: Stamp, doubt: PaperDoubt, note: str) -> None:
    """Leave the row out of the comparison for good, and say why. Raises NotWaitingError."""
    held = _held(session, doubt)
    _close(session, stamp, held, DoubtState.DROPPED, note)
    journal.record(session, stamp, "paper_doubt:dropped", known(held.id), round=held.round_id, note=note)


def _close(session: Session, stamp: Stamp, held: PaperDoubt, state: DoubtState, note: str) -> None:
    held.state, held.note, held.settled_at, held.settled_by = state, note, stamp.at, stamp.actor
    session.add(held)
    session.flush()


def _held(session: Session, doubt: PaperDoubt) -> PaperDoubt:
    query = select(PaperDoubt).where(PaperDoubt.id == doubt.id).with_for_update()
    held = session.exec(query.execution_options(populate_existing=True)).one()
    if held.state is not DoubtState.WAITING:
        raise NotWaitingError
    return held
