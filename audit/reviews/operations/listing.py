"""Lists of reviews: how far each has come, and several of them read together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.database import rows_of
from audit.registers.models import RegisterUnit
from audit.reviews.models import Answer, Review
from audit.reviews.operations.cases import areas_of, checklist_of
from audit.reviews.operations.concerning import known_of, told_of
from audit.reviews.operations.states import states_of
from audit.reviews.rules import Concern, Content, Knowledge, Missing, concern, missing
from audit.reviews.rules.states import SEATLESS, Seat, State
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.rules import Target


@dataclass(frozen=True)
class ReviewState:
    """How far one review has come: `answered` complete answers of `total` questions.

    `finished_at` is since when its answers count in the compilations.
    """

    review_id: int
    round_id: int
    round_name: str
    board_id: int
    board: str
    unit: SampleUnit
    reviewer_id: int | None
    seat: Seat
    answered: int
    total: int
    signed_at: datetime | None
    finished_at: datetime | None
    state: State

    @property
    def unit_id(self) -> str:
        return self.unit.unit_id


@dataclass(frozen=True)
class StandingReview:
    """A review of the round's own, and whether its answers count in the compilations."""

    review_id: int
    board_id: int
    unit_id: str
    finished: bool


def standing_reviews(
    session: Session, round_id: int, board_ids: Iterable[int] | None = None, target: Target | None = None
) -> list[StandingReview]:
    """The reviews that `reviews_of_round` gives, without how far each has come: that costs much more to find out."""
    review, unit = rows_of(Review), rows_of(SampleUnit)
    query = (
        select(review.id, review.board_id, unit.unit_id, review.finished_at.is_not(None))
        .join_from(Review, SampleUnit, unit.id == review.sample_unit_id)
        .where(unit.standing.in_(IN_USE), *_of_round(round_id, board_ids))
        .order_by(*rounds.by_sample(), review.board_id, unit.position)
    )
    of_target = query if target is None else query.where(unit.target == target)
    return [StandingReview(*row) for row in session.exec(of_target)]


def reviews_of_round(
    session: Session, round_id: int, board_ids: Iterable[int] | None = None, target: Target | None = None
) -> list[ReviewState]:
    """The round's reviews (of those boards only), by board and in the order of the draw; replaced units left out.

    All of its samples are in it, one after the other, unless one of them is asked for.
    """
    states = _states(session, *_of_round(round_id, board_ids))
    return [state for state in states if target in (None, state.unit.target)]


def _of_round(round_id: int, board_ids: Iterable[int] | None) -> list[Any]:
    own: list[Any] = [Review.round_id == round_id, Review.seat == Seat.FIRST]
    return own if board_ids is None else [*own, col(Review.board_id).in_(list(board_ids))]


def assigned_to(session: Session, account_id: int, open_ones: Any = None) -> list[ReviewState]:
    """One person's reviews, those of the newest round first; replaced units and rounds left out. `open_ones` are those
    that are still open to her (`let_in`)."""
    standing = select(Round.id).where(rounds.standing())
    mine: list[Any] = [Review.reviewer_id == account_id, col(Review.seat).not_in(SEATLESS)]
    if open_ones is not None:
        mine.append(open_ones)
    return _states(session, *mine, col(Review.round_id).in_(standing))


def states_in_full(session: Session, reviews: Iterable[Review]) -> dict[int, State]:
    """Where each of the reviews stands, with how far it has come, by its id."""
    wanted = list(reviews)
    of_rounds = [(review, session.get_one(Round, review.round_id)) for review in wanted]
    return states_of(session, wanted, _progress(session, of_rounds))


