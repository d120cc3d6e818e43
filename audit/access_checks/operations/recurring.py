"""The checks over time: all of them, how often each board makes one, which are due, and the files of one."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from audit import documents
from audit.access_checks import rules
from audit.access_checks.models import AccessCheck, CheckInterval
from audit.access_checks.operations.drawing import Population, population
from audit.access_checks.operations.judging import CHECKERS, Drawn, SeenCheck, _seen, drawn, record, tally
from audit.access_checks.operations.record_word import word_file
from audit.access_checks.operations.searching import accounts_by_id
from audit.access_checks.rules import Verdict
from audit.accounts.models import Board
from audit.accounts.operations import board_names
from audit.accounts.rules import Scope
from audit.clock import swedish_day
from audit.journal import operations as journal
from audit.journal.models import JournalBoard, JournalEntry
from audit.journal.rules import Stamp
from audit.registers.rules.error_list import harmless
from audit.web.formats import span
from sampling import frame_hash

USUAL_MONTHS = 3


@dataclass(frozen=True)
class ToldCheck:
    """A check with how far it has come."""

    seen: SeenCheck
    drawn: int
    judged: int
    counts: dict[Verdict, int]
    pointed: int


@dataclass(frozen=True)
class Due:
    """A board whose log is to be checked again; `last` is when the last check was signed, if any was."""

    board_id: int
    board: str
    months: int
    last: date | None
    due: bool


def checks(session: Session, board_ids: Collection[int]) -> list[ToldCheck]:
    """The boards' checks, the newest first."""
    query = select(AccessCheck).where(col(AccessCheck.board_id).in_(board_ids)).order_by(col(AccessCheck.id).desc())
    boards, people = board_names(session), accounts_by_id(session)
    return [_told(session, _seen(check, boards, people)) for check in session.exec(query).all()]


def _told(session: Session, seen: SeenCheck) -> ToldCheck:
    entries = drawn(session, seen)
    return ToldCheck(
        seen, len(entries), sum(1 for one in entries if one.standing), tally(entries), len(seen.check.unusual)
    )


def intervals(session: Session, board_ids: Collection[int], today: date) -> list[Due]:
    """Each board's interval, and whether it is time for another check."""
    names = board_names(session)
    chosen = {one.board_id: one.months for one in session.exec(select(CheckInterval))}
    signed: dict[int, date] = {}
    query = select(AccessCheck).where(col(AccessCheck.signed_at).is_not(None)).order_by(col(AccessCheck.id))
    for check in session.exec(query):
        if check.signed_at:
            signed[check.board_id] = swedish_day(check.signed_at)
    found = []
    for board_id in sorted(board_ids, key=lambda one: names[one]):
        months, last = chosen.get(board_id, USUAL_MONTHS), signed.get(board_id)
        since = last or _first_day(session, board_id)
        due = since is not None and rules.is_due(since, months, today)
        found.append(Due(board_id, names[board_id], months, last, due))
    return found


def _first_day(session: Session, board_id: int) -> date | None:
    """When the board's log begins: before there is anything in it, there is nothing to check."""
    first = select(func.min(JournalBoard.sequence)).where(JournalBoard.board_id == board_id).scalar_subquery()
    at = session.exec(select(JournalEntry.at).where(JournalEntry.sequence == first)).first()
    return swedish_day(at) if at else None


@dataclass(frozen=True)
class WaitingChecks:
    """What waits on the page Start: boards whose check is due, and checks that are not signed."""

    due: list[Due]
    unfinished: list[SeenCheck]


def waiting_checks(session: Session, *, scope: Scope, today: date) -> WaitingChecks:
    """For those who check: a board with a check under way is not reminded of another."""
    boards = scope.boards(*CHECKERS)
    query = select(AccessCheck).where(col(AccessCheck.board_id).in_(boards), col(AccessCheck.signed_at).is_(None))
    names, people = board_names(session), accounts_by_id(session)
    unfinished = [_seen(check, names, people) for check in session.exec(query.order_by(col(AccessCheck.id)))]
    under_way = {one.check.board_id for one in unfinished}
    due = [one for one in intervals(session, boards, today) if one.due and one.board_id not in under_way]
    return WaitingChecks(due, unfinished)


def board_overseen(session: Session, scope: Scope, board_id: int) -> Board | None:
    return session.get(Board, board_id) if board_id in scope.boards(*CHECKERS) else None


def set_interval(session: Session, *, stamp: Stamp, board_id: int, months: int) -> None:
    """Decide how many months a board lets pass between two checks."""
    kept = session.get(CheckInterval, board_id) or CheckInterval(board_id=board_id, months=months)
    kept.months = months
    session.add(kept)
    journal.record(session, stamp, "access_check:interval_set", board_id, board=board_id, months=months)


# ---- Files ----------------------------------------------------------------------------------------------------------


ERASED = "Anteckningar, slutsats och det som reglerna pekade ut är gallrade."


class ChangedError(Exception):
    """The journal no longer holds what the check was drawn from."""


def _note(session: Session, stamp: Stamp, of: SeenCheck, form: str) -> None:
    journal.record(session, stamp, "access_check:exported", of.id, board=of.check.board_id, form=form)


def protocol_file(session: Session, *, stamp: Stamp, of: SeenCheck) -> str:
    """The draw's protocol, which `stickprov verify` reads together with the population."""
    _note(session, stamp, of, "json")
    return json.dumps(of.check.protocol, ensure_ascii=False, indent=2) + "\n"


def population_file(session: Session, *, stamp: Stamp, of: SeenCheck) -> str:
    """What the check was drawn from, a line for each entry. Raises ChangedError where the journal is another now."""
    check = of.check
    numbers = population(
        session,
        Population(check.board_id, check.period_from, check.period_to, tuple(check.kinds), check.settings["until"]),
    )
    if frame_hash([str(number) for number in numbers]) != check.sha256:
        raise ChangedError
    _note(session, stamp, of, "csv")
    return "post;namnd\n" + "".join(f"{number};{harmless(of.board)}\n" for number in numbers)


def record_pdf(session: Session, *, stamp: Stamp, of: SeenCheck, entries: Collection[Drawn]) -> bytes:
    """The record for the file: as it was signed, or as it stands, which it then says."""
    _note(session, stamp, of, "pdf")
    told = _whole(session, of, entries)
    return documents.pdf_file("access_checks/record.typ", told, dated=of.check.signed_at or stamp.at)


def record_word(session: Session, *, stamp: Stamp, of: SeenCheck, entries: Collection[Drawn]) -> bytes:
    """The same as a Word file."""
    _note(session, stamp, of, "word")
    return word_file(_whole(session, of, entries), dated=of.check.signed_at or stamp.at)


def _whole(session: Session, of: SeenCheck, entries: Collection[Drawn]) -> dict[str, Any]:
    kept = of.check.kept or record(session, of, entries)
    kept = kept | ({"conclusion": ERASED} if of.erased else {})
    remarks = [] if of.signed else ["Utkast: loggkontrollen är inte signerad."]
    remarks += [f"{ERASED} Protokollets hash är den som det hade när det signerades."] if of.erased else []
    days = span(*map(date.fromisoformat, kept["period"]))
    return {
        **kept,
        "period": days,
        "remarks": remarks,
        "draft": not of.signed,
        "kept_sha256": of.check.kept_sha256 or "",
    }
