"""Tables from files and to files: what is imported as it stands, and everything of a board taken along as Excel."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from audit.comparison.rules import Line
from audit.indicators.operations.figures import findings
from audit.indicators.operations.reading import Seen, SeenIndicator
from audit.indicators.rules.numbers import read_figure
from audit.indicators.rules.words import LEVEL_NAMES, QUANTITY_NAMES, VERDICT_NAMES
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.reading import read_rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook

LARGEST_FILE, MOST_ROWS = 5_000_000, 10_000
Row = Sequence[Any]


def lines_in(data: bytes) -> list[Line]:
    """The lines of a CSV file or workbook with their cells. Raises UnreadableError, in words."""
    rows = read_rows(data, max_bytes=LARGEST_FILE, max_rows=MOST_ROWS)
    return [(row.line, [cell.strip() for cell in row.cells]) for row in rows]


def note_taken(session: Session, *, stamp: Stamp, board_ids: Iterable[int]) -> None:
    """Note in the journal that the documents of the years were taken out as a file."""
    journal.record(session, stamp, "year_document:exported", "year_documents", boards=sorted(board_ids), form="xlsx")


def workbook(documents: Iterable[Seen]) -> bytes:
    """Goals, outcomes, tables and what the checks find, a sheet for each: figures are numbers, texts never formulas."""
    from xlsxwriter import Workbook

    seen, target = list(documents), io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, options) as book:
        _sheet(book, "Mål", ("År", "Dokument", "Nivå", "Nummer", "Text", "Läge"), _goals(seen))
        heads = ("År", "Dokument", "Indikator", "Enhet", "Slag", "Utfall för år", "Period", "Nämnd", "Utfall", "Årsmål")
        lights = ("KF:s årsmål", "Läge", "Varför", "Bredvid KF:s årsmål", "Varför mot KF:s årsmål")
        _sheet(book, "Utfall", (*heads, *lights), _outcomes(seen))
        _sheet(
            book, "Tabeller", ("År", "Dokument", "Tabell", "Enhet", "Rad", "Kolumn", "Siffra", "Källa"), _figures(seen)
        )
        _sheet(
            book,
            "Kontroller",
            ("År", "Dokument", "Kontroll", "Regel", "Resultat", "Uträkning", "Avgjort"),
            _checks(seen),
        )
    return target.getvalue()


def _sheet(book: "Workbook", name: str, heads: Row, rows: Iterable[Row]) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    sheet.write_row(0, 0, heads, bold)
    last = 1
    for last, row in enumerate(rows, start=1):
        sheet.write_row(last, 0, row)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(heads) - 1)
    sheet.set_column(0, len(heads) - 1, 18)


def _goals(documents: Iterable[Seen]) -> Iterator[Row]:
    for seen in documents:
        for goal in seen.goals:
            row = goal.row
            yield seen.document.year, seen.name, LEVEL_NAMES[row.level], row.number, row.text, row.status


def _outcomes(documents: Iterable[Seen]) -> Iterator[Row]:
    for seen in documents:
        for one in seen.indicators:
            head = seen.document.year, seen.name, one.row.name, one.row.unit, QUANTITY_NAMES[one.row.quantity]
            targets = _number(one.target.value, one.row.target), _number(one.city_target.value, one.row.city_target)
            for key in sorted(one.outcomes, key=lambda key: (key[0], key[1], key[2] or 0)):
                year, period, board = key
                told = _lights(one, board) if key == one.latest(board) else ("",) * 4
                yield *head, year, period, seen.boards.get(board or 0, ""), _number(one.figure(key)), *targets, *told
            if not one.outcomes:
                yield *head, "", "", "", "", *targets, *_lights(one)


def _lights(one: SeenIndicator, board: int | None = None) -> tuple[str, str, str, str]:
    """How the outcome stands to the year's target and to the city's, each as a word and why."""
    own, city = one.standing(board), one.city_standing(board)
    return own.name, own.why, city.name if city else "", city.why if city else ""


def _number(value: Any, otherwise: str = "") -> float | str:
    return otherwise if value is None else float(value)


def _figures(documents: Iterable[Seen]) -> Iterator[Row]:
    for seen in documents:
        for table in seen.tables:
            sheet = seen.sheet(table)
            for label, cells in sheet.rows:
                for column, cell in zip(sheet.columns, cells, strict=True):
                    figure = _number(read_figure(cell, table.unit))
                    yield seen.document.year, seen.name, table.caption, table.unit, label, column, figure, table.source


def _checks(documents: Iterable[Seen]) -> Iterator[Row]:
    for seen in documents:
        for one in findings(seen):
            check, note = one.check, one.settled.note if one.settled else ""
            told = one.arithmetic or "\n".join(tried.words for tried in one.tried)
            yield seen.document.year, seen.name, check.title, check.formula, VERDICT_NAMES[one.verdict], told, note
