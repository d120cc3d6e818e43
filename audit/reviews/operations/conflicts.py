"""Jäv: what the registers and the reviewers themselves tell of it, and the file that passes on to somebody else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func
from sqlmodel import Session, col, or_, select

from audit.accounts.models import Account, Board
from audit.accounts.operations import known, officer_ids
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.registers.models import RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.reviews.models import Disqualification, Review
from audit.reviews.operations.prefilling import prefill
from audit.reviews.operations.states import allow, arrive, held_file
from audit.reviews.rules.conflicts import TIES, Hand, Tie, hands_in, ties_of
from audit.reviews.rules.distributing import least_loaded
from audit.reviews.rules.states import SEATLESS, Action, Seat
from audit.rounds import operations as rounds
from audit.rounds.models import SampleUnit

CASE = "arende_id"
Ties = dict[tuple[int, int], tuple[Tie, ...]]
"""What ties a person to a unit, by the unit's id in the sample and the account's; nothing of those who may review."""


def ties(session: Session, *, units: Sequence[SampleUnit], account_ids: Iterable[int]) -> Ties:
    """Who of the accounts has jäv in which of the units."""
    accounts = list(account_ids)
    ids = officer_ids(session, accounts)
    hands = _hands(session, units) if any(ids.values()) else {}
    declared = _declared(session, units, accounts)
    found: Ties = {}
    for unit in units:
        unit_id = known(unit.id)
        for account in accounts:
            has = (unit_id, account) in declared
            if tied := ties_of(hands.get(unit_id, ()), ids.get(account, ()), declared=has):
                found[unit_id, account] = tied
    return found


def barred(found: Ties) -> dict[int, frozenset[int]]:
    """The accounts that may not review each unit."""
    by_unit: dict[int, set[int]] = defaultdict(set)
    for unit, account in found:
        by_unit[unit].add(account)
    return {unit: frozenset(accounts) for unit, accounts in by_unit.items()}


def _declared(session: Session, units: Sequence[SampleUnit], accounts: list[int]) -> set[tuple[int, int]]:
    """Who has declared jäv in a case, in this round or an earlier one."""
    query = (
        select(SampleUnit.board_id, SampleUnit.unit_id, Disqualification.account_id)
        .join(SampleUnit, col(SampleUnit.id) == col(Disqualification.sample_unit_id))
        .where(col(Disqualification.account_id).in_(accounts))
    )
    said = {(board, unit, account) for board, unit, account in session.exec(query)}
    return {
        (known(unit.id), account)
        for unit in units
        for account in accounts
        if (unit.board_id, unit.unit_id, account) in said
    }


# ---- What the registers tell ------------------------------------------------------------------------------------


def _hands(session: Session, units: Sequence[SampleUnit]) -> dict[int, set[Hand]]:
    """All hands in each unit: those in its own row, and those in the case's other rows in any frozen extract."""
    rows = _own_rows(session, units)
    cases = {known(unit.id): _case_of(rows[unit.register_unit_id]) for unit in units}
    linked = _linked_hands(session, {case for case in cases.values() if case}, {unit.board_id for unit in units})
    return {
        known(unit.id): set(hands_in(rows[unit.register_unit_id])) | linked.get(cases[known(unit.id)] or "", set())
        for unit in units
    }


def _own_rows(session: Session, units: Sequence[SampleUnit]) -> dict[int, Mapping[str, Any]]:
    query = select(RegisterUnit.id, RegisterUnit.content).where(
        col(RegisterUnit.id).in_([unit.register_unit_id for unit in units])
    )
    return {known(row): content for row, content in session.exec(query)}


def _case_of(row: Mapping[str, Any]) -> str | None:
    """The case that a unit is or belongs to; None for an estate."""
    return str(row[CASE]) if row.get(CASE) else None


def _linked_hands(session: Session, cases: set[str], boards: set[int]) -> dict[str, set[Hand]]:
    """The hands in the cases and in their payments."""
    columns = [_in(RegisterUnit.content, name) for name in (CASE, *TIES)]
    query = (
        select(*columns)
        .join(RegisterExtract, col(RegisterExtract.id) == col(RegisterUnit.extract_id))
        .where(
            col(RegisterUnit.board_id).in_(boards),
            or_(
                and_(col(RegisterExtract.kind) == RegisterKind.PAYMENTS, _in(RegisterUnit.content, CASE).in_(cases)),
                and_(col(RegisterExtract.kind) == RegisterKind.CASES, col(RegisterUnit.unit_id).in_(cases)),
            ),
        )
        .distinct()
    )
    found: dict[str, set[Hand]] = defaultdict(set)
    for case, *officers in session.exec(query):
        found[case] |= hands_in(dict(zip(TIES, officers, strict=True)))
    return found


def _in(content: Any, name: str) -> Any:
    return content[name].as_string()


# ---- Declaring --------------------------------------------------------------------------------------------------


