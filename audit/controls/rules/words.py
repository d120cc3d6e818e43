"""How a hit may be judged, and how the numbers of the controls are said."""

from decimal import Decimal
from enum import StrEnum

from audit.controls.rules.declared import Control
from audit.web.formats import number

LONGEST_NOTE = 1_000


class Verdict(StrEnum):
    """What somebody who looked a hit up found."""

    WRONG = "fel"
    RIGHT = "inte_fel"
    LOOK_FURTHER = "utred"


VERDICT_NAMES = {Verdict.WRONG: "Fel", Verdict.RIGHT: "Inte fel", Verdict.LOOK_FURTHER: "Utred vidare"}


def measured(control: Control, measure: int) -> str:
    """The number that a hit carries, with its unit: »17 dagar«, »1 250,00 kr«."""
    if control.measure == "öre":
        return f"{_kronor(measure)} kr"
    return f"{number(measure)} {control.measure}".strip()


def _kronor(oren: int) -> str:
    return number(Decimal(oren).scaleb(-2), 2)


def needs_note(verdict: Verdict) -> bool:
    """Whether a judgement must say why: everything but that the hit was no fault."""
    return verdict is not Verdict.RIGHT
