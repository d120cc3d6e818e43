"""The answers of signed files, kept a second time as one line a file: years of them are counted in a moment.

A line is written in the transaction in which a file's answers begin to count. From then on they don't change; a review
that was opened again has another `finished_at`, so that its old line counts no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.comparison.models import KeptAnswers
from audit.comparison.rules import kept
from audit.comparison.rules.keeping import counted
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.rules.states import Seat
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.rules import Target
from checklists import AnswerCounts

Counts = Mapping[tuple[int, int, str], AnswerCounts]


@reviews.when_counted
def keep(session: Session, stamp: Stamp, review: Review) -> None:  # noqa: ARG001
    """Write a file's line. Without one, its round is counted answer by answer."""
    line = kept(reviews.values_of(session, known(review.id)), _order(session.get_one(Round, review.round_id)))
    old = session.get(KeptAnswers, known(review.id))
    if old is not None:
        session.delete(old)
        session.flush()
    if line is not None and review.finished_at is not None:
        session.add(KeptAnswers(review_id=known(review.id), finished_at=review.finished_at, answers=line))
        session.flush()


def _order(round_: Round) -> tuple[str, ...]:
    """The order of the signs in the lines of a round: a drawn round asks the same for good."""
    return tuple(question.id for part in reviews.areas_of(round_) for question in part.questions)


def counts_of(session: Session, *, rounds: Iterable[Round], board_ids: Iterable[int]) -> Counts:
    """How often each answer was given in the boards' own samples, by round, board and question."""
    orders, boards = {known(round_.id): _order(round_) for round_ in rounds}, list(board_ids)
    lines: dict[tuple[int, int], list[str]] = defaultdict(list)
    lacking: set[int] = set()
    for round_id, board_id, line in session.exec(_lines(list(orders), boards)):
        if line is None:
            lacking.add(round_id)
        else:
            lines[round_id, board_id].append(line)
    found: dict[tuple[int, int, str], AnswerCounts] = {}
    for (round_id, board_id), of_board in lines.items():
        if round_id not in lacking:
            of_questions = counted(of_board, orders[round_id])
            found |= {(round_id, board_id, question): counts for question, counts in of_questions.items()}
    for round_id in lacking:
        one_by_one = reviews.counts(session, round_id=round_id, board_ids=boards, signed_only=True)
        found |= {(round_id, *key): counts for key, counts in one_by_one.items()}
    return found


def _lines(rounds: list[int], boards: list[int]) -> Any:
    """Each file that counts with its line, None where it has none; as in `reviews.counts`."""
    own = and_(col(KeptAnswers.review_id) == col(Review.id), col(KeptAnswers.finished_at) == col(Review.finished_at))
    return (
        select(Review.round_id, Review.board_id, KeptAnswers.answers)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(KeptAnswers, own, isouter=True)
        .where(
            col(Review.round_id).in_(rounds),
            col(Review.board_id).in_(boards),
            Review.seat == Seat.FIRST,
            col(Review.finished_at).is_not(None),
            col(SampleUnit.standing).in_(IN_USE),
            SampleUnit.target == Target.BOARD,
        )
    )
