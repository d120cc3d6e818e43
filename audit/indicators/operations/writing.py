"""Making and changing a document of a year and its indicators; each write held, checked and journalled."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import func, inspect
from sqlmodel import Session, SQLModel, col, select

from audit.accounts.operations import hold_boards, known
from audit.indicators.models import (
    CheckSettlement,
    FigureCheck,
    FigureTable,
    Goal,
    Indicator,
    IndicatorOutcome,
    YearDocument,
    YearDocumentBoard,
)
from audit.indicators.operations.reading import Seen, SeenIndicator, whole
from audit.indicators.rules.lights import likely_quantity
from audit.indicators.rules.numbers import read_figure, read_target
from audit.indicators.rules.pasting import FIRST_YEAR, LAST_YEAR, IndicatorRow, Key, Known
from audit.indicators.rules.words import CHECK_KIND_NAMES, CheckKind, DocumentKind
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, FrozenError, refuse_if

MOST_INDICATORS = 300
OF_THE_ROW = ("name", "unit", "quantity", "direction", "periodicity", "owner", "target", "city_target", "guarantee")


@dataclass(frozen=True)
class DocumentPlan:
    """A document as it is entered."""

    year: int
    kind: DocumentKind
    title: str
    board_ids: tuple[int, ...]
    source: str = ""
    invented: bool = False

    def head(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("year", "kind", "title", "source", "invented")}


def create_document(session: Session, *, stamp: Stamp, plan: DocumentPlan) -> Seen:
    """A new document without figures. InputError where it can't be so."""
    refuse_if(faults_of(session, plan))
    document = YearDocument(**plan.head(), created_at=stamp.at, created_by=stamp.actor)
    session.add(document)
    session.flush()
    of = known(document.id)
    session.add_all(YearDocumentBoard(document_id=of, board_id=board) for board in plan.board_ids)
    # Whether units go with the names of indicators can be tried without anybody asking for it.
    title = CHECK_KIND_NAMES[CheckKind.UNITS]
    session.add(FigureCheck(document_id=of, place=0, kind=CheckKind.UNITS, title=title))
    session.flush()
    journal.record(session, stamp, "year_document:created", of, **asdict(plan))
    return whole(session, document)


def change_document(session: Session, *, stamp: Stamp, seen: Seen, plan: DocumentPlan) -> None:
    """Change a document's head; its boards stay. InputError."""
    held = hold(session, seen.id)
    refuse_if(faults_of(session, plan, seen.series_id))
    before = {name: getattr(held, name) for name in plan.head()}
    for name, value in plan.head().items():
        setattr(held, name, value)
    session.add(held)
    journal.record(session, stamp, "year_document:changed", seen.id, before=before, now=plan.head())


def faults_of(session: Session, plan: DocumentPlan, series_id: int | None = None) -> list[Fault]:
    """What is wrong with a document of that head; `series_id` is its own, where it has versions already."""
    hold_boards(session, plan.board_ids)
    faults = []
    if not FIRST_YEAR <= plan.year <= LAST_YEAR:
        faults.append(Fault("year", f"Skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}."))
    if not plan.board_ids:
        faults.append(Fault("boards", "Välj minst en nämnd."))
    same = (
        select(YearDocument.id)
        .join(YearDocumentBoard, col(YearDocumentBoard.document_id) == col(YearDocument.id))
        .where(
            YearDocument.year == plan.year,
            YearDocument.title == plan.title,
            col(YearDocumentBoard.board_id).in_(plan.board_ids),
            func.coalesce(YearDocument.first_id, YearDocument.id) != (series_id or 0),
        )
    )
    if session.exec(same).first() is not None:
        faults.append(Fault("title", f"Ett dokument för {plan.year} heter redan så. Öppna det i stället."))
    return faults


