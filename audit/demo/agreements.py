"""The cooperation agreement of 2010 as the document tells it, and an invented one for 2026 with its whole year."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import FIRST_BOARDS
from audit.agreements import operations as agreements
from audit.agreements.models import AgreementArea
from audit.agreements.operations import (
    Agreed,
    AgreementPlan,
    AreaPlan,
    BaseFigures,
    MeetingPlan,
    PartPlan,
    ProposalPlan,
    SeenArea,
)
from audit.agreements.rules import BASE_MONTHS, Key, Period, ProposalStatus, Stated, work_all
from audit.demo.autumn import moment
from audit.demo.people import Cast
from audit.journal.rules import Stamp

K, N, OST, S = "Kungsholmen", "Norrmalm", "Östermalm", "Södermalm"
THREE, FOUR = (K, N, OST), (K, N, OST, S)
SOURCE = "Överenskommelse 2010. Tre av de fyra parterna undertecknar: Södermalm står inte bland underskrifterna."
CHANGES_2010 = """Utvecklingsprojektet Kvinnofrid har tillkommit.
Södermalm har gått med i samverkan om budget och skuldrådgivningen och kostnadsfördelningen fördelas på annat sätt än \
tidigare.
Ett förtydligande har gjorts att försörjningsstödet måste rymmas inom tilldelad budget.
Tillägg om uppföljning och internkontroll har tillkommit efter synpunkter från stadens revisorer."""
COMMON = "Löner, lokalhyra, data- och telekostnader, övriga kostnader, ledning samt administrativa kostnader."


@dataclass(frozen=True)
class Told:
    """An area as the document of 2010 has it: who shares the cost, and who is billed."""

    name: str
    paragraph: str
    key: Key
    performer: str
    shares: tuple[str, ...]
    billed: tuple[str, ...] = ()
    covers: str = ""
    posts: str | None = None
    amount: str | None = None
    rate: str | None = None
    deductions: tuple[tuple[str, str], ...] = ()


HANDLING, PAYMENTS = "Handläggning av försörjningsstöd", "Utbetalningar till klienter"
ADMINISTRATION, LABOUR = "Förvaltningsövergripande administration", "Arbetsmarknadsåtgärder"
DEBTS, VIOLENCE = "Budget- och skuldrådgivning", "Utvecklingsprojekt kvinnofrid"
ESTATES, CONSUMERS = "Boutredning", "Konsumentvägledning"
OF_2010 = (
    Told(
        HANDLING,
        "Försörjningsstöd, punkt 1 och 4",
        Key.OPEN_CASES,
        OST,
        THREE,
        covers="All personal på Försörjningsstödsenheten och del av personal i receptionen, extra personal som "
        "förvaltningarna i förväg kommer överens om, lokaler, utrustning och drift, kostnader utanför Paraplysystemet, "
        "ledning och administrativt stöd inom socialtjänsten på Östermalm.",
    ),
    Told(PAYMENTS, "Försörjningsstöd, punkt 2", Key.DIRECT, OST, THREE, covers="Kostnader i Paraplysystemet."),
    Told(
        ADMINISTRATION,
        "Försörjningsstöd, punkt 3",
        Key.ADMINISTRATION,
        OST,
        (K, N),
        (K, N),
        "Personal, ekonomi, växel, kansli, serviceförvaltning och gemensamhetslokaler. Dokumentet anger 1,8 %, som är "
        "två tredjedelar av 2,7 %.",
        rate="2.7",
    ),
    Told(
        LABOUR,
        "Arbetsmarknadsåtgärder, punkt 1",
        Key.ALLOCATION,
        OST,
        (K, N),
        covers="OSA-anställningar och feriearbeten. En arbetskonsulent, ledning och administrativt stöd.",
        deductions=((K, "1.8"), (N, "1.7")),
    ),
    Told(DEBTS, "Budget- och skuldrådgivning, punkt 1–3", Key.POPULATION, N, FOUR, (K, OST, S), COMMON, posts="3.8"),
    Told(
        VIOLENCE,
        "Utvecklingsprojekt kvinnofrid, punkt 2",
        Key.NOT_CHARGED,
        N,
        THREE,
        covers="Finansieras av 650 tkr i utvecklingsmedel från länsstyrelsen.",
        amount="650000",
    ),
    Told(ESTATES, "Boutredning, punkt 1–3", Key.EQUAL, N, THREE, (K, OST, S), COMMON, posts="2.0"),
    Told(
        CONSUMERS,
        "Konsumentvägledning, punkt 2",
        Key.NOT_CHARGED,
        N,
        THREE,
        covers="Drivs av Konsumentcentrum. Avtalstiden löper till och med 2012-08-31.",
    ),
)


def enter(session: Session, *, cast: Cast, at: datetime) -> Agreed:
    """Enter the agreement of 2010 with what the document tells, and nothing that it doesn't."""
    stamp = Stamp(at, cast.accounts["samordnare"])
    plan = AgreementPlan(
        year=2010,
        title="Överenskommelse om samordnad handläggning 2010",
        board_ids=tuple(cast.boards[code] for code, _ in FIRST_BOARDS),
        source=SOURCE,
        stated_changes=CHANGES_2010,
    )
    agreed = agreements.create_agreement(session, stamp=stamp, plan=plan)
    ids = {name: party for party, name in agreed.party_names().items()}
    for told in OF_2010:
        agreements.save_area(session, stamp=stamp, agreed=_again(session, agreed), plan=_plan(told, ids))
    agreements.adopt(session, stamp=stamp, agreed=agreed)
    return _again(session, agreed)


