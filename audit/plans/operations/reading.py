"""Risk analyses and control plans as their readers see them: whole, each row with its mark."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.checklists_shipped import load, shipped
from audit.controls.rules import BY_ID
from audit.plans import rules
from audit.plans.models import PlanControl, PlanDocument, PlanRisk
from audit.plans.rules import DOCUMENT_NAMES, HANDLING_NAMES, Basis, DocumentKind, Handling, Marked, Scale
from audit.rounds.rules import KIND_NAMES

# Who sees a board's drafts and what is not handed in yet; the unit's heads see what is adopted and handed in.
INSIDERS = (Role.COORDINATOR, Role.READER)


def strand(row: PlanRisk | PlanControl) -> int:
    """What stays the same of a row however often it is copied: the id of the first of them."""
    return row.root_id or known(row.id)


@dataclass(frozen=True)
class Written:
    """A document with its board's name."""

    document: PlanDocument
    board: str

    @property
    def id(self) -> int:
        return known(self.document.id)

    @property
    def year(self) -> int:
        return self.document.year

    @property
    def is_draft(self) -> bool:
        return self.document.adopted_at is None

    @property
    def name(self) -> str:
        """»Internkontrollplan 2026, Kungsholmen«, and the version from the second on."""
        version = f", version {self.document.version}" if self.document.version > 1 else ""
        return f"{DOCUMENT_NAMES[self.document.kind]} {self.year}, {self.board}{version}"


@dataclass(frozen=True)
class SeenAnalysis(Written):
    risks: tuple[PlanRisk, ...] = ()

    @property
    def scale(self) -> Scale:
        return Scale.kept(self.document.scale)

    def into_plan(self) -> list[PlanRisk]:
        return [risk for risk in self.risks if risk.handling is Handling.PLAN]


@dataclass(frozen=True)
class SeenPlan(Written):
    """A plan, the analysis that it rests on, and the risks that its controls were born from, by strand."""

    controls: tuple[PlanControl, ...] = ()
    analysis: SeenAnalysis | None = None
    risks: Mapping[int, PlanRisk] = field(default_factory=dict)

    def risk_of(self, control: PlanControl) -> PlanRisk | None:
        return self.risks.get(control.risk_root_id) if control.risk_root_id else None

    def process_of(self, control: PlanControl) -> str:
        risk = self.risk_of(control)
        return risk.process if risk else control.process

    def without_control(self) -> list[PlanRisk]:
        """The risks that go into the plan and have no control in it."""
        covered = {control.risk_root_id for control in self.controls}
        into = self.analysis.into_plan() if self.analysis else []
        return [risk for risk in into if strand(risk) not in covered]

    def adrift(self) -> list[PlanControl]:
        """The controls whose risk is no longer taken into the plan."""
        into = {strand(risk) for risk in (self.analysis.into_plan() if self.analysis else ())}
        return [one for one in self.controls if one.risk_root_id and one.risk_root_id not in into]


# ---- Who sees what --------------------------------------------------------------------------------------------------


def _may_see(scope: Scope, document: PlanDocument) -> bool:
    if document.adopted_at is None:
        return document.board_id in scope.boards(*INSIDERS)
    return document.board_id in scope.boards()


def analysis_seen(session: Session, scope: Scope, analysis_id: int) -> SeenAnalysis | None:
    """A risk analysis of one of the person's boards."""
    document = session.get(PlanDocument, analysis_id)
    if document is None or document.kind is not DocumentKind.ANALYSIS or not _may_see(scope, document):
        return None
    return whole_analysis(session, document)


def plan_seen(session: Session, scope: Scope, plan_id: int) -> SeenPlan | None:
    """A control plan of one of the person's boards."""
    document = session.get(PlanDocument, plan_id)
    if document is None or document.kind is not DocumentKind.PLAN or not _may_see(scope, document):
        return None
    return whole_plan(session, document)


@dataclass(frozen=True)
class SeenRisk:
    analysis: SeenAnalysis
    risk: PlanRisk


def risk_seen(session: Session, scope: Scope, risk_id: int) -> SeenRisk | None:
    risk = session.get(PlanRisk, risk_id)
    analysis = analysis_seen(session, scope, risk.document_id) if risk else None
    return SeenRisk(analysis, risk) if analysis and risk else None


@dataclass(frozen=True)
class SeenControl:
    plan: SeenPlan
    control: PlanControl


def control_seen(session: Session, scope: Scope, plan_control_id: int) -> SeenControl | None:
    control = session.get(PlanControl, plan_control_id)
    plan = plan_seen(session, scope, control.document_id) if control else None
    return SeenControl(plan, control) if plan and control else None


# ---- Whole documents ------------------------------------------------------------------------------------------------


def whole_analysis(session: Session, document: PlanDocument) -> SeenAnalysis:
    query = select(PlanRisk).where(PlanRisk.document_id == document.id)
    risks = session.exec(query.order_by(col(PlanRisk.place), col(PlanRisk.id)))
    return SeenAnalysis(document, _board(session, document), tuple(risks))


def whole_plan(session: Session, document: PlanDocument) -> SeenPlan:
    query = select(PlanControl).where(PlanControl.document_id == document.id)
    controls = tuple(session.exec(query.order_by(col(PlanControl.place), col(PlanControl.id))))
    analysis = analysis_of(session, document)
    risks = {strand(risk): risk for risk in (analysis.risks if analysis else ())}
    for control in controls:
        root = control.risk_root_id
        if root and root not in risks:
            risks[root] = session.get_one(PlanRisk, root)
    return SeenPlan(document, _board(session, document), controls, analysis, risks)


