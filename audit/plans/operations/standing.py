"""A plan in a period as its readers see it: each control with its result, its judgement and its measures."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.improvements.rules import MEASURE_NAMES, MeasureStatus
from audit.plans.models import PlanControl, PlanDocument, PlanFollowUp, PlanMeasure, PlanReport, PlanRisk
from audit.plans.operations.reading import INSIDERS, SeenPlan, newest, plan_seen, strand, whole_plan
from audit.plans.operations.results import Reader, state_of
from audit.plans.rules import Basis, DocumentKind, Followed, Period, Read, ReadState


@dataclass(frozen=True)
class Line:
    """A control in a period: what it came to, and what is done about it. `wanted`: the plan follows it up then."""

    control: PlanControl
    process: str
    risk: PlanRisk | None
    wanted: bool
    follow_up: PlanFollowUp | None
    reads: tuple[Read, ...] = ()
    measures: tuple[PlanMeasure, ...] = ()

    @property
    def id(self) -> int:
        return known(self.control.id)

    @property
    def state(self) -> ReadState:
        return state_of(self.reads)

    @property
    def is_read(self) -> bool:
        return self.control.basis is not Basis.OWN

    def result(self) -> str:
        if self.is_read:
            return " ".join(read.words for read in self.reads)
        return self.follow_up.outcome if self.follow_up else ""


@dataclass(frozen=True)
class FollowedPlan:
    """A plan in a period. `report` is there once the follow-up is handed in; then nothing in it is changed."""

    plan: SeenPlan
    period: Period
    lines: tuple[Line, ...]
    report: PlanReport | None
    newer_id: int | None = None

    @property
    def wanted(self) -> list[Line]:
        return [line for line in self.lines if line.wanted]

    @property
    def unjudged(self) -> list[Line]:
        return [line for line in self.wanted if line.follow_up is None]


def standing_seen(session: Session, scope: Scope, plan_id: int, period: str) -> FollowedPlan | None:
    """An adopted plan in a period; for the unit's heads only once the follow-up is handed in."""
    plan = plan_seen(session, scope, plan_id)
    if plan is None or plan.is_draft or period not in set(Period):
        return None
    of = standing(session, plan, Period(period))
    return of if of.report or plan.document.board_id in scope.boards(*INSIDERS) else None


def standing(session: Session, plan: SeenPlan, period: Period) -> FollowedPlan:
    """A plan in a period. What is handed in is told of the version that it was handed in with, as it stood then."""
    document = plan.document
    report = report_of(session, document, period)
    if report and report.document_id != plan.id:
        plan = whole_plan(session, session.get_one(PlanDocument, report.document_id))
    followed = follow_ups(session, plan, period)
    measures = _measures(session, plan)
    reader = Reader(session, document.board_id, document.year)
    kept = {int(root): reads for root, reads in report.results.items()} if report else None
    latest = newest(session, DocumentKind.PLAN, document.board_id, document.year, adopted=True)
    lines = tuple(
        Line(
            control=one,
            process=plan.process_of(one),
            risk=plan.risk_of(one),
            wanted=period in one.periods,
            follow_up=followed.get(strand(one)),
            reads=tuple(map(Read.kept, kept.get(strand(one), ()))) if kept is not None else reader.read(one),
            measures=tuple(measures.get(strand(one), ())),
        )
        for one in plan.controls
    )
    newer = known(latest.id) if latest and latest.id != plan.id and not report else None
    return FollowedPlan(plan, period, lines, report, newer)


def report_of(session: Session, document: PlanDocument, period: Period) -> PlanReport | None:
    """The follow-up of a period that is handed in, if it is."""
    query = select(PlanReport).where(
        PlanReport.board_id == document.board_id, PlanReport.year == document.year, PlanReport.period == period
    )
    return session.exec(query).first()


def reports_of(session: Session, document: PlanDocument) -> Mapping[Period, PlanReport]:
    """The follow-ups of a plan's year that are handed in."""
    query = select(PlanReport).where(PlanReport.board_id == document.board_id, PlanReport.year == document.year)
    return {report.period: report for report in session.exec(query)}


def follow_ups(session: Session, plan: SeenPlan, period: Period) -> dict[int, PlanFollowUp]:
    """What is noted of a period, by control."""
    query = select(PlanFollowUp).where(
        col(PlanFollowUp.control_root_id).in_([strand(one) for one in plan.controls]),
        PlanFollowUp.year == plan.year,
        PlanFollowUp.period == period,
    )
    return {one.control_root_id: one for one in session.exec(query)}


def _measures(session: Session, plan: SeenPlan) -> dict[int, list[PlanMeasure]]:
    """The measures of the plan's year, and those of earlier years that are not ended, by control."""
    query = select(PlanMeasure).where(
        col(PlanMeasure.control_root_id).in_([strand(one) for one in plan.controls]), PlanMeasure.year <= plan.year
    )
    found: dict[int, list[PlanMeasure]] = {}
    for one in session.exec(query.order_by(col(PlanMeasure.due_on), col(PlanMeasure.id))):
        if one.year == plan.year or one.status in {MeasureStatus.PLANNED, MeasureStatus.UNDER_WAY}:
            found.setdefault(one.control_root_id, []).append(one)
    return found


# ---- What is pasted elsewhere ---------------------------------------------------------------------------------------


def told(of: FollowedPlan) -> list[Followed]:
    """The controls of the period as texts, for files and for the city's management system."""
    return [
        Followed(
            process=line.process,
            moment=line.control.moment,
            assessment=line.follow_up.assessment if line.follow_up else None,
            result=line.result(),
            deviation=line.follow_up.deviation if line.follow_up else "",
            measures=tuple(_measure_said(one) for one in line.measures),
        )
        for line in of.wanted
    ]


def _measure_said(measure: PlanMeasure) -> str:
    status = MEASURE_NAMES[measure.status].lower()
    return f"{measure.what.rstrip('.')} ({measure.responsible}, senast {measure.due_on}, {status})"
