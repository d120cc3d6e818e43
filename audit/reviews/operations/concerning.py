"""What is known of a review's case, and which of its questions concern it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from audit.accounts.models import Account
from audit.accounts.operations import known
from audit.database import rows_of
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import RegisterUnit
from audit.reviews.models import CaseFact, Review
from audit.reviews.operations.cases import areas_of, checklist_of
from audit.reviews.rules import (
    NEVER_TOLD,
    Concern,
    Content,
    GivenFact,
    Knowledge,
    Told,
    as_text,
    concern,
    knowledge,
    register_knows,
    to_keep,
    value_of,
)
from audit.rounds.models import Round, SampleUnit
from checklists import Attribute, Fact, Period, Scalar, Source


class FactFaultError(Exception):
    """A fact that can't be kept; the message says why in Swedish."""

    def __init__(self, attribute_id: str, message: str) -> None:
        super().__init__(message)
        self.attribute_id = attribute_id


@dataclass(frozen=True)
class FactSaved:
    attribute_id: str
    version: int
    saved_at: datetime


@dataclass(frozen=True)
class FactConflict:
    """Another window or person has told the fact meanwhile: what was given now, and what holds since then."""

    given: GivenFact
    kept: Fact | None
    version: int
    kept_by: str
    kept_at: datetime


# ---- What is known ----------------------------------------------------------------------------------------------


def knowledge_of(session: Session, *, review: Review, content: Mapping[str, Any] | None = None) -> Knowledge:
    """What is known of the review's case. `content` is its row in the register, where the caller has it already."""
    round_ = session.get_one(Round, review.round_id)
    row = _content(session, review) if content is None else content
    return known_of(round_, row, told_of(session, [known(review.id)]).get(known(review.id), {}))


def _content(session: Session, review: Review) -> Mapping[str, Any]:
    query = (
        select(RegisterUnit.content)
        .join(SampleUnit, col(SampleUnit.register_unit_id) == col(RegisterUnit.id))
        .where(SampleUnit.id == review.sample_unit_id)
    )
    return session.exec(query).one()


def known_of(round_: Round, content: Mapping[str, Any], told: Mapping[str, Told]) -> Knowledge:
    """What is known of one unit of a round, by its row in the register and by what was told."""
    checklist = checklist_of(round_)
    row = register_knows(checklist, content, register=round_.kind.value, period=period_of(round_))
    return knowledge(checklist, row, told)


def period_of(round_: Round) -> Period | None:
    return Period(round_.period_from, round_.period_to) if round_.period_from and round_.period_to else None


_FACT = rows_of(CaseFact)
_TELLING: list[Any] = [_FACT.review_id, _FACT.attribute_id, _FACT.version, _FACT.source, _FACT.value]
_TOLD = select(*_TELLING).where(_FACT.review_id.in_(bindparam("review_ids", expanding=True))).order_by(_FACT.version)


def told_of(session: Session, review_ids: Iterable[int]) -> dict[int, dict[str, Told]]:
    """What was told of each review's case, by attribute."""
    found: dict[int, dict[str, Told]] = {}
    for row in session.exec(_TOLD, params={"review_ids": list(review_ids)}):
        of_review = found.setdefault(row.review_id, {})
        before = of_review.get(row.attribute_id, NEVER_TOLD)
        register = row.value if row.source is Source.REGISTER else before.register
        file = row.value if row.source is Source.FILE else before.file
        of_review[row.attribute_id] = Told(row.version, register, file)
    return found


def concern_of(
    session: Session, *, review: Review, answers: Mapping[str, Content], content: Mapping[str, Any] | None = None
) -> Concern:
    """Which of the review's questions concern its case, `answers` being those that hold."""
    round_ = session.get_one(Round, review.round_id)
    facts = knowledge_of(session, review=review, content=content).facts
    return concern(checklist_of(round_), areas_of(round_), facts, answers)


# ---- Telling ----------------------------------------------------------------------------------------------------


def tell(session: Session, *, stamp: Stamp, review: Review, given: GivenFact) -> FactSaved | FactConflict:
    """Keep a fact that was filled in. The caller holds the review and knows that it is open.

    Raises FactFaultError where it can't be kept at all.
    """
    attribute = _attribute(session, review, given.attribute_id)
    value = _value(attribute, given)
    now = knowledge_of(session, review=review)
    holds = now.facts.get(attribute.id)
    text = to_keep(value, now.register.get(attribute.id))
    if text == now.told.get(attribute.id, NEVER_TOLD).file:
        return FactSaved(attribute.id, now.version(attribute.id), stamp.at)
    if given.base_version < now.version(attribute.id):
        return _conflict(session, review, given, holds)
    version = now.version(attribute.id) + 1
    _keep(session, stamp, review, attribute, text, source=Source.FILE, version=version)
    journal.record(
        session,
        stamp,
        "fact:told",
        known(review.id),
        attribute=attribute.id,
        value=text,
        version=version,
        register=_text(now.register.get(attribute.id)),
    )
    return FactSaved(attribute.id, version, stamp.at)


def _attribute(session: Session, review: Review, attribute_id: str) -> Attribute:
    checklist = checklist_of(session.get_one(Round, review.round_id))
    try:
        return checklist.attribute(attribute_id)
    except KeyError:
        message = "Uppgiften finns inte i den här granskningen. Ladda om sidan."
        raise FactFaultError(attribute_id, message) from None


def _value(attribute: Attribute, given: GivenFact) -> Scalar | None:
    try:
        return value_of(attribute, given.written)
    except ValueError as error:
        raise FactFaultError(attribute.id, str(error)) from error


def _text(fact: Fact | None) -> str | None:
    return as_text(fact.value) if fact else None


def _conflict(session: Session, review: Review, given: GivenFact, holds: Fact | None) -> FactConflict:
    query = (
        select(CaseFact)
        .where(CaseFact.review_id == review.id, CaseFact.attribute_id == given.attribute_id)
        .order_by(col(CaseFact.version).desc())
    )
    row = session.exec(query.limit(1)).one()
    by = session.get(Account, row.given_by) if row.given_by else None
    return FactConflict(given, holds, row.version, by.name if by else "", row.given_at)


def _keep(
    session: Session,
    stamp: Stamp,
    review: Review,
    attribute: Attribute,
    text: str | None,
    *,
    source: Source,
    version: int,
) -> None:
    session.add(
        CaseFact(
            review_id=known(review.id),
            attribute_id=attribute.id,
            value=text,
            source=source,
            version=version,
            given_by=stamp.actor,
            given_at=stamp.at,
        )
    )
    session.flush()
