"""Small register files as a case system would write them. Everything in them is invented."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

from audit.registers.examining import Examination, examine
from audit.registers.rules import CheckedExtract, Codes, Fault, KnownBoard, Notice, RegisterKind

TODAY = date(2026, 11, 1)
KEY = b"a key for tests only"
BOARDS = (
    KnownBoard("K", "Kungsholmen"),
    KnownBoard("N", "Norrmalm"),
    KnownBoard("Ö", "Östermalm"),
    KnownBoard("S", "Södermalm"),
)
PUBLISHED = "201701012393"
"""A personnummer that Skatteverket publishes for testing."""

CASE = {"namnd_kod": "Kungsholmen", "arende_id": "A1", "beslutsdatum": "2026-03-02"}
PAYMENT = {
    "namnd_kod": "Norrmalm",
    "arende_id": "A1",
    "utbetalning_id": "U1",
    "period": "202603",
    "utbetalningsdatum": "2026-03-25",
    "belopp": "1 870,00",
    "andamal": "hyra",
    "status": "betald",
}
ESTATE = {"namnd_kod": "Östermalm", "bo_id": "B1", "avliden_dag": "2026-01-15"}

Row = Mapping[str, object]


def cases(*changes: Row) -> list[Row]:
    """One case row for each of `changes`, with an id of its own unless the change says otherwise."""
    return [{**CASE, "arende_id": f"A{number}", **change} for number, change in enumerate(changes, start=1)]


def payments(*changes: Row) -> list[Row]:
    return [{**PAYMENT, "utbetalning_id": f"U{number}", **change} for number, change in enumerate(changes, start=1)]


def estates(*changes: Row) -> list[Row]:
    return [{**ESTATE, "bo_id": f"B{number}", **change} for number, change in enumerate(changes, start=1)]


def columns_of(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def csv_text(rows: Sequence[Row], *, separator: str = ";", newline: str = "\n") -> str:
    columns = columns_of(rows)
    lines = [columns, *([str(row.get(column, "")) for column in columns] for row in rows)]
    return "".join(separator.join(line) + newline for line in lines)


def csv_file(rows: Sequence[Row], *, encoding: str = "utf-8-sig", separator: str = ";", newline: str = "\n") -> bytes:
    return csv_text(rows, separator=separator, newline=newline).encode(encoding)


def xlsx_lines(*sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook with one sheet for each of `sheets`; dates become real Excel dates."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for lines in sheets:
            sheet = book.add_worksheet()
            for line, cells in enumerate(lines):
                for place, value in enumerate(cells):
                    if isinstance(value, date):
                        sheet.write_datetime(line, place, value, day)
                    else:
                        sheet.write(line, place, value)
    return stream.getvalue()


def xlsx_file(rows: Sequence[Row]) -> bytes:
    columns = columns_of(rows)
    return xlsx_lines([columns, *([row.get(column, "") for column in columns] for row in rows)])


def examined(
    data: bytes,
    kind: str = "arenden",
    *,
    boards: Sequence[KnownBoard] = BOARDS,
    encoding: str | None = None,
    separator: str | None = None,
) -> Examination:
    return examine(
        data,
        kind=RegisterKind(kind),
        boards=boards,
        codes=Codes(),
        today=TODAY,
        key=KEY,
        encoding=encoding,
        separator=separator,
    )


def checked(data: bytes, kind: str = "arenden", *, boards: Sequence[KnownBoard] = BOARDS) -> CheckedExtract:
    return examined(data, kind, boards=boards).checked


def both_ways(rows: Sequence[Row], kind: str = "arenden") -> CheckedExtract:
    """The verdict on `rows`, the same from CSV and from XLSX."""
    from_csv = checked(csv_file(rows), kind)
    assert checked(xlsx_file(rows), kind) == from_csv
    return from_csv


def places(told: Sequence[Fault] | Sequence[Notice]) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in told]
