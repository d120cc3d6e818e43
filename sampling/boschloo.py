"""Boschloo's test: Fisher's p-value as the measure, and the whole of chance as the reference."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import pi
from typing import TYPE_CHECKING

from sampling.faults import ArgumentReason, Checks
from sampling.fisher import fisher_p_value
from sampling.two_groups import Alternative, Group, check_groups, rough_tables_within, tables_within

if TYPE_CHECKING:
    from sampling.two_groups import Booleans, Floats

EXACT_TABLES = 40_000
MOST_UNITS = 2_000
ZOOMS = 5
MOST_PEAKS = 4
TINY = 1e-300


class Ordering(StrEnum):
    """By which p-value tables are put in order, from those that speak most for a difference."""

    ONE_SIDED_FISHER = "one-sided-fisher"
    TWO_SIDED_FISHER = "two-sided-fisher"
    DOUBLE_ONE_SIDED = "double-one-sided"


@dataclass(frozen=True)
class BoschlooTest:
    """The p-value (0 to 1) of Boschloo's test and the common rate (0 to 1) at which it is largest."""

    first: Group
    second: Group
    alternative: Alternative
    ordering: Ordering
    p_value: float
    common_rate: float


def boschloo_test(
    *,
    first: Group,
    second: Group,
    alternative: Alternative = Alternative.TWO_SIDED,
    ordering: Ordering | None = None,
) -> BoschlooTest:
    """Test whether the rates of two independent groups differ; never weaker than Fisher's test.

    Args:
        first, second: the two groups, each of 0 units or more.
        alternative: what the test is to show of the first group's rate.
        ordering: two-sided tests put tables in order by the two-sided Fisher p-value (so do StatXact and the R
            package Exact) or double the smaller of the one-sided p-values (so does SciPy). One-sided ones
            always use the one-sided Fisher p-value. None chooses the first that goes with the alternative.

    Returns:
        The largest probability, over all common rates from 0 to 1, of a table whose Fisher p-value is no more
        than that of the observed one. The order is exact up to 40,000 possible tables.

    Raises:
        ArgumentError: with all that is wrong, or if the groups together hold more than 2,000 units.

    Source: Boschloo (1970), Statistica Neerlandica 24:1; Mehrotra, Chan and Berger (2003), Biometrics 59:441.
    """
    checks = Checks()
    check_groups(checks, first, second)
    two_sided = alternative is Alternative.TWO_SIDED
    used = ordering or (Ordering.TWO_SIDED_FISHER if two_sided else Ordering.ONE_SIDED_FISHER)
    if (used is Ordering.ONE_SIDED_FISHER) is two_sided:
        checks.refuse("ordering", used.value, ArgumentReason.NO_MATCH)
    if checks.fine and not can_be_compared(first, second):
        checks.refuse("first.size", first.size, ArgumentReason.TOO_LARGE)
    checks.done()
    chance, rate = _p_value(first, second, alternative, used)
    return BoschlooTest(first, second, alternative, used, chance, rate)


def _p_value(first: Group, second: Group, alternative: Alternative, ordering: Ordering) -> tuple[float, float]:
    counts = (first.errors, first.size, second.errors, second.size)
    if ordering is not Ordering.DOUBLE_ONE_SIDED:
        return _largest_chance(*counts, alternative)
    chance, rate = min(_largest_chance(*counts, side) for side in (Alternative.LESS, Alternative.GREATER))
    return min(1.0, 2 * chance), rate


def can_be_compared(first: Group, second: Group) -> bool:
    """Tell whether the groups are small enough for Boschloo's test."""
    return first.size + second.size <= MOST_UNITS


@lru_cache(maxsize=4096)
def _largest_chance(
    first_errors: int, first_size: int, second_errors: int, second_size: int, alternative: Alternative
) -> tuple[float, float]:
    first, second = Group(first_errors, first_size), Group(second_errors, second_size)
    measure = fisher_p_value(first, second, alternative)
    if measure >= 1:
        return 1.0, 0.0
    if (first_size + 1) * (second_size + 1) <= EXACT_TABLES:
        marks = tables_within(first_size, second_size, alternative, Fraction(measure))
    else:
        marks = rough_tables_within(first_size, second_size, alternative, float(measure))
    return largest_chance(marks)


def largest_chance(marks: "Booleans") -> tuple[float, float]:
    """Give the largest probability of the marked tables over all common rates, and the rate where it is.

    Args:
        marks: by the deviations in each of two groups, as from `tables_within`.

    Returns:
        The probability (0 to 1, correct to ten digits) and the rate (0 to 1).

    Source: a grid of equal steps in arcsin(sqrt(rate)), where all rates are estimated equally well (Anscombe
    1948), a fraction of the binomial standard error apart; then the highest places, closer and closer.
    """
    import numpy as np

    first_size, second_size = marks.shape[0] - 1, marks.shape[1] - 1
    region = marks.astype(np.float64)
    angles = np.linspace(0, pi / 2, 129 + int(32 * (first_size + second_size) ** 0.5))
    values = _chances(region, angles)
    padded = np.concatenate(([-1.0], values, [-1.0]))
    peaks = np.flatnonzero((values >= padded[:-2]) & (values >= padded[2:]))
    centres = angles[peaks[np.argsort(values[peaks])[-MOST_PEAKS:]]]
    step = angles[1]
    for _ in range(ZOOMS):
        around = np.clip(centres[:, None] + step * np.linspace(-1, 1, 21), 0, pi / 2)
        chances = _chances(region, around.ravel()).reshape(around.shape)
        centres = around[np.arange(len(around)), chances.argmax(axis=1)]
        step /= 10
    best = int(chances.max(axis=1).argmax())
    return min(1.0, float(chances.max())), float(np.sin(centres[best]) ** 2)


def _chances(region: "Floats", angles: "Floats") -> "Floats":
    """Give the probability of the region at each of the rates sin²(angle)."""
    import numpy as np

    rates, rests = np.sin(angles) ** 2, np.cos(angles) ** 2
    first, second = (binomial_rows(size - 1, rates, rests) for size in region.shape)
    return np.asarray(((first @ region) * second).sum(axis=1))


def binomial_rows(size: int, rates: "Floats", rests: "Floats") -> "Floats":
    """Give the binomial probabilities of 0 to `size` deviations, a row for each rate; `rests` is 1 - rates."""
    import numpy as np
    from scipy.special import gammaln

    errors = np.arange(size + 1)
    ways = gammaln(size + 1) - gammaln(errors + 1) - gammaln(size - errors + 1)
    one, other = np.log(np.maximum(rates, TINY)), np.log(np.maximum(rests, TINY))
    return np.asarray(np.exp(ways + (size * other)[:, None] + np.outer(one - other, errors)))
