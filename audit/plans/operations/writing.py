"""Making a year's analysis and plan, following on earlier ones, adopting them, and throwing drafts away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, select

from audit.accounts.operations import hold_boards, known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.plans import rules
from audit.plans.models import PlanControl, PlanDocument, PlanRisk
from audit.plans.operations.reading import (
    SeenAnalysis,
    SeenPlan,
    Written,
    all_before,
    newest,
    strand,
    whole_analysis,
    whole_plan,
)
from audit.plans.operations.secrecy import LOWEST, hits_of, reason_faults, reasons_told
from audit.plans.rules import DocumentKind, Scale
from audit.rounds.rules import Fault, FrozenError, refuse_if

SUBJECTS = {DocumentKind.ANALYSIS: "risk_analysis", DocumentKind.PLAN: "control_plan"}
TAKEN = "Nämnden har redan en {name} för {year}. Öppna den, eller gör en ny version av den."
Rows = Iterable[PlanRisk] | Iterable[PlanControl]
Seen = TypeVar("Seen", SeenAnalysis, SeenPlan)


@dataclass(frozen=True)
class Known:
    """What is told of a document beside its rows."""

    note: str = ""
    source: str = ""
    on_paper: bool = False
    invented: bool = False


def create_analysis(
    session: Session, *, stamp: Stamp, board_id: int, year: int, copy: bool = True, told: Known = Known()
) -> SeenAnalysis:
    """A draft for the year: the risks of the latest earlier year's adopted analysis, or none. InputError."""
    document = _create(session, stamp, DocumentKind.ANALYSIS, board_id, year, told, copy=copy)
    return whole_analysis(session, document)


def create_plan(
    session: Session, *, stamp: Stamp, board_id: int, year: int, copy: bool = True, told: Known = Known()
) -> SeenPlan:
    """A draft for the year: the controls of the latest earlier year whose risks still go into the plan, or none.

    InputError where the year has no analysis to rest on; a plan on paper needs none.
    """
    refuse_if(rules.year_faults(year))
    analysis = newest(session, DocumentKind.ANALYSIS, board_id, year)
    refuse_if([Fault("year", f"Gör först riskanalysen för {year}.")] if analysis is None and not told.on_paper else [])
    document = _create(session, stamp, DocumentKind.PLAN, board_id, year, told, copy=copy)
    return whole_plan(session, document)


def _create(
    session: Session, stamp: Stamp, kind: DocumentKind, board_id: int, year: int, told: Known, *, copy: bool
) -> PlanDocument:
    hold_boards(session, [board_id])
    refuse_if(rules.year_faults(year))
    taken = Fault("year", TAKEN.format(name=rules.DOCUMENT_NAMES[kind].lower(), year=year))
    refuse_if([taken] if newest(session, kind, board_id, year) else [])
    before = all_before(session, kind, board_id, year) if copy and not told.on_paper else []
    return _begin(session, stamp, kind, board_id, year, told, before=before)


