"""Every cell of a table judged by its column; the rows of the same line kept together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from audit.registers.rules.boards import KnownBoard, read_board
from audit.registers.rules.codes import Codes
from audit.registers.rules.columns import Column, Holds
from audit.registers.rules.personnummer import HIDDEN, MARK, mentions_personnummer, pseudonym, read_person
from audit.registers.rules.tables import Cell, Fault, Notice, RawTable, Value
from audit.registers.rules.text import clean, one_line, readings
from audit.registers.rules.values import (
    read_amount,
    read_code,
    read_count,
    read_date,
    read_id,
    read_period,
    read_text,
    read_year,
    read_yes_no,
)

SHOWN_LENGTH = 40
EMPTY = Cell(None)

Reader = Callable[[str], Cell]
Advance = Callable[[int, int], None]


def nobody_waits(done: int, total: int) -> None:
    """Told how far the work has come where nobody wants to know."""


@dataclass(frozen=True)
class Yardstick:
    """What cells are measured by: the known boards, the valid codes, today, and the pseudonym key."""

    boards: Sequence[KnownBoard]
    codes: Codes
    today: date
    key: bytes


@dataclass(slots=True)
class JudgedRow:
    """A data row with its normalised values; `faulty` are the columns that could not be read ("" for the row)."""

    line: int
    values: dict[str, Value] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)


@dataclass
class Findings:
    """What has been found so far. The order is put right at the end."""

    notices: list[Notice] = field(default_factory=list)
    flags: list[Notice] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)


def judge_rows(
    table: RawTable,
    picked: Sequence[tuple[int, Column]],
    yardstick: Yardstick,
    findings: Findings,
    advance: Advance = nobody_waits,
) -> list[JudgedRow]:
    """Every data row of the sanitised `table`, read by the `picked` columns (index in the row, column).

    `advance` is told how many of the columns are judged, and of how many.
    """
    judged = [JudgedRow(row.line) for row in table.rows]
    for raw, row in zip(table.rows, judged, strict=True):
        if raw.problem:
            row.faulty.add("")
            findings.errors.append(Fault(raw.line, "", "", raw.problem))
    for done, (index, column) in enumerate(picked, start=1):
        _judge_column(table, index, column, judged, yardstick, findings)
        advance(done, len(picked))
    return judged


def _judge_column(
    table: RawTable,
    index: int,
    column: Column,
    judged: Sequence[JudgedRow],
    yardstick: Yardstick,
    findings: Findings,
) -> None:
    read = reader_for(column, yardstick)
    seen: dict[str, tuple[Value, Cell | None]] = {}
    for raw, row in zip(table.rows, judged, strict=True):
        if raw.problem:
            continue
        text = raw.cells[index]
        known = seen.get(text)
        if known is None:
            cell = read_cell(text, column, read)
            known = seen[text] = cell.value, cell if any(cell[1:]) else None
        row.values[column.name], told = known
        if told is not None:
            _tell(told, row, column.name, text, findings)


def _tell(cell: Cell, row: JudgedRow, column: str, text: str, findings: Findings) -> None:
    if cell.error:
        row.faulty.add(column)
        findings.errors.append(Fault(row.line, column, shown(text), cell.error))
    if cell.notice:
        findings.notices.append(Notice(row.line, column, cell.notice))
    if cell.flag:
        findings.flags.append(Notice(row.line, column, cell.flag))


def read_cell(raw: str, column: Column, read: Reader) -> Cell:
    """One cell: empty, refused as a personnummer in the wrong place, or what its reader makes of it."""
    text = clean(raw)
    if not text:
        return Cell(None, "ett värde; uppgiften får inte saknas") if column.required else EMPTY
    if column.holds is not Holds.PERSON and text.startswith(MARK):
        return Cell(None, "ett pseudonymt id i stället för ett personnummer")
    return read(text)


def reader_for(column: Column, yardstick: Yardstick) -> Reader:
    """The reader of a column's cells."""
    today = yardstick.today
    valid = yardstick.codes.valid(column.name)
    readers: dict[Holds, Reader] = {
        Holds.ID: read_id,
        Holds.BOARD: partial(read_board, boards=yardstick.boards),
        Holds.PERSON: lambda text: read_person(pseudonym(text, key=yardstick.key, today=today)),
        Holds.DATE: partial(read_date, today=today),
        Holds.PERIOD: partial(read_period, today=today),
        Holds.AMOUNT: read_amount,
        Holds.COUNT: read_count,
        Holds.YEAR: partial(read_year, today=today),
        Holds.YES_NO: read_yes_no,
        Holds.CODE: partial(_read_code, lookup=yardstick.codes.lookup(column.name), valid=valid),
        Holds.TEXT: read_text,
    }
    return readers[column.holds]


def _read_code(text: str, *, lookup: dict[str, str], valid: tuple[str, ...]) -> Cell:
    tried = [read_code(reading, lookup=lookup, valid=valid) for reading in readings(text)]
    return next((cell for cell in tried if not cell.error), tried[0])


def shown(text: str) -> str:
    """A faulty value as it may be shown: on one line, not too long, and hidden where it may be a personnummer."""
    if mentions_personnummer(clean(text)):
        return HIDDEN
    line = one_line(text)
    return line if len(line) <= SHOWN_LENGTH else line[:SHOWN_LENGTH] + "…"
