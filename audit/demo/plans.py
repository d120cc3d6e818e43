"""The internal control of two invented years: analyses, plans, and follow-ups as far as each year has come."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from audit.accounts.operations import known
from audit.demo.autumn import moment
from audit.demo.figures import KUNGSHOLMEN, NORRMALM
from audit.demo.people import Cast
from audit.improvements.rules import MeasureStatus
from audit.journal.rules import Stamp
from audit.plans import operations as plans
from audit.plans.models import PlanDocument
from audit.plans.operations import (
    Adoption,
    ControlEntry,
    FollowedControl,
    Known,
    MeasureEntry,
    RiskEntry,
    SeenAnalysis,
    SeenPlan,
)
from audit.plans.rules import Assessment, Basis, DocumentKind, Handling, Judged, Period, ReadState
from audit.registers.rules import RegisterKind

# All of this is invented.
CHILDREN, VIOLENCE, PAYMENTS, WAITING = (
    RiskEntry(
        "Utredning och beslut",
        "Barnets situation framgår inte av utredningen, så beslutet tas utan barnets bästa",
        3,
        5,
        Handling.PLAN,
        routine="Rutin för barnperspektivet i utredningen.",
        ongoing="Gruppledaren läser utredningar med barn innan beslut.",
    ),
    RiskEntry(
        "Utredning och beslut",
        "Frågan om våld i nära relationer ställs men dokumenteras inte",
        3,
        4,
        Handling.PLAN,
        routine="Frågan ställs vid nybesök.",
    ),
    RiskEntry(
        "Utbetalning",
        "Samma sak betalas ut två gånger och kräver återkrav",
        3,
        4,
        Handling.PLAN,
        routine="Två personer beslutar och attesterar.",
        ongoing="Attestanten jämför med föregående månad.",
    ),
    RiskEntry(
        "Mottagning",
        "Nybesök dröjer mer än fjorton dagar",
        2,
        3,
        Handling.ONGOING,
        routine="Kvalitetsgarantin.",
        ongoing="Väntetiden gås igenom varje vecka.",
    ),
)
ROUTINES = RiskEntry(
    "Kompetens", "Nya medarbetare arbetar utan att känna rutinerna", 4, 3, Handling.PLAN, routine="Introduktion."
)
FILES = RiskEntry("Arkiv", "En pappersakt går inte att hitta", 1, 4, Handling.ACCEPT)
RISKS = (CHILDREN, VIOLENCE, PAYMENTS, ROUTINES, WAITING, FILES)
LATE = (Period.T2, Period.VB)
ONCE, EACH, HEAD, DEPARTMENT = "En gång om året", "Varje tertial", "Enhetschef", "Avdelningschef"
REVIEW = ControlEntry(
    "Barnets situation framgår av akten",
    "Aktgranskning av ett slumpvis urval",
    ONCE,
    (Period.VB,),
    "Samordnare",
    DEPARTMENT,
    basis=Basis.ROUND,
    round_kind=RegisterKind.CASES,
    area="barnperspektiv",
)
CONTROLS = (
    (CHILDREN, REVIEW),
    (
        VIOLENCE,
        replace(REVIEW, moment="Frågan om våld är dokumenterad", area="vald_nara_relation", periods=LATE),
    ),
    (
        PAYMENTS,
        ControlEntry(
            "Inget betalas ut två gånger",
            "Maskinell kontroll av varje utbetalning",
            ONCE,
            LATE,
            "Samordnare",
            DEPARTMENT,
            basis=Basis.MACHINE,
            control_id="dubblett",
        ),
    ),
    (
        ROUTINES,
        ControlEntry(
            "Nya medarbetare har gått igenom rutinerna",
            "Genomgång av introduktionslistor",
            EACH,
            tuple(Period),
            HEAD,
            DEPARTMENT,
        ),
    ),
)
NEW_IN_2026 = RiskEntry(
    "Utbetalning",
    "Pengar går till ett konto som delas av flera hushåll",
    3,
    4,
    Handling.PLAN,
    routine="Nya konton kontrolleras.",
)
SHARED = replace(
    CONTROLS[2][1],
    moment="Konton som delas av flera hushåll är förklarade",
    control_id="delat_konto",
    periods=(Period.VB,),
)
OUTCOMES = {
    Period.T1: (Assessment.LACKS, "3 av 5 introduktionslistor är ifyllda.", "Två listor saknas."),
    Period.T2: (Assessment.WORKS, "4 av 4 introduktionslistor är ifyllda.", ""),
    Period.VB: (Assessment.WORKS, "9 av 9 introduktionslistor är ifyllda.", ""),
}
NOT_YET = "Granskningen görs på hösten."
SUMMARIES = {
    Period.T1: "Den interna kontrollen är i huvudsak tillräcklig. Introduktionen följs upp igen vid tertial 2.",
    Period.T2: "Den interna kontrollen är tillräcklig så långt den är genomförd. Akterna granskas på hösten.",
    Period.VB: "Den interna kontrollen är i huvudsak tillräcklig. Bristerna i dokumentationen följs upp nästa år.",
}
HANDED_IN = {Period.T1: (5, 12), Period.T2: (9, 14), Period.VB: (1, 12)}
INVENTED = Known(note="Påhittad riskanalys och plan.", invented=True)


FIRST_YEAR = 2025


def begin(session: Session, *, cast: Cast, year: int) -> None:
    """The year's analysis and plan, and its first two follow-ups: all of it before the reviews of the autumn."""
    if year >= FIRST_YEAR:
        _enter_year(session, cast=cast, year=year)
        for period in (Period.T1, Period.T2):
            _follow_up(session, cast=cast, year=year, period=period)


