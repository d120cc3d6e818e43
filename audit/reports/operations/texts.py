"""The texts that people write into a report: every version kept, and nobody's lost to somebody else's."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from audit.accounts.operations import account_names, known
from audit.findings.operations.writing import refuse_case_ids
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.models import ReportHead, ReportText
from audit.reports.rules.composition import HeadText
from audit.rounds.models import Round
from audit.rounds.operations import require_standing
from audit.rounds.operations.reading import locked

HEAD = "huvud"


@dataclass(frozen=True)
class Version:
    """A section's text as somebody left it. An empty text means: back to the proposal.

    `figures` are those that the proposal told of when it was written (None: not kept), `restored_from` the number of
    the version that it brought back.
    """

    number: int
    text: str
    author: str
    at: datetime
    figures: Mapping[str, str] | None = None
    restored_from: int | None = None


@dataclass(frozen=True)
class Written:
    """A text to be saved, with the figures that its proposal tells of and the version that it brings back, if any."""

    text: str
    figures: Mapping[str, str] | None = None
    restored_from: int | None = None


NOTHING_WRITTEN = Written("")
"""Saved, it brings the proposal back."""


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved the section meanwhile: what they saved. Nothing was written."""

    newest: Version


def versions(session: Session, *, round_id: int, section: str, board_id: int | None = None) -> list[Version]:
    """All versions of a section's text, newest first: of the report in common, or of a board's own."""
    query = _of(round_id, board_id).where(ReportText.section == section)
    names = account_names(session)
    return [_version(row, names) for row in session.exec(query.order_by(col(ReportText.version).desc()))]


def _of(round_id: int, board_id: int | None) -> SelectOfScalar[ReportText]:
    return select(ReportText).where(ReportText.round_id == round_id, ReportText.board_id == board_id)


def newest(session: Session, *, round_id: int, board_id: int | None = None) -> dict[str, Version]:
    """The newest version of each section that anybody has written in a report, by section."""
    query = _of(round_id, board_id).order_by(col(ReportText.version))
    names = account_names(session)
    return {row.section: _version(row, names) for row in session.exec(query)}


def written(newest_versions: Mapping[str, Version]) -> dict[str, str]:
    """The texts that stand in place of the proposals."""
    return {section: version.text for section, version in newest_versions.items() if version.text}


def board_told(board_id: int | None) -> dict[str, int]:
    """What a journal entry says of whose report it is about: nothing of the one in common."""
    return {} if board_id is None else {"board": board_id}


def _version(row: ReportText, names: Mapping[int, str]) -> Version:
    author = names.get(row.written_by, "–") if row.written_by is not None else "Programmet"
    return Version(row.version, row.text, author, row.written_at, row.figures, row.restored_from)


def save_text(
    session: Session,
    *,
    stamp: Stamp,
    round_: Round,
    section: str,
    written: Written,
    seen: int,
    board_id: int | None = None,
) -> Version | Conflict:
    """Keep what was written as the section's newest version; an empty text brings the proposal back.

    `board_id` names the board whose own report it is, None the one in common; `seen` is the number of the version that
    the writer had before her (0: none). Raises InputError for a text that names a case of the sample.
    """
    held = locked(session, round_)
    round_id = known(held.id)
    require_standing(session, round_id)
    refuse_case_ids(session, round_id=round_id, texts={"text": written.text})
    before = versions(session, round_id=round_id, section=section, board_id=board_id)
    if before and before[0].number != seen:
        return Conflict(before[0])
    number = before[0].number + 1 if before else 1
    row = ReportText(
        round_id=round_id,
        board_id=board_id,
        section=section,
        version=number,
        text=written.text,
        written_by=stamp.actor,
        written_at=stamp.at,
        figures=dict(written.figures) if written.text and written.figures is not None else None,
        restored_from=written.restored_from,
    )
    session.add(row)
    session.flush()
    told = {"restored_from": written.restored_from} if written.restored_from else {}
    about = {"section": section, "version": number, "proposal": not written.text, **told, **board_told(board_id)}
    journal.record(session, stamp, "report:edited", round_id, **about)
    return _version(row, account_names(session))


# ---- The head ---------------------------------------------------------------------------------------------------


def head_of(session: Session, *, round_id: int, board_id: int | None = None) -> HeadText:
    """The head as it was filled in, of the report in common or a board's own; empty where nobody has."""
    row = _head_row(session, round_id, board_id)
    return HeadText(**row.model_dump(include=set(HeadText.__dataclass_fields__))) if row else HeadText()


def _head_row(session: Session, round_id: int, board_id: int | None) -> ReportHead | None:
    query = select(ReportHead).where(ReportHead.round_id == round_id, ReportHead.board_id == board_id)
    return session.exec(query).first()


def save_head(session: Session, *, stamp: Stamp, round_: Round, head: HeadText, board_id: int | None = None) -> None:
    """Keep the head. Raises InputError for a field that names a case of the sample."""
    held = locked(session, round_)
    round_id = known(held.id)
    require_standing(session, round_id)
    texts = {name: value for name, value in asdict(head).items() if isinstance(value, str)}
    refuse_case_ids(session, round_id=round_id, texts=texts)
    before = head_of(session, round_id=round_id, board_id=board_id)
    row = _head_row(session, round_id, board_id) or ReportHead(round_id=round_id, board_id=board_id)
    for name, value in asdict(head).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    changed = sorted(name for name, value in asdict(before).items() if getattr(head, name) != value)
    told = board_told(board_id)
    journal.record(session, stamp, "report:edited", round_id, section=HEAD, fields=changed, **told)
