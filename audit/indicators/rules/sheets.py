"""A table of figures as plain rows and columns: read whole out of lines, or refused with every fault."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from audit.comparison.rules import Line, PasteFault
from audit.indicators.rules.numbers import read_figure, said, said_of_years

MOST_ROWS, MOST_COLUMNS, LONGEST_LABEL = 200, 30, 120
_OF_YEARS = re.compile(r"(år|året|årtal)\b", re.IGNORECASE)
PARTS = "|"
"""What parts table, row and column where a rule names a figure, so that no name may hold it."""


@dataclass(frozen=True)
class Sheet:
    """A table by its caption. Each row is its label with a cell, as it was written, for each of the columns."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    unit: str = ""

    def row_labels(self) -> tuple[str, ...]:
        return tuple(label for label, _ in self.rows)

    def value(self, row: str, column: str) -> Decimal | None:
        """The figure there; None where it is missing. KeyError for a row or column that the table hasn't."""
        return read_figure(self._cells[row, column], self.unit)

    def holds_year(self, row: str, column: str) -> bool:
        """Whether the figure there may be a year, as its row or column or the table's unit says (»Årtal«, »Året«)."""
        return any(_OF_YEARS.match(name) for name in (row, column, self.unit))

    def told(self, row: str, column: str) -> str:
        """The figure there in Swedish, or a dash. KeyError for a row or column that the table hasn't."""
        value = self.value(row, column)
        if value is None:
            return "–"
        return said_of_years(value) if self.holds_year(row, column) else said(value)

    @cached_property
    def _cells(self) -> dict[tuple[str, str], str]:
        return {
            (label, column): cell
            for label, cells in self.rows
            for column, cell in zip(self.columns, cells, strict=True)
        }

    def as_lists(self) -> list[list[str]]:
        return [[self.corner, *self.columns], *([label, *cells] for label, cells in self.rows)]

    def as_text(self) -> str:
        """The table as it would be pasted."""
        return "\n".join("\t".join(row) for row in self.as_lists())


def sheet_of(caption: str, lists: Sequence[Sequence[str]], unit: str = "") -> Sheet:
    """A table out of the lists that it is kept as."""
    (corner, *columns), *rows = lists
    return Sheet(caption, corner, tuple(columns), tuple((label, tuple(cells)) for label, *cells in rows), unit)


def read_sheet(lines: Sequence[Line], *, caption: str, unit: str = "") -> tuple[Sheet | None, list[PasteFault]]:
    """A table out of pasted lines or those of a file: the first line names the columns, each other one is a row that
    begins with its name. An empty cell is a missing figure. Answers the table, or all the faults with row and column.
    """
    if len(lines) < 2:
        return None, [PasteFault(1, "Rad", "", "klistra in en rad med rubriker och minst en rad med siffror.")]
    (first, (corner, *heads)), *body = lines
    while heads and not heads[-1]:
        heads.pop()
    faults = [*_head_faults(first, heads), *_row_faults(body), *_cell_faults(body, heads, unit)]
    if faults:
        return None, sorted(faults, key=lambda fault: fault.line)
    rows = tuple((cells[0], tuple(_padded(cells[1:], len(heads)))) for _, cells in body)
    return Sheet(caption, corner, tuple(heads), rows, unit), []


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * width][:width]


def _head_faults(line: int, heads: Sequence[str]) -> Iterator[PasteFault]:
    if not heads:
        yield PasteFault(line, "Rubrik", "", "skriv minst en kolumnrubrik efter den första.")
    if len(heads) > MOST_COLUMNS:
        yield PasteFault(line, "Rubrik", str(len(heads)), f"en tabell kan ha högst {MOST_COLUMNS} kolumner.")
    for place, head in enumerate(heads):
        yield from _name_faults(line, f"Rubrik {place + 2}", head, head in heads[:place])


def _row_faults(body: Sequence[Line]) -> Iterator[PasteFault]:
    if len(body) > MOST_ROWS:
        yield PasteFault(body[0][0], "Rad", str(len(body)), f"en tabell kan ha högst {MOST_ROWS} rader.")
    seen: set[str] = set()
    for line, cells in body:
        yield from _name_faults(line, "Radens namn", cells[0], cells[0] in seen)
        seen.add(cells[0])


def _name_faults(line: int, where: str, name: str, seen: bool) -> Iterator[PasteFault]:
    if not name:
        yield PasteFault(line, where, name, "namnet saknas.")
    elif seen:
        yield PasteFault(line, where, name, "namnet står två gånger. Ge dem olika namn.")
    if PARTS in name:
        yield PasteFault(line, where, name, f"ett namn kan inte innehålla tecknet {PARTS}.")
    if len(name) > LONGEST_LABEL:
        yield PasteFault(line, where, f"{name[:20]}…", f"ett namn kan ha högst {LONGEST_LABEL} tecken.")


def _cell_faults(body: Sequence[Line], heads: Sequence[str], unit: str) -> Iterator[PasteFault]:
    for line, (_, *cells) in body:
        for head, cell in zip(heads, cells, strict=False):
            try:
                read_figure(cell, unit)
            except ValueError as error:
                yield PasteFault(line, head, cell, str(error))
        if any(cells[len(heads) :]):
            yield PasteFault(line, "Rad", "; ".join(cells[len(heads) :]), "raden har fler kolumner än rubriken.")
