"""Agreements told to a house in order: a draft with an area, adopted, reconciled with a deficit, proposed for."""

from decimal import Decimal

from sqlmodel import Session

from audit.accounts.operations import known
from audit.agreements import operations as agreements
from audit.agreements.models import Agreement
from audit.agreements.operations import (
    Agreed,
    AgreementPlan,
    AreaPlan,
    BaseFigures,
    MeetingPlan,
    PartPlan,
    ProposalPlan,
)
from audit.agreements.rules import BASE_MONTHS, Key, Period, Stated
from tests.support.house import House

AREA = "Boutredning"


def drafted(house: House, *boards: str, account: str = "samordnare", title: str = "Samordnad handläggning 2026") -> int:
    """A draft between the boards (Kungsholmen and Norrmalm unless said) with base figures and an area shared alike."""
    names = boards or ("Kungsholmen", "Norrmalm")
    with house.database.transaction() as session:
        plan = AgreementPlan(2026, title, tuple(house.board_ids(*names)), others=("Södermalm",))
        agreed = agreements.create_agreement(session, stamp=house.stamp(account), plan=plan)
        parts = {party: PartPlan() for party, name in agreed.party_names().items() if name != "Södermalm"}
        area = AreaPlan(AREA, "Boutredning, punkt 2", title, Key.EQUAL, amount=Decimal("1000000.01"), parts=parts)
        agreements.save_area(session, stamp=house.stamp(account), agreed=agreed, plan=area)
        base = {party: BaseFigures(50_000, dict.fromkeys(BASE_MONTHS, 100)) for party in agreed.party_names()}
        agreements.save_base(session, stamp=house.stamp(account), agreed=agreed, figures=base)
        return agreed.id


def whole(session: Session, agreement_id: int) -> Agreed:
    return agreements.whole(session, session.get_one(Agreement, agreement_id))


def area_id(house: House, agreement_id: int) -> int:
    with house.database.transaction(write=False) as session:
        return known(whole(session, agreement_id).areas[0].id)


def adopted(house: House, *boards: str, account: str = "samordnare", title: str = "Samordnad handläggning 2026") -> int:
    agreement_id = drafted(house, *boards, account=account, title=title)
    with house.database.transaction() as session:
        agreed, day = whole(session, agreement_id), house.today
        agreements.adopt(session, stamp=house.stamp(account), agreed=agreed, adopted_on=day)
    return agreement_id


def short(house: House, agreement_id: int, *, account: str = "samordnare", words: str = "Vakanshåll en tjänst.") -> int:
    """T1 with a forecast over the budget in every part, and a joint proposal. Gives the proposal's id."""
    with house.database.transaction() as session:
        agreed = whole(session, agreement_id)
        lines = {known(part.id): Stated(Decimal(200_000), Decimal(2_000_000)) for part in agreed.parts.values()}
        stamp = house.stamp(account)
        agreements.state(session, stamp=stamp, agreed=agreed, period=Period.T1, lines=lines, comment=words)
        of = agreements.standing(session, agreed, Period.T1)
        plan = ProposalPlan(words, "Avdelningschef")
        area = of.area_id(AREA)
        return known(agreements.propose(session, stamp=stamp, of=of, area_id=area, plan=plan).id)


def met(house: House, agreement_id: int, *, account: str = "samordnare", words: str = "Budget.") -> int:
    with house.database.transaction() as session:
        plan = MeetingPlan(house.today, words, words, words, words)
        agreed = whole(session, agreement_id)
        return known(agreements.save_meeting(session, stamp=house.stamp(account), agreed=agreed, plan=plan).id)


def attached(house: House, agreement_id: int, *, account: str = "samordnare", name: str = "avtal.pdf") -> int:
    with house.database.transaction() as session:
        agreed, content = whole(session, agreement_id), b"%PDF-1.7 " + name.encode()
        stamp = house.stamp(account)
        document = agreements.attach(session, stamp=stamp, agreed=agreed, name=name, content=content)
        return known(document.id)
