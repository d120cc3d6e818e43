"""A report as a workbook: a sheet for each table with its figures as numbers, and one that says what they mean."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from audit.reports.content import HEAD_NAMES, Cell, Figure, Report, Row, RowKind, Table, Value

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT, MEANINGS, GROUP = "Om rapporten", "Förklaringar", "Fråga"
LONGEST_NAME, WIDEST, NARROWEST = 31, 60, 9
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
FORMATS = {int: "#,##0", Fraction: "0 %", Decimal: "#,##0.0", date: "yyyy-mm-dd"}
KRONOR, ORE = "#,##0.00", 2


def workbook(report: Report) -> bytes:
    """The report's tables as an XLSX file. The same report gives the same bytes. A text is never read as a formula."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": report.title, "author": report.head.administration, "created": _moment(report)})
        sheets = Sheets(book)
        sheets.add(ABOUT, ("Uppgift", "Innehåll"), [(row, False) for row in _about(report)])
        for table in report.tables():
            sheets.add(table.short or table.caption, headings(table), list(rows_of(table)))
        sheets.add(MEANINGS, ("Ord eller tabell", "Betydelse"), [(row, False) for row in _meanings(report)])
    return target.getvalue()


def _moment(report: Report) -> object:
    return report.dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _about(report: Report) -> Iterable[Sequence[Value]]:
    yield "Titel", report.title
    for name, said in HEAD_NAMES.items():
        yield said, getattr(report.head, name)
    if report.notice:
        yield "Anmärkning", report.notice


def _meanings(report: Report) -> Iterable[Sequence[Value]]:
    for definition in report.definitions:
        yield definition.term, definition.meaning
    for table in report.tables():
        for note in table.notes:
            yield table.caption, note


# ---- A table as rows of values ----------------------------------------------------------------------------------


def headings(table: Table) -> tuple[str, ...]:
    """What the columns of a table's sheet are called: a cell of several numbers is as many columns."""
    first = (GROUP,) if _grouped(table) else ()
    return (*first, *(name for column in table.columns for name in column.parts or (column.title,)))


def rows_of(table: Table) -> Iterable[tuple[tuple[Value, ...], bool]]:
    """The values of each row, and whether it is a sum. What stands over rows in a table stands in each of them here."""
    group: tuple[Value, ...] = ()
    for row in table.rows:
        if row.kind is RowKind.GROUP:
            group = (str(row.cells[0]),)
        else:
            yield (*group, *_values(row)), row.kind is RowKind.SUM


def _grouped(table: Table) -> bool:
    return any(row.kind is RowKind.GROUP for row in table.rows)


def _values(row: Row) -> Iterable[Value]:
    for cell in row.cells:
        yield from _value(cell)


def _value(cell: Cell) -> tuple[Value, ...]:
    if not isinstance(cell, Figure):
        return (cell,)
    return cell.value if isinstance(cell.value, tuple) else (cell.value,)


# ---- Sheets -----------------------------------------------------------------------------------------------------


class Sheets:
    """The sheets of a workbook that is being written, each under a name of its own."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._names: set[str] = set()
        self._formats: dict[tuple[str, bool], Any] = {}
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})

    def add(self, name: str, titles: Sequence[str], rows: Sequence[tuple[Sequence[Value], bool]]) -> None:
        """Write a sheet: its head stays in sight, and each column can be filtered."""
        sheet = self._book.add_worksheet(self._name(name))
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, self._head)
            sheet.set_column(place, place, _width([title, *(row[place] for row, _ in rows)]))
        for line, (row, is_sum) in enumerate(rows, start=1):
            for place, value in enumerate(row):
                self._write(sheet, (line, place), value, is_sum=is_sum)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(titles) - 1)

    def _write(self, sheet: Any, where: tuple[int, int], value: Value, *, is_sum: bool) -> None:
        shape = self._format(_format_of(value), is_sum)
        if isinstance(value, str):
            sheet.write_string(*where, value[:32_767], shape)
        elif isinstance(value, date):
            sheet.write_datetime(*where, value, shape)
        else:
            sheet.write_number(*where, float(value), shape)

    def _format(self, number: str, is_sum: bool) -> Any:
        key = (number, is_sum)
        if key not in self._formats:
            look = {"num_format": number} if number else {"text_wrap": True, "valign": "top"}
            self._formats[key] = self._book.add_format({**look, **({"bold": True, "top": 1} if is_sum else {})})
        return self._formats[key]

    def _name(self, wanted: str) -> str:
        plain = NOT_IN_NAMES.sub(" ", wanted).strip()
        name, number = plain[:LONGEST_NAME], 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[: LONGEST_NAME - len(f' {number}')]} {number}"
        self._names.add(name.casefold())
        return name


def _format_of(value: Value) -> str:
    """How a value is shown in its cell: kronor with their öre, other decimal numbers with one decimal."""
    if isinstance(value, Decimal) and value.as_tuple().exponent == -ORE:
        return KRONOR
    return next((FORMATS[kind] for kind in FORMATS if isinstance(value, kind)), "")


def _width(values: Sequence[Value]) -> int:
    longest = max(len(str(value)) if isinstance(value, str) else NARROWEST for value in values)
    return min(max(longest + 2, NARROWEST), WIDEST)
