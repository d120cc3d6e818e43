"""How an outcome stands to its target: a light that is always words too, or why it can't be judged."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from audit.indicators.rules.numbers import Bound, Target, said
from audit.indicators.rules.words import Direction

NEAR = Fraction(1, 10)
"""An outcome that misses its target by at most this share of the target is near it."""


class Light(StrEnum):
    MET = "natt"
    NEAR = "nara"
    MISSED = "missat"
    UNKNOWN = "okant"


LIGHT_NAMES = {
    Light.MET: "Nått",
    Light.NEAR: "Nära målet",
    Light.MISSED: "Inte nått",
    Light.UNKNOWN: "Går inte att bedöma",
}
LIGHT_MARKS = {Light.MET: "done", Light.NEAR: "waits", Light.MISSED: "wrong", Light.UNKNOWN: "plain"}
RULE = (
    "Nått: utfallet är lika bra som årsmålet eller bättre. Nära målet: utfallet missar årsmålet med högst en tiondel "
    "av målet. Inte nått: det missar med mer. Saknas utfall, årsmål i tal eller riktning går det inte att bedöma. "
    "Läget mot kommunfullmäktiges årsmål bedöms för sig, på samma sätt, och kan gälla hela staden."
)


@dataclass(frozen=True)
class Standing:
    """A light with its reason in words."""

    light: Light
    why: str

    @property
    def name(self) -> str:
        return LIGHT_NAMES[self.light]

    @property
    def mark(self) -> str:
        return LIGHT_MARKS[self.light]


def light(outcome: Decimal | None, target: Target, direction: Direction, near: Fraction = NEAR) -> Standing:
    """How `outcome` stands to `target`, both in the indicator's unit.

    Args:
        outcome: what was reached; None where it is missing.
        target: the year's target; without a value nothing can be judged.
        direction: which way is better; a target that says »max« or »minst« decides it itself.
        near: the share of the target (0 to 1) by which an outcome may miss it and still be near.

    Returns:
        MET, NEAR or MISSED with the arithmetic in words, or UNKNOWN with what is missing.
    """
    lower = target.bound is Bound.AT_MOST or (target.bound is None and direction is Direction.LOWER)
    if outcome is None:
        return Standing(Light.UNKNOWN, "Utfallet saknas.")
    if target.value is None:
        return Standing(Light.UNKNOWN, target.why)
    if target.bound is None and direction is Direction.UNSAID:
        return Standing(Light.UNKNOWN, "Riktningen är inte angiven: ingen har sagt om högre eller lägre är bättre.")
    missed = outcome - target.value if lower else target.value - outcome
    wanted = f"{'högst' if lower else 'minst'} {said(target.value)}"
    if missed <= 0:
        return Standing(Light.MET, f"{said(outcome)} mot {wanted}.")
    close = Fraction(missed) <= near * abs(Fraction(target.value))
    return Standing(Light.NEAR if close else Light.MISSED, f"{said(outcome)} mot {wanted}: {said(missed)} ifrån.")
