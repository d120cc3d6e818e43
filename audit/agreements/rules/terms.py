"""What a cooperation agreement says in figures: its parties, the areas of cost with their keys, the base figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Key(StrEnum):
    """How the cost of an area is shared. The values are stored."""

    OPEN_CASES = "arenden"
    ADMINISTRATION = "administration"
    DIRECT = "direkt"
    ALLOCATION = "tilldelning"
    POPULATION = "befolkning"
    EQUAL = "lika"
    FIXED = "fasta"
    NOT_CHARGED = "debiteras_inte"


KEY_NAMES = {
    Key.OPEN_CASES: "Andel av aktuella ärenden",
    Key.ADMINISTRATION: "Två tredjedelar av utförarens administrativa avdrag",
    Key.DIRECT: "Belastar varje nämnd direkt",
    Key.ALLOCATION: "Tilldelningen minus eget avdrag",
    Key.POPULATION: "Andel av befolkningen",
    Key.EQUAL: "Lika delar",
    Key.FIXED: "Fasta andelar",
    Key.NOT_CHARGED: "Debiteras inte",
}
KEY_EXPLANATIONS = {
    Key.OPEN_CASES: "Medeltalet av aktuella ärenden, flyktingärenden medräknade, april–september året före.",
    Key.ADMINISTRATION: "Varje part debiteras 2/3 av utförarens avdrag, i procent av sin egen tilldelning från "
    "kommunfullmäktige för försörjningsstöd inklusive handläggning.",
    Key.DIRECT: "Var och en bär sin egen kostnad. Inget fördelas.",
    Key.ALLOCATION: "Kommunfullmäktiges tilldelning minus det avdrag som nämnden behåller för egen administration.",
    Key.POPULATION: "Varje parts andel av parternas gemensamma befolkning.",
    Key.EQUAL: "Lika mycket var.",
    Key.FIXED: "Andelar som står i överenskommelsen. De ska bli precis 1 tillsammans.",
    Key.NOT_CHARGED: "Finansieras på annat sätt. Ingen part debiteras.",
}
# The keys by which one sum is divided, so that there has to be a sum.
DIVIDING = frozenset({Key.OPEN_CASES, Key.POPULATION, Key.EQUAL, Key.FIXED})
BASE_MONTHS = (4, 5, 6, 7, 8, 9)
MONTH_NAMES = {4: "april", 5: "maj", 6: "juni", 7: "juli", 8: "augusti", 9: "september"}
OF_THE_DEDUCTION = Fraction(2, 3)


@dataclass(frozen=True)
class Part:
    """A party in an area of cost.

    `shares`: it takes part in the cost; `billed`: the document says that it is billed. `allocation` (kronor) is what
    the council has allotted it, `deduction` (percent, 0–100) what it keeps of that, `direct` (kronor) its own cost,
    `share` (above 0, at most 1) its fixed share. None is what nobody has stated.
    """

    party: str
    shares: bool = True
    billed: bool = False
    allocation: Decimal | None = None
    deduction: Decimal | None = None
    direct: Decimal | None = None
    share: Fraction | None = None


@dataclass(frozen=True)
class CostArea:
    """An area of cost. `amount` is the year's cost in kronor, `rate` the performer's administrative deduction in
    percent (0–100), `paragraph` where the agreement has its rule, `performer` the party that runs it."""

    name: str
    paragraph: str
    key: Key | None
    parts: tuple[Part, ...] = ()
    amount: Decimal | None = None
    performer: str = ""
    rate: Decimal | None = None
    posts: Decimal | None = None

    @property
    def sharing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.shares)


@dataclass(frozen=True)
class Base:
    """Base figures by party: open cases of each month (4–9 of the year before), and inhabitants."""

    cases: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    population: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """An agreement of one year as plain figures."""

    year: int
    parties: tuple[str, ...]
    areas: tuple[CostArea, ...]
    base: Base = Base()


@dataclass(frozen=True)
class Lack:
    """What is wrong or missing, and where: the place first, then the words for it."""

    where: str
    what: str
