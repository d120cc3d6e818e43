"""A frame out of a CSV file: its units with the lines they stand on, or all that is wrong with the file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from audit.registers.rules.values import read_amount
from sampling import Unit, clean

ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
SEPARATORS = {";": "semikolon", "\t": "tabb", ",": "komma"}
WHOLE_FRAME = "alla"


@dataclass(frozen=True)
class FileFault:
    """One fault in a file, in Swedish: the line (0 for the whole file), the column and value if any."""

    row: int
    what: str
    column: str | None = None
    value: str | None = None


class FrameFileError(ValueError):
    """A file that no frame can be read from; `faults` holds all that is wrong with it."""

    def __init__(self, faults: list[FileFault]) -> None:
        super().__init__("; ".join(f"{fault.row}: {fault.what}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class FrameFile:
    """What was read: the units, the lines that don't fit, how the file was understood, empty lines left out.

    `amounts` are in öre by the cleaned ids, where a column of them was asked for; an empty cell is None.
    """

    units: list[Unit]
    faults: list[FileFault]
    encoding: str
    separator: str
    skipped: int
    amounts: dict[str, int | None] | None = None


@dataclass(frozen=True)
class Line:
    """A record of the file: the line that it starts on, from 1, and its cells."""

    row: int
    cells: list[str]

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def read_frame_file(
    content: bytes, *, id_column: str, stratum_column: str | None, amount_column: str | None = None
) -> FrameFile:
    """Read the columns of a frame. Without a column of strata all units stand in one, »alla«.

    An empty line in a file of one column is a unit without id, except at the end of the file.
    """
    wanted = [clean(column) for column in (id_column, stratum_column) if column is not None]
    columns = [*wanted, *([clean(amount_column)] if amount_column is not None else [])]
    text, encoding = _decode(content)
    separator, lines = _recognise(text, columns)
    header, *rows = lines
    places = [_place(header, column) for column in wanted]
    while rows and rows[-1].blank:
        rows.pop()
    kept = [line for line in rows if not line.blank or len(header.cells) == 1]
    faults = [fault for line in kept if (fault := _too_wide(line, len(header.cells)))]
    units = [Unit(_cell(line, places[0]), _stratum(line, places), line.row) for line in kept]
    skipped = len(lines) - 1 - len(kept)
    if amount_column is None:
        return FrameFile(units, faults, encoding, SEPARATORS[separator], skipped)
    place = _place(header, clean(amount_column))
    faults += [fault for line in kept if (fault := _not_an_amount(line, place, amount_column))]
    amounts = {clean(unit.id): _oren(_cell(line, place)) for unit, line in zip(units, kept, strict=True)}
    return FrameFile(units, faults, encoding, SEPARATORS[separator], skipped, amounts)


def _oren(text: str) -> int | None:
    """Kronor as whole öre; None where the cell is empty or no amount. »250-« is 250 below zero, as in the registers."""
    value = read_amount(text).value if text.strip() else None
    return None if value is None else int(Decimal(str(value)).scaleb(2))


def _not_an_amount(line: Line, place: int, column: str) -> FileFault | None:
    text = _cell(line, place)
    if not text.strip() or read_amount(text).value is not None:
        return None
    return FileFault(line.row, f"Väntade {read_amount(text).error}.", column, text)


def _decode(content: bytes) -> tuple[str, str]:
    if not content.strip():
        raise FrameFileError([FileFault(0, "Filen är tom.")])
    for encoding, name in ENCODINGS.items():
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise FrameFileError([FileFault(0, "Filen är inte en CSV-fil i UTF-8 eller Windows-1252.")])


def _recognise(text: str, wanted: list[str]) -> tuple[str, list[Line]]:
    """Take the first separator that gives the wanted columns, else the one that gives the most columns."""
    headers = {separator: _header(text, separator) for separator in SEPARATORS}
    fitting = [separator for separator in SEPARATORS if set(wanted) <= set(headers[separator])]
    chosen = fitting[0] if fitting else max(SEPARATORS, key=lambda separator: len(headers[separator]))
    lines = list(_lines(text, chosen))
    first = next((place for place, line in enumerate(lines) if not line.blank), None)
    if first is None:
        raise FrameFileError([FileFault(0, "Filen är tom.")])
    header = Line(lines[first].row, [clean(cell) for cell in lines[first].cells])
    faults = list(_header_faults(header, wanted))
    if faults:
        raise FrameFileError(faults)
    return chosen, [header, *lines[first + 1 :]]


def _header(text: str, separator: str) -> list[str]:
    try:
        line = next((line for line in _lines(text, separator) if not line.blank), Line(0, []))
    except FrameFileError:
        return []
    return [clean(cell) for cell in line.cells]


def _header_faults(header: Line, wanted: list[str]) -> Iterator[FileFault]:
    present = ", ".join(name for name in header.cells if name)
    for column in wanted:
        if column not in header.cells:
            yield FileFault(header.row, f"Kolumnen saknas. Filens kolumner är: {present}.", column)
        elif header.cells.count(column) > 1:
            yield FileFault(header.row, "Kolumnen finns flera gånger. Ge dem olika namn.", column)


def _lines(text: str, separator: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = 'Raden går inte att läsa: ett citattecken (") saknar sitt par.'
            raise FrameFileError([FileFault(row, what)]) from error
        yield Line(row, cells)
        row = reader.line_num + 1


def _place(header: Line, column: str) -> int:
    return header.cells.index(column)


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


def _stratum(line: Line, places: list[int]) -> str:
    return _cell(line, places[1]) if len(places) > 1 else WHOLE_FRAME


def _too_wide(line: Line, columns: int) -> FileFault | None:
    extra = [cell for cell in line.cells[columns:] if cell.strip()]
    if not extra:
        return None
    return FileFault(line.row, f"Raden har {len(line.cells)} kolumner, rubrikraden {columns}.", value=extra[0])
