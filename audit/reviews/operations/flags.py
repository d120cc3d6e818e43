"""What can't wait for the report: raised at the desk, seen the same day by coordinator and unit, closed with a note."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from audit.accounts.models import Account
from audit.accounts.operations import accounts_with, board_names, known
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.registers.models import RegisterUnit
from audit.reviews.models import Flag, FlagNote, Review
from audit.reviews.operations.cases import Case
from audit.reviews.rules import PROTECTED
from audit.reviews.rules.flags import FlagCounts, FlagKind, FlagState, counted_flags, flag_state
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit


class FlagClosedError(Exception):
    """The flag is closed already."""


@dataclass(frozen=True)
class Raised:
    """What somebody has seen in a file, and what she has done about it."""

    kind: FlagKind
    seen: str
    done: str = ""
    reported_to: str = ""
    reported_on: date | None = None


@dataclass(frozen=True)
class SeenFlag:
    """A flag with its case, who raised it, and what has been told of it since, oldest first (with the names)."""

    flag: Flag
    unit_id: str
    board: str
    round_name: str
    raised_by: str
    protected: bool
    notes: tuple[tuple[FlagNote, str], ...] = ()

    @property
    def state(self) -> FlagState:
        answered = any(note.by_unit for note, _ in self.notes)
        return flag_state(closed_at=self.flag.closed_at, answered=answered)


# ---- Writing ----------------------------------------------------------------------------------------------------


def raise_flag(session: Session, *, stamp: Stamp, case: Case, raised: Raised) -> Flag:
    """Raise a flag on a file. StageError where its round has been replaced."""
    rounds.require_standing(session, case.review.round_id)
    flag = Flag(
        review_id=known(case.review.id),
        round_id=case.review.round_id,
        board_id=case.review.board_id,
        kind=raised.kind,
        seen=raised.seen,
        done=raised.done,
        reported_to=raised.reported_to,
        reported_on=raised.reported_on,
        raised_by=stamp.actor,
        raised_at=stamp.at,
    )
    session.add(flag)
    session.flush()
    journal.record(
        session, stamp, "flag:raised", known(flag.id), review=flag.review_id, board=flag.board_id, kind=flag.kind
    )
    _tell(session, stamp, flag, Role.COORDINATOR, Role.UNIT_HEAD)
    return flag


def note_flag(session: Session, *, stamp: Stamp, flag: Flag, text: str, by_unit: bool) -> FlagNote:
    """Tell something more of a flag. Raises FlagClosedError."""
    _held_open(session, flag)
    note = FlagNote(flag_id=known(flag.id), text=text, by_unit=by_unit, written_by=stamp.actor, written_at=stamp.at)
    session.add(note)
    session.flush()
    journal.record(session, stamp, "flag:answered" if by_unit else "flag:noted", known(flag.id), note=note.id)
    _tell(session, stamp, flag, Role.COORDINATOR if by_unit else Role.UNIT_HEAD)
    return note


def _tell(session: Session, stamp: Stamp, flag: Flag, *roles: Role) -> None:
    """Have it told to those who have the roles for the flag's board that there is something that can't wait."""
    people = [one for role in roles for one in accounts_with(session, role=role, board_ids=[flag.board_id])]
    mail.notify(session, stamp=stamp, account_ids=[known(one.id) for one in people], kind=NoticeKind.FLAGGED)


def close_flag(session: Session, *, stamp: Stamp, flag: Flag, closing: str) -> None:
    """Nothing more is asked of anybody, and why. Raises FlagClosedError."""
    held = _held_open(session, flag)
    held.closing, held.closed_by, held.closed_at = closing, stamp.actor, stamp.at
    session.add(held)
    journal.record(session, stamp, "flag:closed", known(held.id))


def _held_open(session: Session, flag: Flag) -> Flag:
    query = select(Flag).where(Flag.id == flag.id).with_for_update().execution_options(populate_existing=True)
    held = session.exec(query).one()
    if held.closed_at is not None:
        raise FlagClosedError
    return held


def note_flags_seen(session: Session, *, stamp: Stamp, flags: Iterable[SeenFlag], page: str) -> None:
    """Note in the journal that somebody read what is told of single clients."""
    for one in flags:
        journal.record(session, stamp, "flag:viewed", known(one.flag.id), unit=one.unit_id, page=page)


# ---- Reading ----------------------------------------------------------------------------------------------------


def flag_for_coordinator(session: Session, scope: Scope, flag_id: int) -> SeenFlag | None:
    return _flag_of(session, flag_id, scope.boards(Role.COORDINATOR))


def flag_for_unit(session: Session, scope: Scope, flag_id: int) -> SeenFlag | None:
    return _flag_of(session, flag_id, scope.boards(Role.UNIT_HEAD))


def _flag_of(session: Session, flag_id: int, board_ids: Collection[int]) -> SeenFlag | None:
    return next(iter(_seen(session, Flag.id == flag_id, col(Flag.board_id).in_(list(board_ids)))), None)


def flags_of_review(session: Session, review_id: int) -> list[SeenFlag]:
    """The flags raised on one review, oldest first."""
    return _seen(session, Flag.review_id == review_id)


def _most_pressing_first(one: SeenFlag) -> tuple[int, int]:
    return list(FlagState).index(one.state), -known(one.flag.id)


def flags_of_round(session: Session, *, round_id: int, board_ids: Iterable[int]) -> list[SeenFlag]:
    """The flags of a round and those boards: those that wait for the unit first, then the newest."""
    found = _seen(session, Flag.round_id == round_id, col(Flag.board_id).in_(list(board_ids)))
    return sorted(found, key=_most_pressing_first)


def flags_for_boards(session: Session, *, board_ids: Iterable[int]) -> list[SeenFlag]:
    """All flags of those boards in rounds that stand: those that wait for the unit first, then the newest."""
    standing = col(Flag.round_id).in_(select(Round.id).where(rounds.standing()))
    found = _seen(session, col(Flag.board_id).in_(list(board_ids)), standing)
    return sorted(found, key=_most_pressing_first)


def count_flags(session: Session, *, round_id: int, board_ids: Iterable[int]) -> list[FlagCounts]:
    """How many flags of each kind the round has, of those boards."""
    query = select(Flag.kind, Flag.closed_at).where(Flag.round_id == round_id, col(Flag.board_id).in_(list(board_ids)))
    return counted_flags((FlagKind(kind), closed_at is not None) for kind, closed_at in session.exec(query))


def _seen(session: Session, *conditions: Any) -> list[SeenFlag]:
    query = (
        select(Flag, SampleUnit, RegisterUnit, Account.name)
        .join(Review, col(Review.id) == col(Flag.review_id))
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(RegisterUnit, col(RegisterUnit.id) == col(SampleUnit.register_unit_id))
        .join(Account, col(Account.id) == col(Flag.raised_by), isouter=True)
        .where(*conditions)
        .order_by(col(Flag.id))
    )
    rows = list(session.exec(query))
    boards = board_names(session) if rows else {}
    notes = _notes(session, [known(flag.id) for flag, *_ in rows])
    return [
        SeenFlag(
            flag=flag,
            unit_id=unit.unit_id,
            board=boards[flag.board_id],
            round_name=session.get_one(Round, flag.round_id).name,
            raised_by=by or "",
            protected=registered.content.get(PROTECTED) is True,
            notes=tuple(notes.get(known(flag.id), ())),
        )
        for flag, unit, registered, by in rows
    ]


def _notes(session: Session, flag_ids: list[int]) -> dict[int, list[tuple[FlagNote, str]]]:
    if not flag_ids:
        return {}
    query = (
        select(FlagNote, Account.name)
        .join(Account, col(Account.id) == col(FlagNote.written_by), isouter=True)
        .where(col(FlagNote.flag_id).in_(flag_ids))
        .order_by(col(FlagNote.id))
    )
    found: dict[int, list[tuple[FlagNote, str]]] = {}
    for note, name in session.exec(query):
        found.setdefault(note.flag_id, []).append((note, name or ""))
    return found


# ---- What waits -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlagsWaiting:
    """Flags that wait for somebody: by round for the coordinator, and how many the unit has not answered."""

    rounds: tuple[tuple[int, str, int], ...]
    unit: int


def flags_waiting(session: Session, *, scope: Scope) -> FlagsWaiting:
    """What waits for the person as coordinator (all that is not closed) and as head of the unit (unanswered)."""
    coordinated, headed = scope.boards(Role.COORDINATOR), scope.boards(Role.UNIT_HEAD)
    if not coordinated | headed:
        return FlagsWaiting((), 0)
    open_ones = _open(session, coordinated | headed)
    of_rounds: dict[tuple[int, str], int] = {}
    for flag, name, _ in open_ones:
        if flag.board_id in coordinated:
            of_rounds[flag.round_id, name] = of_rounds.get((flag.round_id, name), 0) + 1
    unit = sum(flag.board_id in headed and not answered for flag, _, answered in open_ones)
    return FlagsWaiting(tuple((*which, amount) for which, amount in sorted(of_rounds.items(), reverse=True)), unit)


def _open(session: Session, board_ids: Collection[int]) -> list[tuple[Flag, str, bool]]:
    query = (
        select(Flag, Round.name, col(Flag.id).in_(select(FlagNote.flag_id).where(col(FlagNote.by_unit))))
        .join(Round, col(Round.id) == col(Flag.round_id))
        .where(col(Flag.closed_at).is_(None), col(Flag.board_id).in_(list(board_ids)), rounds.standing())
    )
    return [(flag, name, bool(answered)) for flag, name, answered in session.exec(query)]
