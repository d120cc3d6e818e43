"""Keeping answers: every one that was ever given stays, and no window overwrites another unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, SQLModel, col, select

from audit.accounts.models import Account
from audit.accounts.operations import known
from audit.database import rows_of
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews.models import Answer, AnswerVersion, Review
from audit.reviews.operations.cases import areas_of, checklist_of, contents
from audit.reviews.operations.concerning import FactConflict, FactSaved, concern_of, knowledge_of, tell
from audit.reviews.operations.states import ReviewClosedError
from audit.reviews.rules import (
    NO_CONTENT,
    Concern,
    Content,
    Given,
    GivenFact,
    Knowledge,
    Missing,
    Verdict,
    concern,
    fault_in,
    missing,
    verdict,
)
from audit.reviews.rules.states import answering_refused
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import CLOSED, StageError


class AnswerFaultError(Exception):
    """An answer that can't be kept; the message says why in Swedish."""

    def __init__(self, question_id: str, message: str) -> None:
        super().__init__(message)
        self.question_id = question_id


# What each answer that is given asks the database is put together once.
_HELD = (
    select(Review, rounds.replaced(col(Review.round_id)))
    .where(col(Review.id) == bindparam("review_id"))
    .with_for_update(of=Review)
    .execution_options(populate_existing=True)
)
_OF_REVIEW = select(Answer).where(col(Answer.review_id) == bindparam("review_id"))
_ANSWERS = _OF_REVIEW.order_by(col(Answer.id))
_ANSWER = _OF_REVIEW.where(col(Answer.question_id) == bindparam("question_id"))
_SAYS = rows_of(Answer)
_WORDS: list[Any] = [_SAYS.question_id, _SAYS.value, _SAYS.comment, _SAYS.evidence, _SAYS.reason]
_SAID = select(*_WORDS).where(_SAYS.review_id == bindparam("review_id"))


@dataclass(frozen=True)
class Saved:
    """The answer is kept as this version, given at this time."""

    question_id: str
    version: int
    saved_at: datetime


@dataclass(frozen=True)
class Conflict:
    """Another window or person has answered meanwhile: what was given now, and what is kept since then."""

    given: Given
    kept: Content
    version: int
    kept_by: str
    kept_at: datetime


def answers_of(session: Session, review_id: int) -> dict[str, Answer]:
    """The answers that hold now, by question id, in the order in which the questions were first answered."""
    return {answer.question_id: answer for answer in session.exec(_ANSWERS, params={"review_id": review_id})}


def save_answer(session: Session, *, stamp: Stamp, review: Review, given: Given) -> Saved | Conflict:
    """Keep one answer. Raises AnswerFaultError or ReviewClosedError where it can't be kept at all."""
    require_open(session, stamp, review)
    _check(session, review, [given])
    answer = _answer(session, review, given.question_id)
    return _conflict(session, answer, given) or _keep(session, stamp, review, answer, given)


def save_fact(session: Session, *, stamp: Stamp, review: Review, given: GivenFact) -> FactSaved | FactConflict:
    """Keep a fact about the case. Raises FactFaultError or ReviewClosedError where it can't be kept at all."""
    require_open(session, stamp, review)
    return tell(session, stamp=stamp, review=review, given=given)


def save_area(session: Session, *, stamp: Stamp, review: Review, given: Sequence[Given]) -> list[Conflict]:
    """Keep several answers of one form, or none of them where any collides. What was not touched in it is left alone.

    Raises AnswerFaultError or ReviewClosedError.
    """
    require_open(session, stamp, review)
    answers = answers_of(session, known(review.id))
    touched = [one for one in given if not _untouched(session, answers.get(one.question_id), one)]
    _check(session, review, touched)
    collisions = [collision for one in touched if (collision := _conflict(session, answers.get(one.question_id), one))]
    if not collisions:
        for one in touched:
            _keep(session, stamp, review, answers.get(one.question_id), one)
    return collisions


def history(session: Session, answer_id: int) -> list[AnswerVersion]:
    """Every version of an answer, oldest first."""
    query = select(AnswerVersion).where(AnswerVersion.answer_id == answer_id).order_by(col(AnswerVersion.version))
    return list(session.exec(query))


def require_open(session: Session, stamp: Stamp, review: Review) -> None:
    """Hold the review until the transaction ends, if it is the actor's and takes answers (on SQLite all writing is
    held already). Raises ReviewClosedError otherwise, and StageError where a new draw has replaced its round."""
    held, replaced = session.exec(_HELD, params={"review_id": review.id}).one()
    if replaced:
        raise StageError(CLOSED)
    signed, own = held.signed_at is not None, held.reviewer_id == stamp.actor
    if words := answering_refused(seat=held.seat, signed=signed, own=own):
        raise ReviewClosedError(words)


