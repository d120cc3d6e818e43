"""What a report consists of, as plain values: every rendering shows these and computes nothing of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RowKind(StrEnum):
    """What a row of a table is: figures, a heading over the rows that follow (one cell), or a sum."""

    PLAIN = "plain"
    GROUP = "group"
    SUM = "sum"


@dataclass(frozen=True)
class Column:
    """A column's heading. `share` is its width in relation to the other columns, 1 or more."""

    title: str
    numeric: bool = False
    share: int = 1


@dataclass(frozen=True)
class Row:
    """The cells of a row, as they are printed. A row of kind GROUP has one, which stands across all columns."""

    cells: tuple[str, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True)
class Table:
    """A table with its caption and the notes under it. The first cell of a row is its heading."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A piece of running text: one paragraph, or the points of a list. Line breaks are kept as typed."""

    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True)
class Section:
    """A heading (level 1–3) with its text and tables. `key` names a section whose text can be edited."""

    heading: str
    level: int
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Head:
    """What stands at the top of a tjänsteutlåtande, each as text; a dash where it is not known yet."""

    administration: str
    department: str
    officer: str
    registry_number: str
    dated_on: str
    recipient: str


@dataclass(frozen=True)
class Report:
    """A whole report: head, title, the sections of the tjänsteutlåtande, and those of its annex.

    `notice` is a line that must stand above everything else, or empty. `dated` is the moment that the file carries as
    its own: the report's day, never the day of printing, so that the same report is the same file.
    """

    title: str
    head: Head
    notice: str
    sections: tuple[Section, ...]
    annex: tuple[Section, ...]
    dated: datetime

    @property
    def parts(self) -> tuple[Section, ...]:
        """All sections in the order of the document."""
        return self.sections + self.annex

    def tables(self) -> Iterator[Table]:
        """All tables in the order of the document."""
        for section in self.parts:
            yield from section.tables
