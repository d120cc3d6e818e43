"""Indicators and goals out of pasted lines or a file: the headings decide, and all faults are told at once."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from audit.agreements.rules import Period
from audit.comparison.rules import Line, PasteFault
from audit.indicators.rules.numbers import read_figure, read_target
from audit.indicators.rules.words import DEPTHS, Direction, Level, Owner, Periodicity, Quantity

LONGEST_NAME, LONGEST_UNIT, FIRST_YEAR, LAST_YEAR = 300, 20, 1990, 2100
Key = tuple[int, Period, int | None]
"""Which outcome: of which year, at which period, and of which board (None for all of the document's together)."""


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as it is entered; targets and outcomes as they are written, the goal by its id, number or words."""

    name: str
    unit: str = ""
    quantity: Quantity | None = None  # None: as before, or as is likely.
    direction: Direction = Direction.UNSAID
    periodicity: Periodicity = Periodicity.YEAR
    owner: Owner = Owner.COUNCIL
    target: str = ""
    city_target: str = ""
    goal: str = ""
    goal_id: int | None = None
    guarantee: str = ""
    outcomes: Mapping[Key, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GoalRow:
    """A goal, commitment or activity as it is entered."""

    level: Level
    text: str
    number: str = ""
    expected: str = ""
    status: str = ""
    deviation: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


class Column(StrEnum):
    """What a column of indicators or goals may hold, by the heading that it goes by."""

    NAME = "Indikator"
    UNIT = "Enhet"
    QUANTITY = "Slag"
    DIRECTION = "Riktning"
    PERIODICITY = "Periodicitet"
    OWNER = "Vems"
    TARGET = "Årsmål"
    CITY_TARGET = "KF:s årsmål"
    GOAL = "Mål"
    LEVEL = "Nivå"
    NUMBER = "Nummer"
    TEXT = "Text"
    EXPECTED = "Förväntat resultat"
    STATUS = "Läge"
    STARTS = "Startdatum"
    ENDS = "Slutdatum"
    DEVIATION = "Avvikelse"


OF_INDICATORS = tuple(Column)[:9]
OF_GOALS = tuple(Column)[9:]
ALIASES = {"kf:s indikatorer": Column.NAME, "enhetens indikatorer": Column.NAME, "kf-årsmål": Column.CITY_TARGET}
QUANTITIES = {"": None, "andel": Quantity.SHARE, "antal": Quantity.SUM}
DIRECTIONS = {
    "": Direction.UNSAID, "ej angiven": Direction.UNSAID, "inte angiven": Direction.UNSAID,
    "högre": Direction.HIGHER, "högre är bättre": Direction.HIGHER,
    "lägre": Direction.LOWER, "lägre är bättre": Direction.LOWER,
}  # fmt: skip
PERIODICITIES = {
    "": Periodicity.YEAR, "år": Periodicity.YEAR, "tertial": Periodicity.TERTIAL, "t": Periodicity.TERTIAL,
    "vb": Periodicity.ANNUAL_REPORT,
}  # fmt: skip
OWNERS = {"": Owner.COUNCIL, "kf": Owner.COUNCIL, "nämnd": Owner.BOARD, "nämnden": Owner.BOARD, "enhet": Owner.UNIT,
          "enheten": Owner.UNIT}  # fmt: skip
LEVELS = {
    "inriktningsmål": Level.DIRECTION, "verksamhetsmål": Level.OPERATION, "nämndmål": Level.BOARD,
    "åtagande": Level.COMMITMENT, "aktivitet": Level.ACTIVITY,
}  # fmt: skip
_OUTCOME = re.compile(r"utfall(?:\s+(t1|t2|vb))?(?:\s+(\d{4}))?(?:\s+(\S.*))?", re.IGNORECASE)
T = TypeVar("T")


@dataclass(frozen=True)
class Known:
    """What a document's indicators may name: its year, the boards by name, its goals by number and words."""

    year: int
    boards: Mapping[str, int]
    goals: frozenset[str] = frozenset()


# ---- Indicators -------------------------------------------------------------------------------------------------


def parse_indicators(lines: Sequence[Line], known: Known) -> tuple[list[IndicatorRow], list[PasteFault]]:
    """Indicators out of lines whose first tells the columns (OF_INDICATORS, and »Utfall T1 2026 Kungsholmen« of which
    period, year and board may be left out). Answers either rows or all the faults."""
    if len(lines) < 2:
        return [], [PasteFault(1, "Rad", "", "klistra in en rad med rubriker och minst en rad till.")]
    line, heads = lines[0]
    places, outcomes, faults = _heads(line, heads, known)
    rows = []
    for number, cells in lines[1:]:
        reader = _Row(number, cells, places)
        rows.append(_indicator(reader, outcomes, known))
        faults += reader.faults
    faults += _twice(lines[1:], places.get(Column.NAME))
    return ([], sorted(faults, key=lambda fault: fault.line)) if faults else (rows, [])


def _heads(line: int, heads: Sequence[str], known: Known) -> tuple[dict[Column, int], dict[int, Key], list[PasteFault]]:
    places, faults = _columns(line, heads, OF_INDICATORS, _OUTCOME.fullmatch)
    outcomes: dict[int, Key] = {}
    for place, head in enumerate(heads):
        if found := _OUTCOME.fullmatch(head):
            key = _key(found, known)
            if isinstance(key, str):
                faults.append(PasteFault(line, "Rubrik", head, key))
            elif key in outcomes.values():
                faults.append(PasteFault(line, "Rubrik", head, "rubriken står två gånger."))
            else:
                outcomes[place] = key
    if Column.NAME not in places and not faults:
        faults.append(PasteFault(line, "Rubrik", "", f"en kolumn måste heta {Column.NAME}."))
    return places, outcomes, faults


def _key(found: re.Match[str], known: Known) -> Key | str:
    """Which outcome a heading means, or what is wrong with it."""
    year = int(found[2]) if found[2] else known.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}."
    board = known.boards.get(found[3].strip()) if found[3] else None
    if found[3] and board is None:
        return f"nämnden är okänd i dokumentet. Skriv någon av {', '.join(known.boards)}, eller ingen."
    return year, Period(found[1].upper()) if found[1] else Period.VB, board


