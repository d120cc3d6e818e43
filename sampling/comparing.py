"""Comparing two years, two boards, or two reviews of the same files."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist

from sampling.boschloo import boschloo_test, can_be_compared
from sampling.faults import COUNT, RATE, RATE_INSIDE, Checks
from sampling.fisher import fisher_test
from sampling.rates import Number
from sampling.two_groups import Group, check_groups

EXACT_PAIRS = 200


@dataclass(frozen=True)
class DifferenceInterval:
    """The first group's rate less the second's, with limits; all from -1 to 1."""

    first: Group
    second: Group
    confidence: Fraction
    difference: Fraction
    lower: float
    upper: float


@dataclass(frozen=True)
class Comparison:
    """Whether two groups differ: Boschloo's two-sided p-value, Fisher's beside it, and the size of the difference.

    `boschloo` is None where the groups are too large for it; Fisher's p-value then decides.
    """

    first: Group
    second: Group
    confidence: Fraction
    boschloo: float | None
    fisher: float
    interval: DifferenceInterval

    @property
    def established(self) -> bool:
        """Whether the test carries that there is a difference, at the confidence."""
        return (self.fisher if self.boschloo is None else self.boschloo) <= 1 - self.confidence


@dataclass(frozen=True)
class McNemarTest:
    """The p-value (0 to 1) of the exact McNemar test of the pairs that changed one way and the other."""

    one_way: int
    other_way: int
    p_value: float


@dataclass(frozen=True)
class HolmAdjustment:
    """p-values adjusted for how many there are, and which tests still hold at the level; in the order given."""

    level: Fraction
    adjusted: tuple[Fraction, ...]
    rejected: tuple[bool, ...]


def compare(*, first: Group, second: Group, confidence: Number) -> Comparison:
    """Tell whether the rates of two groups differ, and by how much.

    Args:
        first, second: the two groups, such as a later and an earlier year; each of 1 unit or more.
        confidence: of the interval and, as 1 - confidence, the level of the test; between 0 and 1.

    Returns:
        The tests and the interval. They may disagree at the edge: the test decides what is established.

    Raises:
        ArgumentError: with all that is wrong.

    Source: as in `boschloo_test`, `fisher_test` and `difference_interval`.
    """
    interval = difference_interval(first=first, second=second, confidence=confidence)
    boschloo = boschloo_test(first=first, second=second).p_value if can_be_compared(first, second) else None
    fisher = fisher_test(first=first, second=second).p_value
    return Comparison(first, second, interval.confidence, boschloo, fisher, interval)


def difference_interval(*, first: Group, second: Group, confidence: Number) -> DifferenceInterval:
    """Give limits for the difference between the rates of two independent groups.

    Args:
        first, second: the two groups, each of 1 unit or more.
        confidence: between 0 and 1, neither included.

    Returns:
        The first rate less the second, with Newcombe's limits: his hybrid score interval, made of the two
        Wilson intervals without correction for continuity.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Newcombe (1998), Statistics in Medicine 17:873, method 10.
    """
    checks = Checks()
    check_groups(checks, first, second, least=1)
    level = checks.number("confidence", confidence, RATE_INSIDE)
    checks.done()
    quantile = NormalDist().inv_cdf(float((1 + level) / 2))
    (first_low, first_high), (second_low, second_high) = (_wilson(group, quantile) for group in (first, second))
    first_rate, second_rate = (Fraction(group.errors, group.size) for group in (first, second))
    difference = float(first_rate - second_rate)
    lower = difference - sqrt((first_rate - first_low) ** 2 + (second_high - second_rate) ** 2)
    upper = difference + sqrt((first_high - first_rate) ** 2 + (second_rate - second_low) ** 2)
    return DifferenceInterval(first, second, level, first_rate - second_rate, max(-1.0, lower), min(1.0, upper))


def _wilson(group: Group, quantile: float) -> tuple[float, float]:
    errors, size, square = group.errors, group.size, quantile**2
    centre = errors + square / 2
    half = quantile * sqrt(errors * (size - errors) / size + square / 4)
    low = 0.0 if errors == 0 else (centre - half) / (size + square)
    high = 1.0 if errors == size else (centre + half) / (size + square)
    return low, high


def mcnemar_test(*, one_way: int, other_way: int) -> McNemarTest:
    """Test whether the same files, reviewed twice, were judged differently the second time.

    Args:
        one_way: files that deviated only the first time (b), from 0.
        other_way: files that deviated only the second time (c), from 0.

    Returns:
        min(1, 2 P(Bin(b + c, 1/2) <= min(b, c))); 1 where no file changed.

    Raises:
        ArgumentError: with all that is wrong.

    Source: McNemar (1947), Psychometrika 12:153, in its exact form (Mosteller 1952).
    """
    checks = Checks()
    fewer, more = sorted(
        (checks.whole("one_way", one_way, COUNT), checks.whole("other_way", other_way, COUNT)),
    )
    checks.done()
    return McNemarTest(one_way, other_way, min(1.0, 2 * _chance_of_fewer(fewer, fewer + more)))


def _chance_of_fewer(fewer: int, pairs: int) -> float:
    """Give P(Bin(pairs, 1/2) <= fewer)."""
    if fewer == pairs:
        return 1.0
    if pairs > EXACT_PAIRS:
        from scipy.special import betaincc

        return float(betaincc(fewer + 1, pairs - fewer, 0.5))
    return sum(comb(pairs, each) for each in range(fewer + 1)) * 0.5**pairs


def holm(*, p_values: Sequence[Number], level: Number = "0.05") -> HolmAdjustment:
    """Adjust p-values for the number of questions asked, so that chance alone seldom finds anything.

    Args:
        p_values: one per question, 0 to 1, at least one.
        level: the risk of finding anything where there is nothing, between 0 and 1.

    Returns:
        The adjusted p-values (0 to 1), exactly, and whether each is no more than the level.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Holm (1979), Scandinavian Journal of Statistics 6:65.
    """
    checks = Checks()
    checks.length("p_values", p_values, 1)
    exact = [checks.number(f"p_values[{place}]", value, RATE) for place, value in enumerate(p_values)]
    risk = checks.number("level", level, RATE_INSIDE)
    checks.done()
    adjusted = [Fraction(0)] * len(exact)
    largest = Fraction(0)
    for rank, place in enumerate(sorted(range(len(exact)), key=exact.__getitem__)):
        largest = min(Fraction(1), max(largest, (len(exact) - rank) * exact[place]))
        adjusted[place] = largest
    return HolmAdjustment(risk, tuple(adjusted), tuple(value <= risk for value in adjusted))
