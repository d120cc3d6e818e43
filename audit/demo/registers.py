"""Invented register extracts as the bytes of files, in the shape that the case system gives them."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from audit.demo.cases import CASE_COLUMNS, Cell, Row, Span, cases
from audit.demo.payments import ESTATE_COLUMNS, PAYMENT_COLUMNS, estates, payments

INVENTED = "UPPDIKTADE UPPGIFTER"
AMOUNTS = frozenset({"belopp", "beslutat_belopp", "tillgangar_kr", "begravningskostnad_kr", "utbetalt_kr"})


def case_file(seed: int, span: Span, boards: Iterable[str]) -> bytes:
    """The case register of `boards` (codes) as a clean CSV file."""
    return clean(CASE_COLUMNS, cases(seed, span, boards))


def payment_file(seed: int, span: Span, boards: Iterable[str]) -> bytes:
    """The payments of the period to the cases of `boards` as a clean CSV file."""
    return clean(PAYMENT_COLUMNS, payments(seed, span, cases(seed, span, boards)))


def estate_file(seed: int, span: Span, boards: Iterable[str]) -> bytes:
    """The estates of `boards` as a clean CSV file."""
    return clean(ESTATE_COLUMNS, estates(seed, span, boards))


def clean(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A CSV file with headings: UTF-8 with BOM, semicolons, days as ÅÅÅÅ-MM-DD, amounts with a comma."""
    lines = [columns, *([written(column, row[column]) for column in columns] for row in rows)]
    return joined(lines, ";", "\n").encode("utf-8-sig")


def joined(lines: Iterable[Sequence[str]], separator: str, end: str) -> str:
    return "".join(separator.join(line) + end for line in lines)


def written(column: str, cell: Cell) -> str:
    """A cell as it stands in a clean file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "J" if cell else "N"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace(".", ",") if column in AMOUNTS else str(cell)


def workbook(columns: Sequence[str], rows: Iterable[Row], *, title: str, made: datetime) -> bytes:
    """The same as an Excel workbook, its title on the first line and its days as real days."""
    # A tenth of a second to import, and wanted only for the example files.
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Utdrag")
        sheet.write_string(0, 0, title)
        sheet.write_row(2, 0, columns)
        for line, row in enumerate(rows, start=3):
            for place, column in enumerate(columns):
                cell = row[column]
                if isinstance(cell, date):
                    sheet.write_datetime(line, place, cell, day)
                elif isinstance(cell, bool):
                    sheet.write_string(line, place, written(column, cell))
                elif cell is not None:
                    sheet.write(line, place, float(cell) if column in AMOUNTS else cell)
    return target.getvalue()
