"""How an outcome stands to its target: a light that is always words too, or why it can't be judged."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from audit.indicators.rules.numbers import Bound, Target, said
from audit.indicators.rules.words import Direction, Quantity

NEAR = Fraction(1, 10)
"""An outcome that misses its target by at most this share of the target is near it."""


class Light(StrEnum):
    MET = "natt"
    NEAR = "nara"
    MISSED = "missat"
    UNKNOWN = "okant"
    CITY = "staden"


LIGHT_NAMES = {
    Light.MET: "Nått",
    Light.NEAR: "Nära målet",
    Light.MISSED: "Inte nått",
    Light.UNKNOWN: "Går inte att bedöma",
    Light.CITY: "Gäller hela staden",
}
# The city's target is the city's: a board's share is held beside it, and is not what reaches it or doesn't.
BESIDE_THE_CITY = {
    **LIGHT_NAMES,
    Light.MET: "Lika bra som stadens mål eller bättre",
    Light.NEAR: "Nära stadens mål",
    Light.MISSED: "Sämre än stadens mål",
}
LIGHT_MARKS = {
    Light.MET: "done",
    Light.NEAR: "waits",
    Light.MISSED: "wrong",
    Light.UNKNOWN: "plain",
    Light.CITY: "plain",
}
SHARES = ("%", "procent", "andel", "/", " per ", "index", "kvot", "genomsnitt", "medel", "dagar", "poäng")
"""What an indicator's unit or name often has where it is a share, a mean or a quotient."""
RULE = (
    "Nått: utfallet är lika bra som årsmålet eller bättre. Nära målet: utfallet missar årsmålet med högst en tiondel "
    "av målet. Inte nått: det missar med mer. Saknas utfall, årsmål i tal eller riktning går det inte att bedöma. "
    "Kommunfullmäktiges årsmål är hela stadens, inte en nämnds. En andel eller ett medeltal ställs bredvid det: "
    "lika bra, nära eller sämre. Ett antal är hela stadens tillsammans, och då bedöms ingen nämnd mot det."
)


@dataclass(frozen=True)
class Standing:
    """A light with its reason in words; `of_city` where it is the city's target that the outcome is held against."""

    light: Light
    why: str
    of_city: bool = False

    @property
    def name(self) -> str:
        return (BESIDE_THE_CITY if self.of_city else LIGHT_NAMES)[self.light]

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


def likely_quantity(name: str, unit: str) -> Quantity:
    """What to take an indicator for by its name and unit, where nobody has said what it counts."""
    told = f" {name} {unit} ".casefold()
    return Quantity.SHARE if any(sign in told for sign in SHARES) else Quantity.SUM


def beside_the_city(outcome: Decimal | None, target: Target, direction: Direction, quantity: Quantity) -> Standing:
    """How a board's `outcome` stands to the city's `target`, which has a value and is no board's own to reach.

    Where the indicator's `quantity` is a sum, the target is that of all the city's boards together, and nothing is
    judged. Otherwise as in `light`, in words that say whose the target is.
    """
    if quantity is Quantity.SUM:
        return Standing(Light.CITY, f"{said(target.value or Decimal())} är målet för stadens alla nämnder tillsammans.")
    return replace(light(outcome, target, direction), of_city=True)
