"""Estimating: what the deviations found in a sample say about the population it was drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from sampling.chances import is_at_most_rare
from sampling.faults import COUNT_FROM_1, RATE, RATE_INSIDE, ArgumentReason, Checks, Range
from sampling.rates import Number
from sampling.search import first_within


class Side(StrEnum):
    """Which limits are wanted: both, each with half of the risk, or one with all of it."""

    TWO = "two"
    UPPER = "upper"
    LOWER = "lower"


@dataclass(frozen=True)
class DeviationLimits:
    """Limits for the number of deviating units in a population of known size.

    Out of `sample_size` units `errors` deviated. With the confidence, from `lower_count` to `upper_count` of
    the `population_size` units deviate. A one-sided limit has the trivial one as the other: what was found,
    or what can't be excluded even by arithmetic.
    """

    population_size: int
    sample_size: int
    errors: int
    confidence: Fraction
    side: Side
    lower_count: int
    upper_count: int

    @property
    def lower_rate(self) -> Fraction:
        """The lower limit as a share of the population, 0 to 1."""
        return Fraction(self.lower_count, self.population_size)

    @property
    def upper_rate(self) -> Fraction:
        """The upper limit as a share of the population, 0 to 1."""
        return Fraction(self.upper_count, self.population_size)


@dataclass(frozen=True)
class RateLimits:
    """Limits, 0 to 1, for the rate of deviations in an unlimited population."""

    sample_size: int
    errors: int
    confidence: Fraction
    side: Side
    lower: float
    upper: float


@dataclass(frozen=True)
class StratumCount:
    """What was found in one stratum: either how many units deviated, or their share of the sample.

    Args:
        population_size: units in the stratum, from 1.
        sample_size: units reviewed, from 2 to the population; a stratum of one unit may be reviewed whole.
        errors: reviewed units that deviate, from 0 to the sample's size.
        error_rate: the same as a share of the sample, 0 to 1.
    """

    population_size: int
    sample_size: int
    errors: int | None = None
    error_rate: Number | None = None


@dataclass(frozen=True)
class StratifiedProportion:
    """An estimate over all strata: the rate (0 to 1), its variance, and the number of deviating units."""

    population_size: int
    sample_size: int
    proportion: Fraction
    variance: Fraction
    total: Fraction

    @property
    def standard_error(self) -> float:
        """The standard error of the proportion, from 0."""
        return sqrt(self.variance)


def deviation_limits(
    *, population_size: int, sample_size: int, errors: int, confidence: Number, side: Side = Side.TWO
) -> DeviationLimits:
    """Give exact limits for the number of deviations in a finite population.

    Args:
        population_size: units in the population (N), from 1.
        sample_size: units drawn without replacement (n), 0 to N.
        errors: deviating units among them (k), 0 to n.
        confidence: between 0 and 1, neither included.
        side: both limits, or one.

    Returns:
        The smallest K with P(X >= k | K) > a and the largest K with P(X <= k | K) > a, where a is the risk,
        halved for two limits. They hold the true number with at least the confidence, whatever it is.

    Raises:
        ArgumentError: with all that is wrong.

    Source: inverted hypergeometric tests: Katz (1953), JASA 48:256; Buonaccorsi (1987), American
    Statistician 41:215; Touw and Hoogduin (2011), p. 125.
    """
    checks = Checks()
    population = checks.whole("population_size", population_size, COUNT_FROM_1)
    size = checks.whole("sample_size", sample_size, Range(0, population if checks.fine else None))
    found = checks.whole("errors", errors, Range(0, size if checks.fine else None))
    risk = 1 - checks.number("confidence", confidence, RATE_INSIDE)
    checks.done()
    tail = risk / 2 if side is Side.TWO else risk
    lower, upper = found, population - (size - found)
    if side is not Side.LOWER:
        upper = _largest_not_rare(population, size, found, tail)
    if side is not Side.UPPER:
        lower = population - _largest_not_rare(population, size, size - found, tail)
    return DeviationLimits(population, size, found, 1 - risk, side, lower, upper)


def _largest_not_rare(population: int, size: int, found: int, tail: Fraction) -> int:
    """Give the largest number of deviations with which so few in the sample are no rarity."""

    def rare(deviations: int) -> bool:
        return is_at_most_rare(
            errors=found, population_size=population, sample_size=size, deviations=deviations, risk=tail
        )

    return first_within(rare, found, population - (size - found) + 1) - 1


def rate_limits(*, sample_size: int, errors: int, confidence: Number, side: Side = Side.TWO) -> RateLimits:
    """Give exact limits for the rate of deviations where the population is unlimited or unknown.

    Args:
        sample_size: units reviewed (n), from 1.
        errors: deviating units among them (x), 0 to n.
        confidence: between 0 and 1, neither included.
        side: both limits, or one.

    Returns:
        The Clopper-Pearson limits, each with half of the risk for two of them. The lower limit is 0 at x = 0
        and the upper one 1 at x = n; a one-sided limit has 0 or 1 as the other.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Clopper and Pearson (1934), Biometrika 26:404; as beta quantiles (NIST/SEMATECH 7.2.4.1).
    """
    checks = Checks()
    size = checks.whole("sample_size", sample_size, COUNT_FROM_1)
    found = checks.whole("errors", errors, Range(0, size if checks.fine else None))
    risk = 1 - checks.number("confidence", confidence, RATE_INSIDE)
    checks.done()
    tail = float(risk / 2 if side is Side.TWO else risk)
    lower = 0.0 if side is Side.UPPER else lower_rate(size, found, tail)
    upper = 1.0 if side is Side.LOWER else upper_rate(size, found, tail)
    return RateLimits(size, found, 1 - risk, side, lower, upper)


def upper_rate(size: int, errors: int, risk: float) -> float:
    """Give the one-sided Clopper-Pearson upper limit (0 to 1) for 0 <= errors <= size and 0 < risk < 1."""
    if errors == size:
        return 1.0
    from scipy.special import betainccinv

    return float(betainccinv(errors + 1, size - errors, risk))


def lower_rate(size: int, errors: int, risk: float) -> float:
    """Give the one-sided Clopper-Pearson lower limit (0 to 1) for 0 <= errors <= size and 0 < risk < 1."""
    if errors == 0:
        return 0.0
    from scipy.special import betaincinv

    return float(betaincinv(errors, size - errors + 1, risk))


def stratified_proportion(
    *, strata: Sequence[StratumCount], finite_population_correction: bool = True
) -> StratifiedProportion:
    """Estimate the rate of deviations in several strata together.

    Args:
        strata: what was found in each, at least one.
        finite_population_correction: whether a stratum's variance shrinks with the share of it that was
            reviewed, as it does when units are drawn without replacement.

    Returns:
        The proportion weighted by the strata's populations, its variance by W² (1 - n/N) s²/n with
        s² = n p q / (n - 1), and the estimated number of deviating units, all exact.

    Raises:
        ArgumentError: with all that is wrong in any stratum.

    Source: Cochran, Sampling Techniques (1977), 5.6 and 5.9.
    """
    checks = Checks()
    checks.length("strata", strata, 1)
    shares = [
        _share(checks, f"strata[{place}]", each, finite_population_correction) for place, each in enumerate(strata)
    ]
    checks.done()
    population = sum(each.population_size for each in strata)
    total = sum((each.population_size * share for each, share in zip(strata, shares, strict=True)), Fraction(0))
    variance = Fraction(0)
    for each, share in zip(strata, shares, strict=True):
        left = 1 - Fraction(each.sample_size, each.population_size) if finite_population_correction else Fraction(1)
        if left > 0:
            weight = Fraction(each.population_size, population)
            variance += weight**2 * left * share * (1 - share) / (each.sample_size - 1)
    return StratifiedProportion(
        population, sum(each.sample_size for each in strata), total / population, variance, total
    )


def _share(checks: Checks, field: str, stratum: StratumCount, corrected: bool) -> Fraction:
    """Give the share of a stratum's sample that deviates, or note what is wrong with the stratum."""
    population = checks.whole(f"{field}.population_size", stratum.population_size, COUNT_FROM_1)
    # One unit says nothing of how much units differ, unless it is the whole stratum.
    least = 1 if corrected and population == 1 else 2
    size = checks.whole(f"{field}.sample_size", stratum.sample_size, Range(least, max(population, least)))
    if stratum.errors is not None and stratum.error_rate is not None:
        checks.refuse(f"{field}.errors", stratum.errors, ArgumentReason.GIVEN_TWICE)
    elif stratum.errors is not None:
        return Fraction(checks.whole(f"{field}.errors", stratum.errors, Range(0, max(size, 0))), max(size, 1))
    elif stratum.error_rate is not None:
        return checks.number(f"{field}.error_rate", stratum.error_rate, RATE)
    else:
        checks.refuse(f"{field}.errors", None, ArgumentReason.NOT_GIVEN)
    return Fraction(0)
