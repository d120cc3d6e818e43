"""Documents of a year as their readers see them: whole, with goals, indicators, tables and what the checks find."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from sqlmodel import Session, col, select

from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.agreements.rules import Period
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
from audit.indicators.operations.measuring import measured_outcomes
from audit.indicators.rules.lights import Standing, beside_the_city, light
from audit.indicators.rules.numbers import Target, read_figure, read_target
from audit.indicators.rules.pasting import Key, parents
from audit.indicators.rules.sheets import Sheet, sheet_of

Row = TypeVar("Row", Goal, Indicator, FigureTable, FigureCheck)
INDICATORS = "Indikatorer"
"""What the indicators are called where a rule names their figures as those of a table."""
TARGET, CITY_TARGET, OUTCOME = "Årsmål", "KF:s årsmål", "Utfall"
PERIODS = (Period.VB, Period.T2, Period.T1)


@dataclass(frozen=True)
class SeenIndicator:
    """An indicator with its outcomes as they are written; `measured` are those that come from the register."""

    row: Indicator
    year: int
    outcomes: Mapping[Key, str]
    measured: frozenset[Key] = frozenset()

    @property
    def id(self) -> int:
        return known(self.row.id)

    @property
    def target(self) -> Target:
        return read_target(self.row.target, self.row.unit)

    @property
    def city_target(self) -> Target:
        return read_target(self.row.city_target, self.row.unit)

    def figure(self, key: Key) -> Decimal | None:
        return read_figure(self.outcomes.get(key, ""), self.row.unit)

    def latest(self, board_id: int | None = None) -> Key | None:
        """The year's latest period with an outcome for the board (None: for all)."""
        keys = [(self.year, period, board_id) for period in PERIODS]
        return next((key for key in keys if self.figure(key) is not None), None)

    def standing(self, board_id: int | None = None) -> Standing:
        """How the year's latest outcome stands to its target."""
        return light(self._outcome(board_id), self.target, self.row.direction)

    def city_standing(self, board_id: int | None = None) -> Standing | None:
        """How the year's latest outcome stands to the city's target; None where the city has none in figures."""
        return self.beside_the_city(self._outcome(board_id))

    def beside_the_city(self, outcome: Decimal | None) -> Standing | None:
        """How an outcome stands to the city's target; None where the city has none in figures."""
        if self.city_target.value is None:
            return None
        return beside_the_city(outcome, self.city_target, self.row.direction, self.row.quantity)

    def _outcome(self, board_id: int | None) -> Decimal | None:
        key = self.latest(board_id)
        return self.figure(key) if key else None

    def board_keys(self) -> list[Key]:
        """The year's latest outcome of each board that has one."""
        found = {board for year, _, board in self.outcomes if year == self.year and board is not None}
        return [key for board in sorted(found) if (key := self.latest(board))]

    def earlier(self) -> list[Key]:
        """The outcomes of other years that the document tells beside, the latest first."""
        return sorted((key for key in self.outcomes if key[0] != self.year), key=lambda key: key[0], reverse=True)


@dataclass(frozen=True)
class SeenGoal:
    """A goal with what hangs on it, and how deep it stands."""

    row: Goal
    depth: int
    indicators: tuple[SeenIndicator, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.row.number} {self.row.text}".strip()


@dataclass(frozen=True)
class Seen:
    """A document with all that belongs to it. `settled` by check id, `boards` are names by id."""

    document: YearDocument
    boards: dict[int, str]
    goals: tuple[SeenGoal, ...] = ()
    indicators: tuple[SeenIndicator, ...] = ()
    tables: tuple[FigureTable, ...] = ()
    checks: tuple[FigureCheck, ...] = ()
    settled: Mapping[int, CheckSettlement] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return known(self.document.id)

    @property
    def name(self) -> str:
        version = f", version {self.document.version}" if self.document.version > 1 else ""
        return f"{self.document.title}{version}"

    @property
    def series_id(self) -> int:
        """What the document's versions have in common."""
        return series_of(self.document)

    @property
    def is_draft(self) -> bool:
        return self.document.adopted_at is None

    @property
    def open_periods(self) -> list[Period]:
        """The periods whose outcomes are not handed in yet."""
        return [period for period in Period if period not in self.document.handed_in]

    @property
    def loose(self) -> tuple[SeenIndicator, ...]:
        """The indicators that hang on no goal."""
        return tuple(one for one in self.indicators if one.row.goal_id is None)

    def sheet(self, table: FigureTable) -> Sheet:
        return sheet_of(table.caption, table.cells, table.unit)

    def sheets(self) -> dict[str, Sheet]:
        """Every table by its caption, and the indicators as one more."""
        return {table.caption: self.sheet(table) for table in self.tables} | {INDICATORS: self._as_sheet()}

    def _as_sheet(self) -> Sheet:
        columns = (TARGET, CITY_TARGET, OUTCOME, *(f"{OUTCOME} {name}" for name in self.boards.values()))
        return Sheet(
            INDICATORS, "Indikator", columns, tuple((one.row.name, self._cells(one)) for one in self.indicators)
        )

    def _cells(self, one: SeenIndicator) -> tuple[str, ...]:
        targets = [target.value for target in (one.target, one.city_target)]
        keys = [one.latest(board) for board in (None, *self.boards)]
        figures = [*targets, *(one.figure(key) if key else None for key in keys)]
        return tuple("" if figure is None else format(figure, "f") for figure in figures)

    def runs(self, scope: Scope) -> bool:
        """Whether the scope coordinates every board of the document, and so may change it."""
        return set(self.boards) <= scope.boards(Role.COORDINATOR)


