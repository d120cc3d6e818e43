"""Keeping answers: every one that was ever given stays, and no window overwrites another unseen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from audit.accounts.models import Account
from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews.models import Answer, AnswerVersion, Reopening, Review
from audit.reviews.operations.cases import areas_of, checklist_of, contents
from audit.reviews.rules import NO_CONTENT, Content, Given, Missing, Verdict, fault_in, missing, verdict
from audit.rounds import operations as rounds
from audit.rounds.models import Round


class ReviewClosedError(Exception):
    """The review takes no answers: it is signed, or somebody else's. The message says so in Swedish."""


class AnswerFaultError(Exception):
    """An answer that can't be kept; the message says why in Swedish."""

    def __init__(self, question_id: str, message: str) -> None:
        super().__init__(message)
        self.question_id = question_id


class IncompleteError(Exception):
    """A review that can't be signed yet, and what it lacks."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(f"{len(missing)} questions are not answered")
        self.missing = missing


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
    """The answers that hold now, by question id."""
    return {answer.question_id: answer for answer in session.exec(select(Answer).where(Answer.review_id == review_id))}


def save_answer(session: Session, *, stamp: Stamp, review: Review, given: Given) -> Saved | Conflict:
    """Keep one answer. Raises AnswerFaultError or ReviewClosedError where it can't be kept at all."""
    _open(session, stamp, review)
    _check(session, review, [given])
    answer = _answer(session, review, given.question_id)
    return _conflict(session, answer, given) or _keep(session, stamp, review, answer, given)


def save_area(session: Session, *, stamp: Stamp, review: Review, given: Sequence[Given]) -> list[Conflict]:
    """Keep several answers of one form, or none of them where any collides. What was not touched in it is left alone.

    Raises AnswerFaultError or ReviewClosedError.
    """
    _open(session, stamp, review)
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


def _locked(session: Session, review: Review) -> Review:
    """The review as it stands now, held until the transaction ends (on SQLite all writing is held already)."""
    query = select(Review).where(Review.id == review.id).with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one()


def _open(session: Session, stamp: Stamp, review: Review) -> None:
    rounds.require_standing(session, review.round_id)
    held = _locked(session, review)
    if held.signed_at is not None:
        raise ReviewClosedError("Granskningen är signerad. Samordnaren kan öppna den igen.")
    if held.reviewer_id != stamp.actor:
        raise ReviewClosedError("Granskningen är tilldelad någon annan. Fråga samordnaren.")


def _check(session: Session, review: Review, given: Sequence[Given]) -> None:
    round_ = session.get_one(Round, review.round_id)
    questions = [question for part in areas_of(round_) for question in part.questions]
    for one in given:
        if fault := fault_in(one, checklist=checklist_of(round_), questions=questions):
            raise AnswerFaultError(one.question_id, fault)


def _answer(session: Session, review: Review, question_id: str) -> Answer | None:
    query = select(Answer).where(Answer.review_id == review.id, Answer.question_id == question_id)
    return session.exec(query).first()


def _content(answer: Answer | None) -> Content:
    return Content(answer.value, answer.comment, answer.evidence) if answer else NO_CONTENT


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
    return shown is not None and given.content == Content(shown.value, shown.comment, shown.evidence)


def _conflict(session: Session, answer: Answer | None, given: Given) -> Conflict | None:
    version = answer.version if answer else 0
    if verdict(given, kept=_content(answer), version=version) is not Verdict.COLLIDES or answer is None:
        return None
    by = session.get(Account, answer.answered_by) if answer.answered_by else None
    return Conflict(given, _content(answer), version, by.name if by else "", answer.answered_at)


def _keep(session: Session, stamp: Stamp, review: Review, answer: Answer | None, given: Given) -> Saved:
    before = _content(answer)
    saved = _write(session, stamp, review, answer, given)
    if not given.yields:
        return saved
    back = Given(given.question_id, before.value, before.comment, before.evidence)
    return _write(session, stamp, review, _answer(session, review, given.question_id), back)


def _write(session: Session, stamp: Stamp, review: Review, answer: Answer | None, given: Given) -> Saved:
    content = given.content
    if content == _content(answer):
        return Saved(given.question_id, *((answer.version, answer.answered_at) if answer else (0, stamp.at)))
    if answer is None:
        answer = Answer(review_id=known(review.id), question_id=given.question_id, version=0, answered_at=stamp.at)
        session.add(answer)
    answer.value, answer.comment, answer.evidence = content.value, content.comment, content.evidence
    answer.version += 1
    answer.answered_by, answer.answered_at = stamp.actor, stamp.at
    session.flush()
    session.add(AnswerVersion(answer_id=known(answer.id), **answer.model_dump(exclude=NOT_IN_HISTORY)))
    journal.record(
        session,
        stamp,
        "answer:given",
        known(answer.id),
        review=review.id,
        question=given.question_id,
        value=content.value,
        version=answer.version,
    )
    return Saved(given.question_id, answer.version, stamp.at)


NOT_IN_HISTORY = {"id", "review_id", "question_id"}

# ---- Signing ----------------------------------------------------------------------------------------------------


def lacking(session: Session, *, review: Review) -> tuple[Missing, ...]:
    """What the review lacks before it can be signed, in the order of the questions."""
    round_ = session.get_one(Round, review.round_id)
    answers = contents(answers_of(session, known(review.id)).values())
    return missing(areas_of(round_), answers, checklist_of(round_))


def sign_off(session: Session, *, stamp: Stamp, review: Review) -> None:
    """Sign the review, which closes it. Raises IncompleteError while anything is missing, else ReviewClosedError."""
    _open(session, stamp, review)
    if lacks := lacking(session, review=review):
        raise IncompleteError(lacks)
    review.signed_at, review.signed_by = stamp.at, stamp.actor
    session.add(review)
    journal.record(session, stamp, "review:signed", known(review.id))


def reopen(session: Session, *, stamp: Stamp, review: Review, reason: str) -> None:
    """Void the signature, so that the reviewer can change the answers. Raises ReviewClosedError if it isn't signed."""
    rounds.require_standing(session, review.round_id)
    held = _locked(session, review)
    if held.signed_at is None:
        raise ReviewClosedError("Granskningen är inte signerad. Den är redan öppen.")
    signed_at, signed_by = held.signed_at, held.signed_by
    held.signed_at = held.signed_by = None
    session.add(Reopening(review_id=known(held.id), reason=reason, reopened_by=stamp.actor, reopened_at=stamp.at))
    journal.record(
        session, stamp, "review:reopened", known(held.id), signed_at=signed_at.isoformat(), signed_by=signed_by
    )
