"""Every value that an answer or a fact ever had, by whom and when; to be read, taken out, and at last erased."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews.models import Answer, AnswerVersion, CaseFact, Review
from audit.reviews.operations.cases import areas_of, checklist_of
from audit.reviews.operations.states import ReviewClosedError, is_blind_to
from audit.reviews.rules import Content, written
from audit.reviews.rules.concerning import read_text
from audit.reviews.rules.history import changed
from audit.reviews.rules.states import Seat
from audit.rounds.models import Round, SampleUnit
from checklists import Attribute, Checklist, Source, said_as


@dataclass(frozen=True)
class Version:
    """One version of an answer: what it said, which of its fields changed, by whom and when. `by_rule`: by nobody."""

    number: int
    content: Content
    changed: tuple[str, ...]
    by_rule: bool
    by: str
    at: datetime


def versions_of(
    session: Session, review_id: int, *, question_ids: Iterable[str] | None = None, at_least: int = 1
) -> dict[str, list[Version]]:
    """Every version of a review's answers, oldest first, by question; of those only that have as many as `at_least`."""
    query = (
        select(Answer.question_id, AnswerVersion)
        .join(AnswerVersion, col(AnswerVersion.answer_id) == col(Answer.id))
        .where(Answer.review_id == review_id, Answer.version >= at_least)
        .order_by(col(Answer.id), col(AnswerVersion.version))
    )
    if question_ids is not None:
        query = query.where(col(Answer.question_id).in_(list(question_ids)))
    rows = list(session.exec(query))
    names = account_names(session) if rows else {}
    found: dict[str, list[Version]] = {}
    for question, row in rows:
        before = found.setdefault(question, [])
        before.append(_version(row, before[-1].content if before else None, names))
    return found


def _version(row: AnswerVersion, before: Content | None, names: Mapping[int, str]) -> Version:
    content = Content(row.value, row.comment, row.evidence, row.reason)
    return Version(
        row.version,
        content,
        tuple(changed(before, content)),
        row.by_rule,
        names.get(row.answered_by or 0, ""),
        row.answered_at,
    )


# ---- Taking it out ----------------------------------------------------------------------------------------------

HEADINGS = (
    "Ärende",
    "Nämnd",
    "Granskning",
    "Slag",
    "Nr",
    "Id",
    "Fråga eller uppgift",
    "Version",
    "Svar",
    "Kommentar",
    "Var i akten",
    "Skäl",
    "Ändrat",
    "Av",
    "När",
)
SEATS = {
    Seat.FIRST: "Första",
    Seat.SECOND: "Andra",
    Seat.CALIBRATION: "Kalibrering",
    Seat.LEFT: "Lämnad för jäv",
    Seat.WITHDRAWN: "Återkallad",
}
Row = tuple[str, ...]


def exported(session: Session, *, stamp: Stamp, review_ids: Iterable[int]) -> list[Row]:
    """The whole history of these reviews as rows under HEADINGS; that it was taken out is noted of each."""
    rows: list[Row] = []
    names = account_names(session)
    query = (
        select(Review, SampleUnit.unit_id, Board.name)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Board, col(Board.id) == col(Review.board_id))
        .where(col(Review.id).in_(list(review_ids)))
        .order_by(Board.name, col(SampleUnit.position), col(Review.id))
    )
    for review, unit_id, board in session.exec(query):
        head = (unit_id, board, SEATS[review.seat])
        round_ = session.get_one(Round, review.round_id)
        rows += [head + row for row in _fact_rows(session, review, checklist_of(round_), names)]
        rows += [head + row for row in _answer_rows(session, review, round_)]
        journal.record(session, stamp, "review:exported", known(review.id), unit=unit_id, what="historik")
    return rows


def _answer_rows(session: Session, review: Review, round_: Round) -> list[Row]:
    versions = versions_of(session, known(review.id))
    checklist = checklist_of(round_)
    return [
        (
            "Fråga",
            str(number),
            question.id,
            question.text,
            str(one.number),
            checklist.option(one.content.value).label if one.content.value else "",
            one.content.comment,
            one.content.evidence,
            one.content.reason,
            ", ".join(one.changed),
            "Mallens regel vid signeringen" if one.by_rule else one.by,
            one.at.isoformat(timespec="seconds"),
        )
        for part in areas_of(round_)
        for number, question in enumerate(part.questions, start=part.first)
        for one in versions.get(question.id, ())
    ]


def _fact_rows(session: Session, review: Review, checklist: Checklist, names: Mapping[int, str]) -> list[Row]:
    query = select(CaseFact).where(CaseFact.review_id == review.id).order_by(col(CaseFact.id))
    attributes = {attribute.id: attribute for attribute in checklist.attributes}
    return [
        (
            "Uppgift",
            "",
            fact.attribute_id,
            attributes[fact.attribute_id].label if fact.attribute_id in attributes else fact.attribute_id,
            str(fact.version),
            _said(attributes.get(fact.attribute_id), fact.value),
            *("",) * 4,
            "Registret" if fact.source is Source.REGISTER else names.get(fact.given_by or 0, ""),
            fact.given_at.isoformat(timespec="seconds"),
        )
        for fact in session.exec(query)
    ]


def _said(attribute: Attribute | None, text: str | None) -> str:
    if attribute is None or text is None:
        return text or ""
    value = read_text(text, attribute)
    return said_as(attribute, value) or written(value) or "saknas"


def reviews_to_export(session: Session, *, scope: Scope, round_id: int, board_ids: Iterable[int]) -> list[int]:
    """The round's reviews of those boards, but for those that the person may not see because she reviews the file."""
    query = select(Review).where(Review.round_id == round_id, col(Review.board_id).in_(list(board_ids)))
    found = session.exec(query.order_by(col(Review.id)))
    return [known(review.id) for review in list(found) if not is_blind_to(session, review, scope.account_id)]


# ---- Retention --------------------------------------------------------------------------------------------------


def erase_history(session: Session, *, stamp: Stamp, review: Review, reason: str, ended: bool = False) -> int:
    """Erase what was written about a signed review: all versions, its texts, and what the journal tells of them.

    Which answers were given stays, so that the compilations do; how many versions were erased is given back. Raises
    ReviewClosedError for a review that is still worked on; `ended` says that nobody does although it isn't signed.
    """
    if review.signed_at is None and not ended:
        raise ReviewClosedError("Granskningen är inte signerad. Den kan inte gallras än.")
    answers = session.exec(select(Answer).where(Answer.review_id == review.id)).all()
    ids = [known(answer.id) for answer in answers]
    gone = session.exec(select(AnswerVersion.id).where(col(AnswerVersion.answer_id).in_(ids))).all()
    session.execute(delete(AnswerVersion).where(col(AnswerVersion.answer_id).in_(ids)))
    for answer in answers:
        answer.comment = answer.evidence = answer.reason = ""
        session.add(answer)
    journal.erase(session, stamp, journal.about(session, action="answer:given", object_ids=ids), reason=reason)
    journal.record(session, stamp, "review:erased", known(review.id), versions=len(gone))
    return len(gone)
