"""Where the table lies in a file: its header, its data rows, and the lines around them that are no data."""

import re
from collections.abc import Iterable, Sequence

from audit.registers.rules.columns import is_heading
from audit.registers.rules.tables import RawRow, RawTable, SkippedLine, SkipReason
from audit.registers.rules.text import clean, one_line

PREAMBLE_LIMIT = 100
TOTAL = re.compile(r"\W*(summa|totalt?|delsumma|totalsumma|slutsumma)\b", re.IGNORECASE)
TOTALS = frozenset(word for plain in ("summa", "totalt") for word in (plain, plain.title(), plain.upper()))


def lay_out(records: Iterable[RawRow], *, encoding: str, separator: str | None) -> RawTable | None:
    """The table in `records` (every line of the file, split), or None where no line holds anything.

    The header is the line, among the first hundred, that names most known columns; where none does, the first one as
    wide as the widest. What stands before it, blank lines and total rows are skipped and listed.
    """
    lines = list(records)
    place = _header_place(lines)
    if place is None:
        return None
    header = tuple(one_line(clean(cell)) for cell in lines[place].cells)
    header = header[: max(index for index, heading in enumerate(header) if heading) + 1]
    rows: list[RawRow] = []
    skipped: list[SkippedLine] = []
    for index, row in enumerate(lines):
        reason = None if index == place else _why_skipped(row, before=index < place)
        if reason is not None:
            skipped.append(SkippedLine(row.line, reason))
        elif index != place:
            rows.append(_fitted(row, len(header)))
    return RawTable(encoding, separator, header, lines[place].line, tuple(rows), tuple(skipped))


def recognised(row: RawRow) -> int:
    """How many cells of `row` are headings of known columns."""
    return sum(is_heading(cell) for cell in row.cells if cell and len(cell) <= 80)


def _header_place(lines: Sequence[RawRow]) -> int | None:
    filled = [(index, row) for index, row in enumerate(lines[:PREAMBLE_LIMIT]) if not _is_blank(row)]
    if not filled:
        return next((index for index, row in enumerate(lines) if not _is_blank(row)), None)
    known = [recognised(row) for _, row in filled]
    if max(known) > 0:
        return filled[known.index(max(known))][0]
    widths = [sum(1 for cell in row.cells if cell.strip()) for _, row in filled]
    return filled[widths.index(max(widths))][0]


def _why_skipped(row: RawRow, *, before: bool) -> SkipReason | None:
    if _is_blank(row):
        return SkipReason.BLANK
    if before:
        return SkipReason.PREAMBLE
    return SkipReason.TOTAL if not row.problem and _is_total(row) else None


def _is_blank(row: RawRow) -> bool:
    return not clean("".join(row.cells))


def _is_total(row: RawRow) -> bool:
    first = next((cell for cell in row.cells if cell.strip()), "")
    return TOTAL.match(first) is not None or not TOTALS.isdisjoint(row.cells)


def _fitted(row: RawRow, width: int) -> RawRow:
    """`row` with exactly `width` cells; where it holds more it has lost its columns and cannot be trusted."""
    cells = row.cells
    if len(cells) == width or row.problem:
        return row
    if len(cells) < width:
        return RawRow(row.line, cells + ("",) * (width - len(cells)))
    if "".join(cells[width:]).strip():
        return RawRow(
            row.line, (), f"högst {width} fält på raden; den har {len(cells)}. Finns skiljetecknet inne i ett värde?"
        )
    return RawRow(row.line, cells[:width])
