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
    likelihood = likelihood or (Likelihood.BINOMIAL if population_size is None else Likelihood.HYPERGEOMETRIC)
    units = population_size if likelihood is Likelihood.HYPERGEOMETRIC else None
    asked = _checked(likelihood, units, tolerable_rate, confidence, expected_errors, expected_error_rate)
    found = _smallest(asked)
    if found is None:
        raise ArgumentError([_out_of_reach(expected_errors, expected_error_rate)])
    count = None if asked.population is None else ceiling(asked.tolerable, asked.population)
    return SamplePlan(*found, likelihood, asked.tolerable, 1 - asked.risk, asked.population, count)


@dataclass(frozen=True)
class _Asked:
    """What is asked of a plan, checked: c = `errors`, or c = `rate` · n where that is None."""

    likelihood: Likelihood
    population: int | None
    tolerable: Fraction
    risk: Fraction
    errors: int | None
    rate: Fraction


def _checked(
    likelihood: Likelihood,
    population_size: int | None,
    tolerable_rate: Number,
    confidence: Number,
    expected_errors: int | None,
    expected_error_rate: Number | None,
) -> _Asked:
    checks, population = Checks(), None
    if likelihood is Likelihood.HYPERGEOMETRIC:
        population = checks.whole("population_size", population_size, COUNT_FROM_1)
    tolerable = checks.number("tolerable_rate", tolerable_rate, RATE_ABOVE_0)
    below = Range(0, tolerable, highest_included=False) if checks.fine else RATE_BELOW_1
    risk = 1 - checks.number("confidence", confidence, RATE_INSIDE)
    errors, rate = None, Fraction(0)
    if (expected_errors is None) is (expected_error_rate is None):
        reason = ArgumentReason.NOT_GIVEN if expected_errors is None else ArgumentReason.GIVEN_TWICE
        checks.refuse("expected_errors", expected_errors, reason)
    elif expected_error_rate is None:
        errors = checks.whole("expected_errors", expected_errors, COUNT)
    else:
        rate = checks.number("expected_error_rate", expected_error_rate, below)
    checks.done()
    return _Asked(likelihood, population, tolerable, risk, errors, rate)


def _out_of_reach(errors: int | None, rate: Number | None) -> ArgumentFault:
    if errors is None:
        return ArgumentFault("expected_error_rate", rate, ArgumentReason.OUT_OF_REACH)
    return ArgumentFault("expected_errors", errors, ArgumentReason.OUT_OF_REACH)


def _smallest(asked: _Asked) -> tuple[int, int | Fraction] | None:
    """Give the smallest size that is enough, with the errors that it allows."""
    if asked.likelihood is Likelihood.POISSON:
        size = smallest_poisson(asked.tolerable, asked.risk, asked.errors, asked.rate)
        return None if size is None else (size, asked.rate * size if asked.errors is None else asked.errors)
    enough, most = _enough(asked.tolerable, asked.risk, asked.population), asked.population or MOST_UNITS
    if asked.rate == 0:
        return _with_errors(enough, asked.errors or 0, most)
    return _with_rate(enough, asked.rate, most)


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

    most, part, whole = float(risk), rate.numerator, rate.denominator

    def enough(size: int) -> bool:
        # Divisions of whole numbers, which are rounded once and cost less than fractions.
        shape = (whole + part * size) / whole if errors is None else 1.0 + errors
        return bool(gammaincc(shape, size * tolerable.numerator / tolerable.denominator) <= most)

    return first_from(enough, 1 if errors is None else errors + 1, MOST_UNITS)
