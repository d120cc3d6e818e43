"""Entries of the journal as files to take along. That they were taken is an entry itself."""

import io
from collections.abc import Collection, Iterable

from sqlmodel import Session

from audit.access_checks import rules
from audit.access_checks.operations.searching import MOST_EXPORTED, Line, Wanted, newest_first
from audit.access_checks.rules import KIND_NAMES
from audit.journal import operations as journal
from audit.journal.belonging import ALL
from audit.journal.rules import Stamp
from audit.registers.rules.error_list import harmless
from audit.web.formats import moment

HEADINGS = (
    *("Post", "Tid", "Vem", "Konto", "Vad", "Slag", "Gäller", "Akt", "Nämnder", "Uppgifter", "Postens hash"),
    "Hel",
)
SHEET = "Journal"
LEFT_OUT = f"Filen har de {MOST_EXPORTED} senaste posterna och inte fler. Dela upp sökningen på dagar."


def csv(session: Session, *, stamp: Stamp, boards: Collection[int], wanted: Wanted) -> bytes:
    """For Excel in Sweden: semicolons and a byte order mark; no text is read as a formula."""
    lines = _rows(session, stamp, boards, wanted, "csv")
    return ("\ufeff" + "".join(";".join(map(_cell, line)) + "\r\n" for line in lines)).encode()


def _cell(text: str) -> str:
    return '"' + harmless(text).replace('"', '""') + '"'


def workbook(session: Session, *, stamp: Stamp, boards: Collection[int], wanted: Wanted) -> bytes:
    """As an Excel file, in which every cell is text."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, len(HEADINGS) - 1, 22)
        for place, line in enumerate(_rows(session, stamp, boards, wanted, "xlsx")):
            for column, text in enumerate(line):
                sheet.write_string(place, column, text)
    return target.getvalue()


def _rows(
    session: Session, stamp: Stamp, boards: Collection[int], wanted: Wanted, form: str
) -> Iterable[tuple[str, ...]]:
    lines = newest_first(session, boards=boards, wanted=wanted, most=MOST_EXPORTED)
    journal.record(
        session, stamp, "journal:exported", "journal",
        form=form, count=len(lines), sought=wanted.told(), boards=sorted(set(boards) - {ALL}),
    )  # fmt: skip
    left_out = [(LEFT_OUT,)] if len(lines) == MOST_EXPORTED else []
    return [HEADINGS, *map(_row, lines), *left_out]


def _row(line: Line) -> tuple[str, ...]:
    told = "; ".join(f"{name}: {value}" for name, value in line.told)
    return (
        str(line.sequence),
        moment(line.entry.at),
        line.who,
        line.account,
        line.action.words,
        KIND_NAMES[line.action.kind],
        line.about,
        line.case_words,
        ", ".join(line.boards),
        rules.ELSEWHERE if line.shared else rules.ERASED if line.erased else told,
        line.entry.hash,
        "ja" if line.sound else "nej, ändrad i efterhand",
    )
