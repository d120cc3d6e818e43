"""XLSX workbooks: guarded against files that swell when unpacked, their cells turned into text without loss."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from audit.registers.refusals import UnreadableError
from audit.registers.rules.layout import PREAMBLE_LIMIT, lay_out, recognised
from audit.registers.rules.tables import RawRow, RawTable

MAX_UNPACKED = 300_000_000
MAX_COLUMNS = 100
MAX_CELLS = 20_000_000
UNREADABLE = "en hel XLSX-arbetsbok; filen är skadad eller något annat än en arbetsbok"

FAR_COLUMN = re.compile(rb' r="([A-Za-z]{2,})[0-9]')
FAR_ROW = re.compile(rb' r="[A-Za-z]*([0-9]{5,})"')
TIDY = bytes.maketrans(b"\t\r\n'", b'   "')
SHEET = b"sheetData"
DECLARES = b"<!DOCTYPE"
NEAR_COLUMNS = 26
NEAR_ROWS = 9_999

Scalar = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(data: bytes, *, max_rows: int, max_unpacked: int = MAX_UNPACKED) -> RawTable:
    """The table in the XLSX workbook `data`: the visible sheet with most known headings. Raises UnreadableError."""
    _guard(data, max_rows, max_unpacked)
    tables = [table for rows in _sheets(data) if (table := lay_out(rows, encoding="xlsx", separator=None))]
    if not tables:
        raise UnreadableError("en arbetsbok med innehåll; alla blad är tomma")
    return max(tables, key=lambda table: recognised(RawRow(table.header_row, table.header)))


def read_workbook_rows(data: bytes, *, max_rows: int) -> list[RawRow]:
    """The rows of the first visible sheet that holds anything, none taken for a heading or a total."""
    _guard(data, max_rows, MAX_UNPACKED)
    for rows in _sheets(data):
        if filled := [row for row in rows if any(cell.strip() for cell in row.cells)]:
            return filled
    raise UnreadableError("en arbetsbok med innehåll; alla blad är tomma")


def _guard(data: bytes, max_rows: int, max_unpacked: int) -> None:
    """Refuse what is no workbook, swells beyond all reason, or reaches so far that reading it would take all memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                raise UnreadableError("en CSV-fil eller en XLSX-arbetsbok; det här är en annan sorts packad fil")
            if sum(entry.file_size for entry in packed.infolist()) > max_unpacked:
                raise UnreadableError(f"en arbetsbok på högst {max_unpacked // 1_000_000} MB uppackad")
            for entry in packed.infolist():
                part = packed.read(entry)
                if DECLARES in part[:1000]:  # an entity may stand for as much as one likes
                    raise UnreadableError(UNREADABLE)
                if SHEET in part:
                    _guard_extent(part, max_rows)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise UnreadableError(UNREADABLE) from error


def _guard_extent(part: bytes, max_rows: int) -> None:
    """The reader lays out every cell between the first and the last: so few far-off ones may exist."""
    tidy = part.translate(TIDY).replace(b" =", b"=").replace(b"= ", b"=")
    columns = max(map(_column_number, set(FAR_COLUMN.findall(tidy))), default=NEAR_COLUMNS)
    if columns > MAX_COLUMNS:
        raise UnreadableError(f"högst {MAX_COLUMNS} kolumner; arbetsboken har celler långt till höger om dem")
    rows = max(map(int, set(FAR_ROW.findall(tidy))), default=NEAR_ROWS)
    if rows > max_rows + PREAMBLE_LIMIT or rows * columns > MAX_CELLS:
        raise UnreadableError(f"högst {max_rows} rader; arbetsboken har celler långt nedanför dem")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number


def _sheets(data: bytes) -> Iterator[list[RawRow]]:
    """The rows of every visible sheet."""
    with _reading(), CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                yield _rows(book.get_sheet_by_name(about.name))


@contextmanager
def _reading() -> Iterator[None]:
    """What the reader says of a damaged workbook, in our words. It panics at impossible dates, beyond any Exception."""
    try:
        yield
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise UnreadableError(UNREADABLE) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise UnreadableError(UNREADABLE) from error


def _rows(sheet: CalamineSheet) -> list[RawRow]:
    cells = sheet.to_python(skip_empty_area=False)
    return [
        RawRow(line, tuple([value if type(value) is str else as_text(value) for value in row]))
        for line, row in enumerate(cells, start=1)
    ]


def as_text(value: Scalar) -> str:
    """A cell's value as it would stand in a CSV file: whole numbers without decimals, dates in ISO form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    """A number as text, without the noise beyond the sixth decimal that binary fractions bring along."""
    if value.is_integer():
        return str(int(value))
    return f"{value:.6f}".rstrip("0").rstrip(".")
