"""What the later rooms build on: the answers of a round, one by one and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.reviews.models import Answer, Review
from audit.rounds.models import SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.rules import Target
from checklists import AnswerCounts


@dataclass(frozen=True)
class GivenAnswer:
    """One answer of a round. `value` is a code of the scale; `signed` whether its review is."""

    answer_id: int
    review_id: int
    board_id: int
    unit_id: str
    question_id: str
    value: str
    comment: str
    evidence: str
    signed: bool


def given_answers(
    session: Session,
    *,
    round_id: int,
    board_ids: Iterable[int] | None = None,
    signed_only: bool = False,
    target: Target = Target.BOARD,
) -> list[GivenAnswer]:
    """The round's answers (of those boards only) by board and in the order of the draw.

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
    return [
        GivenAnswer(
            answer_id=known(answer.id),
            review_id=answer.review_id,
            board_id=review.board_id,
            unit_id=unit_id,
            question_id=answer.question_id,
            value=answer.value or "",
            comment=answer.comment,
            evidence=answer.evidence,
            signed=review.signed_at is not None,
        )
        for answer, review, unit_id in session.exec(query)
    ]


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
    query = (
        select(Review.board_id, Answer.question_id, Answer.value, func.count())
        .join(Review, col(Review.id) == col(Answer.review_id))
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .where(*_counting(round_id, board_ids, target, signed_only=signed_only))
        .group_by(col(Review.board_id), col(Answer.question_id), col(Answer.value))
    )
    found: dict[tuple[int, str], AnswerCounts] = {}
    for board_id, question_id, value, amount in session.exec(query):
        key = (board_id, question_id)
        found[key] = found.get(key, AnswerCounts()) + AnswerCounts(**{str(value): amount})
    return found


def _counting(round_id: int, board_ids: Iterable[int] | None, target: Target, *, signed_only: bool) -> list[Any]:
    conditions: list[Any] = [
        Review.round_id == round_id,
        col(Answer.value).is_not(None),
        col(SampleUnit.standing).in_(IN_USE),
        SampleUnit.target == target,
    ]
    if board_ids is not None:
        conditions.append(col(Review.board_id).in_(list(board_ids)))
    if signed_only:
        conditions.append(col(Review.signed_at).is_not(None))
    return conditions
