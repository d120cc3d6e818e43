"""How what is wrong with a frame, a draw or a protocol is said in Swedish."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from audit.rounds.frame_file import FileFault, FrameFile
from audit.web.formats import counted, number
from sampling import (
    ALGORITHM,
    MONETARY_ALGORITHM,
    Difference,
    DifferenceCode,
    DrawFault,
    DrawReason,
    Expected,
    Protocol,
    ProtocolFault,
    UnitFault,
    UnitReason,
)

LONGEST_VALUE = 80

UNIT_REASONS = {
    UnitReason.EMPTY: "cellen är tom",
    UnitReason.CONTROL_CHARACTER: "värdet innehåller radbrytning eller styrtecken",
    UnitReason.DUPLICATE: "samma id står redan på rad {first_row}",
    UnitReason.NO_UNITS: "filen har en rubrikrad men inga rader",
}

DRAW_FIELDS = {
    "seed": "Fröet",
    "seed_source": "Fröets källa",
    "id_column": "Id-kolumnens namn",
    "stratum_column": "Gruppkolumnens namn",
    "amount_column": "Beloppskolumnens namn",
    "size": "Urvalets storlek",
    "reserves": "Antalet reserver",
}

DRAW_REASONS = {
    DrawReason.EMPTY: "{field}: inget är angivet.",
    DrawReason.CONTROL_CHARACTER: "{field}: »{value}« innehåller radbrytning eller styrtecken.",
    DrawReason.OUT_OF_RANGE: "{field} för gruppen »{stratum}«: {value}. Tillåtet är {allowed}.",
    DrawReason.NO_SUCH_STRATUM: "{field} för gruppen »{stratum}«: {value}. Ramen har ingen sådan grupp.",
    DrawReason.NOT_GIVEN: "{field} för gruppen »{stratum}«: inget är angivet. Tillåtet är {allowed}.",
    DrawReason.NO_AMOUNT: "{field} för gruppen »{stratum}«: {value}. Inget belopp i gruppen är över noll.",
    DrawReason.NOTHING_DRAWN: "{field}: 0 i alla grupper. Ange minst 1 för någon grupp.",
}

EXPECTED = {
    Expected.ONCE: "varje nyckel en gång",
    Expected.OBJECT: "ett objekt {…}",
    Expected.LIST: "en lista […]",
    Expected.TEXT: "en text utan blanktecken i kanterna och utan styrtecken",
    Expected.COUNT: "ett heltal från 0",
    Expected.DIGEST: "64 tecken av 0–9 och a–f",
    Expected.ALGORITHM: f"»{ALGORITHM}« eller »{MONETARY_ALGORITHM}«",
    Expected.QUOTIENT: "ett heltal från 0 eller en kvot av två, till exempel »500/3«",
    Expected.STRATA: "minst en grupp",
}

PARTS = {"sample": "urvalet", "reserves": "reservlistan"}

DIFFERENCES = {
    DifferenceCode.FRAME_HASH: "Ramen är ändrad: dess hash är {found}, i protokollet står {expected}.",
    DifferenceCode.FRAME_UNITS: "Antalet enheter i ramen är {found}, i protokollet står {expected}.",
    DifferenceCode.STRATUM_GONE: "Gruppen »{stratum}« finns i protokollet men inte i ramen.",
    DifferenceCode.STRATUM_NEW: "Gruppen »{stratum}« finns i ramen men inte i protokollet.",
    DifferenceCode.STRATUM_HASH: (
        "Gruppen »{stratum}« är ändrad: dess hash är {found}, i protokollet står {expected}."
    ),
    DifferenceCode.POPULATION: ("Antalet enheter i gruppen »{stratum}« är {found}, i protokollet står {expected}."),
    DifferenceCode.UNIT_MOVED: "Enheten »{unit}« är flyttad från gruppen »{expected}« till »{found}«.",
    DifferenceCode.UNIT_ADDED: "Enheten »{unit}« har kommit till i gruppen »{stratum}« efter dragningen.",
    DifferenceCode.UNIT_NOT_IN_FRAME: "Enheten »{unit}« i {part} för »{stratum}« finns inte i ramen.",
    DifferenceCode.SEED: (
        "Fröet är ändrat: ingen lott i protokollet stämmer med fröet »{found}« (lotter: {expected})."
    ),
    DifferenceCode.TICKET: ("Enheten »{unit}« i {part} för »{stratum}« har fel lott: {found}, rätt är {expected}."),
    DifferenceCode.LENGTH: "Antalet enheter i {part} för »{stratum}« är {found}, rätt är {expected}.",
    DifferenceCode.LISTED_TWICE: "Enheten »{unit}« står {found} gånger i listorna för »{stratum}«.",
    DifferenceCode.NOT_DRAWN: "Enheten »{unit}« står i {part} för »{stratum}« men är inte dragen dit.",
    DifferenceCode.LEFT_OUT: "Enheten »{unit}« saknas på plats {expected} i {part} för »{stratum}«.",
    DifferenceCode.NO_AMOUNTS: "Urvalet är draget efter belopp, och ramen har inga belopp att kontrollera mot.",
    DifferenceCode.AMOUNTS: (
        "Beloppen i gruppen »{stratum}« är ändrade: deras hash är {found}, i protokollet står {expected}."
    ),
    DifferenceCode.AMOUNT: "Beloppet för »{unit}« i »{stratum}« är {found} öre i ramen, i protokollet står {expected}.",
    DifferenceCode.TOTAL: "Beloppen över noll i »{stratum}« är {found} öre, i protokollet står {expected}.",
    DifferenceCode.PAYMENTS: "Antalet belopp över noll i »{stratum}« är {found}, i protokollet står {expected}.",
    DifferenceCode.APART: "Antalet utan belopp över noll i »{stratum}« är {found}, i protokollet står {expected}.",
    DifferenceCode.INTERVAL: "Intervallet för »{stratum}« är {found} öre i protokollet, rätt är {expected}.",
    DifferenceCode.START: "Starten för »{stratum}« är {found} öre i protokollet, rätt är {expected}.",
    DifferenceCode.HITS: "Enheten »{unit}« i »{stratum}« står med {found} träffar, rätt är {expected}.",
    DifferenceCode.SIZE: "Storleken för »{stratum}« är {found} i protokollet, men högst {expected} kan dras.",
    DifferenceCode.ORDER: ("Ordningen i {part} för »{stratum}« är fel från plats {found}: där ska »{expected}« stå."),
}


def visible(value: object) -> str:
    """The value on one line: what can't be seen is written as its code, and the end is cut off if long."""
    shown = "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in str(value))
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[:LONGEST_VALUE]}…"


