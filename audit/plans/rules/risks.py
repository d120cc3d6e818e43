"""Risks: the scale that they are valued by, what their value suggests, and what may be written of one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from audit.rounds.rules import Fault

STEPS = (1, 2, 3, 4, 5)
LARGEST = STEPS[-1] ** 2


class Handling(StrEnum):
    """What is done about a risk, from the least to the most."""

    ACCEPT = "accepteras"
    ONGOING = "lopande"
    PLAN = "planen"


HANDLING_NAMES = {
    Handling.ACCEPT: "Accepteras",
    Handling.ONGOING: "Löpande kontroll",
    Handling.PLAN: "Till internkontrollplanen",
}
LEVEL_NAMES = {Handling.ACCEPT: "Låg", Handling.ONGOING: "Medel", Handling.PLAN: "Hög"}
"""What a risk's value is called, by what it suggests."""


@dataclass(frozen=True)
class Scale:
    """What the five steps of likelihood (sannolikhet) and materiality (väsentlighet) are called, and from which value
    (1–25) a risk should have ongoing controls or go into the plan.

    Each analysis has a scale of its own, so that a change never alters an earlier one. The names and limits here are
    the program's proposal: the city's own are entered where they differ.
    """

    likelihood: tuple[str, ...] = ("Osannolik", "Mindre sannolik", "Möjlig", "Sannolik", "Mycket sannolik")
    materiality: tuple[str, ...] = ("Försumbar", "Lindrig", "Kännbar", "Allvarlig", "Mycket allvarlig")
    ongoing_from: int = 6
    plan_from: int = 12

    @classmethod
    def kept(cls, stored: Mapping[str, Any]) -> "Scale":
        """The scale as it was kept by `as_kept`; the program's proposal for what isn't there."""
        read: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in stored.items()}
        return cls(**read)

    def as_kept(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @property
    def is_proposal(self) -> bool:
        """Whether it is the program's own proposal, as it stands."""
        return self == Scale()

    def suggests(self, value: int) -> Handling:
        """What a risk of this value (1–25) should come to."""
        if value >= self.plan_from:
            return Handling.PLAN
        return Handling.ONGOING if value >= self.ongoing_from else Handling.ACCEPT

    def level(self, value: int) -> str:
        """»Låg«, »Medel« or »Hög«."""
        return LEVEL_NAMES[self.suggests(value)]


def risk_value(likelihood: int, materiality: int) -> int:
    """The product of the two, each 1 to 5. ValueError for anything else.

    Source: the city's model for väsentlighets- och riskanalys (riskvärde = sannolikhet × väsentlighet).
    """
    if likelihood not in STEPS or materiality not in STEPS:
        raise ValueError("likelihood and materiality go from 1 to 5")
    return likelihood * materiality


def scale_faults(scale: Scale) -> list[Fault]:
    """What is wrong with a scale; nothing if it can be used."""
    faults = []
    for name, words in (("likelihood", scale.likelihood), ("materiality", scale.materiality)):
        if len(words) != len(STEPS) or not all(words):
            faults.append(Fault(name, f"Skriv {len(STEPS)} steg, ett på varje rad, det lägsta först."))
        elif len({word.casefold() for word in words}) < len(words):
            faults.append(Fault(name, "Två steg heter likadant."))
    if not 1 <= scale.ongoing_from <= LARGEST:
        faults.append(Fault("ongoing_from", f"Skriv ett tal från 1 till {LARGEST}."))
    if not 1 <= scale.plan_from <= LARGEST:
        faults.append(Fault("plan_from", f"Skriv ett tal från 1 till {LARGEST}."))
    elif scale.plan_from < scale.ongoing_from:
        faults.append(Fault("plan_from", "Gränsen för planen kan inte vara lägre än den för löpande kontroll."))
    return faults


def handling_faults(scale: Scale, *, value: int, handling: Handling, ongoing: str, reason: str) -> list[Fault]:
    """What is wrong with how a risk is handled: less than its value suggests takes a reason, and ongoing controls
    have to be told."""
    faults = []
    suggested = scale.suggests(value)
    order = list(Handling)
    if order.index(handling) < order.index(suggested) and not reason:
        said = f"Riskvärdet {value} är {scale.level(value).lower()} och bör ge »{HANDLING_NAMES[suggested]}«."
        faults.append(Fault("reason", f"{said} Skriv varför ni väljer något annat."))
    if handling is Handling.ONGOING and not ongoing:
        faults.append(Fault("ongoing", "Skriv vilka löpande kontroller som finns."))
    return faults


# ---- The matrix -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Square:
    """A square of the matrix: its two steps, and the numbers (from 1, as in the list) of the risks that fall in it."""

    likelihood: int
    materiality: int
    level: Handling
    numbers: tuple[int, ...]

    @property
    def value(self) -> int:
        return risk_value(self.likelihood, self.materiality)


def matrix(scale: Scale, valued: Sequence[tuple[int, int]]) -> list[list[Square]]:
    """The matrix row by row: the highest likelihood first, the lowest materiality first in each row.

    Args:
        scale: tells how high each square is.
        valued: likelihood and materiality of each risk, in the order of the list.
    """
    rows = []
    for likelihood in reversed(STEPS):
        row = []
        for materiality in STEPS:
            numbers = tuple(n for n, one in enumerate(valued, start=1) if one == (likelihood, materiality))
            level = scale.suggests(risk_value(likelihood, materiality))
            row.append(Square(likelihood, materiality, level, numbers))
        rows.append(row)
    return rows
