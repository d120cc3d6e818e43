"""Two who have reviewed the same file without seeing each other's answers: what differs, kept as it was."""

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.rules import RegisterKind
from audit.reviews.models import Answer, BlindPair, Review
from audit.reviews.operations.cases import areas_of
from audit.reviews.operations.payments import errors_of
from audit.reviews.operations.states import siblings_of
from audit.reviews.rules.payments import AMOUNT, as_answer
from audit.reviews.rules.second import differing, side_by_side
from audit.reviews.rules.states import Seat
from audit.rounds.models import Round


def pair_up(session: Session, *, stamp: Stamp, review: Review) -> BlindPair | None:
    """Set the two reviews of a file side by side as soon as both are signed; None while they are not."""
    both = {one.seat: one for one in [review, *siblings_of(session, [review])[known(review.id)]]}
    first, second = both.get(Seat.FIRST), both.get(Seat.SECOND)
    if first is None or second is None or not (first.signed_at and second.signed_at):
        return None
    round_ = session.get_one(Round, first.round_id)
    questions = [question.id for part in areas_of(round_) for question in part.questions]
    pair = BlindPair(
        first_id=known(first.id),
        second_id=known(second.id),
        number=len(pairs_of(session, known(first.id))) + 1,
        answers=side_by_side(_values(session, first), _values(session, second), questions)
        | _amounts(session, round_, first, second),
        made_at=stamp.at,
    )
    session.add(pair)
    session.flush()
    content = {"second": second.id, "questions": len(pair.answers), "differences": len(differing(pair.answers))}
    journal.record(session, stamp, "review:compared", known(first.id), **content)
    return pair


def _amounts(session: Session, round_: Round, first: Review, second: Review) -> dict[str, tuple[str, str]]:
    """How much was wrong by each of them, where they differ on that; a payment of which nothing was said is right."""
    if round_.kind is not RegisterKind.PAYMENTS:
        return {}
    said = errors_of(session, [known(first.id), known(second.id)])
    one, other = (said.get(known(review.id), (0, 0)) for review in (first, second))
    return {AMOUNT: (as_answer(one), as_answer(other))} if one != other else {}


def part(session: Session, *, stamp: Stamp, review: Review) -> None:
    """End what two had come to, because one of their reviews is opened again."""
    for one in [review, *siblings_of(session, [review])[known(review.id)]]:
        for pair in pairs_of(session, known(one.id)):
            if pair.ended_at is None:
                pair.ended_at = stamp.at
                session.add(pair)
    session.flush()


def pairs_of(session: Session, first_id: int) -> list[BlindPair]:
    """What two had come to on the file of this first review, one after the other."""
    return list(session.exec(select(BlindPair).where(BlindPair.first_id == first_id).order_by(col(BlindPair.number))))


def _values(session: Session, review: Review) -> dict[str, str | None]:
    query = select(Answer.question_id, Answer.value).where(Answer.review_id == review.id)
    return dict(session.exec(query).all())
