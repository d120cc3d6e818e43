"""Withdrawing a second review before it is signed: the file is then reviewed by one, or by another second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews.models import Review, Withdrawal
from audit.reviews.operations.cases import Case, of_board
from audit.reviews.operations.conflicts import next_number
from audit.reviews.operations.states import ReviewClosedError, allow, arrive, held_file
from audit.reviews.rules.states import Action, Seat
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit

ONLY_SECONDS = "Bara en andra granskning kan återkallas."


@dataclass(frozen=True)
class Withdrawn:
    """A second review that was withdrawn: of which unit, and whose it was."""

    said: Withdrawal
    sample_unit_id: int
    unit_id: str
    reviewer_id: int | None


def second_of_board(session: Session, scope: Scope, review_id: int) -> Case | None:
    """As `of_board`, where it is or was somebody's second review."""
    case = of_board(session, scope, review_id)
    return case if case and case.review.seat in {Seat.SECOND, Seat.WITHDRAWN} else None


def withdraw(session: Session, *, stamp: Stamp, review: Review, reason: str) -> None:
    """Take a second review out of its seat. Its answers are kept, and count nowhere.

    Raises ReviewClosedError where it is signed, or not a second review at all.
    """
    rounds.require_standing(session, review.round_id)
    held = held_file(session, review)
    passage = allow(session, stamp, held, Action.WITHDRAW, coordinator=True)
    if held.seat is not Seat.SECOND:
        raise ReviewClosedError(ONLY_SECONDS)
    number = next_number(session, held, Seat.WITHDRAWN)
    held.seat, held.number = Seat.WITHDRAWN, number
    session.add(held)
    session.add(Withdrawal(review_id=known(held.id), reason=reason, withdrawn_by=stamp.actor, withdrawn_at=stamp.at))
    arrive(session, stamp, passage)
    content = {"reviewer": held.reviewer_id, "before": passage.before.value, "reason": reason}
    journal.record(session, stamp, "review:withdrawn", known(held.id), **content)


def withdrawal_of(session: Session, review: Review) -> Withdrawal | None:
    """When and why this review was withdrawn, where it was."""
    return session.exec(select(Withdrawal).where(Withdrawal.review_id == review.id)).first()


def withdrawn_in(session: Session, round_id: int) -> dict[int, Withdrawn]:
    """The last second review that was withdrawn of each file of the round, by the unit's id in the sample."""
    return {one.sample_unit_id: one for one in _withdrawn(session, Review.round_id == round_id)}


def withdrawn_from(session: Session, account_id: int) -> list[Withdrawn]:
    """The second reviews that were withdrawn from somebody, in rounds that stand and that nobody has given her anew."""
    seated = select(Review.sample_unit_id).where(Review.reviewer_id == account_id, Review.seat == Seat.SECOND)
    return list(
        _withdrawn(
            session,
            Review.reviewer_id == account_id,
            col(Review.sample_unit_id).not_in(seated),
            col(Review.round_id).in_(select(Round.id).where(rounds.standing())),
        )
    )


def _withdrawn(session: Session, *conditions: Any) -> Iterable[Withdrawn]:
    query = (
        select(Withdrawal, Review.sample_unit_id, SampleUnit.unit_id, Review.reviewer_id)
        .join(Review, col(Review.id) == col(Withdrawal.review_id))
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .where(*conditions)
        .order_by(col(Withdrawal.id))
    )
    return [Withdrawn(*row) for row in session.exec(query)]
