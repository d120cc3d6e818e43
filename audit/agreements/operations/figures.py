"""Areas of cost with each party's part in them, base figures, and the documents that are attached."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.agreements.models import (
    AgreementArea,
    AgreementCases,
    AgreementDocument,
    AgreementPart,
    AgreementParty,
)
from audit.agreements.operations.reading import Agreed, row_seen, whole
from audit.agreements.operations.writing import held_draft, hold
from audit.agreements.rules import BASE_MONTHS, Key, file_fault
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, refuse_if

# ---- Areas --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PartPlan:
    """A party's part in an area. `share` is a fraction as text, such as »1/3«."""

    shares: bool = True
    billed: bool = False
    allocation: Decimal | None = None
    deduction: Decimal | None = None
    direct: Decimal | None = None
    share: str | None = None

    @property
    def is_nothing(self) -> bool:
        return self == PartPlan(shares=False)


@dataclass(frozen=True)
class AreaPlan:
    """An area of cost as it is entered; `parts` by party id."""

    name: str
    paragraph: str = ""
    covers: str = ""
    key: Key | None = None
    performer_id: int | None = None
    amount: Decimal | None = None
    rate: Decimal | None = None
    posts: Decimal | None = None
    parts: Mapping[int, PartPlan] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        names = ("name", "paragraph", "covers", "key", "performer_id", "amount", "rate", "posts")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class SeenArea:
    """An area with the agreement that it belongs to."""

    agreed: Agreed
    area: AgreementArea


def area_seen(session: Session, scope: Scope, cost_area_id: int) -> SeenArea | None:
    found = row_seen(session, scope, AgreementArea, cost_area_id)
    return SeenArea(*found) if found else None


def save_area(
    session: Session, *, stamp: Stamp, agreed: Agreed, plan: AreaPlan, area: AgreementArea | None = None
) -> AgreementArea:
    """Add an area to a draft, or change one of its. InputError for a name that another has, FrozenError."""
    agreed = whole(session, held_draft(session, agreed.id))
    others = {one.name.casefold() for one in agreed.areas if area is None or one.id != area.id}
    refuse_if([Fault("name", "Ett annat område heter så.")] if plan.name.casefold() in others else [])
    before = area.model_dump(mode="json") if area else None
    kept = area or AgreementArea(agreement_id=agreed.id, place=len(agreed.areas), name=plan.name)
    for name, value in plan.values().items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()
    _set_parts(session, agreed, known(kept.id), plan)
    action = "agreement:area_changed" if area else "agreement:area_added"
    parts = {str(party): {**one.__dict__} for party, one in plan.parts.items()}
    journal.record(session, stamp, action, agreed.id, area=kept.id, before=before, now=plan.values(), parts=parts)
    return kept


def _set_parts(session: Session, agreed: Agreed, area_id: int, plan: AreaPlan) -> None:
    for party_id in agreed.party_names():
        wanted, kept = plan.parts.get(party_id, PartPlan(shares=False)), agreed.parts.get((area_id, party_id))
        if wanted.is_nothing:
            if kept:
                session.delete(kept)
            continue
        part = kept or AgreementPart(area_id=area_id, party_id=party_id)
        for name, value in wanted.__dict__.items():
            setattr(part, name, value)
        session.add(part)
    session.flush()


def remove_area(session: Session, *, stamp: Stamp, seen: SeenArea) -> None:
    """Take an area out of a draft. FrozenError."""
    held_draft(session, seen.agreed.id)
    for part in session.exec(select(AgreementPart).where(AgreementPart.area_id == seen.area.id)):
        session.delete(part)
    session.flush()
    session.delete(seen.area)
    journal.record(session, stamp, "agreement:area_removed", seen.agreed.id, area=seen.area.id, name=seen.area.name)


# ---- Base figures -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BaseFigures:
    """One party's base figures: inhabitants, and open cases by month. What is not stated is not there."""

    population: int | None = None
    cases: Mapping[int, int] = field(default_factory=dict)


def save_base(session: Session, *, stamp: Stamp, agreed: Agreed, figures: Mapping[int, BaseFigures]) -> None:
    """State the base figures of a draft's parties, by party id; what was stated before goes. FrozenError."""
    held_draft(session, agreed.id)
    before = {party: dict(months) for party, months in agreed.cases.items()}
    for party_id in agreed.party_names():
        found = figures.get(party_id, BaseFigures())
        party = session.get_one(AgreementParty, party_id)
        party.population = found.population
        for row in session.exec(select(AgreementCases).where(AgreementCases.party_id == party_id)):
            session.delete(row)
        session.flush()
        months = {month: cases for month, cases in found.cases.items() if month in BASE_MONTHS}
        session.add_all(AgreementCases(party_id=party_id, month=month, cases=one) for month, one in months.items())
    session.flush()
    told = {str(party): {"population": one.population, "cases": dict(one.cases)} for party, one in figures.items()}
    journal.record(session, stamp, "agreement:base_stated", agreed.id, before=before, now=told)


# ---- Documents ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeenDocument:
    agreed: Agreed
    document: AgreementDocument


def document_seen(session: Session, scope: Scope, document_id: int) -> SeenDocument | None:
    found = row_seen(session, scope, AgreementDocument, document_id)
    return SeenDocument(*found) if found else None


def attach(session: Session, *, stamp: Stamp, agreed: Agreed, name: str, content: bytes) -> AgreementDocument:
    """Attach a file, to an adopted agreement too: the signed one comes afterwards. InputError where it can't be."""
    hold(session, agreed.id)
    fault = file_fault(name, content)
    digest = hashlib.sha256(content).hexdigest()
    query = select(AgreementDocument.id).where(
        AgreementDocument.agreement_id == agreed.id, AgreementDocument.sha256 == digest
    )
    if fault is None and session.exec(query).first() is not None:
        fault = "Samma fil är redan bifogad."
    refuse_if([Fault("file", fault)] if fault else [])
    document = AgreementDocument(
        agreement_id=agreed.id,
        name=name,
        sha256=digest,
        size=len(content),
        content=content,
        attached_at=stamp.at,
        attached_by=stamp.actor,
    )
    session.add(document)
    session.flush()
    journal.record(
        session, stamp, "agreement:document_attached", agreed.id, document=document.id, name=name, sha256=digest
    )
    return document


def note_fetched(session: Session, *, stamp: Stamp, document: AgreementDocument) -> None:
    """Note that somebody has taken a copy of a document."""
    told = {"document": document.id, "sha256": document.sha256}
    journal.record(session, stamp, "agreement:document_fetched", document.agreement_id, **told)