def _check(session: Session, review: Review, given: Sequence[Given]) -> None:
    round_ = session.get_one(Round, review.round_id)
    questions = [question for part in areas_of(round_) for question in part.questions]
    for one in given:
        if fault := fault_in(one, checklist=checklist_of(round_), questions=questions):
            raise AnswerFaultError(one.question_id, fault)


def _answer(session: Session, review: Review, question_id: str) -> Answer | None:
    return session.exec(_ANSWER, params={"review_id": review.id, "question_id": question_id}).first()


def _content(answer: Answer | None) -> Content:
    return Content(answer.value, answer.comment, answer.evidence, answer.reason) if answer else NO_CONTENT


def _untouched(session: Session, answer: Answer | None, given: Given) -> bool:
    """Whether the form holds just what it was shown with: then this person changed nothing here."""
    if given.yields:
        return False
    if given.base_version == 0:
        return given.content.empty
    if answer is None:
        return False
    query = select(AnswerVersion).where(
        AnswerVersion.answer_id == answer.id, AnswerVersion.version == given.base_version
    )
    shown = session.exec(query).first()
    return shown is not None and given.content == Content(shown.value, shown.comment, shown.evidence, shown.reason)


def _conflict(session: Session, answer: Answer | None, given: Given) -> Conflict | None:
    version = answer.version if answer else 0
    if verdict(given, kept=_content(answer), version=version) is not Verdict.COLLIDES or answer is None:
        return None
    by = session.get(Account, answer.answered_by) if answer.answered_by else None
    return Conflict(given, _content(answer), version, by.name if by else "", answer.answered_at)


def _keep(session: Session, stamp: Stamp, review: Review, answer: Answer | None, given: Given) -> Saved:
    before = _content(answer)
    saved = write(session, stamp, review, answer, given)
    if not given.yields:
        return saved
    back = Given(given.question_id, before.value, before.comment, before.evidence, reason=before.reason)
    return write(session, stamp, review, _answer(session, review, given.question_id), back)


def write(
    session: Session, stamp: Stamp, review: Review, answer: Answer | None, given: Given, *, by_rule: bool = False
) -> Saved:
    content = given.content
    if content == _content(answer):
        return Saved(given.question_id, *((answer.version, answer.answered_at) if answer else (0, stamp.at)))
    if answer is None:
        answer = Answer(review_id=known(review.id), question_id=given.question_id, version=0, answered_at=stamp.at)
        session.add(answer)
    answer.value, answer.comment, answer.evidence = content.value, content.comment, content.evidence
    answer.reason, answer.by_rule = content.reason, by_rule
    answer.version += 1
    answer.answered_by, answer.answered_at = stamp.actor, stamp.at
    session.flush()
    kept = {name: getattr(answer, name) for name in IN_HISTORY}
    session.connection().execute(VERSIONS.insert(), {"answer_id": answer.id, **kept})
    journal.record(
        session,
        stamp,
        "answer:given",
        known(answer.id),
        board=review.board_id,
        review=review.id,
        question=given.question_id,
        value=content.value,
        version=answer.version,
    )
    return Saved(given.question_id, answer.version, stamp.at)


# Versions are written as rows: nobody looks at them again in the same transaction, and whoever answers waits for it.
VERSIONS = SQLModel.metadata.tables["answer_version"]
IN_HISTORY = [column.name for column in VERSIONS.columns if column.name not in {"id", "answer_id"}]

# ---- The whole ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """A review as a whole: its answers, what is known of its case, which questions concern it, and what is missing."""

    answers: dict[str, Answer]
    knowledge: Knowledge
    concern: Concern
    lacking: tuple[Missing, ...]


def whole(session: Session, *, review: Review, content: Mapping[str, Any] | None = None) -> Whole:
    """The review as it stands now. `content` is its unit's row in the register, where the caller has it already."""
    round_ = session.get_one(Round, review.round_id)
    answers = answers_of(session, known(review.id))
    given = contents(answers.values())
    knowledge = knowledge_of(session, review=review, content=content)
    found = concern(checklist_of(round_), areas_of(round_), knowledge.facts, given)
    return Whole(answers, knowledge, found, missing(areas_of(round_), given, checklist_of(round_), found.verdicts))


@dataclass(frozen=True)
class Progress:
    """How far a review has come: which questions concern the case, and what is missing."""

    concern: Concern
    lacking: tuple[Missing, ...]


def progress(session: Session, *, review: Review, content: Mapping[str, Any] | None = None) -> Progress:
    """The same as `whole` without the answers themselves, for whoever has just given one of them."""
    round_ = session.get_one(Round, review.round_id)
    rows = session.exec(_SAID, params={"review_id": review.id})
    given = {name: Content(*said) for name, *said in rows}
    found = concern_of(session, review=review, answers=given, content=content)
    return Progress(found, missing(areas_of(round_), given, checklist_of(round_), found.verdicts))


def lacking(session: Session, *, review: Review) -> tuple[Missing, ...]:
    """What the review lacks before it can be signed, in the order of the questions."""
    return progress(session, review=review).lacking
