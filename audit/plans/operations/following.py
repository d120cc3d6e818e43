"""Following a plan up: each control judged per period, follow-ups handed in, and measures about deviations."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.improvements.rules import MeasureStatus, measure_faults, measure_is_overdue
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.plans import rules
from audit.plans.models import PlanControl, PlanDocument, PlanFollowUp, PlanMeasure, PlanReport
from audit.plans.operations.reading import control_seen, newest, strand
from audit.plans.operations.standing import FollowedPlan, Line, follow_ups, report_of, standing_seen
from audit.plans.operations.writing import read_again
from audit.plans.rules import DocumentKind, Judged
from audit.rounds.rules import Fault, refuse_if

# ---- Judging --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FollowedControl:
    """One control of a plan in a period."""

    of: FollowedPlan
    line: Line


def control_followed(session: Session, scope: Scope, plan_control_id: int, period: str) -> FollowedControl | None:
    """A control of an adopted plan in a period."""
    seen = control_seen(session, scope, plan_control_id)
    of = standing_seen(session, scope, seen.plan.id, period) if seen else None
    # By its strand: what is handed in is told of the version that it was handed in with.
    root = strand(seen.control) if seen else None
    line = next((one for one in (of.lines if of else ()) if strand(one.control) == root), None)
    return FollowedControl(of, line) if of and line else None


def judge(session: Session, *, stamp: Stamp, of: FollowedControl, judged: Judged) -> PlanFollowUp:
    """Note how a control came out; what was noted of the same period before goes. InputError with all that is wrong."""
    _hold(session, of.of)
    refuse_if(_open_faults(session, of.of))
    noted = follow_ups(session, of.of.plan, of.of.period).get(strand(of.line.control))
    read_again(session, noted)
    refuse_if(rules.judged_faults(judged, of.line.control.basis, of.line.state))
    root, year, period = strand(of.line.control), of.of.plan.year, of.of.period
    before = noted.model_dump(mode="json") if noted else None
    kept = noted or PlanFollowUp(
        control_root_id=root, year=year, period=period, assessment=judged.assessment, noted_at=stamp.at
    )
    for name, value in asdict(judged).items():
        setattr(kept, name, value)
    kept.noted_at, kept.noted_by = stamp.at, stamp.actor
    session.add(kept)
    session.flush()
    told = {"control": of.line.id, "period": period, "before": before, "now": asdict(judged)}
    journal.record(session, stamp, "control_plan:followed_up", of.of.plan.id, **told)
    return kept


def _hold(session: Session, of: FollowedPlan) -> None:
    """Have those who write about the same plan wait for each other."""
    session.exec(select(PlanDocument).where(PlanDocument.id == of.plan.id).with_for_update()).one()


def _open_faults(session: Session, of: FollowedPlan) -> list[Fault]:
    handed_in = report_of(session, of.plan.document, of.period)
    if handed_in:
        return [Fault("", "Uppföljningen är redan lämnad. Ta tillbaka den om något ska ändras.")]
    return _newer_faults(session, of)


def _newer_faults(session: Session, of: FollowedPlan) -> list[Fault]:
    document = of.plan.document
    latest = newest(session, DocumentKind.PLAN, document.board_id, document.year, adopted=True)
    newer = latest is not None and latest.id != document.id
    return [Fault("", "Planen har en nyare version. Följ upp den i stället: här sparas inget mer.")] if newer else []


def hand_in(session: Session, *, stamp: Stamp, of: FollowedPlan, summary: str) -> PlanReport:
    """Hand a period's follow-up in: what is read from elsewhere is kept as it is now. InputError with all it lacks."""
    _hold(session, of)
    wanted = ((line.control.moment, line.follow_up is not None) for line in of.wanted)
    refuse_if(_open_faults(session, of) + rules.unjudged(wanted))
    results = {str(strand(line.control)): [asdict(read) for read in line.reads] for line in of.lines if line.is_read}
    report = PlanReport(
        board_id=of.plan.document.board_id,
        year=of.plan.year,
        period=of.period,
        document_id=of.plan.id,
        summary=summary,
        results=results,
        handed_in_at=stamp.at,
        handed_in_by=stamp.actor,
    )
    session.add(report)
    session.flush()
    told = {"period": of.period, "summary": summary, "results": results}
    journal.record(session, stamp, "control_plan:handed_in", of.plan.id, **told)
    return report


def take_back(session: Session, *, stamp: Stamp, of: FollowedPlan, reason: str) -> None:
    """Take a follow-up that is handed in back, to correct it; the journal keeps what it said and why. InputError."""
    _hold(session, of)
    report = report_of(session, of.plan.document, of.period)
    refuse_if([] if report else [Fault("", "Uppföljningen är inte lämnad.")])
    if report:
        told = {"period": of.period, "reason": reason, "summary": report.summary, "results": report.results}
        session.delete(report)
        session.flush()
        journal.record(session, stamp, "control_plan:taken_back", of.plan.id, **told)


# ---- Measures -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeasureEntry:
    """A measure as it is entered."""

    what: str
    responsible: str
    due_on: date
    status: MeasureStatus = MeasureStatus.PLANNED
    done_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class SeenMeasure:
    """A measure in the plan of its year, in the period that it was decided in."""

    of: FollowedPlan
    line: Line
    measure: PlanMeasure


def measure_seen(session: Session, scope: Scope, plan_measure_id: int) -> SeenMeasure | None:
    measure = session.get(PlanMeasure, plan_measure_id)
    born = session.get(PlanControl, measure.control_root_id) if measure else None
    document = session.get(PlanDocument, born.document_id) if born else None
    if measure is None or document is None:
        return None
    plan = newest(session, DocumentKind.PLAN, document.board_id, measure.year, adopted=True)
    of = standing_seen(session, scope, known(plan.id), measure.period) if plan else None
    lines = (one for one in (of.lines if of else ()) if strand(one.control) == measure.control_root_id)
    line = next(lines, None)
    return SeenMeasure(of, line, measure) if of and line else None


def save_measure(
    session: Session,
    *,
    stamp: Stamp,
    of: FollowedControl | SeenMeasure,
    entry: MeasureEntry,
    today: date,
) -> PlanMeasure:
    """Add a measure about a control, or change one. InputError."""
    _hold(session, of.of)
    read_again(session, of.measure if isinstance(of, SeenMeasure) else None)
    refuse_if([] if isinstance(of, SeenMeasure) else _newer_faults(session, of.of))
    refuse_if(measure_faults(status=entry.status, done_on=entry.done_on, note=entry.note, today=today))
    found = of.measure if isinstance(of, SeenMeasure) else None
    before = found.model_dump(mode="json") if found else None
    kept = found or PlanMeasure(
        control_root_id=strand(of.line.control),
        year=of.of.plan.year,
        period=of.of.period,
        created_at=stamp.at,
        created_by=stamp.actor,
        **asdict(entry),
    )
    for name, value in asdict(entry).items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()
    action = "control_plan:measure_changed" if before else "control_plan:measure_added"
    journal.record(session, stamp, action, of.of.plan.id, measure=kept.id, before=before, now=asdict(entry))
    return kept


def is_late(measure: PlanMeasure, today: date) -> bool:
    return measure_is_overdue(measure.status, measure.due_on, today)