def end(session: Session, *, cast: Cast, year: int) -> None:
    """The follow-up of the whole year, when its reviews are done."""
    if year >= FIRST_YEAR:
        _follow_up(session, cast=cast, year=year, period=Period.VB)


def _enter_year(session: Session, *, cast: Cast, year: int) -> None:
    """The invented analysis and plan of a year, adopted at its beginning: 2026 follows on 2025."""
    for code in (KUNGSHOLMEN, NORRMALM):
        board, stamp = cast.boards[code], Stamp(moment(date(year, 1, 15), "09:00"), cast.accounts["samordnare"])
        analysis = plans.create_analysis(session, stamp=stamp, board_id=board, year=year, told=INVENTED)
        first = not analysis.risks
        for entry in RISKS if first else ():
            plans.save_risk(session, stamp=stamp, analysis=_analysis(session, analysis.id), entry=entry)
        if not first:
            _revise(session, stamp, analysis)
        number = f"{'KN'[code == NORRMALM]}-{year}-012 (påhittat)"
        _adopt(session, stamp, _analysis(session, analysis.id), number)
        plan = plans.create_plan(session, stamp=stamp, board_id=board, year=year, told=INVENTED)
        for risk, control in CONTROLS if first else ((NEW_IN_2026, SHARED),):
            _control(session, stamp, _plan(session, plan.id), risk, control)
        _adopt(session, stamp, _plan(session, plan.id), number)


def _adopt(session: Session, stamp: Stamp, of: SeenAnalysis | SeenPlan, number: str) -> None:
    """Adopt a document in which the secrecy check finds how a routine is worded, and nobody."""
    reasons = {hit.judged: "Så lyder rutinen. Ingen enskild pekas ut." for hit in plans.hits_of(session, of)}
    plans.adopt(session, stamp=stamp, of=of, adoption=Adoption(stamp.day, "Nämnden", number, reasons))


def _revise(session: Session, stamp: Stamp, analysis: SeenAnalysis) -> None:
    """What 2026 sees differently: a risk is likelier, one is new, one is gone."""
    by_name = {risk.risk: risk for risk in analysis.risks}
    likelier = replace(VIOLENCE, likelihood=4)
    plans.save_risk(session, stamp=stamp, analysis=analysis, entry=likelier, risk=by_name[VIOLENCE.risk])
    plans.remove_risk(session, stamp=stamp, seen=plans.SeenRisk(analysis, by_name[FILES.risk]))
    plans.save_risk(session, stamp=stamp, analysis=_analysis(session, analysis.id), entry=NEW_IN_2026)


def _control(session: Session, stamp: Stamp, plan: SeenPlan, risk: RiskEntry, control: ControlEntry) -> None:
    assert plan.analysis  # noqa: S101 - adopted a moment ago
    born = next(plans.strand(one) for one in plan.analysis.risks if one.risk == risk.risk)
    plans.save_control(session, stamp=stamp, plan=plan, entry=replace(control, risk_root_id=born))


def _follow_up(session: Session, *, cast: Cast, year: int, period: Period) -> None:
    """Judge every control that a year's plan follows up in the period, and hand that in."""
    month, day = HANDED_IN[period]
    on = date(year + (period is Period.VB), month, day)
    stamp = Stamp(moment(on, "10:00"), cast.accounts["samordnare"])
    for code in (KUNGSHOLMEN, NORRMALM):
        document = plans.newest(session, DocumentKind.PLAN, cast.boards[code], year)
        assert document  # noqa: S101 - entered with the year
        plan = _plan(session, known(document.id))
        of = plans.standing(session, plan, period)
        for line in of.wanted:
            _judge(session, stamp, FollowedControl(of, line))
        of = plans.standing(session, plan, period)
        plans.hand_in(session, stamp=stamp, of=of, summary=SUMMARIES[period])


def _judge(session: Session, stamp: Stamp, of: FollowedControl) -> None:
    judged = _judged(of)
    plans.judge(session, stamp=stamp, of=of, judged=judged)
    if judged.assessment is Assessment.LACKS:
        due = date(of.of.plan.year, 6, 30) if of.of.period is Period.T1 else date(of.of.plan.year + 1, 12, 1)
        done = of.of.period is Period.T1
        status = MeasureStatus.DONE if done else MeasureStatus.PLANNED
        day = stamp.day if done else None
        machine = of.line.control.basis is Basis.MACHINE
        what = "Attesten får ett eget steg." if machine else "Mallen för utredningen får ett eget stycke."
        what = "Listan gås igenom med varje ny medarbetare." if done else what
        entry = MeasureEntry(what, HEAD, due, status, day)
        plans.save_measure(session, stamp=stamp, of=of, entry=entry, today=stamp.day)


def _judged(of: FollowedControl) -> Judged:
    line, period = of.line, of.of.period
    if line.control.basis is Basis.OWN:
        return Judged(*OUTCOMES[period])
    if line.state is ReadState.MISSING:
        return Judged(Assessment.NOT_DONE, deviation=NOT_YET)
    if line.state is ReadState.UNDER_WAY:
        return Judged(Assessment.UNDER_WAY)
    if line.control.basis is Basis.MACHINE and ", 0 som fel" not in line.result():
        return Judged(Assessment.LACKS, deviation="Minst en träff är bedömd som fel.")
    if "Avvikelser i" in line.result():
        return Judged(Assessment.LACKS, deviation="Dokumentationen brister i en del av akterna.")
    return Judged(Assessment.WORKS)


def _analysis(session: Session, analysis_id: int) -> SeenAnalysis:
    return plans.whole_analysis(session, session.get_one(PlanDocument, analysis_id))


def _plan(session: Session, plan_id: int) -> SeenPlan:
    return plans.whole_plan(session, session.get_one(PlanDocument, plan_id))
