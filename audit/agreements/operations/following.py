"""How an agreement goes: reconciliations at T1, T2 and VB, and joint proposals."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.agreements.models import AgreementArea, JointProposal, Reconciliation, ReconciliationLine
from audit.agreements.operations.figures import area_seen
from audit.agreements.operations.reading import Agreed, agreement_seen
from audit.agreements.operations.writing import hold
from audit.agreements.rules import Period, ProposalStatus, Reconciled, Stated, reconcile, work_all
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, refuse_if

# ---- Reconciliation -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """An agreement at one reconciliation: its areas, and what is proposed where there is a deficit, by area name."""

    agreed: Agreed
    period: Period
    reconciliation: Reconciliation | None
    areas: tuple[Reconciled, ...]
    proposals: dict[str, list[JointProposal]]

    @property
    def unmet(self) -> list[Reconciled]:
        """The areas with a deficit and no proposal that still stands."""
        return [one for one in self.areas if one.is_deficit and not self._standing(one.worked.area.name)]

    def _standing(self, name: str) -> list[JointProposal]:
        return [one for one in self.proposals.get(name, ()) if one.status is not ProposalStatus.DROPPED]

    def area_id(self, name: str) -> int:
        return next(known(area.id) for area in self.agreed.areas if area.name == name)


def standing(session: Session, agreed: Agreed, period: Period) -> Standing:
    """How an agreement stands at T1, T2 or VB."""
    found = _of_period(session, agreed.id, period)
    stated = _stated(session, found) if found else {}
    names, areas = agreed.party_names(), []
    for area, worked in zip(agreed.areas, work_all(agreed.terms()), strict=True):
        of_area = {
            names[party]: stated.get(known(part.id), Stated())
            for (area_id, party), part in agreed.parts.items()
            if area_id == area.id
        }
        areas.append(reconcile(worked, of_area, period))
    return Standing(agreed, period, found, tuple(areas), _proposals(session, agreed, found))


def _of_period(session: Session, agreement_id: int, period: Period) -> Reconciliation | None:
    query = select(Reconciliation).where(Reconciliation.agreement_id == agreement_id, Reconciliation.period == period)
    return session.exec(query).first()


def _stated(session: Session, found: Reconciliation) -> dict[int, Stated]:
    lines = session.exec(select(ReconciliationLine).where(ReconciliationLine.reconciliation_id == found.id))
    return {line.part_id: Stated(line.outcome, line.forecast) for line in lines}


def _proposals(session: Session, agreed: Agreed, found: Reconciliation | None) -> dict[str, list[JointProposal]]:
    if found is None:
        return {}
    names = {area.id: area.name for area in agreed.areas}
    query = select(JointProposal).where(JointProposal.reconciliation_id == found.id).order_by(col(JointProposal.id))
    by_area: dict[str, list[JointProposal]] = {}
    for proposal in session.exec(query):
        by_area.setdefault(names[proposal.area_id], []).append(proposal)
    return by_area


def state(
    session: Session, *, stamp: Stamp, agreed: Agreed, period: Period, lines: Mapping[int, Stated], comment: str = ""
) -> Reconciliation:
    """State what the parties have told for a reconciliation, by part id; what was stated before goes.

    InputError for an agreement that is not adopted: a draft has no budget to hold anything against.
    """
    refuse_if([Fault("", "Överenskommelsen är ett utkast. Anta den först.")] if agreed.is_draft else [])
    hold(session, agreed.id)
    found = _of_period(session, agreed.id, period)
    before = {str(part): asdict(one) for part, one in (_stated(session, found) if found else {}).items()}
    found = found or Reconciliation(agreement_id=agreed.id, period=period, noted_at=stamp.at)
    found.comment, found.noted_at, found.noted_by = comment, stamp.at, stamp.actor
    session.add(found)
    session.flush()
    for row in session.exec(select(ReconciliationLine).where(ReconciliationLine.reconciliation_id == found.id)):
        session.delete(row)
    session.flush()
    for part_id, one in lines.items():
        session.add(ReconciliationLine(reconciliation_id=known(found.id), part_id=part_id, **asdict(one)))
    now = {str(part): asdict(one) for part, one in lines.items()}
    journal.record(session, stamp, "agreement:reconciled", agreed.id, period=period, before=before, now=now)
    return found


def standing_seen(session: Session, scope: Scope, agreement_id: int, period: str) -> Standing | None:
    agreed = agreement_seen(session, scope, agreement_id)
    return standing(session, agreed, Period(period)) if agreed else None


# ---- Joint proposals --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProposalPlan:
    what: str
    responsible: str
    due_on: date | None = None
    status: ProposalStatus = ProposalStatus.PROPOSED


@dataclass(frozen=True)
class Shortfall:
    """An area at a reconciliation, to propose something for."""

    standing: Standing
    area: AgreementArea


def shortfall_seen(session: Session, scope: Scope, cost_area_id: int, period: str) -> Shortfall | None:
    seen = area_seen(session, scope, cost_area_id)
    return Shortfall(standing(session, seen.agreed, Period(period)), seen.area) if seen else None


@dataclass(frozen=True)
class SeenProposal:
    agreed: Agreed
    reconciliation: Reconciliation
    proposal: JointProposal


def proposal_seen(session: Session, scope: Scope, proposal_id: int) -> SeenProposal | None:
    proposal = session.get(JointProposal, proposal_id)
    of = session.get(Reconciliation, proposal.reconciliation_id) if proposal else None
    agreed = agreement_seen(session, scope, of.agreement_id) if of else None
    return SeenProposal(agreed, of, proposal) if agreed and of and proposal else None


def propose(session: Session, *, stamp: Stamp, of: Standing, area_id: int, plan: ProposalPlan) -> JointProposal:
    """Note a joint proposal for an area with a deficit. InputError where the area has none."""
    short = {of.area_id(one.worked.area.name) for one in of.areas if one.is_deficit}
    refuse_if([] if area_id in short and of.reconciliation else [Fault("area", "Området har inget underskott.")])
    assert of.reconciliation  # noqa: S101 - just refused
    proposal = JointProposal(
        reconciliation_id=known(of.reconciliation.id),
        area_id=area_id,
        **asdict(plan),
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(proposal)
    session.flush()
    told = {"proposal": proposal.id, "area": area_id, "period": of.period, **asdict(plan)}
    journal.record(session, stamp, "agreement:proposal_noted", of.agreed.id, **told)
    return proposal


def change_proposal(session: Session, *, stamp: Stamp, seen: SeenProposal, plan: ProposalPlan) -> None:
    """Change a proposal; the journal keeps what it said."""
    before = seen.proposal.model_dump(mode="json", include=set(asdict(plan)))
    for name, value in asdict(plan).items():
        setattr(seen.proposal, name, value)
    session.add(seen.proposal)
    told = {"proposal": seen.proposal.id, "before": before, **asdict(plan)}
    journal.record(session, stamp, "agreement:proposal_changed", seen.agreed.id, **told)
