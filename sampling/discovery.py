"""Discovery: what a sample of a given size can and can't show, and how large one must be to find a deviation."""

from dataclasses import dataclass
from fractions import Fraction

from sampling.chances import chance_of_none, is_at_most_rare
from sampling.estimating import Side, deviation_limits
from sampling.faults import COUNT_FROM_1, RATE_INSIDE, Checks, Range
from sampling.rates import Number
from sampling.search import first_within


@dataclass(frozen=True)
class DiscoveryPlan:
    """A sample that finds at least one of the deviations with at least the confidence."""

    sample_size: int
    population_size: int
    deviations: int
    confidence: Fraction


@dataclass(frozen=True)
class SampleReach:
    """What a sample of a given size can and can't show.

    If none of the `sample_size` out of `population_size` units deviates, at most `most_deviations` of all
    units do, with the confidence. Did `deviations` of all units deviate, the sample would miss every one of
    them with the probability `chance_of_missing`, from 0 to 1.
    """

    population_size: int
    sample_size: int
    confidence: Fraction
    most_deviations: int
    deviations: int
    chance_of_missing: float

    @property
    def chance_of_finding(self) -> float:
        """The probability that at least one deviation is in the sample, from 0 to 1."""
        return 1 - self.chance_of_missing


def discovery_sample_size(*, population_size: int, deviations: int, confidence: Number) -> DiscoveryPlan:
    """Give the smallest sample that finds at least one of so many deviations.

    Args:
        population_size: units in the population (N), from 1.
        deviations: deviating units among them (D), 1 to N.
        confidence: between 0 and 1, neither included.

    Returns:
        The plan with the smallest n such that 1 - C(N-D, n) / C(N, n) >= confidence; equality counts.

    Raises:
        ArgumentError: with all that is wrong.

    Source: discovery sampling, e.g. Arkin, Handbook of Sampling for Auditing and Accounting (1984).
    """
    checks = Checks()
    population = checks.whole("population_size", population_size, COUNT_FROM_1)
    marked = checks.whole("deviations", deviations, Range(1, population if checks.fine else None))
    risk = 1 - checks.number("confidence", confidence, RATE_INSIDE)
    checks.done()

    def finds(size: int) -> bool:
        return is_at_most_rare(errors=0, population_size=population, sample_size=size, deviations=marked, risk=risk)

    return DiscoveryPlan(first_within(finds, 1, population), population, marked, 1 - risk)


def chance_of_finding(*, population_size: int, sample_size: int, deviations: int) -> float:
    """Give the probability that a sample holds at least one of the deviations in the population.

    Args, errors and source: as in `chance_of_missing`.

    Returns:
        1 - C(N-D, n) / C(N, n), from 0 to 1.
    """
    return 1 - chance_of_missing(population_size=population_size, sample_size=sample_size, deviations=deviations)


def chance_of_missing(*, population_size: int, sample_size: int, deviations: int) -> float:
    """Give the probability that a sample holds none of the deviations in the population.

    Args:
        population_size: units in the population (N), from 1.
        sample_size: units drawn without replacement (n), 0 to N.
        deviations: deviating units in the population (D), 0 to N.

    Returns:
        C(N-D, n) / C(N, n), from 0 to 1.

    Raises:
        ArgumentError: with all that is wrong.

    Source: the hypergeometric distribution, as in `discovery_sample_size`.
    """
    checks = Checks()
    population = checks.whole("population_size", population_size, COUNT_FROM_1)
    limit = Range(0, population if checks.fine else None)
    size = checks.whole("sample_size", sample_size, limit)
    marked = checks.whole("deviations", deviations, limit)
    checks.done()
    return chance_of_none(population_size=population, sample_size=size, deviations=marked)


def what_a_sample_shows(*, population_size: int, sample_size: int, confidence: Number, deviations: int) -> SampleReach:
    """Tell what a sample of this size can show if it holds no deviation, and what it would miss.

    Args:
        population_size: units in the population (N), from 1.
        sample_size: units drawn without replacement (n), 0 to N.
        confidence: between 0 and 1, neither included.
        deviations: a number of deviating units in the population to be told of, 0 to N.

    Returns:
        The largest number of deviations that goes with finding none, and the probability of missing all of
        the given ones.

    Raises:
        ArgumentError: with all that is wrong.

    Source: as in `deviation_limits` (one-sided, none found) and `chance_of_missing`.
    """
    checks = Checks()
    population = checks.whole("population_size", population_size, COUNT_FROM_1)
    limit = Range(0, population if checks.fine else None)
    size = checks.whole("sample_size", sample_size, limit)
    marked = checks.whole("deviations", deviations, limit)
    checks.number("confidence", confidence, RATE_INSIDE)
    checks.done()
    limits = deviation_limits(
        population_size=population, sample_size=size, errors=0, confidence=confidence, side=Side.UPPER
    )
    missing = chance_of_none(population_size=population, sample_size=size, deviations=marked)
    return SampleReach(population, size, limits.confidence, limits.upper_count, marked, missing)
