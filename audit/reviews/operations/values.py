"""What a file's answers have come to: one value for each question, settled where two had differed."""

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from audit.reviews.models import Answer, BlindPair, Settlement
from audit.reviews.operations.compiled import STANDING


def values_of(session: Session, review_id: int) -> dict[str, str]:
    """The value of each answered question of a first review, by the question's id."""
    settled = (
        select(Settlement.question_id, Settlement.value)
        .join(BlindPair, col(Settlement.pair_id) == col(BlindPair.id))
        .where(BlindPair.first_id == review_id, *STANDING)
        .subquery()
    )
    query = (
        select(Answer.question_id, func.coalesce(settled.c.value, col(Answer.value)))
        .join(settled, and_(settled.c.question_id == col(Answer.question_id)), isouter=True)
        .where(Answer.review_id == review_id, col(Answer.value).is_not(None))
    )
    return {question: str(value) for question, value in session.exec(query)}