def _states(session: Session, *conditions: Any) -> list[ReviewState]:
    query = (
        select(Review, SampleUnit, Board.name, Round)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Board, col(Board.id) == col(Review.board_id))
        .join(Round, col(Round.id) == col(Review.round_id))
        .where(or_(col(SampleUnit.standing).in_(IN_USE), col(Review.seat) == Seat.CALIBRATION), *conditions)
        .order_by(
            col(Round.year).desc(), col(Round.id).desc(), *rounds.by_sample(), Board.name, col(SampleUnit.position)
        )
    )
    rows = list(session.exec(query))
    done = _progress(session, [(review, round_) for review, _, _, round_ in rows])
    states = states_of(session, [review for review, *_ in rows], done)
    return [
        ReviewState(
            review_id=known(review.id),
            round_id=review.round_id,
            round_name=round_.name,
            board_id=review.board_id,
            board=board,
            unit=unit,
            reviewer_id=review.reviewer_id,
            seat=review.seat,
            answered=done[known(review.id)][0],
            total=done[known(review.id)][1],
            signed_at=review.signed_at,
            finished_at=review.finished_at,
            state=states[known(review.id)],
        )
        for review, unit, board, round_ in rows
    ]


def _progress(session: Session, reviews: Sequence[tuple[Review, Round]]) -> dict[int, tuple[int, int]]:
    """How many questions of each review are completely answered, and how many concern its case."""
    signed = [known(review.id) for review, _ in reviews if review.signed_at]
    given = _given_by_hand(session, signed)
    found = {review: (given.get(review, 0), given.get(review, 0)) for review in signed}
    still_open = [(review, round_) for review, round_ in reviews if not review.signed_at]
    for item in wholes(session, still_open):
        found[known(item.review.id)] = (item.total - len(item.lacking), item.total)
    return found


def _given_by_hand(session: Session, review_ids: Iterable[int]) -> dict[int, int]:
    query = (
        select(Answer.review_id, func.count())
        .where(col(Answer.review_id).in_(list(review_ids)), col(Answer.value).is_not(None), ~col(Answer.by_rule))
        .group_by(col(Answer.review_id))
    )
    return dict(session.exec(query).all())


@dataclass(frozen=True)
class WholeReview:
    """A review, what is known of its case, which questions concern it, and what is missing."""

    review: Review
    knowledge: Knowledge
    answers: Mapping[str, Content]
    concern: Concern
    lacking: tuple[Missing, ...]

    @property
    def total(self) -> int:
        """How many questions concern the case, or have been answered all the same."""
        return len(self.concern.questions) - len(self.concern.folded)


def wholes(session: Session, reviews: Sequence[tuple[Review, Round]]) -> list[WholeReview]:
    """Several reviews as they stand, each with its round, read together."""
    ids = [known(review.id) for review, _ in reviews]
    contents, told, answers = _register_contents(session, ids), told_of(session, ids), _answers(session, ids)
    found = []
    for review, round_ in reviews:
        review_id = known(review.id)
        areas, given = areas_of(round_), answers.get(review_id, {})
        known_now = known_of(round_, contents[review_id], told.get(review_id, {}))
        now = concern(checklist_of(round_), areas, known_now.facts, given)
        lacks = missing(areas, given, now.checklist, now.verdicts)
        found.append(WholeReview(review, known_now, given, now, lacks))
    return found


def _register_contents(session: Session, review_ids: list[int]) -> dict[int, Mapping[str, Any]]:
    query = (
        select(Review.id, RegisterUnit.content)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(RegisterUnit, col(RegisterUnit.id) == col(SampleUnit.register_unit_id))
        .where(col(Review.id).in_(review_ids))
    )
    return {known(review_id): content for review_id, content in session.exec(query)}


def _answers(session: Session, review_ids: list[int]) -> dict[int, dict[str, Content]]:
    found: dict[int, dict[str, Content]] = {}
    for answer in session.exec(select(Answer).where(col(Answer.review_id).in_(review_ids))):
        content = Content(answer.value, answer.comment, answer.evidence, answer.reason)
        found.setdefault(answer.review_id, {})[answer.question_id] = content
    return found
