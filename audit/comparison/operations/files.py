"""The frame of the comparison as files to take along: the same rows and columns in Excel and CSV, each explained."""

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from audit.comparison.operations.years import comparison
from audit.comparison.rules import COUNT_NAMES, Comparison, Year, shaped
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.rules import RegisterKind
from audit.registers.rules.error_list import harmless
from audit.registers.rules.words import UNIT_WORDS
from audit.wording import UNITS

if TYPE_CHECKING:
    import pandas as pd

ANSWERED = "Antal granskade {{many}} med svaret {}. Tomt där året bara har ord."
DEFINED = {
    "year": ("År", "Året då urvalet drogs."),
    "round": ("Omgång", "Granskningens namn."),
    "board": ("Nämnd", "Nämnden som {many}na hör till, med det namn som den har nu."),
    "area": ("Område", "Granskningsmallens område."),
    "question": ("Fråga", "Frågans lydelse i den nyaste mallen som ställer den."),
    "question_id": ("Kortnamn", "Frågans kortnamn, samma i alla mallar."),
    "depth": ("Uppgift", "»svar«: svar för svar. »antal«: antal ur en tabell. »ord«: bara dokumentets omdöme."),
    **{code: (name, ANSWERED.format(name)) for code, name in COUNT_NAMES.items()},
    "reviewed": ("Granskade", "Alla granskade {many}: summan av de fem svaren."),
    "applicable": ("Aktuella", "Ja + Delvis + Nej: {many} där frågan var aktuell och gick att bedöma."),
    "deviations": ("Avvikelser", "Delvis + Nej."),
    "rate": ("Andel avvikelser", "Avvikelser / Granskade, från 0 till 1. Gäller bara de granskade {many}na."),
    "adherence": ("Följsamhet", "Ja / Aktuella, från 0 till 1. Gäller bara de granskade {many}na."),
    "population": ("I ramen", "Hur många {framed} urvalet drogs bland. Tomt där det inte är känt."),
    "lower": ("Avvikelser i ramen, minst", "Exakt undre gräns för hur många i ramen som avviker (95 %)."),
    "upper": (
        "Avvikelser i ramen, högst",
        "Exakt övre gräns. Avviker ingen eller alla gäller bara den ena.",
    ),
    "judgement": ("Omdöme i ord", "Vad dokumentet säger om frågan, där året finns på papper."),
    "source": ("Källa", "Dokument och sida, där siffrorna kommer från papper."),
    "paper": ("På papper", "1 om året bara finns på papper."),
    "invented": ("Påhittat", "1 om uppgifterna är påhittade för demonstration."),
    "checklist": ("Granskningsmall", "Den mall som frågan ställdes enligt, eller skrevs in mot."),
    "against_year": ("Ställs mot", "Närmast tidigare år med siffror för samma fråga och nämnd."),
    "grade": (
        "Går att jämföra",
        "Hur frågan står mot det året: samma, omformulerad eller ändrad.",
    ),
    "grade_why": ("Varför", "Vad mallen säger om ändringen."),
    "run": ("Serie", "Rader för samma fråga och nämnd med samma tal går att jämföra med varandra."),
    "focus": ("Fokusfråga", "1 om frågan namngavs före årets dragning. Bara sådana prövas."),
}
"""The columns in their order: the heading of each, and what it means in the words of the kind."""
BY_AMOUNT = (
    "Drogs efter belopp",
    "{} har inga rader: varje krona hade samma chans, så svaren gäller mest stora utbetalningar och ger inga andelar.",
)
SHEET, MEANINGS = "Jämförelse", "Vad kolumnerna betyder"
WIDE = {"Fråga": 60, "Omgång": 26, "Område": 24, "Kortnamn": 30, "Källa": 34, "Varför": 44, "Går att jämföra": 26}


def table(session: Session, *, board_ids: Iterable[int], kind: RegisterKind = RegisterKind.CASES) -> "pd.DataFrame":
    """The frame with its columns in the order and by the headings of the files."""
    return _named(comparison(session, board_ids=board_ids, kind=kind))


