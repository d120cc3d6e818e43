"""A document's versions and years: adopting it, following on it, handing in a period, and what differs from before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session, col, or_, select

from audit.accounts.operations import known
from audit.agreements.rules import Period
from audit.indicators.models import (
    CheckSettlement,
    FigureCheck,
    FigureTable,
    Goal,
    Indicator,
    YearDocument,
    YearDocumentBoard,
)
from audit.indicators.operations.reading import Seen, SeenIndicator, series_of, strand, whole
from audit.indicators.operations.writing import (
    DocumentPlan,
    faults_of,
    hold,
    outcome_faults,
    remove_open_outcomes,
    set_outcome,
    told_outcomes,
)
from audit.indicators.rules.pasting import Key
from audit.indicators.rules.words import DIRECTION_NAMES, LEVEL_NAMES, QUANTITY_NAMES, CheckKind
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.plans.operations import Adoption
from audit.plans.rules import Marked, adoption_faults, dropped, marked
from audit.rounds.rules import Fault, refuse_if

NEWER = "En nyare version finns. Skriv i den i stället."
OF_A_YEAR = {"status", "deviation", "starts_on", "ends_on"}
"""What is told of a goal of one year only, and left empty in the next."""


def adopt(session: Session, *, stamp: Stamp, seen: Seen, adoption: Adoption) -> None:
    """Freeze a draft's goals, targets and tables as they stand. It can't be taken back. InputError, FrozenError."""
    held = hold(session, seen.id)
    faults = adoption_faults(adopted_on=adoption.on, today=stamp.day)
    refuse_if(faults + [Fault("", lack) for lack in lacks(whole(session, held))])
    held.adopted_on, held.adopted_by_role = adoption.on, adoption.by_role
    held.registry_number, held.adopted_at, held.adopted_by = adoption.registry_number, stamp.at, stamp.actor
    session.add(held)
    told = {"adopted_on": adoption.on, "by": adoption.by_role, "registry_number": adoption.registry_number}
    journal.record(session, stamp, "year_document:adopted", seen.id, version=held.version, **told)


def lacks(seen: Seen) -> list[str]:
    """What a draft needs before it can be adopted, in sentences."""
    return (
        [] if seen.goals or seen.indicators or seen.tables else ["Dokumentet har varken mål, indikator eller tabell."]
    )


def versions_of(session: Session, seen: Seen) -> list[YearDocument]:
    """The document's versions, the first one first."""
    same = or_(col(YearDocument.first_id) == seen.series_id, col(YearDocument.id) == seen.series_id)
    return list(session.exec(select(YearDocument).where(same).order_by(col(YearDocument.version))))


def later_than(session: Session, seen: Seen) -> YearDocument | None:
    """The newest version, where it is another than this."""
    newest = versions_of(session, seen)[-1]
    return newest if newest.id != seen.id else None


# ---- Following on ---------------------------------------------------------------------------------------------------


