"""CSV files: their encoding and separator recognised or given, their lines split with the numbers kept."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from audit.registers.refusals import UnreadableError
from audit.registers.rules.layout import PREAMBLE_LIMIT, lay_out, recognised
from audit.registers.rules.tables import RawRow, RawTable

SEPARATORS = (";", "\t", ",")
ENCODINGS = ("utf-8-sig", "cp1252")
LONGEST_RECORD = 100
LONGEST_LINE = 100_000
WIDE_MARKS = (BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_LE, BOM_UTF32_BE)
BINARY = re.compile("[\0-\x08\x0e-\x19\x1b-\x1f]")
DOS_END = "\x1a"


def read_delimited(data: bytes, *, max_rows: int, encoding: str | None, separator: str | None) -> RawTable:
    """The table in the CSV file `data`. Raises UnreadableError."""
    text, used = _decoded(data, encoding)
    lines = io.StringIO(text.rstrip(DOS_END), newline="").readlines()
    if len(lines) > max_rows + PREAMBLE_LIMIT:
        raise UnreadableError(f"högst {max_rows} rader; filen har {len(lines)}")
    if max(map(len, lines), default=0) > LONGEST_LINE:
        raise UnreadableError(f"rader på högst {LONGEST_LINE} tecken; filen har en längre")
    chosen = separator or _separator(lines)
    table = lay_out(split(lines, chosen), encoding=used, separator=chosen)
    if table is None:
        raise UnreadableError("en fil med innehåll; filen har bara tomma rader")
    return table


def read_delimited_rows(data: bytes, *, max_rows: int) -> list[RawRow]:
    """The lines that hold anything, split by the first of the separators that the first one has."""
    lines = io.StringIO(_decoded(data, None)[0].rstrip(DOS_END), newline="").readlines()
    if len(lines) > max_rows or max(map(len, lines), default=0) > LONGEST_LINE:
        raise UnreadableError(f"högst {max_rows} rader, var och en på högst {LONGEST_LINE} tecken")
    first = next((line for line in lines if line.strip()), "")
    chosen = next((separator for separator in SEPARATORS if separator in first), SEPARATORS[0])
    return [row for row in split(lines, chosen) if any(cell.strip() for cell in row.cells)]


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str]:
    """The text, and the encoding it was in. Never guessed beyond UTF-8 and Windows-1252."""
    if encoding is None and data.startswith(WIDE_MARKS):
        raise UnreadableError("kodningen UTF-8 eller Windows-1252; filen är sparad som UTF-16 (»Unicode-text«)")
    for candidate in [encoding] if encoding else ENCODINGS:
        codec = "utf-8-sig" if candidate == "utf-8" else candidate
        try:
            text = data.decode(codec)
        except UnicodeError:
            continue
        if BINARY.search(text.rstrip(DOS_END)):
            raise UnreadableError(
                "en textfil; filen innehåller tecken som inte hör hemma i text, eller har en annan kodning"
            )
        return text.removeprefix(BOM_UTF8.decode("cp1252")), codec
    raise UnreadableError(f"text i kodningen {encoding or 'UTF-8 eller Windows-1252'}; filen går inte att läsa så")


def _separator(lines: Sequence[str]) -> str:
    """The separator that finds most known headings; where none does, the one that splits most evenly."""
    return max(SEPARATORS, key=lambda separator: _fitness(lines, separator))


def _fitness(lines: Sequence[str], separator: str) -> tuple[int, int]:
    rows = list(islice(split(lines, separator), PREAMBLE_LIMIT))
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    usual = widths.most_common(1)[0] if widths else (0, 0)
    return max(map(recognised, rows), default=0), usual[0] * usual[1]


def split(lines: Sequence[str], separator: str) -> Iterator[RawRow]:
    """Each record of the file with the number of its first line; a quoted cell may hold line breaks.

    A line whose quotation marks do not add up becomes a row with a problem, and reading goes on with the next line.
    """
    place = 0
    while place < len(lines):
        line = lines[place].rstrip("\r\n")
        taken, problem = 1, ""
        if '"' not in line:
            cells = line.split(separator)
        else:
            cells, taken = _quoted(lines, place, separator)
            if not taken:
                cells, taken = line.split(separator), 1
                problem = "citattecken som hör ihop två och två; raden kan inte delas upp i fält"
        yield RawRow(place + 1, tuple(cells), problem)
        place += taken


def _quoted(lines: Sequence[str], place: int, separator: str) -> tuple[list[str], int]:
    """The record that begins at `place`, and how many lines it takes up: 0 where it cannot be read."""
    reader = csv.reader(lines[place : place + LONGEST_RECORD], delimiter=separator, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return [], 0