def _named(of_kind: Comparison) -> "pd.DataFrame":
    frame = shaped(of_kind)
    named = frame[list(DEFINED)].rename(columns={code: heading for code, (heading, _) in DEFINED.items()})
    return named.astype({"På papper": "int64", "Påhittat": "int64", "Fokusfråga": "int64"})


def file_name(kind: RegisterKind, form: str) -> str:
    """»jamforelse.xlsx« of files, »jamforelse-utbetalningar.xlsx« of payments."""
    return f"jamforelse.{form}" if kind is RegisterKind.CASES else f"jamforelse-{kind}.{form}"


def meanings(kind: RegisterKind, of_years: Iterable[Year]) -> list[tuple[str, str]]:
    """What each column means, in the words of the kind, and which years have no rows."""
    said = {"many": UNITS[kind][1], "framed": UNIT_WORDS[kind][1]}
    columns = [(heading, meaning.format(**said)) for heading, meaning in DEFINED.values()]
    by_amount = [f"{year.name} ({year.year})" for year in of_years if year.by_amount]
    heading, without = BY_AMOUNT
    return columns + ([(heading, without.format(", ".join(by_amount)))] if by_amount else [])


def note_taken(
    session: Session, *, stamp: Stamp, board_ids: Iterable[int], form: str, kind: RegisterKind = RegisterKind.CASES
) -> None:
    """Note in the journal that the comparison was taken out as a file."""
    journal.record(session, stamp, "comparison:exported", "comparison", boards=sorted(board_ids), form=form, kind=kind)


def workbook(session: Session, *, board_ids: Iterable[int], kind: RegisterKind = RegisterKind.CASES) -> bytes:
    """As an Excel file: numbers are numbers, a text is never read as a formula, and a sheet tells what columns mean."""
    import pandas as pd

    of_kind, target = comparison(session, board_ids=board_ids, kind=kind), io.BytesIO()
    frame = _named(of_kind)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(target, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        frame.to_excel(writer, sheet_name=SHEET, index=False, freeze_panes=(1, 0))
        explained = pd.DataFrame(meanings(kind, of_kind.years), columns=["Kolumn", "Betyder"])
        explained.to_excel(writer, sheet_name=MEANINGS, index=False, freeze_panes=(1, 0))
        _laid_out(writer, list(frame.columns), len(frame))
    return target.getvalue()


def _laid_out(writer: Any, columns: list[str], rows: int) -> None:
    """Columns as wide as their contents, shares as percentages, and a filter on the headings."""
    sheet, share = writer.sheets[SHEET], writer.book.add_format({"num_format": "0.0 %"})
    for place, heading in enumerate(columns):
        shown = share if heading in {"Andel avvikelser", "Följsamhet"} else None
        sheet.set_column(place, place, WIDE.get(heading, 14), shown)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    writer.sheets[MEANINGS].set_column(0, 0, 28)
    writer.sheets[MEANINGS].set_column(1, 1, 110)


def csv(session: Session, *, board_ids: Iterable[int], kind: RegisterKind = RegisterKind.CASES) -> bytes:
    """As CSV for Excel in Sweden: semicolons, decimal commas, a byte order mark; no text is read as a formula."""
    frame = table(session, board_ids=board_ids, kind=kind)
    rows = (";".join(_cell(value) for value in row) for row in frame.itertuples(index=False, name=None))
    heading = ";".join(_cell(name) for name in frame.columns)
    return ("\ufeff" + "".join(f"{line}\r\n" for line in (heading, *rows))).encode()


def _cell(value: object) -> str:
    import pandas as pd

    if isinstance(value, str):
        return '"' + harmless(value).replace('"', '""') + '"'
    if value is pd.NA or value != value:
        return ""
    return str(Decimal(f"{value:.6g}")).replace(".", ",") if isinstance(value, float) else str(value)