def remove_document(session: Session, *, stamp: Stamp, seen: Seen) -> None:
    """Take a document away with everything in it; the journal keeps what it held."""
    hold(session, seen.id)
    told: dict[str, Any] = {
        "head": seen.document.model_dump(mode="json"),
        "tables": [table.cells for table in seen.tables],
    }
    told["indicators"] = [one.row.model_dump(mode="json") for one in seen.indicators]
    for check in seen.checks:
        remove_row(session, CheckSettlement, CheckSettlement.check_id == check.id)
    for one in seen.indicators:
        remove_row(session, IndicatorOutcome, IndicatorOutcome.indicator_id == one.id)
    for table in (FigureCheck, FigureTable, Indicator, Goal, YearDocumentBoard):
        remove_row(session, table, col(table.document_id) == seen.id)
    remove_row(session, YearDocument, YearDocument.id == seen.id)
    journal.record(session, stamp, "year_document:removed", seen.id, **told)


def remove_row(session: Session, table: type[Any], which: Any) -> None:
    """Take away the rows of a table that are told, before what they point to."""
    for row in session.exec(select(table).where(which)):
        session.delete(row)
    session.flush()


def require_there(session: Session, row: SQLModel) -> None:
    """Read a row anew once its document is held. Raises NoResultFound where somebody has taken it away meanwhile."""
    session.get_one(type(row), inspect(row).identity, populate_existing=True)


def hold(session: Session, document_id: int, *, adopted_too: bool = False) -> YearDocument:
    """The document, held so that two who write to it at once do it one after the other.

    Raises FrozenError for one that is adopted, unless what is written is no part of what was adopted.
    """
    query = select(YearDocument).where(YearDocument.id == document_id).with_for_update()
    held = session.exec(query.execution_options(populate_existing=True)).one()
    if held.adopted_at is not None and not adopted_too:
        raise FrozenError
    return held


def again(session: Session, seen: Seen, *, adopted_too: bool = False) -> Seen:
    """The document, held, as it stands now. Raises FrozenError as `hold` does."""
    return whole(session, hold(session, seen.id, adopted_too=adopted_too))


# ---- Indicators -----------------------------------------------------------------------------------------------------


def known_of(seen: Seen) -> Known:
    """What the document's indicators may name."""
    goals = {goal.row.number.casefold() for goal in seen.goals} | {goal.row.text.casefold() for goal in seen.goals}
    return Known(seen.document.year, {name: board for board, name in seen.boards.items()}, frozenset(goals - {""}))


def set_indicators(session: Session, *, stamp: Stamp, seen: Seen, rows: Sequence[IndicatorRow]) -> None:
    """Put indicators in a document: one of a name that is there takes its place, and its outcomes are added to."""
    seen = again(session, seen)
    there = {one.row.name.casefold(): one for one in seen.indicators}
    added = [row for row in rows if row.name.casefold() not in there]
    most = len(seen.indicators) + len(added) > MOST_INDICATORS
    faults = [Fault("pasted", f"Ett dokument kan ha högst {MOST_INDICATORS} indikatorer.")] if most else []
    told_periods = {key[1] for row in rows for key in row.outcomes if key[0] == seen.document.year}
    closed = sorted(told_periods & set(seen.document.handed_in))
    faults += [Fault("pasted", f"Uppföljningen {period} är lämnad. Dess utfall ändras inte.") for period in closed]
    refuse_if(faults)
    rows = [_with_quantity(row, there.get(row.name.casefold())) for row in rows]
    for row in rows:
        _set_indicator(session, seen, row, there.get(row.name.casefold()))
    told = [{**asdict(row), "outcomes": told_outcomes(row.outcomes)} for row in rows]
    journal.record(session, stamp, "year_document:indicators_set", seen.id, indicators=told)


def save_indicator(
    session: Session, *, stamp: Stamp, seen: Seen, row: IndicatorRow, indicator: SeenIndicator | None = None
) -> None:
    """Add an indicator, or change one with exactly the outcomes that are told. InputError."""
    seen = again(session, seen)
    refuse_if(_indicator_faults(seen, row, indicator))
    row = _with_quantity(row, indicator)
    before = told_outcomes(indicator.outcomes) if indicator else None
    if indicator:
        remove_open_outcomes(session, seen, indicator.id)
    _set_indicator(session, seen, row, indicator)
    action = "year_document:indicator_changed" if indicator else "year_document:indicator_added"
    now = {**asdict(row), "outcomes": told_outcomes(row.outcomes)}
    journal.record(session, stamp, action, seen.id, indicator=row.name, before=before, now=now)