def _indicator(row: "_Row", outcomes: Mapping[int, Key], known: Known) -> IndicatorRow:
    unit = row.text(Column.UNIT, LONGEST_UNIT)
    goal = row.text(Column.GOAL, LONGEST_NAME)
    if goal and goal.casefold() not in known.goals:
        row.fault(Column.GOAL, goal, "målet finns inte i dokumentet. Skriv dess nummer eller hela dess text.")
    for column in (Column.TARGET, Column.CITY_TARGET):
        row.checked(column, lambda text: read_target(text, unit))
    found = {}
    for place, key in outcomes.items():
        if text := row.checked(place, lambda text: read_figure(text, unit)):
            found[key] = text
    return IndicatorRow(
        name=row.text(Column.NAME, LONGEST_NAME, needed=True),
        unit=unit,
        quantity=row.word(Column.QUANTITY, QUANTITIES, None),
        direction=row.word(Column.DIRECTION, DIRECTIONS, Direction.UNSAID),
        periodicity=row.word(Column.PERIODICITY, PERIODICITIES, Periodicity.YEAR),
        owner=row.word(Column.OWNER, OWNERS, Owner.COUNCIL),
        target=row.text(Column.TARGET),
        city_target=row.text(Column.CITY_TARGET),
        goal=goal,
        outcomes=found,
    )


# ---- Goals ------------------------------------------------------------------------------------------------------


def parse_goals(lines: Sequence[Line]) -> tuple[list[GoalRow], list[PasteFault]]:
    """Goals out of lines whose first tells the columns (OF_GOALS), in the order of the tree: each belongs to the
    nearest one above it that is higher. Answers either rows or all the faults."""
    if len(lines) < 2:
        return [], [PasteFault(1, "Rad", "", "klistra in en rad med rubriker och minst en rad till.")]
    line, heads = lines[0]
    places, faults = _columns(line, heads, OF_GOALS)
    for needed in (Column.LEVEL, Column.TEXT):
        if needed not in places and not faults:
            faults.append(PasteFault(line, "Rubrik", "", f"en kolumn måste heta {needed}."))
    rows = []
    for number, cells in lines[1:]:
        reader = _Row(number, cells, places)
        rows.append(_goal(reader))
        faults += reader.faults
    return ([], faults) if faults else (rows, [])


