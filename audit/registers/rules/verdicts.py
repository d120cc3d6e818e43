"""Verdicts on several rows together: co-applicants merged, ids unique, reversals netted, dates in a possible order."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from audit.registers.rules.rows import Findings, JudgedRow, shown
from audit.registers.rules.tables import Fault, Notice, RegisterKind, Value

PERSONAL = frozenset({"personnr_sokande", "personnr_medsokande", "fodelsear"})
PAIRING = ("arende_id", "period", "andamal")
COLUMNS_NAMED = 5

EARLIER_THAN: Mapping[RegisterKind, Sequence[tuple[str, str, str]]] = {
    RegisterKind.CASES: (
        ("avslutsdatum", "inskrivningsdatum", "Ärendet är avslutat före inskrivningen."),
        ("avslutsdatum", "aktualiseringsdatum", "Ärendet är avslutat före aktualiseringen."),
        ("beslutsdatum", "ansokan_datum", "Beslutet är daterat före ansökan."),
    ),
    RegisterKind.PAYMENTS: (
        ("avslutsdatum", "utbetalningsdatum", "Utbetalningen är gjord efter att ärendet avslutades."),
    ),
    RegisterKind.ESTATES: (("avslutad", "oppnad", "Boet är avslutat innan det öppnades."),),
}


def merge_households(rows: Sequence[JudgedRow], findings: Findings) -> dict[int, int]:
    """Rows of the same case: folded into the first where the household is the same, else an error on every one.

    The same household: equal in every column but the personnummer and the year of birth. Gives each folded row's line →
    the line of the row that it is folded into. A cell that could not be read says nothing either way.
    """
    folded: dict[int, int] = {}
    for case, group in _groups(rows, "arende_id"):
        differing = _differing_columns(group)
        if differing:
            _refuse_group(
                group, "arende_id", case, findings, f"samma innehåll i {_listed(differing)} på alla rader med detta id"
            )
            continue
        sound = [row for row in group if not row.faulty]
        for row in sound[1:]:
            folded[row.line] = sound[0].line
            _add_co_applicant(sound[0], row)
            told = f"Raden har slagits ihop med rad {sound[0].line}: samma ärende och hushåll."
            findings.notices.append(Notice(row.line, "arende_id", told))
    return folded


def refuse_repeated_ids(rows: Sequence[JudgedRow], column: str, findings: Findings) -> None:
    """An error on every row whose id stands on another row too."""
    for unit, group in _groups(rows, column):
        _refuse_group(group, column, unit, findings, "ett id som bara finns på en rad")


def net_reversals(rows: Sequence[JudgedRow], findings: Findings) -> dict[int, int]:
    """Each reversal paired with its original: line → line, both ways. A reversal without an original is an error.

    A reversal has status `makulerad` and a negative amount; its original is a `betald` row of the same case, period and
    purpose with the opposite amount. One original answers for one reversal.
    """
    originals: dict[tuple[Value, ...], list[JudgedRow]] = defaultdict(list)
    for row in reversed(rows):
        if row.values.get("status") == "betald" and _can_pair(row):
            originals[_pairing(row, _amount(row))].append(row)
    pairs: dict[int, int] = {}
    for row in rows:
        if not is_reversal(row) or not _can_pair(row):
            continue
        waiting = originals[_pairing(row, -_amount(row))]
        if not waiting:
            _refuse_reversal(row, findings)
            continue
        original = waiting.pop()
        pairs |= {row.line: original.line, original.line: row.line}
        findings.notices.append(
            Notice(row.line, "belopp", f"Makuleringen kvittas mot utbetalningen på rad {original.line}.")
        )
    return pairs


def is_reversal(row: JudgedRow) -> bool:
    return row.values.get("status") == "makulerad" and str(row.values.get("belopp") or "").startswith("-")


def flag_orders(
    rows: Sequence[JudgedRow], kind: RegisterKind, findings: Findings, closures: Mapping[str, date]
) -> None:
    """A flag on each row whose dates stand in an impossible order. `closures`: case id → day, from elsewhere."""
    for row in rows:
        dates = {**row.values, **_closure(row, closures)} if kind is RegisterKind.PAYMENTS else row.values
        flagged: set[str] = set()
        for early, late, what in EARLIER_THAN[kind]:
            first, second = dates.get(early), dates.get(late)
            column = early if kind is not RegisterKind.PAYMENTS else late
            if first and second and str(first) < str(second) and column not in flagged:
                flagged.add(column)
                findings.flags.append(Notice(row.line, column, what))


NEGATIVE = "Beloppet läses som minus (»250-« är −250), men raden är ingen makulering. Kontrollera den i systemet."


def flag_negative(rows: Sequence[JudgedRow], findings: Findings) -> None:
    """A flag on each payment with a negative amount (»250-« is −250) that is not told to be a reversal."""
    for row in rows:
        if str(row.values.get("belopp") or "").startswith("-") and not is_reversal(row):
            findings.flags.append(Notice(row.line, "belopp", NEGATIVE))


def _closure(row: JudgedRow, closures: Mapping[str, date]) -> dict[str, Value]:
    closed = closures.get(str(row.values.get("arende_id")))
    return {"avslutsdatum": closed.isoformat()} if closed and not row.values.get("avslutsdatum") else {}


def _groups(rows: Sequence[JudgedRow], column: str) -> Iterator[tuple[str, list[JudgedRow]]]:
    """The rows that share an id, for every id that stands on more than one row."""
    found: dict[str, list[JudgedRow]] = defaultdict(list)
    for row in rows:
        if row.values.get(column) is not None:
            found[str(row.values[column])].append(row)
    return ((unit, group) for unit, group in found.items() if len(group) > 1)


def _differing_columns(group: Sequence[JudgedRow]) -> list[str]:
    names = [name for name in group[0].values if name not in PERSONAL]
    return [name for name in names if len({row.values[name] for row in group if name not in row.faulty}) > 1]


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - COLUMNS_NAMED
    return ", ".join(names[:COLUMNS_NAMED]) + (f" och {rest} kolumner till" if rest > 0 else "")


def _refuse_group(group: Sequence[JudgedRow], column: str, unit: str, findings: Findings, expected: str) -> None:
    for row in group:
        others = ", ".join(str(other.line) for other in group[:10] if other is not row)
        row.faulty.add(column)
        findings.errors.append(Fault(row.line, column, shown(unit), f"{expected}; det står också på rad {others}"))


def _add_co_applicant(kept: JudgedRow, folded: JudgedRow) -> None:
    other = folded.values.get("personnr_sokande")
    if "personnr_medsokande" in kept.values and not kept.values["personnr_medsokande"]:
        kept.values["personnr_medsokande"] = other if other != kept.values.get("personnr_sokande") else None


def _can_pair(row: JudgedRow) -> bool:
    return row.values.get("belopp") is not None and row.faulty.isdisjoint(PAIRING)


def _amount(row: JudgedRow) -> Decimal:
    return Decimal(str(row.values["belopp"]))


def _pairing(row: JudgedRow, amount: Decimal) -> tuple[Value, ...]:
    return (*(row.values.get(name) for name in PAIRING), str(amount))


def _refuse_reversal(row: JudgedRow, findings: Findings) -> None:
    row.faulty.add("belopp")
    expected = "en betald utbetalning i samma ärende, period och ändamål med motsatt belopp som makuleringen gäller"
    findings.errors.append(Fault(row.line, "belopp", str(row.values["belopp"]), expected))