def _with_quantity(row: IndicatorRow, there: SeenIndicator | None) -> IndicatorRow:
    if row.quantity:
        return row
    return replace(row, quantity=there.row.quantity if there else likely_quantity(row.name, row.unit))


def _indicator_faults(seen: Seen, row: IndicatorRow, indicator: SeenIndicator | None) -> list[Fault]:
    others = {one.row.name.casefold() for one in seen.indicators if indicator is None or one.id != indicator.id}
    faults = [Fault("name", "En annan indikator i dokumentet heter så.")] if row.name.casefold() in others else []
    if row.guarantee and row.unit != "%":
        faults.append(Fault("unit", "En garanti mäts i procent. Skriv enheten %, eller skriv in utfallet."))
    for name in ("target", "city_target"):
        try:
            read_target(getattr(row, name), row.unit)
        except ValueError as error:
            faults.append(Fault(name, f"»{getattr(row, name)}« {error}"))
    return faults + outcome_faults(row.outcomes, row.unit)


def outcome_faults(outcomes: Mapping[Key, str], unit: str) -> list[Fault]:
    """What can't be read of outcomes of an indicator, each at its field."""
    faults = []
    for (year, period, board), written in outcomes.items():
        try:
            read_figure(written, unit)
        except ValueError as error:
            faults.append(Fault(f"outcome_{year}_{period}_{board or 0}", f"»{written}« {error}"))
    return faults


def remove_open_outcomes(session: Session, seen: Seen, indicator_id: int) -> None:
    """Take away an indicator's outcomes but for those of the year's periods that are handed in."""
    own_year = col(IndicatorOutcome.year) == seen.document.year
    closed = own_year & col(IndicatorOutcome.period).in_(seen.document.handed_in)
    remove_row(session, IndicatorOutcome, (col(IndicatorOutcome.indicator_id) == indicator_id) & ~closed)


def _set_indicator(session: Session, seen: Seen, row: IndicatorRow, there: SeenIndicator | None) -> None:
    place = 1 + max((one.row.place for one in seen.indicators), default=0)
    told = {name: getattr(row, name) for name in OF_THE_ROW}
    kept = there.row if there else Indicator(document_id=seen.id, place=place, **told)
    for name, value in told.items():
        setattr(kept, name, value)
    kept.goal_id = row.goal_id or _goal_id(seen, row.goal)
    session.add(kept)
    session.flush()
    for (year, period, board), written in row.outcomes.items():
        if written.strip():
            set_outcome(session, known(kept.id), year, period, board, written.strip())
    session.flush()


def set_outcome(session: Session, indicator: int, year: int, period: Any, board: int | None, written: str) -> None:
    query = select(IndicatorOutcome).where(
        IndicatorOutcome.indicator_id == indicator,
        IndicatorOutcome.year == year,
        IndicatorOutcome.period == period,
        IndicatorOutcome.board_id == board,
    )
    kept = session.exec(query).first() or IndicatorOutcome(
        indicator_id=indicator, year=year, period=period, board_id=board, written=written
    )
    kept.written = written
    session.add(kept)


def _goal_id(seen: Seen, goal: str) -> int | None:
    """The goal of that number or with those words; None for none."""
    wanted = goal.casefold()
    return next(
        (
            known(one.row.id)
            for one in seen.goals
            if wanted and wanted in (one.row.number.casefold(), one.row.text.casefold())
        ),
        None,
    )


def told_outcomes(outcomes: Mapping[Any, str]) -> dict[str, str]:
    return {f"{year} {period} {board or ''}".strip(): written for (year, period, board), written in outcomes.items()}


def remove_indicator(session: Session, *, stamp: Stamp, seen: Seen, indicator: SeenIndicator) -> None:
    """Take an indicator away with its outcomes; the journal keeps them."""
    hold(session, seen.id)
    require_there(session, indicator.row)
    remove_row(session, IndicatorOutcome, IndicatorOutcome.indicator_id == indicator.id)
    session.delete(indicator.row)
    told = told_outcomes(indicator.outcomes)
    journal.record(
        session, stamp, "year_document:indicator_removed", seen.id, indicator=indicator.row.name, outcomes=told
    )
