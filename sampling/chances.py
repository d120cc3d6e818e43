"""How likely few deviations are in a sample: exact in whole numbers wherever it decides something."""

from collections.abc import Callable
from fractions import Fraction
from math import comb, exp, lgamma, prod

EXACT_WORK = 100_000
MOST_WORK = 5_000_000
NEAR = 1e-8


def chance_of_at_most(*, errors: int, population_size: int, sample_size: int, deviations: int) -> Fraction:
    """Give the chance that a sample without replacement holds at most so many deviations.

    Args:
        errors: deviations in the sample, any whole number.
        population_size: units in the population (N), from 0.
        sample_size: units drawn (n), 0 to N.
        deviations: deviating units in the population (K), 0 to N.

    Returns:
        P(X <= errors), exactly.

    Source: the hypergeometric distribution, e.g. Cochran, Sampling Techniques (1977), 3.5.
    """
    return Fraction(*_ways_of_at_most(errors, population_size, sample_size, deviations))


def _ways_of_at_most(errors: int, population: int, size: int, deviations: int) -> tuple[int, int]:
    """Give how many of the possible samples hold at most so many deviations, and how many are possible."""
    # The distribution is the same with n and K exchanged; the smaller of them makes the smaller numbers.
    drawn, marked = (size, deviations) if size <= deviations else (deviations, size)
    low, high = max(0, drawn + marked - population), drawn
    possible = comb(population, drawn)
    if errors >= high:
        return possible, possible
    if errors - low > high - errors:
        others, possible = _ways_of_at_most(size - errors - 1, population, size, population - deviations)
        return possible - others, possible
    rest = population - marked
    ways, total = comb(marked, low) * comb(rest, drawn - low), 0
    for found in range(low, errors + 1):
        total += ways
        ways = ways * (marked - found) * (drawn - found) // ((found + 1) * (rest - drawn + found + 1))
    return total, possible


def chance_of_none(*, population_size: int, sample_size: int, deviations: int) -> float:
    """Give the chance that a sample without replacement holds no deviation.

    Args:
        population_size, sample_size, deviations: as in `chance_of_at_most`.

    Returns:
        P(X = 0), correct to ten digits.

    Source: as in `chance_of_at_most`.
    """
    drawn, marked = sorted((sample_size, deviations))
    return prod(max(0, population_size - marked - place) / (population_size - place) for place in range(drawn))


def is_at_most_rare(*, errors: int, population_size: int, sample_size: int, deviations: int, risk: Fraction) -> bool:
    """Tell whether the chance of `chance_of_at_most` is the risk or less, with equality counted.

    Args:
        errors, population_size, sample_size, deviations: as in `chance_of_at_most`.
        risk: from 0 to 1.

    Returns:
        True if P(X <= errors) <= risk. Where the numbers are large and the chance and the risk clearly apart,
        floating point decides; where they are close, whole numbers do as long as that takes about a second.

    Source: as in `chance_of_at_most`.
    """
    drawn, marked = sorted((sample_size, deviations))
    small = min(drawn, population_size - marked)
    terms = max(0, min(errors, drawn - errors)) + 1

    def exactly() -> bool:
        ways, possible = _ways_of_at_most(errors, population_size, sample_size, deviations)
        return ways * risk.denominator <= risk.numerator * possible

    if terms * small <= EXACT_WORK:
        return exactly()
    near = NEAR + population_size * 1e-13  # what the logarithms of the factorials lose
    return _decide(_roughly_at_most(errors, population_size, drawn, marked), risk, near, terms * small, exactly)


def _roughly_at_most(errors: int, population: int, drawn: int, marked: int) -> float:
    import numpy as np
    from scipy.special import gammaln, logsumexp

    low, high = max(0, drawn + marked - population), drawn
    if errors >= high:
        return 1.0
    if errors < low:
        return 0.0
    found = np.arange(low, errors + 1)
    logs = -gammaln(found + 1) - gammaln(marked - found + 1) - gammaln(drawn - found + 1)
    logs -= gammaln(population - marked - drawn + found + 1)
    logs += lgamma(marked + 1) + lgamma(population - marked + 1) - lgamma(population + 1)
    logs += lgamma(drawn + 1) + lgamma(population - drawn + 1)
    return min(1.0, exp(float(logsumexp(logs))))


def chance_of_at_most_unlimited(*, errors: int, sample_size: int, rate: Fraction) -> Fraction:
    """Give the chance of at most so many deviations in a sample from an unlimited population.

    Args:
        errors: deviations in the sample, from 0.
        sample_size: units drawn (n), from 0.
        rate: the share of the population that deviates, 0 to 1.

    Returns:
        P(X <= errors), exactly.

    Source: the binomial distribution.
    """
    return Fraction(*_weight_of_at_most(errors, sample_size, rate))


def _weight_of_at_most(errors: int, sample_size: int, rate: Fraction) -> tuple[int, int]:
    """Give two whole numbers whose ratio is the chance of at most so many deviations."""
    part, whole = rate.numerator, rate.denominator
    rest = whole - part
    terms = range(min(errors, sample_size) + 1)
    total = sum(comb(sample_size, found) * part**found * rest ** (sample_size - found) for found in terms)
    return total, whole**sample_size


def is_at_most_rare_unlimited(*, errors: int, sample_size: int, rate: Fraction, risk: Fraction) -> bool:
    """Tell whether the chance of `chance_of_at_most_unlimited` is the risk or less, with equality counted.

    Args:
        errors, sample_size, rate: as in `chance_of_at_most_unlimited`.
        risk: from 0 to 1.

    Returns:
        True if P(X <= errors) <= risk; decided as in `is_at_most_rare`.

    Source: the binomial distribution, as the incomplete beta function where it is large.
    """

    def exactly() -> bool:
        weight, whole = _weight_of_at_most(errors, sample_size, rate)
        return weight * risk.denominator <= risk.numerator * whole

    if errors >= sample_size:
        return risk >= 1
    work = (errors + 1) * sample_size * (1 + rate.denominator.bit_length() // 8)
    if work <= EXACT_WORK:
        return exactly()
    from scipy.special import betaincc

    return _decide(float(betaincc(errors + 1, sample_size - errors, float(rate))), risk, NEAR, work, exactly)


def _decide(roughly: float, risk: Fraction, near: float, work: int, exactly: Callable[[], bool]) -> bool:
    if abs(roughly - risk) > near * risk or work > MOST_WORK:
        return roughly <= risk
    return exactly()
