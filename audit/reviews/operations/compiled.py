"""What the later rooms build on: the answers of a round, one by one and counted.

There is one for each file and question: where two have reviewed a file, the one that they have come to. A review counts
as signed when its answers stand: at once, or when the differences from a second review are settled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.reviews.models import Answer, BlindPair, Review, Settlement
from audit.reviews.rules.states import Seat
from audit.rounds.models import SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.rules import Target
from checklists import AnswerCounts


@dataclass(frozen=True)
class GivenAnswer:
    """One answer of a round. `value` is a code of the scale; `signed` whether it counts.

    `settled` is why two who differed have come to this answer; empty where they did not differ, or where only one has
    reviewed the file.
    """

    answer_id: int
    review_id: int
    board_id: int
    unit_id: str
    question_id: str
    value: str
    comment: str
    evidence: str
    signed: bool
    settled: str = ""


def given_answers(
    session: Session,
    *,
    round_id: int,
    board_ids: Iterable[int] | None = None,
    signed_only: bool = False,
    target: Target = Target.BOARD,
    question_id: str | None = None,
) -> list[GivenAnswer]:
    """The round's answers (of those boards, to that question only) by board and in the order of the draw.

    They are those of the boards' own samples, or of a targeted one. Comments without an answer and units that were
    replaced are left out.
    """
    query = (
        select(Answer, Review, SampleUnit.unit_id)
        .join(Review, col(Review.id) == col(Answer.review_id))
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Board, col(Board.id) == col(Review.board_id))
        .where(*_counting(round_id, board_ids, target, signed_only=signed_only))
        .order_by(Board.name, col(SampleUnit.position), col(Answer.id))
    )
    if question_id is not None:
        query = query.where(Answer.question_id == question_id)
    come_to = _come_to(session, round_id)
    return [
        _given(answer, review, unit_id, come_to.get((answer.review_id, answer.question_id)))
        for answer, review, unit_id in session.exec(query)
    ]


@dataclass(frozen=True)
class _ComeTo:
    """What two have come to where they differed, and what the second had answered."""

    settlement: Settlement
    second: Answer | None


def _come_to(session: Session, round_id: int) -> dict[tuple[int, str], _ComeTo]:
    """What has been settled in a round, by the id of the first review and the question."""
    query = (
        select(BlindPair.first_id, Settlement, Answer)
        .join(Settlement, col(Settlement.pair_id) == col(BlindPair.id))
        .join(Review, col(Review.id) == col(BlindPair.first_id))
        .join(Answer, _by_the_second(), isouter=True)
        .where(Review.round_id == round_id, *STANDING)
    )
    return {(first, made.question_id): _ComeTo(made, second) for first, made, second in session.exec(query)}


def _by_the_second() -> Any:
    return and_(
        col(Answer.review_id) == col(BlindPair.second_id), col(Answer.question_id) == col(Settlement.question_id)
    )


STANDING = (col(BlindPair.ended_at).is_(None), col(Settlement.settled_at).is_not(None))


def _given(answer: Answer, review: Review, unit_id: str, come_to: _ComeTo | None) -> GivenAnswer:
    """The answer that counts, in the words of whoever had given it from the beginning."""
    value, said = answer.value, answer
    if come_to:
        value, second = come_to.settlement.value, come_to.second
        said = second if second and second.value == value != answer.value else answer
    return GivenAnswer(
        answer_id=known(answer.id),
        review_id=answer.review_id,
        board_id=review.board_id,
        unit_id=unit_id,
        question_id=answer.question_id,
        value=value or "",
        comment=said.comment,
        evidence=said.evidence,
        signed=review.finished_at is not None,
        settled=come_to.settlement.reason if come_to else "",
    )


def counts(
    session: Session,
    *,
    round_id: int,
    board_ids: Iterable[int] | None = None,
    signed_only: bool = True,
    target: Target = Target.BOARD,
) -> dict[tuple[int, str], AnswerCounts]:
    """How often each answer was given, by board and question; what nobody has answered is not in it.

    Only the boards' own samples are counted, or a targeted one: never both together.
    """
    settled = (
        select(BlindPair.first_id, Settlement.question_id, Settlement.value)
        .join(Settlement, col(Settlement.pair_id) == col(BlindPair.id))
        .where(*STANDING)
        .subquery()
    )
    of_answer = and_(settled.c.first_id == col(Answer.review_id), settled.c.question_id == col(Answer.question_id))
    value_now = func.coalesce(settled.c.value, col(Answer.value))
    query = (
        select(Review.board_id, Answer.question_id, value_now, func.count())
        .join(Review, col(Review.id) == col(Answer.review_id))
        .join(settled, of_answer, isouter=True)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .where(*_counting(round_id, board_ids, target, signed_only=signed_only))
        .group_by(col(Review.board_id), col(Answer.question_id), value_now)
    )
    found: dict[tuple[int, str], AnswerCounts] = {}
    for board_id, question_id, value, amount in session.exec(query):
        key = (board_id, question_id)
        found[key] = found.get(key, AnswerCounts()) + AnswerCounts(**{str(value): amount})
    return found


def _counting(round_id: int, board_ids: Iterable[int] | None, target: Target, *, signed_only: bool) -> list[Any]:
    conditions: list[Any] = [
        Review.round_id == round_id,
        Review.seat == Seat.FIRST,
        col(Answer.value).is_not(None),
        col(SampleUnit.standing).in_(IN_USE),
        SampleUnit.target == target,
    ]
    if board_ids is not None:
        conditions.append(col(Review.board_id).in_(list(board_ids)))
    if signed_only:
        conditions.append(col(Review.finished_at).is_not(None))
    return conditions
