"""The dirt of real extracts, put on invented rows: first the sort that is understood, then the sort that is refused."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from audit.demo.cases import CASE_COLUMNS, Row, day_in
from audit.demo.payments import PAYMENT_COLUMNS
from audit.demo.registers import INVENTED, joined, written

NO_BREAK_SPACE, UNICODE_MINUS = "\u00a0", "\u2212"
# A board as senders write it: by code, with its long name, as another program misread it, without its dots.
SPELLINGS = {
    "KUN": ("KUN", "Kungsholmen", "Kungsholmens stadsdelsnämnd", "Kungsholmens stadsdelsnÃ¤mnd"),
    "NOR": ("NOR", "Norrmalm", "SDN Norrmalm", "NORRMALM"),
    "ÖST": ("ÖST", "Östermalm", "Ostermalm", "Ã–stermalm"),
}
HEADINGS = {
    "namnd_kod": "Nämnd",
    "arende_id": "Ärendenummer",
    "fodelsear": "Födelseår",
    "antal_barn": "Antal barn",
    "beslutsdatum": "Beslutsdag",
    "forsorjningshinder": "FÃ¶rsÃ¶rjningshinder",
    "skyddad": "Sekretessmarkering",
}
COMPACT, SHORT = ("inskrivningsdatum", "aktualiseringsdatum"), ("expedierat_datum",)
PHONE = "08-000 00 00"


# ---- Dirt that is understood ------------------------------------------------------------------------------------


def dirty_cases(rows: Sequence[Row]) -> bytes:
    """A case register with every sort of dirt that does not stop it: Windows-1252, preamble, totals, spellings."""
    spoilt = list(_with_co_applicants([_spoilt(place, row) for place, row in enumerate(rows)]))
    lines = [_dirty_line(place, row) for place, row in enumerate(spoilt)]
    middle = len(lines) // 2
    everything = [
        (f"Registerutdrag ärenden – {INVENTED}",),
        ("Uttaget ur ett påhittat verksamhetssystem", "", "Sida 1"),
        (),
        [*(HEADINGS.get(column, column) for column in CASE_COLUMNS), "Telefon"],
        *lines[:middle],
        ("Delsumma", f"{middle} rader"),
        (),
        *lines[middle:],
        ("Summa", f"{len(lines)} rader"),
    ]
    return joined(everything, ";", "\r\n").encode("cp1252")


def _spoilt(place: int, row: Row) -> Row:
    """A row with what often is missing missing, and a few days in an impossible order (which is kept, and flagged)."""
    changed: Row = {}
    if place % 16 == 5:
        changed["komplett_datum"] = None
    if place % 11 == 3:
        changed["avslutsorsak"] = None
    if place == 20:
        changed["ansokan_datum"] = day_in(row, "beslutsdatum") + timedelta(days=3)
    if place == 40:
        changed["avslutsdatum"] = day_in(row, "inskrivningsdatum") - timedelta(days=2)
    return row | changed


def _with_co_applicants(rows: Sequence[Row]) -> Iterator[Row]:
    """Every row, and each couple's once more with the other's year of birth."""
    for row in rows:
        yield row
        born = row["fodelsear"]
        if str(row["hushallstyp"]).startswith("par_") and isinstance(born, int):
            yield row | {"fodelsear": born + 2}


def _dirty_line(place: int, row: Row) -> list[str]:
    return [*(_dirty_cell(place, column, row) for column in CASE_COLUMNS), PHONE]


def _dirty_cell(place: int, column: str, row: Row) -> str:
    cell = row[column]
    if column == "namnd_kod":
        spellings = SPELLINGS[str(cell)]
        return spellings[place % len(spellings)]
    if isinstance(cell, date) and column in COMPACT:
        return f"{cell:%Y%m%d}"
    if isinstance(cell, date) and column in SHORT:
        return f"{cell:%y%m%d}"
    if column == "antal_barn":
        return f"{cell},0"
    return written(column, cell)


def dirty_payments(rows: Sequence[Row]) -> bytes:
    """Payments with tabs between the columns and amounts in every way that they are written."""
    lines = [[_payment_cell(place, column, row) for column in PAYMENT_COLUMNS] for place, row in enumerate(rows)]
    everything = [(f"Utbetalningslista – {INVENTED}",), (), PAYMENT_COLUMNS, *lines, ("Totalt", f"{len(lines)}")]
    return joined(everything, "\t", "\r\n").encode("utf-8-sig")


def _payment_cell(place: int, column: str, row: Row) -> str:
    cell = row[column]
    if column == "belopp":
        return _amount(place, str(cell))
    if column == "period" and place % 2:
        return f"{str(cell)[:4]}-{str(cell)[4:]}"
    return written(column, cell)


def _amount(place: int, amount: str) -> str:
    whole, cents = amount.removeprefix("-").split(".")
    thousands = f"{int(whole):,}".replace(",", (NO_BREAK_SPACE, " ", "")[place % 3])
    if amount.startswith("-"):
        return (f"{thousands},{cents}-", f"{UNICODE_MINUS}{thousands},{cents}")[place % 2]
    return f"{thousands},{cents}" + (" kr" if place % 5 == 0 else "")


# ---- Dirt that is refused -----------------------------------------------------------------------------------------


def faulty_cases(rows: Sequence[Row]) -> bytes:
    """A small case register in which every fault that stops the import stands once, for trying the list of faults."""
    lines = [[written(column, row[column]) for column in CASE_COLUMNS] for row in rows[:FEW]]
    for place, (column, value) in enumerate(FAULTS):
        lines[place + 1][CASE_COLUMNS.index(column)] = value
    twice = list(lines[-1])
    twice[CASE_COLUMNS.index("boendeform")] = "institution"
    too_wide = [*lines[-2], "", "ett fält för mycket"]
    everything = [(f"{INVENTED} med fel att öva på",), CASE_COLUMNS, *lines, twice, too_wide]
    return joined(everything, ";", "\n").encode("utf-8-sig")


FEW = 24
FAULTS = (
    ("beslutsdatum", "1900-01-01"),
    ("beslutsdatum", "31 februari"),
    ("beslutsdatum", ""),
    ("ansokan_datum", "2062-09-14"),
    ("arende_id", ""),
    ("namnd_kod", "Vasastaden"),
    ("hushallstyp", "kollektiv"),
    ("forsorjningshinder", "FH99"),
    ("avslutsorsak", "X"),
    ("antal_barn", "två"),
    ("fodelsear", "1066"),
    ("skyddad", "kanske"),
)
