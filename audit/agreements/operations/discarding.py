"""Throwing away a draft that nothing follows on."""

from sqlmodel import Session, col, delete, or_, select

from audit.accounts.operations import known
from audit.agreements.models import (
    Agreement,
    AgreementArea,
    AgreementCases,
    AgreementDocument,
    AgreementPart,
    AgreementParty,
    SteeringMeeting,
)
from audit.agreements.operations.reading import Agreed
from audit.agreements.operations.writing import held_draft
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, refuse_if

FOLLOWED = "En annan överenskommelse bygger på utkastet. Kasta den först."
HAS_DOCUMENTS = "Utkastet har bifogade dokument, och de kan inte tas bort. Låt utkastet stå, eller anta det."
HAS_MEETINGS = "Styrgruppens möten är antecknade på utkastet. Låt utkastet stå, eller anta det."


def discard(session: Session, *, stamp: Stamp, agreed: Agreed) -> None:
    """Throw a draft away with all that was entered in it. InputError where something stands on it, FrozenError."""
    held = held_draft(session, agreed.id)
    refuse_if([Fault("", words) for words in _standing_on(session, agreed)])
    journal.record(
        session, stamp, "agreement:discarded", agreed.id,
        year=held.year, version=held.version, title=held.title, parties=list(agreed.party_names().values()),
        areas=[area.name for area in agreed.areas],
    )  # fmt: skip
    areas, parties = [known(area.id) for area in agreed.areas], [known(party.id) for party in agreed.parties]
    session.exec(delete(AgreementPart).where(col(AgreementPart.area_id).in_(areas)))
    session.exec(delete(AgreementCases).where(col(AgreementCases.party_id).in_(parties)))
    session.exec(delete(AgreementArea).where(col(AgreementArea.id).in_(areas)))
    session.exec(delete(AgreementParty).where(col(AgreementParty.id).in_(parties)))
    session.exec(delete(Agreement).where(col(Agreement.id) == agreed.id))


def _standing_on(session: Session, agreed: Agreed) -> list[str]:
    later = select(Agreement.id).where(or_(Agreement.before_id == agreed.id, Agreement.first_id == agreed.id))
    documents = select(AgreementDocument.id).where(AgreementDocument.agreement_id == agreed.id)
    meetings = select(SteeringMeeting.id).where(SteeringMeeting.agreement_id == agreed.id)
    found = ((later, FOLLOWED), (documents, HAS_DOCUMENTS), (meetings, HAS_MEETINGS))
    return [words for query, words in found if session.exec(query).first() is not None]
