"""Words for how often something was seen, each with one meaning: the only place that decides when one may be used.

A word is always followed by its count and tells of the sample alone. With fewer than `FEWEST` answers none is used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

FEWEST = 5
MOSTLY, OFTEN, SINGLE = Fraction(4, 5), Fraction(1, 2), Fraction(1, 5)
SINGLE_AT_MOST = 2


@dataclass(frozen=True)
class Phrase:
    """A word, what it means, and whether it holds for `deviations` among `applicable` answers (0 ≤ both)."""

    word: str
    meaning: str
    holds: Callable[[int, int], bool]


ALL = Phrase(
    "samtliga",
    "varje svar där frågan var aktuell och gick att bedöma är Ja, utan undantag",
    lambda deviations, applicable: applicable > 0 and deviations == 0,
)
IN_THE_MAIN = Phrase(
    "i huvudsak",
    f"på varje fråga i området är minst fyra av fem svar Ja, men inte alla svar är Ja (minst {FEWEST} svar)",
    lambda deviations, applicable: applicable >= FEWEST and 0 < deviations <= (1 - MOSTLY) * applicable,
)
OFTEN_SO = Phrase(
    "ofta",
    f"minst hälften av svaren är Nej eller Delvis (minst {FEWEST} svar)",
    lambda deviations, applicable: applicable >= FEWEST and deviations >= OFTEN * applicable,
)
A_FEW = Phrase(
    "enstaka",
    f"ett eller två svar är Nej eller Delvis, och högst vart femte (minst {FEWEST} svar)",
    lambda deviations, applicable: (
        applicable >= FEWEST and 1 <= deviations <= SINGLE_AT_MOST and deviations <= SINGLE * applicable
    ),
)
PHRASES = (ALL, IN_THE_MAIN, OFTEN_SO, A_FEW)
"""All the words, in the order in which they are explained."""


def how_often(deviations: int, applicable: int) -> str:
    """»ofta« or »enstaka« for the deviations from one question; empty where neither word holds."""
    return next((phrase.word for phrase in (OFTEN_SO, A_FEW) if phrase.holds(deviations, applicable)), "")


def in_the_main(deviations: int, applicable: int) -> bool:
    """Whether something may be called in order »i huvudsak«."""
    return IN_THE_MAIN.holds(deviations, applicable)