def _begin(
    session: Session,
    stamp: Stamp,
    kind: DocumentKind,
    board_id: int,
    year: int,
    told: Known,
    *,
    before: Sequence[PlanDocument],
    version: int = 1,
) -> PlanDocument:
    scale = before[0].scale if before else (Scale().as_kept() if kind is DocumentKind.ANALYSIS else {})
    document = PlanDocument(
        kind=kind,
        board_id=board_id,
        year=year,
        version=version,
        scale=scale,
        note=told.note or (before[0].note if before else ""),
        source=told.source,
        on_paper=told.on_paper,
        invented=told.invented or any(one.invented for one in before),
        before_id=before[0].id if before else None,
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(document)
    session.flush()
    copied = _copy(session, before, document)
    told_of = {"board": board_id, "year": year, "version": version, "before": document.before_id, "copied": copied}
    journal.record(session, stamp, f"{SUBJECTS[kind]}:created", known(document.id), **told_of)
    return document


def _copy(session: Session, before: Sequence[PlanDocument], to: PlanDocument) -> int:
    """Copy the rows that still have a place; how many those are."""
    rows: list[PlanRisk | PlanControl] = []
    for one in before:
        rows += _kept(session, one, to)
    kept = {"id", "document_id", "root_id", "place"}
    for place, row in enumerate(rows):
        told = row.model_dump(exclude=kept)
        session.add(type(row)(document_id=known(to.id), place=place, root_id=strand(row), **told))
    session.flush()
    return len(rows)


def _kept(session: Session, before: PlanDocument, to: PlanDocument) -> Rows:
    if before.kind is DocumentKind.ANALYSIS:
        return whole_analysis(session, before).risks
    # A control whose risk is no longer taken into the plan stays behind, and is shown as dropped.
    into = _into_plan(session, to)
    controls = whole_plan(session, before).controls
    return [one for one in controls if one.risk_root_id is None or one.risk_root_id in into]


def _into_plan(session: Session, plan: PlanDocument) -> set[int]:
    analysis = newest(session, DocumentKind.ANALYSIS, plan.board_id, plan.year)
    return {strand(risk) for risk in whole_analysis(session, analysis).into_plan()} if analysis else set()


def new_version(session: Session, *, stamp: Stamp, of: Written) -> PlanDocument:
    """A draft that follows on an adopted version of the same year. InputError where one has been begun already."""
    document = _held(session, of.id)
    latest = newest(session, document.kind, document.board_id, document.year)
    begun = latest is not None and latest.id != document.id
    refuse_if([Fault("", "En nyare version finns redan. Öppna den i stället.")] if begun else [])
    refuse_if([Fault("", "Utkastet kan ändras som det är. Ingen ny version behövs.")] if of.is_draft else [])
    told = Known(document.note, "", on_paper=False, invented=document.invented)
    version = document.version + 1
    return _begin(
        session, stamp, document.kind, document.board_id, document.year, told, before=[document], version=version
    )


# ---- Drafts ---------------------------------------------------------------------------------------------------------


def _held(session: Session, document_id: int) -> PlanDocument:
    """The document, held so that two who write to it at once do it one after the other."""
    query = select(PlanDocument).where(PlanDocument.id == document_id).with_for_update()
    held = session.exec(query).one()
    # What was read before the lock may have been changed by the one who had it.
    session.expire_all()
    return held


def read_again(session: Session, row: SQLModel | None) -> None:
    """Read a row anew once its document is held. Raises NoResultFound where somebody has taken it away meanwhile."""
    if row is not None:
        session.get_one(type(row), inspect(row).identity, populate_existing=True)


def held_anew(session: Session, of: Seen) -> Seen:
    """The document with its rows as it stands now, held until the transaction ends."""
    document = _held(session, of.id)
    return whole_analysis(session, document) if isinstance(of, SeenAnalysis) else whole_plan(session, document)


def held_draft(session: Session, document_id: int) -> PlanDocument:
    """The document, held so that nobody adopts it meanwhile. Raises FrozenError where somebody has."""
    held = _held(session, document_id)
    if held.adopted_at is not None:
        raise FrozenError
    return held


def change_note(session: Session, *, stamp: Stamp, of: Written, note: str) -> None:
    """Change what a draft says of itself. FrozenError."""
    held = held_draft(session, of.id)
    before, held.note = held.note, note
    journal.record(session, stamp, f"{SUBJECTS[held.kind]}:note_changed", of.id, before=before, now=note)


def discard(session: Session, *, stamp: Stamp, of: SeenAnalysis | SeenPlan) -> None:
    """Throw a draft away with its rows. FrozenError; InputError for an analysis that a plan already rests on."""
    held = held_draft(session, of.id)
    rows = of.risks if isinstance(of, SeenAnalysis) else of.controls
    if isinstance(of, SeenAnalysis):
        query = select(PlanControl.id).where(col(PlanControl.risk_root_id).in_([risk.id for risk in of.risks]))
        used = session.exec(query).first() is not None
        refuse_if([Fault("", "Planen bygger på de här riskerna. Kasta planens utkast först.")] if used else [])
    for row in rows:
        session.delete(row)
    session.flush()
    told = {"board": held.board_id, "year": held.year, "version": held.version, "rows": len(rows)}
    session.delete(held)
    session.flush()
    journal.record(session, stamp, f"{SUBJECTS[held.kind]}:discarded", of.id, **told)


# ---- Adopting -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Adoption:
    """Which day a document was adopted (None where its paper doesn't tell), by which role, under which number.

    `reasons` tell why what the secrecy check found may stand, by the name of what is judged together.
    """

    on: date | None
    by_role: str
    registry_number: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


def adopt(
    session: Session, *, stamp: Stamp, of: SeenAnalysis | SeenPlan, adoption: Adoption, small: int = LOWEST
) -> None:
    """Freeze a draft as it stands. It can't be taken back. InputError with all that it lacks, FrozenError.

    `small` is the lowest count that may stand in its texts without a reason.
    """
    held = held_draft(session, of.id)
    now = whole_analysis(session, held) if isinstance(of, SeenAnalysis) else whole_plan(session, held)
    hits = hits_of(session, now, small=small)
    faults = rules.adoption_faults(adopted_on=adoption.on, today=stamp.day) + reason_faults(hits, adoption.reasons)
    refuse_if(faults + [Fault("", lack) for lack in lacks(now)])
    if isinstance(now, SeenPlan) and now.analysis:
        held.analysis_id = now.analysis.id
    held.adopted_on, held.adopted_by_role = adoption.on, adoption.by_role
    held.registry_number, held.adopted_at, held.adopted_by = adoption.registry_number, stamp.at, stamp.actor
    session.add(held)
    told = {"adopted_on": adoption.on, "by": adoption.by_role, "registry_number": adoption.registry_number}
    journal.record(
        session,
        stamp,
        f"{SUBJECTS[held.kind]}:adopted",
        of.id,
        version=held.version,
        **told,
        **({"reasons": reasons_told(hits, adoption.reasons)} if hits else {}),
    )


def lacks(of: SeenAnalysis | SeenPlan) -> list[str]:
    """What a draft needs before it can be adopted, in sentences."""
    if isinstance(of, SeenAnalysis):
        return [] if of.risks else ["Analysen har ingen risk än."]
    if of.document.on_paper:
        return []
    said = [] if of.controls else ["Planen har inget kontrollmoment än."]
    if of.analysis is None or of.analysis.is_draft:
        said.append("Riskanalysen är inte antagen än. Anta den först.")
    said += [f"Risken »{risk.risk}« ska in i planen men har inget kontrollmoment." for risk in of.without_control()]
    said += [f"»{one.moment}«: risken tas inte längre in i planen. Ta bort kontrollmomentet." for one in of.adrift()]
    return said
