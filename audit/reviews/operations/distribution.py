"""Giving the drawn files to reviewers, and seeing who has which."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.models import Account, Board
from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews.models import Answer, Review
from audit.reviews.rules import propose
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE


class DistributionError(Exception):
    """A file that can't be given to the one chosen; the message says why in Swedish."""

    def __init__(self, sample_unit_id: int, message: str) -> None:
        super().__init__(message)
        self.sample_unit_id = sample_unit_id


@dataclass(frozen=True)
class Place:
    """A drawn unit, the reviewer it has (if any), the one proposed, and how many of its questions have an answer."""

    unit: SampleUnit
    board: str
    review_id: int | None
    reviewer_id: int | None
    proposed_id: int | None
    answers: int
    signed: bool

    @property
    def fixed(self) -> bool:
        """Whether the review has begun, so that it stays with its reviewer."""
        return self.signed or self.answers > 0


@dataclass(frozen=True)
class Distribution:
    """The reviewers of a round, and every unit in use by board and in the order of the draw."""

    reviewers: list[Account]
    places: list[Place]

    @property
    def undistributed(self) -> int:
        return sum(place.reviewer_id is None for place in self.places)


def distribution(session: Session, *, round_id: int) -> Distribution:
    """Who has which unit, with a proposal for those that nobody has."""
    boards = [part.board_id for part in rounds.parts(session, round_id)]
    people = rounds.reviewers(session, round_id, boards)
    query = (
        select(SampleUnit, Board.name, Review)
        .join(Board, col(Board.id) == col(SampleUnit.board_id))
        .join(Review, col(Review.sample_unit_id) == col(SampleUnit.id), isouter=True)
        .where(SampleUnit.round_id == round_id, col(SampleUnit.standing).in_(IN_USE))
        .order_by(*rounds.by_sample(), Board.name, col(SampleUnit.position))
    )
    rows = list(session.exec(query))
    answers = _answers(session, round_id)
    assigned = {known(unit.id): review.reviewer_id for unit, _, review in rows if review and review.reviewer_id}
    able = {known(person.id) for person in people}
    begun = {known(unit.id) for unit, _, review in rows if review and (review.signed_at or review.id in answers)}
    proposed = propose(
        [(known(unit.id), unit.board_id) for unit, _, _ in rows],
        reviewers=sorted(able),
        assigned={unit: person for unit, person in assigned.items() if person in able or unit in begun},
    )
    places = [
        Place(
            unit=unit,
            board=board,
            review_id=review.id if review else None,
            reviewer_id=assigned.get(known(unit.id)),
            proposed_id=proposed.get(known(unit.id)),
            answers=answers.get(review.id or 0, 0) if review else 0,
            signed=review is not None and review.signed_at is not None,
        )
        for unit, board, review in rows
    ]
    return Distribution(people, places)


def _answers(session: Session, round_id: int) -> dict[int, int]:
    """How many questions have anything written, by review."""
    query = (
        select(Answer.review_id, func.count())
        .join(Review, col(Review.id) == col(Answer.review_id))
        .where(Review.round_id == round_id)
        .group_by(col(Answer.review_id))
    )
    return dict(session.exec(query).all())


def distribute(session: Session, *, stamp: Stamp, round_id: int, reviewers: Mapping[int, int]) -> Counter[int]:
    """Give units (by sample unit id) to reviewers (account ids); answers how many were given or moved to each.

    Raises DistributionError for a unit that is not in use, a person who is not one of the round's reviewers, and
    a review that has begun with somebody else; StageError where the round has been replaced.
    """
    rounds.require_standing(session, round_id)
    session.exec(select(Round).where(Round.id == round_id).with_for_update()).one()
    held = select(Review).where(Review.round_id == round_id).with_for_update()
    session.exec(held.execution_options(populate_existing=True)).all()
    now = distribution(session, round_id=round_id)
    places = {known(place.unit.id): place for place in now.places}
    people = {known(person.id) for person in now.reviewers}
    changed: Counter[int] = Counter()
    for unit_id, reviewer_id in reviewers.items():
        place = places.get(unit_id)
        if place is None:
            raise DistributionError(unit_id, "Akten ingår inte längre i urvalet. Ladda om sidan och fördela igen.")
        if place.reviewer_id == reviewer_id:
            continue
        if reviewer_id not in people:
            raise DistributionError(unit_id, "Personen granskar inte i den här omgången. Välj någon annan.")
        if place.fixed:
            raise DistributionError(unit_id, "Granskningen har börjat. Akten stannar hos den som granskar den.")
        _give(session, stamp, round_id, place, reviewer_id)
        changed[reviewer_id] += 1
    return changed


def _give(session: Session, stamp: Stamp, round_id: int, place: Place, reviewer_id: int) -> None:
    review = session.get(Review, place.review_id) if place.review_id else None
    if review is None:
        review = Review(sample_unit_id=known(place.unit.id), round_id=round_id, board_id=place.unit.board_id)
        session.add(review)
    review.reviewer_id = reviewer_id
    session.flush()
    journal.record(
        session,
        stamp,
        "review:assigned",
        known(review.id),
        unit=place.unit.unit_id,
        reviewer=reviewer_id,
        before=place.reviewer_id,
    )
