"""The hits of a result as files to take along, with what the control was run with and what it could not judge."""

import io

from sqlmodel import Session

from audit.controls.operations.judging import SeenHit, hits_of
from audit.controls.operations.reading import SeenResult, settings_words
from audit.controls.rules import VERDICT_NAMES, measured
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.rules.error_list import harmless
from audit.web.formats import moment

HEADINGS = ("Kontroll", "Nämnd", "Period till", "Id", "Mått", "Bedömning", "Anteckning", "Bedömd av", "Bedömd")
HIDDEN = "(skyddade uppgifter)"
SHEET, FACTS = "Träffar", "Om kontrollen"


def rows(session: Session, of: SeenResult) -> list[tuple[str, ...]]:
    """A line for each kept hit. The id of a person with protected identity is left out."""
    return [_row(of, hit) for hit in hits_of(session, of.id)]


def _row(of: SeenResult, hit: SeenHit) -> tuple[str, ...]:
    shown = HIDDEN if hit.hit.protected else hit.hit.unit_id
    told = (of.control.name, of.board, of.result.as_of.isoformat(), shown, measured(of.control, hit.hit.measure))
    if hit.standing is None:
        return (*told, "", "", "", "")
    given = hit.standing.verdict
    return (*told, VERDICT_NAMES[given.verdict], given.note, hit.standing.who, moment(given.given_at))


def facts(of: SeenResult) -> list[tuple[str, str]]:
    """What the control was run with, and its counts."""
    result = of.result
    return [
        ("Kontroll", of.control.name),
        ("Vad den hittar", of.control.finds),
        ("Inställningar", settings_words(of.control, of.settings)),
        ("Regelns version", str(result.version)),
        ("Prövade", str(result.judged)),
        ("Gick inte att pröva", str(result.unjudged)),
        ("Berörs inte", str(result.apart)),
        ("Träffar", str(result.hits)),
        ("Sparade träffar", str(of.kept)),
        *(("Ser inte", blind) for blind in of.control.blind_spots),
    ]


def csv(session: Session, *, stamp: Stamp, of: SeenResult) -> bytes:
    """For Excel in Sweden: semicolons and a byte order mark; no text is read as a formula."""
    _note(session, stamp, of, "csv")
    lines = (";".join(_cell(text) for text in line) for line in (HEADINGS, *rows(session, of)))
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def _cell(text: str) -> str:
    return '"' + harmless(text).replace('"', '""') + '"'


def workbook(session: Session, *, stamp: Stamp, of: SeenResult) -> bytes:
    """As an Excel file, with a sheet that tells of the control."""
    import xlsxwriter

    _note(session, stamp, of, "xlsx")
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, lines in ((SHEET, [HEADINGS, *rows(session, of)]), (FACTS, facts(of))):
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(HEADINGS) - 1, 24)
            for place, line in enumerate(lines):
                for column, text in enumerate(line):
                    sheet.write_string(place, column, text)
    return target.getvalue()


def _note(session: Session, stamp: Stamp, of: SeenResult, form: str) -> None:
    journal.record(session, stamp, "control:exported", of.id, form=form, hits=of.kept)