def _goal(row: "_Row") -> GoalRow:
    starts, ends = row.day(Column.STARTS), row.day(Column.ENDS)
    if starts and ends and ends < starts:
        row.fault(Column.ENDS, ends.isoformat(), "slutdatum är före startdatum.")
    return GoalRow(
        level=row.word(Column.LEVEL, LEVELS, Level.DIRECTION),
        text=row.text(Column.TEXT, 2_000, needed=True),
        number=row.text(Column.NUMBER, LONGEST_UNIT),
        expected=row.text(Column.EXPECTED, 2_000),
        status=row.text(Column.STATUS, LONGEST_NAME),
        deviation=row.text(Column.DEVIATION, 2_000),
        starts_on=starts,
        ends_on=ends,
    )


def parents(levels: Sequence[Level]) -> list[int | None]:
    """The place of each goal's parent: the nearest before it that is higher in the tree; None for one at the top."""
    found: list[int | None] = []
    for place, level in enumerate(levels):
        above = [before for before in range(place) if DEPTHS[levels[before]] < DEPTHS[level]]
        found.append(above[-1] if above else None)
    return found


# ---- What both need ---------------------------------------------------------------------------------------------


def _columns(
    line: int, heads: Sequence[str], expected: Sequence[Column], other: Callable[[str], object] | None = None
) -> tuple[dict[Column, int], list[PasteFault]]:
    """Where each column stands, and the headings that nobody knows or that stand twice."""
    names = {column.casefold(): column for column in expected} | {
        alias: column for alias, column in ALIASES.items() if column in expected
    }
    places: dict[Column, int] = {}
    faults = []
    for place, head in enumerate(heads):
        column = names.get(head.casefold())
        if column is None and head and not (other and other(head)):
            faults.append(PasteFault(line, "Rubrik", head, f"rubriken är okänd. Skriv {', '.join(expected)}."))
        elif column is not None and column in places:
            faults.append(PasteFault(line, "Rubrik", head, "rubriken står två gånger."))
        elif column is not None:
            places[column] = place
    return places, faults


def _twice(body: Sequence[Line], place: int | None) -> Iterator[PasteFault]:
    seen: set[str] = set()
    for line, cells in body:
        name = cells[place].casefold() if place is not None and place < len(cells) else ""
        if name and name in seen:
            yield PasteFault(line, Column.NAME, cells[place or 0], "indikatorn står på två rader.")
        seen.add(name)


class _Row:
    """A line being read; what is wrong with it gathers in `faults`."""

    def __init__(self, line: int, cells: Sequence[str], places: Mapping[Column, int]) -> None:
        self.line, self.cells, self.places, self.faults = line, cells, places, list[PasteFault]()

    def fault(self, column: Column | int, value: str, expected: str) -> None:
        where = column if isinstance(column, Column) else f"Kolumn {column + 1}"
        self.faults.append(PasteFault(self.line, where, value, expected))

    def cell(self, column: Column | int) -> str:
        place = self.places.get(column) if isinstance(column, Column) else column
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def text(self, column: Column, longest: int = LONGEST_NAME, *, needed: bool = False) -> str:
        found = self.cell(column)
        if needed and not found:
            self.fault(column, found, "uppgiften saknas.")
        if len(found) > longest:
            self.fault(column, f"{found[:20]}…", f"skriv högst {longest} tecken.")
        return found

    def checked(self, column: Column | int, read: Callable[[str], object]) -> str:
        """The cell as it is written, if `read` can make something of it."""
        found = self.cell(column)
        try:
            read(found)
        except ValueError as error:
            self.fault(column, found, str(error))
        return found

    def word(self, column: Column, words: Mapping[str, T], otherwise: T) -> T:
        found = self.cell(column)
        if found.casefold() not in words:
            self.fault(column, found, f"skriv något av {', '.join(word for word in words if word)}.")
        return words.get(found.casefold(), otherwise)

    def day(self, column: Column) -> date | None:
        found = self.cell(column)
        try:
            return date.fromisoformat(found) if found else None
        except ValueError:
            self.fault(column, found, "skriv datumet som ÅÅÅÅ-MM-DD.")
            return None