def analysis_of(session: Session, plan: PlanDocument) -> SeenAnalysis | None:
    """The analysis that an adopted plan rests on; of a draft the year's newest version."""
    if plan.adopted_at is not None:
        found = session.get(PlanDocument, plan.analysis_id) if plan.analysis_id else None
    else:
        found = newest(session, DocumentKind.ANALYSIS, plan.board_id, plan.year)
    return whole_analysis(session, found) if found else None


def newest(
    session: Session, kind: DocumentKind, board_id: int, year: int, *, adopted: bool = False
) -> PlanDocument | None:
    """The newest version of a board's document for a year, of the adopted ones only if wanted."""
    query = select(PlanDocument).where(
        PlanDocument.kind == kind, PlanDocument.board_id == board_id, PlanDocument.year == year
    )
    if adopted:
        query = query.where(col(PlanDocument.adopted_at).is_not(None))
    return session.exec(query.order_by(col(PlanDocument.version).desc())).first()


def last_before(session: Session, kind: DocumentKind, board_id: int, year: int) -> PlanDocument | None:
    """The newest adopted version of the latest earlier year that the program has, not only on paper."""
    query = select(PlanDocument).where(
        PlanDocument.kind == kind,
        PlanDocument.board_id == board_id,
        PlanDocument.year < year,
        col(PlanDocument.adopted_at).is_not(None),
        col(PlanDocument.on_paper).is_(False),
    )
    return session.exec(query.order_by(col(PlanDocument.year).desc(), col(PlanDocument.version).desc())).first()


def all_before(session: Session, kind: DocumentKind, board_id: int, year: int) -> list[PlanDocument]:
    """What a board's document is copied from: its own latest before the year, or else each of its predecessors'."""
    own = last_before(session, kind, board_id, year)
    if own:
        return [own]
    merged = session.exec(select(Board.id).where(Board.successor_id == board_id).order_by(col(Board.name))).all()
    return [one for before in merged for one in all_before(session, kind, known(before), year)]


def _board(session: Session, document: PlanDocument) -> str:
    return session.get_one(Board, document.board_id).name


# ---- Marks ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """What a document was copied from, the mark of each of its rows by id, and in words what it holds no longer."""

    before: Written | None = None
    marks: Mapping[int, Marked] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


def compared(session: Session, of: SeenAnalysis | SeenPlan) -> Compared:
    """A document's rows against those that they were copied from, of every predecessor where its board is merged."""
    document = of.document
    if document.before_id is None:
        return Compared()
    first = session.get_one(PlanDocument, document.before_id)
    merged = first.board_id != document.board_id
    earlier = all_before(session, document.kind, document.board_id, document.year) if merged else []
    if first not in earlier:
        earlier = [first]
    before = Written(first, " och ".join(_board(session, one) for one in earlier))
    if isinstance(of, SeenAnalysis):
        risks = [risk for one in earlier for risk in whole_analysis(session, one).risks]
        return _compared(before, _cells(risks, risk_cells), _cells(of.risks, risk_cells), of.risks)
    controls = [control for one in earlier for control in whole_plan(session, one).controls]
    return _compared(before, _cells(controls, control_cells), _cells(of.controls, control_cells), of.controls)


Row = TypeVar("Row", PlanRisk, PlanControl)
Cells = dict[int, dict[str, str]]


def _cells(rows: Iterable[Row], cells_of: Callable[[Row], dict[str, str]]) -> Cells:
    return {strand(row): cells_of(row) for row in rows}


def _compared(before: Written, old: Cells, new: Cells, rows: Iterable[PlanRisk] | Iterable[PlanControl]) -> Compared:
    marks = {known(row.id): rules.marked(old.get(strand(row)), new[strand(row)]) for row in rows}
    names = {root: next(iter(cells.values())) for root, cells in old.items()}
    return Compared(before, marks, tuple(rules.dropped(names, new)))


def risk_cells(risk: PlanRisk) -> dict[str, str]:
    """What a risk is compared by, by heading; the first names it."""
    return {
        "Risk": risk.risk,
        "Process": risk.process,
        "Rutin": risk.routine,
        "Löpande kontroller": risk.ongoing,
        "Sannolikhet": str(risk.likelihood),
        "Väsentlighet": str(risk.materiality),
        "Hantering": HANDLING_NAMES[risk.handling],
        "Motivering": risk.reason,
    }


def control_cells(control: PlanControl) -> dict[str, str]:
    """What a control is compared by, by heading; the first names it."""
    return {
        "Kontrollmoment": control.moment,
        "Metod": control.method,
        "Frekvens": control.frequency,
        "Följs upp": ", ".join(control.periods),
        "Ansvarig": control.responsible,
        "Rapport till": control.report_to,
        "Resultatet kommer från": basis_said(control),
    }


@cache
def all_areas() -> dict[str, str]:
    """The areas of the checklists that come with the program, by id."""
    return {area.id: area.name for name in shipped() for area in load(name).areas}


def basis_said(control: PlanControl) -> str:
    """Where a control's result comes from, shortly."""
    if control.basis is Basis.ROUND and control.round_kind:
        area = f", området {all_areas().get(control.area, control.area)}" if control.area else ""
        return f"Granskningsomgång: {KIND_NAMES[control.round_kind].lower()}{area}"
    if control.basis is Basis.MACHINE and control.control_id in BY_ID:
        return f"Maskinell kontroll: {BY_ID[control.control_id].name}"
    return "Egen kontroll"
