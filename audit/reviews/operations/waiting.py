"""What waits in the reviews for one person: sent back to her, to be settled, or without a reviewer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.registers.rules import RegisterKind
from audit.reviews.models import BlindPair, Remark, Review
from audit.reviews.operations.letting_in import let_in, lets_in
from audit.reviews.operations.states import settled_questions
from audit.reviews.rules.second import differing
from audit.reviews.rules.states import SEATLESS
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE


@dataclass(frozen=True)
class Returned:
    """A review that was sent back, and how many of its remarks are not resolved."""

    review_id: int
    unit_id: str
    remarks: int


@dataclass(frozen=True)
class ToSettle:
    """A file on which two differ, and how many questions are not settled."""

    review_id: int
    unit_id: str
    differences: int
    round_id: int
    board_id: int


@dataclass(frozen=True)
class Unreviewed:
    """A round in which files were left because of jäv, and nobody could be found for so many of them."""

    round_id: int
    kind: RegisterKind
    files: int


@dataclass(frozen=True)
class WaitingInReviews:
    returned: list[Returned]
    own_differences: list[ToSettle]
    differences: list[ToSettle]
    unreviewed: list[Unreviewed]


def waiting_in_reviews(session: Session, *, scope: Scope) -> WaitingInReviews:
    """What waits for the person as reviewer, and as coordinator of her boards."""
    coordinated = scope.boards(Role.COORDINATOR)
    reviewer = scope.account_id if scope.has(Role.REVIEWER) else None
    mine, others = _to_settle(session, reviewer, coordinated)
    mine = [one for one in mine if lets_in(session, scope, round_id=one.round_id, board_id=one.board_id)]
    return WaitingInReviews(
        _returned(session, reviewer, let_in(session, scope)) if reviewer else [],
        mine,
        others,
        _unreviewed(session, coordinated),
    )


def _returned(session: Session, account_id: int, open_ones: Any) -> list[Returned]:
    query = (
        select(Review.id, SampleUnit.unit_id, func.count())
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Remark, col(Remark.review_id) == col(Review.id))
        .where(
            Review.reviewer_id == account_id,
            open_ones,
            col(Review.seat).not_in(SEATLESS),
            col(Review.signed_at).is_(None),
            col(Remark.resolved_at).is_(None),
            col(SampleUnit.standing).in_(IN_USE),
            col(Review.round_id).in_(select(Round.id).where(rounds.standing())),
        )
        .group_by(col(Review.id), col(SampleUnit.unit_id))
        .order_by(col(Review.id))
    )
    return [Returned(known(review), unit, remarks) for review, unit, remarks in session.exec(query)]


def _to_settle(session: Session, reviewer: int | None, boards: Iterable[int]) -> tuple[list[ToSettle], list[ToSettle]]:
    """The files with open differences: those that the person has reviewed, and others of the boards."""
    pairs = list(
        session.exec(
            select(BlindPair, Review, SampleUnit.unit_id)
            .join(Review, col(Review.id) == col(BlindPair.first_id))
            .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
            .where(
                col(BlindPair.ended_at).is_(None),
                col(SampleUnit.standing).in_(IN_USE),
                col(Review.finished_at).is_(None),
                col(Review.round_id).in_(select(Round.id).where(rounds.standing())),
            )
            .order_by(col(BlindPair.id))
        )
    )
    settled = settled_questions(session, [known(pair.id) for pair, *_ in pairs])
    seconds = _reviewers(session, [pair.second_id for pair, *_ in pairs])
    mine: list[ToSettle] = []
    others: list[ToSettle] = []
    for pair, first, unit in pairs:
        differences = len(set(differing(pair.answers)) - settled.get(known(pair.id), set()))
        found = ToSettle(pair.first_id, unit, differences, first.round_id, first.board_id)
        if reviewer is not None and reviewer in {first.reviewer_id, seconds.get(pair.second_id)}:
            mine.append(found)
        elif first.board_id in set(boards):
            others.append(found)
    return mine, others


def _reviewers(session: Session, review_ids: list[int]) -> dict[int, int | None]:
    query = select(Review.id, Review.reviewer_id).where(col(Review.id).in_(review_ids))
    return {known(review): reviewer for review, reviewer in session.exec(query)}


def _unreviewed(session: Session, boards: Iterable[int]) -> list[Unreviewed]:
    query = (
        select(Review.round_id, Round.kind, func.count())
        .join(Round, col(Round.id) == col(Review.round_id))
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .where(
            col(Review.reviewer_id).is_(None),
            col(Review.seat).not_in(SEATLESS),
            col(Review.board_id).in_(list(boards)),
            col(SampleUnit.standing).in_(IN_USE),
            col(Review.round_id).in_(select(Round.id).where(rounds.standing())),
        )
        .group_by(col(Review.round_id), col(Round.kind))
        .order_by(col(Review.round_id))
    )
    return [Unreviewed(round_id, RegisterKind(kind), files) for round_id, kind, files in session.exec(query)]
