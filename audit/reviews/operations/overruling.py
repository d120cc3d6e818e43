"""Where reviewers said otherwise than register and rules: facts that differ, and questions judged against a rule."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.reviews.models import Review
from audit.reviews.operations.cases import checklist_of
from audit.reviews.operations.listing import WholeReview, wholes
from audit.reviews.rules import Contradiction, contradictions, overruled
from audit.reviews.rules.states import Seat
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE
from checklists import Question, Verdict


@dataclass(frozen=True)
class Differing:
    """A fact of a case that the register and the file say differently."""

    review_id: int
    unit_id: str
    board: str
    contradiction: Contradiction


@dataclass(frozen=True)
class Overruling:
    """A question that was judged against its rule: answered although it was folded away, or called not relevant."""

    review_id: int
    unit_id: str
    board: str
    question: Question
    answered: bool
    why: str
    reason: str


@dataclass(frozen=True)
class Overruled:
    """What a round's reviewers said otherwise than register and rules, in the order of the draw."""

    differing: tuple[Differing, ...]
    overrulings: tuple[Overruling, ...]

    @property
    def units(self) -> dict[int, str]:
        """The units that anything is said of: review id → unit id."""
        facts = {one.review_id: one.unit_id for one in self.differing}
        return facts | {one.review_id: one.unit_id for one in self.overrulings}


def overruled_in(session: Session, *, round_id: int, board_ids: Iterable[int]) -> Overruled:
    """What was said otherwise in the round's reviews of those boards, signed or not; replaced units left out."""
    round_ = session.get_one(Round, round_id)
    if round_.checklist is None:
        return Overruled((), ())
    query = (
        select(Review, SampleUnit.unit_id, Board.name)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Board, col(Board.id) == col(Review.board_id))
        .where(
            Review.round_id == round_id,
            Review.seat == Seat.FIRST,
            col(SampleUnit.standing).in_(IN_USE),
            col(Review.board_id).in_(list(board_ids)),
        )
        .order_by(*rounds.by_sample(), Board.name, col(SampleUnit.position))
    )
    rows = list(session.exec(query))
    names = {known(review.id): (unit_id, board) for review, unit_id, board in rows}
    read = wholes(session, [(review, round_) for review, _, _ in rows])
    return Overruled(
        tuple(one for item in read for one in _differing(round_, item, *names[known(item.review.id)])),
        tuple(one for item in read for one in _overrulings(round_, item, *names[known(item.review.id)])),
    )


def _differing(round_: Round, item: WholeReview, unit_id: str, board: str) -> list[Differing]:
    found = contradictions(checklist_of(round_), item.knowledge)
    return [Differing(known(item.review.id), unit_id, board, one) for one in found]


def _overrulings(round_: Round, item: WholeReview, unit_id: str, board: str) -> list[Overruling]:
    found = []
    for question in item.concern.questions:
        content, verdict = item.answers.get(question.id), item.concern.verdicts[question.id]
        if content is None or not overruled(content, verdict, checklist_of(round_)):
            continue
        answered = verdict is Verdict.DOES_NOT
        reason = content.reason if answered else content.comment or content.reason
        why = item.concern.why(question.id)
        found.append(Overruling(known(item.review.id), unit_id, board, question, answered, why, reason))
    return found