def follow_on(session: Session, *, stamp: Stamp, seen: Seen, year: int) -> Seen:
    """A draft that follows on an adopted document: its next version, or the document of a later year.

    For a later year goals and indicators come along with their targets, and the figures of the year stay behind.
    InputError for a draft, an earlier year, one that has a newer version, or a year that has the document already.
    """
    hold(session, seen.series_id, adopted_too=True)
    seen = whole(session, hold(session, seen.id, adopted_too=True))
    old, same_year = seen.document, year == seen.document.year
    title = old.title if same_year else old.title.replace(str(old.year), str(year))
    plan = DocumentPlan(year, old.kind, title, tuple(seen.boards), "", old.invented)
    refuse_if(_cannot_follow(session, seen, plan))
    new = YearDocument(
        **plan.head(),
        version=old.version + 1 if same_year else 1,
        first_id=seen.series_id if same_year else None,
        before_id=seen.id,
        handed_in=list(old.handed_in) if same_year else [],
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(new)
    session.flush()
    _copy(session, seen, known(new.id), yearly=same_year)
    journal.record(session, stamp, "year_document:followed_on", known(new.id), before=seen.id, year=year)
    return whole(session, new)


def _cannot_follow(session: Session, seen: Seen, plan: DocumentPlan) -> list[Fault]:
    if seen.is_draft:
        return [Fault("", "Utkastet kan ändras som det är. Anta det först.")]
    if later_than(session, seen):
        return [Fault("", "En nyare version finns redan. Öppna den i stället.")]
    if plan.year < seen.document.year:
        return [Fault("year", f"Skriv ett senare år än {seen.document.year}.")]
    return faults_of(session, plan, seen.series_id if plan.year == seen.document.year else None)


def _copy(session: Session, seen: Seen, to: int, *, yearly: bool) -> None:
    """Copy boards, goals, indicators and checks of units, and (`yearly`) the year's own figures too."""
    session.add_all(YearDocumentBoard(document_id=to, board_id=board) for board in seen.boards)
    goals: dict[int | None, Goal] = {}
    for goal in seen.goals:
        kept = goal.row.model_dump(exclude={"id", "document_id", "root_id"} | (set() if yearly else OF_A_YEAR))
        goals[goal.row.id] = Goal(document_id=to, root_id=strand(goal.row), **kept)
    session.add_all(goals.values())
    session.flush()
    for one in seen.indicators:
        kept = one.row.model_dump(exclude={"id", "document_id", "root_id", "goal_id"})
        goal_id = goals[one.row.goal_id].id if one.row.goal_id else None
        new = Indicator(document_id=to, root_id=strand(one.row), goal_id=goal_id, **kept)
        session.add(new)
        session.flush()
        for key in sorted(set(one.outcomes) - one.measured, key=str) if yearly else ():
            set_outcome(session, known(new.id), *key, one.outcomes[key])
    _copy_figures(session, seen, to, yearly=yearly)
    session.flush()


def _copy_figures(session: Session, seen: Seen, to: int, *, yearly: bool) -> None:
    tables: dict[int | None, FigureTable] = {}
    for table in seen.tables if yearly else ():
        tables[table.id] = FigureTable(document_id=to, **table.model_dump(exclude={"id", "document_id"}))
    session.add_all(tables.values())
    session.flush()
    for check in seen.checks:
        if yearly or check.kind is CheckKind.UNITS:
            kept = check.model_dump(exclude={"id", "document_id", "table_id"})
            new = FigureCheck(document_id=to, table_id=tables[check.table_id].id if check.table_id else None, **kept)
            session.add(new)
            session.flush()
            settled = seen.settled.get(known(check.id)) if yearly else None
            if settled:
                session.add(CheckSettlement(check_id=known(new.id), **settled.model_dump(exclude={"check_id"})))


# ---- Following up ---------------------------------------------------------------------------------------------------


def save_outcomes(
    session: Session, *, stamp: Stamp, seen: Seen, indicator: SeenIndicator, outcomes: Mapping[Key, str]
) -> None:
    """Enter exactly these outcomes of an indicator, whose document may be adopted; those handed in stay. InputError."""
    _hold_newest(session, seen)
    refuse_if(outcome_faults(outcomes, indicator.row.unit))
    before = told_outcomes(indicator.outcomes)
    remove_open_outcomes(session, seen, indicator.id)
    for key, written in outcomes.items():
        set_outcome(session, indicator.id, *key, written)
    session.flush()
    told = {"indicator": indicator.row.name, "before": before, "now": told_outcomes(outcomes)}
    journal.record(session, stamp, "year_document:outcomes_entered", seen.id, **told)


def follow_goal(session: Session, *, stamp: Stamp, seen: Seen, goal: Goal, status: str, deviation: str) -> None:
    """Tell how far a goal of an adopted document has come. InputError once the whole year is handed in."""
    held = _hold_newest(session, seen)
    refuse_if([Fault("", "Hela årets uppföljning är lämnad.")] if Period.VB in held.handed_in else [])
    before = {"status": goal.status, "deviation": goal.deviation}
    goal.status, goal.deviation = status, deviation
    session.add(goal)
    now = {"status": status, "deviation": deviation}
    journal.record(session, stamp, "year_document:goal_followed_up", seen.id, goal=goal.id, before=before, now=now)


def hand_in(session: Session, *, stamp: Stamp, seen: Seen, period: Period) -> None:
    """Close a period of an adopted document: its outcomes stay as they are, also those measured in the register.

    InputError for a draft, an older version or a period that is closed already.
    """
    held = _hold_newest(session, seen)
    refuse_if([Fault("", "Anta dokumentet först.")] if held.adopted_at is None else [])
    refuse_if([Fault("", f"Uppföljningen {period} är redan lämnad.")] if period in held.handed_in else [])
    now = whole(session, held)
    for one in now.indicators:
        for key in sorted((key for key in one.measured if key[:2] == (held.year, period)), key=str):
            set_outcome(session, one.id, *key, one.outcomes[key])
    held.handed_in = [*held.handed_in, str(period)]
    session.add(held)
    session.flush()
    journal.record(session, stamp, "year_document:handed_in", seen.id, period=period)


def _hold_newest(session: Session, seen: Seen) -> YearDocument:
    held = hold(session, seen.id, adopted_too=True)
    refuse_if([Fault("", NEWER)] if later_than(session, seen) else [])
    return held


# ---- Marks ----------------------------------------------------------------------------------------------------------

Row = TypeVar("Row", Goal, Indicator)
Cells = dict[int, dict[str, str]]


@dataclass(frozen=True)
class Compared:
    """What a document was copied from, the mark of each goal and indicator by id, and what it holds no longer."""

    before: Seen | None = None
    goals: Mapping[int, Marked] = field(default_factory=dict)
    indicators: Mapping[int, Marked] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


def compared(session: Session, seen: Seen) -> Compared:
    """A document's goals and indicators against those that they were copied from."""
    if seen.document.before_id is None:
        return Compared()
    before = whole(session, session.get_one(YearDocument, seen.document.before_id))
    versions = series_of(before.document) == seen.series_id
    goals = _goal_cells(before, versions), _goal_cells(seen, versions)
    indicators = _indicator_cells(before), _indicator_cells(seen)
    gone = [*_dropped(*goals), *_dropped(*indicators)]
    return Compared(
        before,
        _marks((goal.row for goal in seen.goals), *goals),
        _marks((one.row for one in seen.indicators), *indicators),
        tuple(gone),
    )


def _marks(rows: Iterable[Row], old: Cells, new: Cells) -> dict[int, Marked]:
    return {known(row.id): marked(old.get(strand(row)), new[strand(row)]) for row in rows}


def _dropped(old: Cells, new: Cells) -> list[str]:
    return dropped({root: next(iter(cells.values())) for root, cells in old.items()}, new)


def _goal_cells(seen: Seen, versions: bool) -> Cells:
    """What a goal is compared by, by heading; how far it has come only between versions of the same year."""
    found = {}
    for goal in seen.goals:
        row = goal.row
        cells = {"Text": row.text, "Nivå": LEVEL_NAMES[row.level], "Nummer": row.number, "Förväntat": row.expected}
        found[strand(row)] = {**cells, "Läge": row.status, "Avvikelse": row.deviation} if versions else cells
    return found


def _indicator_cells(seen: Seen) -> Cells:
    """What an indicator is compared by, by heading; outcomes are the year's own and not compared."""
    return {
        strand(one.row): {
            "Indikator": one.row.name,
            "Enhet": one.row.unit,
            "Slag": QUANTITY_NAMES[one.row.quantity],
            "Riktning": DIRECTION_NAMES[one.row.direction],
            "Årsmål": one.row.target,
            "KF:s årsmål": one.row.city_target,
        }
        for one in seen.indicators
    }
