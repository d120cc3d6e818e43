"""Finding and erasing of any kind, and the proof that nothing is left."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from audit.access_checks.models import AccessCheck, CheckedEntry, EntryVerdict
from audit.accounts.operations import known
from audit.journal.rules import Stamp
from audit.reports.models import ReportFiles
from audit.retention.operations import erasing_registers, erasing_rounds, house
from audit.retention.operations.finding import OF_BOARDS
from audit.retention.operations.house import OF_HOUSE
from audit.retention.rules import Found, KindId


class NotErasedError(Exception):
    """Something is left of what was to be erased: a fault of the program, and nothing is kept of the erasure."""


def _controls(session: Session, stamp: Stamp, found: Found) -> None:
    hits = erasing_registers.controls(session, stamp, found)
    erasing_rounds.erase_told(session, stamp, ("control:judged",), hits)


def _access_checks(session: Session, stamp: Stamp, found: Found) -> None:
    check = session.get_one(AccessCheck, found.of_id)
    entries = session.exec(select(CheckedEntry.id).where(CheckedEntry.check_id == found.of_id)).all()
    session.execute(update(EntryVerdict).where(col(EntryVerdict.entry_id).in_(entries)).values(note=""))
    check.conclusion, check.kept, check.unusual = "", None, []
    session.add(check)
    erasing_rounds.erase_told(session, stamp, ("access_check:judged",), [found.of_id])


ERASERS: Mapping[KindId, Callable[[Session, Stamp, Found], Any]] = {
    KindId.REGISTER: erasing_registers.registers,
    KindId.REVIEW: erasing_rounds.reviews,
    KindId.SAMPLE: erasing_rounds.samples,
    KindId.FLAG: erasing_rounds.flags,
    KindId.DIALOGUE: erasing_rounds.dialogues,
    KindId.CONTROL: _controls,
    KindId.PAPER: erasing_rounds.papers,
    KindId.ACCESS_CHECK: _access_checks,
    KindId.ACCOUNT_LOG: house.erase_account_log,
    KindId.JOB: house.erase_jobs,
}
OF_ROUNDS = (KindId.REVIEW, KindId.SAMPLE, KindId.FLAG, KindId.DIALOGUE)


def found_of(session: Session, kind: KindId, board_ids: Collection[int]) -> list[Found]:
    """What is held of a kind of the boards, or of the installation's kind."""
    return OF_HOUSE[kind](session) if kind in OF_HOUSE else OF_BOARDS[kind](session, board_ids)


def found_at(session: Session, kind: KindId, board_id: int | None, of_id: int) -> Found | None:
    """What is held of a kind in one place; None where there is no such place, or all of it is erased."""
    every = found_of(session, kind, [] if board_id is None else [board_id])
    return next((one for one in every if one.of_id == of_id), None)


def erase(session: Session, stamp: Stamp, found: Found) -> list[int]:
    """Erase what was found. Gives the ids of the report files that go with it, which lie in a folder each.

    Raises NotErasedError where anything of it is still found afterwards.
    """
    ERASERS[found.kind](session, stamp, found)
    session.flush()
    left = found_at(session, found.kind, found.board_id, found.of_id)
    if left and left.total:
        raise NotErasedError(str(found.kind))
    return _drop_files(session, found) if found.kind in OF_ROUNDS else []


def _drop_files(session: Session, found: Found) -> list[int]:
    """Files of the round's reports that wait to be fetched may hold what is erased; they can be made again."""
    rows = session.exec(select(ReportFiles).where(col(ReportFiles.round_id) == found.of_id)).all()
    ids = [known(row.id) for row in rows]
    for row in rows:
        session.delete(row)
    session.flush()
    return ids