def _plan(told: Told, ids: Mapping[str, int]) -> AreaPlan:
    kept = dict(told.deductions)
    parts = {
        ids[name]: PartPlan(name in told.shares, name in told.billed, deduction=_number(kept.get(name)))
        for name in FOUR
        if name in (*told.shares, *told.billed)
    }
    return AreaPlan(
        name=told.name,
        paragraph=told.paragraph,
        covers=told.covers,
        key=told.key,
        performer_id=ids[told.performer],
        amount=_number(told.amount),
        rate=_number(told.rate),
        posts=_number(told.posts),
        parts=parts,
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _again(session: Session, agreed: Agreed) -> Agreed:
    return agreements.whole(session, agreed.agreement)


# ---- The invented one of 2026 -----------------------------------------------------------------------------------

# All of this is invented.
CASES = {K: (171, 170, 168, 165, 166, 168), N: (164, 163, 161, 158, 160, 162), OST: (172, 171, 170, 167, 169, 171)}
POPULATION = {K: 74_200, N: 73_900, OST: 80_100, S: 131_400}
AMOUNTS = {HANDLING: "21350000", DEBTS: "3120000", ESTATES: "1480000.01"}
RATE = "2.7"
ALLOCATIONS = {ADMINISTRATION: {K: "29400000", N: "30100000"}, LABOUR: {K: "4250000", N: "4610000"}}
DEDUCTIONS = {K: "1.8", N: "1.7"}
DIRECT = {K: "16900000", N: "16200000", OST: "17100000"}
ADOPTED = date(2026, 1, 20)
MEETINGS = (
    (date(2026, 2, 10), "Budget och verksamhetsplanering. Gemensam tidplan för ILS.", "Tidplanen godkänns.", ""),
    (date(2026, 5, 12), "Avstämning T1. Underskott i handläggningen.", "Gemensamt förslag tas fram till juni.", ""),
    (
        date(2026, 9, 15),
        "Avstämning T2. Omfattningen av budget- och skuldrådgivningen 2027.",
        "Avstämningen läggs till handlingarna.",
        "Styrgruppen är inte enig om antalet tjänster i budget- och skuldrådgivningen 2027.",
    ),
)
ROLES = "Avdelningschef Kungsholmen, avdelningschef Norrmalm, avdelningschef Östermalm. Adjungerad: enhetschef."


def enter_invented(session: Session, *, cast: Cast, before: Agreed) -> None:
    """Enter the invented agreement of 2026, adopted, with two reconciliations and three meetings."""
    account = cast.accounts["samordnare"]
    stamp = Stamp(moment(ADOPTED, "09:00"), account)
    agreed = agreements.follow_on(session, stamp=stamp, agreed=before, year=2026)
    agreed.agreement.invented = True
    agreed.agreement.source = "Påhittad överenskommelse: alla siffror är uppdiktade."
    for area in agreed.areas:
        _of_2026(session, stamp, _again(session, agreed), area)
    figures = {
        party: BaseFigures(POPULATION[name], dict(zip(BASE_MONTHS, CASES.get(name, ()), strict=False)))
        for party, name in agreed.party_names().items()
    }
    agreements.save_base(session, stamp=stamp, agreed=agreed, figures=figures)
    agreements.adopt(session, stamp=stamp, agreed=agreed, adopted_on=ADOPTED)
    agreed = _again(session, agreed)
    _reconcile(session, account, agreed)
    for day, agenda, decisions, escalation in MEETINGS:
        plan = MeetingPlan(day, ROLES, agenda, decisions, escalation)
        agreements.save_meeting(session, stamp=Stamp(moment(day, "15:00"), account), agreed=agreed, plan=plan)


def _of_2026(session: Session, stamp: Stamp, agreed: Agreed, area: AgreementArea) -> None:
    """Give an area its invented figures; what was over long ago is taken out."""
    if area.name in (VIOLENCE, CONSUMERS):
        agreements.remove_area(session, stamp=stamp, seen=SeenArea(agreed, area))
        return
    told = next(one for one in OF_2010 if one.name == area.name)
    ids = {name: party for party, name in agreed.party_names().items()}
    plan = _plan(replace(told, billed=tuple(name for name in told.billed if name in told.shares)), ids)
    rate = _number(RATE) if area.name == ADMINISTRATION else None
    names = {party: name for name, party in ids.items()}
    parts = {
        party: replace(
            part,
            allocation=_number(ALLOCATIONS.get(area.name, {}).get(names[party])),
            deduction=_number(DEDUCTIONS.get(names[party])) if area.name == LABOUR else None,
            direct=_number(DIRECT.get(names[party])) if area.name == PAYMENTS else None,
        )
        for party, part in plan.parts.items()
        if part.shares
    }
    given = replace(plan, amount=_number(AMOUNTS.get(area.name)), rate=rate, parts=parts)
    agreements.save_area(session, stamp=stamp, agreed=agreed, plan=given, area=area)


def _reconcile(session: Session, account: int, agreed: Agreed) -> None:
    """T1 shows a deficit in the handling, met by a proposal that both years' end and T2 tell of; T2 a surplus."""
    t1, t2 = (Stamp(moment(day, "10:00"), account) for day in (date(2026, 5, 11), date(2026, 9, 14)))
    invented = "Påhittade uppgifter."
    lines = _lines(agreed, Decimal("0.34"), Decimal("1.02"))
    agreements.state(session, stamp=t1, agreed=agreed, period=Period.T1, lines=lines, comment=invented)
    of = agreements.standing(session, agreed, Period.T1)
    plan = ProposalPlan(
        "Två vikariat tillsätts inte förrän i oktober.", "Styrgruppen", date(2026, 6, 30), ProposalStatus.DONE
    )
    agreements.propose(session, stamp=t1, of=of, area_id=of.area_id(HANDLING), plan=plan)
    lines = _lines(agreed, Decimal("0.66"), Decimal("0.99"))
    agreements.state(session, stamp=t2, agreed=agreed, period=Period.T2, lines=lines, comment=invented)


def _lines(agreed: Agreed, so_far: Decimal, of_the_year: Decimal) -> dict[int, Stated]:
    """What each party states: a share of its budget so far, and for the handling another forecast than the budget."""
    ids = {name: party for party, name in agreed.party_names().items()}
    lines = {}
    for area, worked in zip(agreed.areas, work_all(agreed.terms()), strict=True):
        for name, budget in worked.charges.items():
            factor = of_the_year if area.name == HANDLING else Decimal(1)
            part = agreed.parts[known(area.id), ids[name]]
            stated = Stated(_rounded(budget * so_far), budget if factor == 1 else _rounded(budget * factor))
            lines[known(part.id)] = stated
    return lines


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1)).quantize(Decimal("0.01"))
