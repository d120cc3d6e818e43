"""A year of internal control told to a house in order: analysis, adopted, plan, adopted, followed up. All invented."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.plans import operations as plans
from audit.plans.models import PlanDocument
from audit.plans.operations import (
    Adoption,
    ControlEntry,
    FollowedControl,
    FollowedPlan,
    MeasureEntry,
    RiskEntry,
    SeenAnalysis,
    SeenPlan,
)
from audit.plans.rules import Assessment, Basis, Handling, Judged, Period
from audit.registers.rules import RegisterKind
from tests.support.house import House

RISK = "Barnets situation utreds inte"
CHILDREN = RiskEntry("Utredning", RISK, 4, 4, Handling.PLAN, routine="Rutin för barnperspektiv")
PAYING = RiskEntry("Utbetalning", "Pengar betalas ut utan beslut", 2, 5, Handling.ONGOING, ongoing="Attest av två")
LOST = RiskEntry("Arkiv", "En akt kommer bort", 1, 3, Handling.ACCEPT)
RISKS = (CHILDREN, PAYING, LOST)
GOING_ON = Judged(Assessment.UNDER_WAY)
MOMENT = "Barnets situation är beskriven"
CONTROL = ControlEntry(
    MOMENT, "Stickprov av akter", "En gång om året", tuple(Period), "Enhetschef", "Avdelningschef",
    basis=Basis.ROUND, round_kind=RegisterKind.CASES,
)  # fmt: skip
BY_HAND = replace(CONTROL, moment="Rutinen är känd", method="Intervju", basis=Basis.OWN, round_kind=None)


def runner(board: str) -> str:
    return "annan-samordnare" if board == "Östermalm" else "samordnare"


def analysis_drafted(
    house: House, board: str = "Kungsholmen", year: int = 2026, risks: Iterable[RiskEntry] = RISKS
) -> int:
    """A draft of a risk analysis with the risks; what an earlier year has is copied first. Gives its id."""
    stamp = house.stamp(runner(board))
    with house.database.transaction() as session:
        made = plans.create_analysis(session, stamp=stamp, board_id=house.boards[board], year=year)
        for entry in risks:
            plans.save_risk(session, stamp=stamp, analysis=analysis(session, made.id), entry=entry)
        return made.id


def analysis_adopted(
    house: House, board: str = "Kungsholmen", year: int = 2026, risks: Iterable[RiskEntry] = RISKS
) -> int:
    analysis_id = analysis_drafted(house, board, year, risks)
    with house.database.transaction() as session:
        adopt(house, session, analysis(session, analysis_id), board)
    return analysis_id


def plan_drafted(
    house: House,
    board: str = "Kungsholmen",
    year: int = 2026,
    controls: Iterable[ControlEntry] = (CONTROL,),
    risks: Iterable[RiskEntry] = RISKS,
) -> int:
    """A draft of a plan on an adopted analysis, the controls born from its first risk. Gives its id."""
    stamp = house.stamp(runner(board))
    analysis_adopted(house, board, year, risks)
    with house.database.transaction() as session:
        made = plans.create_plan(session, stamp=stamp, board_id=house.boards[board], year=year)
        assert made.analysis
        strand = plans.strand(made.analysis.into_plan()[0])
        for entry in controls:
            born = replace(entry, risk_root_id=strand)
            plans.save_control(session, stamp=stamp, plan=plan(session, made.id), entry=born)
        return made.id


def plan_adopted(
    house: House,
    board: str = "Kungsholmen",
    year: int = 2026,
    controls: Iterable[ControlEntry] = (CONTROL,),
    risks: Iterable[RiskEntry] = RISKS,
) -> int:
    plan_id = plan_drafted(house, board, year, controls, risks)
    with house.database.transaction() as session:
        adopt(house, session, plan(session, plan_id), board)
    return plan_id


def new_version_adopted(house: House, plan_id: int, board: str = "Kungsholmen") -> int:
    """A newer version of an adopted plan, with the same controls and adopted too. Gives its id."""
    with house.database.transaction() as session:
        made = plans.new_version(session, stamp=house.stamp(runner(board)), of=plan(session, plan_id))
        adopt(house, session, plan(session, known(made.id)), board)
        return known(made.id)


def adopt(house: House, session: Session, of: SeenAnalysis | SeenPlan, board: str = "Kungsholmen") -> None:
    adoption = Adoption(house.today, "Nämnden", "1.2.3-45/2026")
    plans.adopt(session, stamp=house.stamp(runner(board)), of=of, adoption=adoption)


def judged(
    house: House,
    plan_id: int,
    period: Period = Period.T1,
    given: Judged = GOING_ON,
    board: str = "Kungsholmen",
) -> None:
    """Every control of the period judged so."""
    with house.database.transaction() as session:
        of = followed(session, plan_id, period)
        for line in of.wanted:
            plans.judge(session, stamp=house.stamp(runner(board)), of=FollowedControl(of, line), judged=given)


def handed_in(house: House, plan_id: int, period: Period = Period.T1, board: str = "Kungsholmen") -> None:
    judged(house, plan_id, period, board=board)
    with house.database.transaction() as session:
        of = followed(session, plan_id, period)
        plans.hand_in(session, stamp=house.stamp(runner(board)), of=of, summary="Kontrollen är tillräcklig.")


def measured(house: House, plan_id: int, board: str = "Kungsholmen", what: str = "Mallen görs om") -> int:
    """A measure about the plan's first control, due in June. Gives its id."""
    stamp = house.stamp(runner(board))
    with house.database.transaction() as session:
        of = followed(session, plan_id, Period.T1)
        entry = MeasureEntry(what, "Enhetschef", date(2026, 6, 30))
        found = FollowedControl(of, of.lines[0])
        return known(plans.save_measure(session, stamp=stamp, of=found, entry=entry, today=stamp.day).id)


