"""»Detta gäller även«: one question's comment at several others, which never loses what stands there already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews.models import Answer
from audit.reviews.operations.answers import Whole, answers_of, require_open, whole, write
from audit.reviews.operations.cases import Case, own_open
from audit.reviews.rules import Given
from audit.reviews.rules.spreading import Spot, spots
from checklists import Question


class NothingToSpreadError(Exception):
    """The question has no comment (any more); the message says so in Swedish."""


NO_COMMENT = "Frågan har ingen kommentar. Skriv den först."


@dataclass(frozen=True)
class Spreading:
    """A question of one's own open review with its answer, and the other questions that its comment may concern."""

    case: Case
    question: Question
    number: int
    answer: Answer | None
    spots: tuple[Spot, ...]

    @property
    def comment(self) -> str:
        return self.answer.comment if self.answer else ""


def spreading(session: Session, scope: Scope, review_id: int, question_id: str) -> Spreading | None:
    """The question of one's own open review, with where its comment can go."""
    case = own_open(session, scope, review_id)
    places = {
        question.id: (question, number)
        for part in (case.areas if case else ())
        for number, question in enumerate(part.questions, start=part.first)
    }
    if case is None or question_id not in places:
        return None
    now = whole(session, review=case.review, content=case.content)
    question, number = places[question_id]
    return Spreading(case, question, number, now.answers.get(question_id), _spots(case, now, question_id))


def _spots(case: Case, now: Whole, question_id: str) -> tuple[Spot, ...]:
    said = {name: (answer.value, answer.comment) for name, answer in now.answers.items()}
    return spots(case.areas, said, question_id, folded=now.concern.folded, wanting=_wanting(case))


def _wanting(case: Case) -> Collection[str]:
    return {option.code for option in case.checklist.scale if option.comment_required}


@dataclass(frozen=True)
class Spread:
    """The questions that got the comment, and those that had another one and were left as they are."""

    given: tuple[str, ...]
    left: tuple[str, ...]


def spread(session: Session, *, stamp: Stamp, found: Spreading, question_ids: Collection[str]) -> Spread:
    """Write the question's comment (and where it is seen, where nothing says that yet) at the other questions, each
    with its history. A question that has got a comment meanwhile is left as it is.

    Raises NothingToSpreadError, and ReviewClosedError where the review takes no answers.
    """
    review = found.case.review
    require_open(session, stamp, review)
    answers = answers_of(session, known(review.id))
    source = answers.get(found.question.id)
    if source is None or not source.comment:
        raise NothingToSpreadError(NO_COMMENT)
    wanted = [spot.question.id for spot in found.spots if spot.question.id in set(question_ids)]
    free = [name for name in wanted if name not in answers or not answers[name].comment]
    for name in free:
        write(session, stamp, review, answers.get(name), _given(name, answers, source))
    left = tuple(name for name in wanted if name not in free)
    content = {"review": review.id, "question": found.question.id, "to": free, "left": list(left)}
    journal.record(session, stamp, "answer:spread", known(source.id), **content)
    return Spread(tuple(free), left)


def _given(name: str, answers: Mapping[str, Answer], source: Answer) -> Given:
    kept = answers.get(name)
    if kept is None:
        return Given(name, None, source.comment, source.evidence)
    return Given(name, kept.value, source.comment, kept.evidence or source.evidence, reason=kept.reason)