def located(row: int, column: str | None, value: str | None, what: str) -> str:
    """»Rad 4, kolumn »arende_id«, värde »A-1«: …«, as much of it as is known."""
    where = [f"rad {row}"] if row else []
    where += [f"kolumn »{visible(column)}«"] if column else []
    where += [f"värde »{visible(value)}«"] if value else []
    text = f"{', '.join(where)}: {what}" if where else what
    return text[0].upper() + text[1:]


def file_fault(fault: FileFault) -> str:
    """A fault in the file as such."""
    return located(fault.row, fault.column, fault.value, fault.what)


def unit_fault(fault: UnitFault, columns: dict[str, str | None]) -> str:
    """A fault in one of the frame's rows; `columns` says what the file calls »id« and »stratum«."""
    what = UNIT_REASONS[fault.reason].format(first_row=fault.first_row)
    return located(fault.row, columns[fault.field] if fault.row else None, fault.value, f"{what}.")


def draw_fault(fault: DrawFault) -> str:
    """A fault in the seed, the sizes or the reserves."""
    highest = "eller fler" if fault.highest is None else f"till {fault.highest}"
    return DRAW_REASONS[fault.reason].format(
        field=DRAW_FIELDS[fault.field],
        value=number(fault.value) if isinstance(fault.value, int) else visible(fault.value),
        stratum=visible(fault.stratum),
        allowed=f"{fault.lowest} {highest}",
    )


def protocol_fault(fault: ProtocolFault) -> str:
    """A fault in a file that should be a protocol."""
    if fault.expected is Expected.JSON:
        return "Filen går inte att läsa som JSON."
    place = visible(fault.place) if fault.place else "Hela filen"
    found = "inget" if fault.found is None else visible(fault.found)
    return f"{place}: där står {found}, där ska stå {EXPECTED[fault.expected]}."


def difference(found: Difference) -> str:
    """A difference between a protocol and the draw made again."""
    return DIFFERENCES[found.code].format(
        stratum=visible(found.stratum),
        part=PARTS.get(found.part or ""),
        unit=visible(found.unit),
        expected=visible(found.expected),
        found=visible(found.found),
    )


def summary(protocol: Protocol, file: FrameFile, frame_path: str) -> str:
    """A draw in a few aligned lines: what it was drawn from, how many from each group, what is too few."""
    facts = [
        ("Ram", f"{frame_path} ({file.encoding}, {file.separator})"),
        ("Enheter", number(protocol.frame.units)),
        ("Ramens hash", protocol.frame.sha256),
        ("Frö", protocol.seed),
    ]
    if file.skipped:
        facts.append(("Överhoppat", counted(file.skipped, "tom rad", "tomma rader")))
    width = max(len(name) for name, _ in facts)
    told = "\n".join(f"{name:<{width}}  {value}" for name, value in facts)
    return "\n\n".join([told, _table(protocol), *_by_amount(protocol), *_too_few(protocol)])


def _by_amount(protocol: Protocol) -> list[str]:
    """A line for each group that was drawn from by amount: what it comes to, and what could not be drawn."""
    return [
        f"{visible(stratum.name)}: {number(stratum.quota.size)} kronor träffade, en på varje "
        f"{_kronor(drawn.interval)} av {_kronor(Fraction(drawn.total))}. Belopp som inte är över noll och inte kan "
        f"dras: {number(drawn.apart)}."
        for stratum in protocol.strata
        if (drawn := stratum.monetary)
    ]


def _kronor(oren: Fraction) -> str:
    return f"{number(Decimal(floor(oren + Fraction(1, 2))).scaleb(-2), 2)} kr"


def _table(protocol: Protocol) -> str:
    """One line for each group: its name from the left, its numbers from the right."""
    rows = [["Grupp", "I ramen", "Urval", "Reserver"]]
    for stratum in protocol.strata:
        amounts = (stratum.population, len(stratum.sample), len(stratum.reserves))
        rows.append([visible(stratum.name), *map(number, amounts)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *numbers in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(numbers, widths[1:], strict=True)]
        lines.append("  ".join([f"{name:<{widths[0]}}", *cells]))
    return "\n".join(lines)


def _too_few(protocol: Protocol) -> list[str]:
    return [
        f"För få reserver i {visible(stratum.name)}: {len(stratum.reserves)} av {stratum.quota.reserves} önskade."
        for stratum in protocol.strata
        if stratum.missing_reserves
    ]