def followed(session: Session, plan_id: int, period: Period) -> FollowedPlan:
    return plans.standing(session, plan(session, plan_id), period)


def scope_of(house: House, account: str, role: Role, *boards: str) -> Scope:
    return Scope(house.accounts[account], account, frozenset((role, house.boards[board]) for board in boards))


def analysis(session: Session, analysis_id: int) -> SeenAnalysis:
    return plans.whole_analysis(session, session.get_one(PlanDocument, analysis_id))


def plan(session: Session, plan_id: int) -> SeenPlan:
    return plans.whole_plan(session, session.get_one(PlanDocument, plan_id))


# ---- For whoever opens every page ----------------------------------------------------------------------------------


def a_year(
    house: House, board: str = "Kungsholmen", risk: RiskEntry = CHILDREN, control: ControlEntry = BY_HAND
) -> int:
    """An adopted plan with a follow-up that is handed in for T1. Gives the plan's id."""
    plan_id = plan_adopted(house, board, controls=(control,), risks=(risk,))
    handed_in(house, plan_id, board=board)
    return plan_id


def a_draft_year(house: House, board: str = "Kungsholmen", year: int = 2027) -> int:
    """The next year's analysis as a draft, and a draft of the plan with what was copied. Gives the plan's id."""
    analysis_drafted(house, board, year, risks=())
    with house.database.transaction() as session:
        made = plans.create_plan(session, stamp=house.stamp(runner(board)), board_id=house.boards[board], year=year)
        return made.id


def analysis_of(house: House, plan_id: int) -> int:
    with house.database.transaction(write=False) as session:
        of = plan(session, plan_id).analysis
        assert of
        return of.id


def risk_of(house: House, plan_id: int) -> int:
    with house.database.transaction(write=False) as session:
        of = plan(session, plan_id).analysis
        assert of
        return known(of.risks[0].id)


def control_of(house: House, plan_id: int) -> int:
    with house.database.transaction(write=False) as session:
        return known(plan(session, plan_id).controls[0].id)
