"""The rows of drafts: risks with their values, and controls with where their results come from."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, select

from audit.controls.rules import BY_ID
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.plans import rules
from audit.plans.models import PlanControl, PlanRisk
from audit.plans.operations.reading import SeenAnalysis, SeenControl, SeenPlan, SeenRisk
from audit.plans.operations.writing import held_draft, read_again
from audit.plans.rules import Basis, Handling, Period, Scale
from audit.registers.rules import RegisterKind
from audit.rounds.rules import Fault, refuse_if


@dataclass(frozen=True)
class RiskEntry:
    """A risk as it is entered."""

    process: str
    risk: str
    likelihood: int
    materiality: int
    handling: Handling
    routine: str = ""
    ongoing: str = ""
    reason: str = ""


def save_risk(
    session: Session,
    *,
    stamp: Stamp,
    analysis: SeenAnalysis,
    entry: RiskEntry,
    risk: PlanRisk | None = None,
) -> PlanRisk:
    """Add a risk to a draft, or change one of its. InputError with all that is wrong, FrozenError."""
    held = held_draft(session, analysis.id)
    read_again(session, risk)
    value = rules.risk_value(entry.likelihood, entry.materiality)
    refuse_if(
        rules.handling_faults(
            Scale.kept(held.scale), value=value, handling=entry.handling, ongoing=entry.ongoing, reason=entry.reason
        )
    )
    before = risk.model_dump(mode="json") if risk else None
    kept = risk or PlanRisk(document_id=analysis.id, place=len(analysis.risks), **asdict(entry))
    for name, value_of in asdict(entry).items():
        setattr(kept, name, value_of)
    session.add(kept)
    session.flush()
    action = "risk_analysis:risk_changed" if before else "risk_analysis:risk_added"
    journal.record(session, stamp, action, analysis.id, risk=kept.id, before=before, now=asdict(entry))
    return kept


def remove_risk(session: Session, *, stamp: Stamp, seen: SeenRisk) -> None:
    """Take a risk out of a draft. FrozenError; InputError for one that a control was born from in this very draft."""
    held_draft(session, seen.analysis.id)
    used = select(PlanControl.id).where(PlanControl.risk_root_id == seen.risk.id)
    taken = session.exec(used).first() is not None
    refuse_if([Fault("", "Planen har ett kontrollmoment för risken. Ta bort det först.")] if taken else [])
    told = {"risk": seen.risk.id, "text": seen.risk.risk}
    session.delete(seen.risk)
    session.flush()
    journal.record(session, stamp, "risk_analysis:risk_removed", seen.analysis.id, **told)


def save_scale(session: Session, *, stamp: Stamp, analysis: SeenAnalysis, scale: Scale) -> None:
    """Change a draft's scale. InputError, FrozenError."""
    held = held_draft(session, analysis.id)
    refuse_if(rules.scale_faults(scale))
    before, held.scale = held.scale, scale.as_kept()
    session.add(held)
    journal.record(session, stamp, "risk_analysis:scale_changed", analysis.id, before=before, now=held.scale)


# ---- Controls -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ControlEntry:
    """A control as it is entered. `risk_root_id` is its risk's strand."""

    moment: str
    method: str
    frequency: str
    periods: tuple[Period, ...]
    responsible: str
    report_to: str
    risk_root_id: int | None = None
    process: str = ""
    basis: Basis = Basis.OWN
    round_kind: RegisterKind | None = None
    area: str | None = None
    control_id: str | None = None

    def values(self) -> dict[str, Any]:
        return {**asdict(self), "periods": [str(period) for period in self.periods]}


def save_control(
    session: Session,
    *,
    stamp: Stamp,
    plan: SeenPlan,
    entry: ControlEntry,
    control: PlanControl | None = None,
) -> PlanControl:
    """Add a control to a draft, or change one of its. InputError with all that is wrong, FrozenError."""
    held_draft(session, plan.id)
    read_again(session, control)
    refuse_if(_faults(plan, entry))
    before = control.model_dump(mode="json") if control else None
    kept = control or PlanControl(document_id=plan.id, place=_next_place(session, plan.id), **entry.values())
    for name, value in entry.values().items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()
    action = "control_plan:control_changed" if before else "control_plan:control_added"
    journal.record(session, stamp, action, plan.id, control=kept.id, before=before, now=entry.values())
    return kept


def _next_place(session: Session, plan_id: int) -> int:
    query = select(PlanControl.place).where(PlanControl.document_id == plan_id).order_by(col(PlanControl.place).desc())
    last = session.exec(query).first()
    return 0 if last is None else last + 1


def _faults(plan: SeenPlan, entry: ControlEntry) -> list[Fault]:
    faults = []
    if entry.risk_root_id is not None and entry.risk_root_id not in plan.risks:
        faults.append(Fault("risk", "Risken finns inte i årets riskanalys."))
    if entry.risk_root_id is None and not entry.process:
        faults.append(Fault("process_name", "Skriv vilken process det gäller, eller välj en risk."))
    if entry.basis is Basis.ROUND and entry.round_kind is None:
        faults.append(Fault("round_kind", "Välj vad omgången granskar."))
    if entry.basis is Basis.MACHINE and entry.control_id not in BY_ID:
        faults.append(Fault("control_id", "Välj vilken maskinell kontroll det är."))
    return faults


def remove_control(session: Session, *, stamp: Stamp, seen: SeenControl) -> None:
    """Take a control out of a draft. FrozenError."""
    held_draft(session, seen.plan.id)
    told = {"control": seen.control.id, "moment": seen.control.moment}
    session.delete(seen.control)
    session.flush()
    journal.record(session, stamp, "control_plan:control_removed", seen.plan.id, **told)
