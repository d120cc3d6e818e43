"""What the register says of the case, as the reviewer needs to see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from audit.registers.rules.codes import DEFAULT_LISTS, Codes
from audit.registers.rules.columns import COLUMNS, Column, Holds
from audit.registers.rules.tables import RegisterKind, Value
from audit.web.formats import number as amount
from checklists import Attribute, Scalar, said_as

SHOWN = {
    RegisterKind.CASES: (
        "beslutsdatum", "beslutstyp", "hushallstyp", "antal_barn", "forsorjningshinder", "bistand_manader",
    ),
    RegisterKind.PAYMENTS: (
        "arende_id", "utbetalningsdatum", "belopp", "beslut_id", "beslutat_belopp", "period", "andamal", "metod",
        "mottagartyp", "status",
    ),
    RegisterKind.ESTATES: ("avliden_dag", "anmald_dag", "dodsboanmalan_dag", "utfall", "avslutad"),
}  # fmt: skip
"""The columns that a reviewer needs beside the file."""
PROTECTED = "skyddad"


@dataclass(frozen=True)
class RegisterFact:
    """A fact from the register with its Swedish label; `value` is None where the register lacks it."""

    label: str
    value: str | None


def register_facts(kind: str, content: Mapping[str, Value], codes: Codes | None = None) -> tuple[RegisterFact, ...]:
    """What the reviewer needs to see of a unit, in the order of the page. `content` is the unit as it was taken in."""
    columns = {column.name: column for column in COLUMNS[RegisterKind(kind)]}
    lists = (codes or Codes()).lists
    return tuple(
        RegisterFact(columns[name].label, _in_words(columns[name], content.get(name), lists.get(name, {})))
        for name in SHOWN[RegisterKind(kind)]
    )


def _in_words(column: Column, value: Value, labels: Mapping[str, str]) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if column.holds is Holds.AMOUNT:
        return f"{amount(Decimal(value), 2)} kr"
    return labels.get(str(value), str(value))


def value_said(attribute: Attribute, value: Scalar | None) -> str | None:
    """The value in the checklist's words; a code that only the registers know of in theirs."""
    said = said_as(attribute, value)
    return DEFAULT_LISTS.get(attribute.column or "", {}).get(said, said) or None
