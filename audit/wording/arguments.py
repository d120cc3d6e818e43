"""What is wrong with an argument of a calculation, and what to do about it, in plain Swedish."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.web.formats import number

if TYPE_CHECKING:
    from sampling import ArgumentFault, Range

SAID = {
    "OUT_OF_RANGE": "{value} går inte. Skriv ett tal {allowed}.",
    "NOT_A_NUMBER": "{value} är inget tal. Skriv det med siffror.",
    "NOT_WHOLE": "{value} är inget heltal. Skriv ett helt antal med siffror.",
    "NOT_GIVEN": "Värdet saknas. Skriv ett tal.",
    "GIVEN_TWICE": "Värdet är angivet på två sätt. Ta bort det ena.",
    "TOO_FEW": "Det finns {value}, och det behövs {allowed}. Lägg till fler.",
    "UNEVEN": "Det finns {value}, men det ska vara lika många som av de andra. Rätta antalet.",
    "NO_MATCH": "{value} går inte ihop med de andra värdena. Ändra det ena.",
    "OUT_OF_REACH": "Inget urval räcker till för {value}. Skriv ett mindre tal.",
    "TOO_LARGE": "{value} är för många för att räknas exakt. Skriv ett mindre tal.",
}
"""One sentence for every reason (by its name), with the value and what is allowed."""


def argument_fault(fault: "ArgumentFault", *, name: str = "", percent: bool = False) -> str:
    """A fault that a calculation found, as a sentence that stands at its field.

    `name` is what the field is called, where the sentence stands elsewhere. `percent` is for a rate that people fill
    in as a percentage: value and range are then said in percent.
    """
    allowed = _range(fault.allowed, 100 if percent else 1)
    said = SAID[fault.reason.name].format(value=_value(fault.value, 100 if percent else 1), allowed=allowed)
    return f"{name}: {said}" if name else said


def _value(value: object, scale: int) -> str:
    if isinstance(value, int | Fraction | Decimal) and not isinstance(value, bool):
        return _number(Fraction(value) * scale)
    return f"»{value}«" if value not in (None, "") else "Det tomma fältet"


def _range(allowed: "Range", scale: int) -> str:
    low = "" if allowed.lowest is None else _number(Fraction(allowed.lowest) * scale)
    high = "" if allowed.highest is None else _number(Fraction(allowed.highest) * scale)
    if low and high and allowed.lowest_included and allowed.highest_included:
        return f"från {low} till {high}"
    least = f"{'minst' if allowed.lowest_included else 'större än'} {low}" if low else ""
    most = f"{'högst' if allowed.highest_included else 'mindre än'} {high}" if high else ""
    return " och ".join(part for part in (least, most) if part)


def _number(value: Fraction) -> str:
    if value.denominator == 1:
        return number(value.numerator)
    decimals = next((some for some in (1, 2) if (value * 10**some).denominator == 1), 3)
    return number(Decimal(value.numerator) / Decimal(value.denominator), decimals)
