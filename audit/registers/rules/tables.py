"""What passes between reading and judging a register extract, as plain frozen data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Value = str | int | bool | None


class RegisterKind(StrEnum):
    CASES = "arenden"
    PAYMENTS = "utbetalningar"
    ESTATES = "boutredningar"


class SkipReason(StrEnum):
    PREAMBLE = "inledning"
    BLANK = "tom"
    TOTAL = "summa"


class RawRow(NamedTuple):
    """One data row as it stood: its line in the file, its cells, and why it cannot be split (normally empty)."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""


class SkippedLine(NamedTuple):
    line: int
    reason: SkipReason


class Change(NamedTuple):
    """A column that was dropped or pseudonymised before anything was written, and why, in words."""

    header: str
    why: str


@dataclass(frozen=True)
class RawTable:
    """A file as a table. Every row has as many cells as the header, unless it carries a problem.

    `header_row` is the header's line in the file (the first line is 1). `encoding` is `xlsx` for a workbook, which has
    no separator. `sanitised` tells that forbidden columns and personnummer are gone (`changes` says which).
    """

    encoding: str
    separator: str | None
    header: tuple[str, ...]
    header_row: int
    rows: tuple[RawRow, ...]
    skipped: tuple[SkippedLine, ...] = ()
    sanitised: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def dropped(self) -> tuple[str, ...]:
        """The headings of the columns that were dropped."""
        return tuple(change.header for change in self.changes if change.header not in self.header)


class Cell(NamedTuple):
    """One judged cell: its normalised value, or what was expected instead; perhaps something to tell."""

    value: Value
    error: str = ""
    notice: str = ""
    flag: str = ""


class Notice(NamedTuple):
    """Something to know about a row: an adjustment that was made, or (as a flag) a suspicion to look at."""

    row: int
    column: str
    what: str


class Fault(NamedTuple):
    """Something that stops the import: where, what stood there, and what was expected. Row 0 is the whole file."""

    row: int
    column: str
    value: str
    expected: str


@dataclass(frozen=True)
class Unit:
    """One unit of the extract, normalised: ISO dates, amounts as decimal strings, whole numbers, booleans, None.

    `folded` are the rows merged into it; `counterpart` is the row of the payment that reverses it or is reversed by it.
    """

    row: int
    values: dict[str, Value]
    folded: tuple[int, ...] = ()
    counterpart: int | None = None


@dataclass(frozen=True)
class CheckedExtract:
    """The verdict on a whole extract: its units, or every error. With any error there are no units.

    `rows` are the data rows read, `merged` those folded into another, `accepted` the units that would be stored.
    """

    kind: RegisterKind
    rows: int = 0
    accepted: int = 0
    skipped: int = 0
    merged: int = 0
    units: tuple[Unit, ...] = ()
    notices: tuple[Notice, ...] = ()
    flags: tuple[Notice, ...] = ()
    errors: tuple[Fault, ...] = ()