def declare(session: Session, *, stamp: Stamp, review: Review, reason: str) -> int | None:
    """Leave the review because of jäv. The file goes to the one of the round's reviewers who has least to do and no
    jäv; the answer is that account, or None where there is nobody (or where all practise on the file).

    Raises ReviewClosedError unless it is one's own and not signed.
    """
    held = held_file(session, review)
    passage = allow(session, stamp, held, Action.DECLARE)
    seat, number = held.seat, next_number(session, held, Seat.LEFT)
    held.seat, held.number = Seat.LEFT, number
    said = Disqualification(
        sample_unit_id=held.sample_unit_id,
        account_id=known(held.reviewer_id),
        review_id=known(held.id),
        reason=reason,
        declared_at=stamp.at,
    )
    session.add(said)
    session.flush()
    said.passed_to = None if seat is Seat.CALIBRATION else _passed_on(session, stamp, held, seat)
    arrive(session, stamp, passage)
    journal.record(session, stamp, "review:passed_on", known(held.id), seat=seat, passed_to=said.passed_to)
    return said.passed_to


def next_number(session: Session, review: Review, seat: Seat) -> int:
    """The number of a review that goes to a seat of which its file may have several."""
    query = select(func.max(Review.number)).where(
        Review.sample_unit_id == review.sample_unit_id, Review.seat == seat, Review.id != review.id
    )
    return (session.exec(query).one() or 0) + 1


def _passed_on(session: Session, stamp: Stamp, left: Review, seat: Seat) -> int | None:
    unit = session.get_one(SampleUnit, left.sample_unit_id)
    chosen = _successor(session, unit, left.round_id)
    new = Review(
        sample_unit_id=known(unit.id),
        seat=seat,
        round_id=left.round_id,
        board_id=left.board_id,
        reviewer_id=chosen,
    )
    session.add(new)
    session.flush()
    journal.record(
        session, stamp, "review:assigned", known(new.id), unit=unit.unit_id, reviewer=chosen, before=left.reviewer_id
    )
    prefill(session, stamp=stamp, round_id=left.round_id)
    if chosen:
        mail.notify(session, stamp=stamp, account_ids=[chosen], kind=NoticeKind.ASSIGNED)
    return chosen


def _successor(session: Session, unit: SampleUnit, round_id: int) -> int | None:
    boards = [part.board_id for part in rounds.parts(session, round_id)]
    people = [known(person.id) for person in rounds.reviewers(session, round_id, boards)]
    tied = barred(ties(session, units=[unit], account_ids=people)).get(known(unit.id), frozenset())
    seated = select(Review.reviewer_id).where(Review.sample_unit_id == unit.id, col(Review.seat).not_in(SEATLESS))
    able = [one for one in people if one not in tied | set(session.exec(seated))]
    return least_loaded(able, load_of(session, round_id)) if able else None


def load_of(session: Session, round_id: int) -> Counter[int]:
    """How many of a round's files each person reviews or has reviewed, second reviews too."""
    query = (
        select(Review.reviewer_id, func.count())
        .where(
            Review.round_id == round_id,
            col(Review.reviewer_id).is_not(None),
            col(Review.seat).in_((Seat.FIRST, Seat.SECOND)),
        )
        .group_by(col(Review.reviewer_id))
    )
    return Counter({known(person): files for person, files in session.exec(query)})


def load_elsewhere(session: Session, round_id: int, account_ids: Iterable[int]) -> Counter[int]:
    """What each person still has to do beside a round's first reviews: all that is assigned and not signed."""
    query = (
        select(Review.reviewer_id, func.count())
        .where(
            col(Review.reviewer_id).in_(list(account_ids)),
            col(Review.signed_at).is_(None),
            col(Review.seat).not_in(SEATLESS),
            or_(Review.round_id != round_id, col(Review.seat) != Seat.FIRST),
        )
        .group_by(col(Review.reviewer_id))
    )
    return Counter({known(person): files for person, files in session.exec(query)})


# ---- Reading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PassedOn:
    """A file that was left because of jäv, who left it and why, and who has it instead (None: nobody yet)."""

    said: Disqualification
    unit_id: str
    board: str
    by: str
    to: int | None


def passed_on(session: Session, round_id: int, board_ids: Iterable[int]) -> list[PassedOn]:
    """The files of a round (of those boards only) that were left because of jäv, in the order it was said."""
    query = (
        select(Disqualification, SampleUnit.unit_id, Board.name, Account.name)
        .join(SampleUnit, col(SampleUnit.id) == col(Disqualification.sample_unit_id))
        .join(Board, col(Board.id) == col(SampleUnit.board_id))
        .join(Account, col(Account.id) == col(Disqualification.account_id))
        .where(SampleUnit.round_id == round_id, col(SampleUnit.board_id).in_(list(board_ids)))
        .order_by(col(Disqualification.id))
    )
    return [PassedOn(said, unit, board, by, said.passed_to) for said, unit, board, by in session.exec(query)]