def series_of(document: YearDocument) -> int:
    return document.first_id or known(document.id)


def strand(row: Goal | Indicator) -> int:
    """What stays the same of a row however often it is copied: the id of the first of them."""
    return row.root_id or known(row.id)


def newest_versions(documents: Iterable[YearDocument]) -> list[YearDocument]:
    """Of each document its newest version, in the order that they come."""
    found: Sequence[YearDocument] = list(documents)
    last: dict[int, int] = {}
    for one in found:
        last[series_of(one)] = max(one.version, last.get(series_of(one), 0))
    return [one for one in found if one.version == last[series_of(one)]]


# ---- Finding ----------------------------------------------------------------------------------------------------


def document_seen(session: Session, scope: Scope, year_document_id: int) -> Seen | None:
    """The document, if any of its boards is in the scope."""
    document = session.get(YearDocument, year_document_id)
    if document is None:
        return None
    boards = _boards(session, [year_document_id]).get(year_document_id, {})
    return whole(session, document, boards) if set(boards) & scope.boards() else None


def document_run(session: Session, scope: Scope, year_document_id: int) -> Seen | None:
    """The document, if the scope coordinates all of its boards."""
    seen = document_seen(session, scope, year_document_id)
    return seen if seen and seen.runs(scope) else None


def documents_seen(session: Session, scope: Scope) -> list[Seen]:
    """Every document that the scope may see in its newest version, the latest year first."""
    mine = select(YearDocumentBoard.document_id).where(col(YearDocumentBoard.board_id).in_(scope.boards()))
    query = (
        select(YearDocument)
        .where(col(YearDocument.id).in_(mine))
        .order_by(col(YearDocument.year).desc(), col(YearDocument.id))
    )
    documents = newest_versions(session.exec(query))
    boards = _boards(session, [known(one.id) for one in documents])
    return [whole(session, one, boards[known(one.id)]) for one in documents]


def _boards(session: Session, ids: Iterable[int]) -> dict[int, dict[int, str]]:
    names, found = board_names(session), dict[int, dict[int, str]]()
    query = select(YearDocumentBoard).where(col(YearDocumentBoard.document_id).in_(list(ids)))
    for row in sorted(session.exec(query), key=lambda row: names[row.board_id]):
        found.setdefault(row.document_id, {})[row.board_id] = names[row.board_id]
    return found


def whole(session: Session, document: YearDocument, boards: dict[int, str] | None = None) -> Seen:
    """Everything that belongs to a document."""
    of = known(document.id)
    boards = _boards(session, [of])[of] if boards is None else boards
    indicators = _indicators(session, document, boards)
    checks = _in_order(session, FigureCheck, of)
    query = select(CheckSettlement).where(col(CheckSettlement.check_id).in_([known(one.id) for one in checks]))
    return Seen(
        document=document,
        boards=boards,
        goals=_goals(_in_order(session, Goal, of), indicators),
        indicators=tuple(indicators),
        tables=tuple(_in_order(session, FigureTable, of)),
        checks=tuple(checks),
        settled={row.check_id: row for row in session.exec(query)},
    )


def _in_order(session: Session, table: type[Row], of: int) -> list[Row]:
    query = select(table).where(col(table.document_id) == of).order_by(col(table.place), col(table.id))
    return list(session.exec(query))


def _indicators(session: Session, document: YearDocument, boards: Mapping[int, str]) -> list[SeenIndicator]:
    rows = _in_order(session, Indicator, known(document.id))
    outcomes: dict[int, dict[Key, str]] = {}
    query = select(IndicatorOutcome).where(col(IndicatorOutcome.indicator_id).in_([known(row.id) for row in rows]))
    for one in session.exec(query):
        outcomes.setdefault(one.indicator_id, {})[one.year, one.period, one.board_id] = one.written
    seen = []
    for row in rows:
        entered = outcomes.get(known(row.id), {})
        measured = measured_outcomes(session, row.guarantee, document.year, boards) if row.guarantee else {}
        fresh = {key: text for key, text in measured.items() if key not in entered}
        seen.append(SeenIndicator(row, document.year, {**fresh, **entered}, frozenset(fresh)))
    return seen


def _goals(rows: list[Goal], indicators: Iterable[SeenIndicator]) -> tuple[SeenGoal, ...]:
    above = parents([row.level for row in rows])
    depths: list[int] = []
    hanging: dict[int, list[SeenIndicator]] = {}
    for one in indicators:
        if one.row.goal_id is not None:
            hanging.setdefault(one.row.goal_id, []).append(one)
    for parent in above:
        depths.append(0 if parent is None else depths[parent] + 1)
    return tuple(
        SeenGoal(row, depth, tuple(hanging.get(known(row.id), ()))) for row, depth in zip(rows, depths, strict=True)
    )
