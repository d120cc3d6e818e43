"""A history as a file that a spreadsheet opens without carrying anything out: CSV and Excel."""

import io
from collections.abc import Iterable

from audit.registers.rules.error_list import harmless
from audit.reviews.operations.versions import HEADINGS, Row

# Excel takes no longer text in a cell.
LONGEST = 32_767


def as_csv(rows: Iterable[Row]) -> bytes:
    """With semicolons and a byte order mark, as Excel wants it in Sweden; every cell quoted, none of them a formula."""
    lines = [";".join(f'"{_quoted(cell)}"' for cell in row) for row in (HEADINGS, *rows)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _quoted(cell: str) -> str:
    return harmless(cell).replace('"', '""')


def as_workbook(rows: Iterable[Row]) -> bytes:
    """One sheet; every cell is text, so nothing in it is a formula or a link."""
    import xlsxwriter  # it takes its time, and few ask for it

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Historik")
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell[:LONGEST])
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 5, 14)
        sheet.set_column(6, 6, 50)
        sheet.set_column(7, 8, 12)
        sheet.set_column(9, 11, 40)
        sheet.set_column(12, 14, 22)
    return target.getvalue()
