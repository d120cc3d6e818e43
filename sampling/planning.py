"""Planning: how large a sample must be to show that the rate of deviations is below what is tolerable."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import partial
from math import floor

from sampling.chances import is_at_most_rare, is_at_most_rare_unlimited
from sampling.faults import (
    COUNT,
    COUNT_FROM_1,
    RATE_ABOVE_0,
    RATE_BELOW_1,
    RATE_INSIDE,
    ArgumentError,
    ArgumentFault,
    ArgumentReason,
    Checks,
    Range,
)
from sampling.rates import Number, ceiling
from sampling.search import first_from, first_within

MOST_UNITS = 10**12
MOST_STEPS = 200_000

Enough = Callable[[int, int], bool]


class Likelihood(StrEnum):
    """Which distribution the deviations in a sample follow."""

    HYPERGEOMETRIC = "hypergeometric"
    BINOMIAL = "binomial"
    POISSON = "poisson"


@dataclass(frozen=True)
class SamplePlan:
    """A sample that is large enough: with no more than `allowed_errors`, the rate is below the tolerable one.

    `allowed_errors` is a whole number but for a Poisson plan with an expected rate. `tolerable_count` is the
    smallest number of deviations in the population that is too many, None where the population is unlimited.
    """

    sample_size: int
    allowed_errors: int | Fraction
    likelihood: Likelihood
    tolerable_rate: Fraction
    confidence: Fraction
    population_size: int | None = None
    tolerable_count: int | None = None


def attribute_sample_size(
    *,
    tolerable_rate: Number,
    confidence: Number,
    expected_errors: int | None = None,
    expected_error_rate: Number | None = None,
    population_size: int | None = None,
    likelihood: Likelihood | None = None,
) -> SamplePlan:
    """Give the smallest sample that shows that the deviation rate is below the tolerable one.

    Args:
        tolerable_rate: the rate that is too high, above 0 and up to 1, as it is written.
        confidence: between 0 and 1, neither included.
        expected_errors: deviations that the sample may hold, from 0. Either this or the rate is given.
        expected_error_rate: the same as a share of the sample, from 0 to below the tolerable rate. It is
            rounded up to whole deviations, but not for a Poisson plan.
        population_size: units in the population, from 1; needed for a hypergeometric plan, else not used.
        likelihood: hypergeometric where a population is given and binomial otherwise, if it is None.

    Returns:
        The plan with the smallest n above the allowed errors c such that P(X <= c) <= 1 - confidence when
        the rate is the tolerable one. In a population of N the tolerable count is ceil(rate · N).

    Raises:
        ArgumentError: with all that is wrong, or if no sample is large enough.

    Source: AICPA Audit Guide Audit Sampling (2017), appendix A; Touw and Hoogduin (2011), Statistiek voor
    audit en controlling; the tolerable count as in EZ-Quant and AuditSampler.
    """
    likelihood = likelihood or (Likelihood.HYPERGEOMETRIC if population_size is not None else Likelihood.BINOMIAL)
    checks, finite = Checks(), likelihood is Likelihood.HYPERGEOMETRIC
    population = None
    if finite:
        population = checks.whole("population_size", population_size, COUNT_FROM_1)
    tolerable = checks.number("tolerable_rate", tolerable_rate, RATE_ABOVE_0)
    risk = 1 - checks.number("confidence", confidence, RATE_INSIDE)
    errors, rate = _expected(checks, expected_errors, expected_error_rate, tolerable)
    checks.done()
    unacceptable = None if population is None else ceiling(tolerable, population)

    found: tuple[int, int | Fraction] | None
    if likelihood is Likelihood.POISSON:
        size = smallest_poisson(tolerable, risk, errors, rate)
        found = None if size is None else (size, rate * size if errors is None else errors)
    elif errors is not None or rate == 0:
        found = _with_errors(_enough(tolerable, risk, population), errors or 0, population or MOST_UNITS)
    else:
        found = _with_rate(_enough(tolerable, risk, population), rate, population or MOST_UNITS)
    if found is None:
        wrong = ("expected_error_rate", expected_error_rate) if errors is None else ("expected_errors", errors)
        raise ArgumentError([ArgumentFault(*wrong, ArgumentReason.OUT_OF_REACH)])
    size, allowed = found
    return SamplePlan(size, allowed, likelihood, tolerable, 1 - risk, population, unacceptable)


def _expected(
    checks: Checks, errors: int | None, rate: Number | None, tolerable: Fraction
) -> tuple[int | None, Fraction]:
    if errors is not None and rate is not None:
        checks.refuse("expected_errors", errors, ArgumentReason.GIVEN_TWICE)
    elif errors is not None:
        return checks.whole("expected_errors", errors, COUNT), Fraction(0)
    elif rate is not None:
        below = Range(0, tolerable, highest_included=False) if checks.fine else RATE_BELOW_1
        return None, checks.number("expected_error_rate", rate, below)
    else:
        checks.refuse("expected_errors", None, ArgumentReason.NOT_GIVEN)
    return None, Fraction(0)


def _enough(tolerable: Fraction, risk: Fraction, population: int | None) -> Enough:
    """Give the test of whether a sample size is large enough for a number of allowed errors."""
    if population is None:
        return lambda size, errors: is_at_most_rare_unlimited(
            errors=errors, sample_size=size, rate=tolerable, risk=risk
        )
    unacceptable = ceiling(tolerable, population)
    return lambda size, errors: is_at_most_rare(
        errors=errors, population_size=population, sample_size=size, deviations=unacceptable, risk=risk
    )


def _with_errors(enough: Enough, errors: int, most: int) -> tuple[int, int] | None:
    """Give the smallest size that is enough for a fixed number of errors, with that number."""
    size = first_from(lambda size: enough(size, errors), errors + 1, most)
    return None if size is None else (size, errors)


def _with_rate(enough: Enough, rate: Fraction, most: int) -> tuple[int, int] | None:
    """Give the smallest size that is enough for a share of errors, with the number of them.

    The sizes that allow c errors lie together, and the largest of them is the first to be enough. So the
    smallest size of all is found with the first c whose largest size is enough.
    """
    for errors in range(1, MOST_STEPS):
        low = max(floor((errors - 1) / rate), errors) + 1
        high = min(floor(errors / rate), most)
        if low > most:
            return None
        if low <= high and enough(high, errors):
            return first_within(partial(_is_enough, enough, errors), low, high), errors
    return None


def _is_enough(enough: Enough, errors: int, size: int) -> bool:
    return enough(size, errors)


def smallest_poisson(tolerable: Fraction, risk: Fraction, errors: int | None, rate: Fraction) -> int | None:
    """Give the smallest size n with P(Gamma(1 + c) > n · tolerable) <= risk, or None if there is none.

    Args:
        tolerable: the rate that is too high, above 0 and up to 1.
        risk: between 0 and 1, neither included.
        errors: c, from 0; None if it is a share of the sample.
        rate: that share, from 0 to below the tolerable rate; the product c = rate · n is not rounded.

    Returns:
        The size, above c.

    Source: AICPA Audit Guide Audit Sampling (2017), appendix C; Stewart (2012), Technical Notes on it.
    """
    from scipy.special import gammaincc

    def enough(size: int) -> bool:
        allowed = rate * size if errors is None else errors
        return bool(gammaincc(float(1 + allowed), float(size * tolerable)) <= risk)

    return first_from(enough, 1 if errors is None else errors + 1, MOST_UNITS)
