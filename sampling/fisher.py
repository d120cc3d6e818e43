"""Fisher's exact test of two groups."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt

from sampling.faults import Checks
from sampling.two_groups import (
    Alternative,
    Group,
    check_groups,
    lowest_errors,
    rough_tails,
    rough_weights,
    tails,
    weights,
)

EXACT_UNITS = 1_000
FAR = 40


@dataclass(frozen=True)
class FisherTest:
    """The p-value (0 to 1) of Fisher's exact test."""

    first: Group
    second: Group
    alternative: Alternative
    p_value: float


def fisher_test(*, first: Group, second: Group, alternative: Alternative = Alternative.TWO_SIDED) -> FisherTest:
    """Test whether the rates of two groups differ, given how many units deviate in both together.

    Args:
        first, second: the two groups, each of 0 units or more.
        alternative: what the test is to show of the first group's rate.

    Returns:
        The probability of the tables that speak at least as much for the alternative; two-sided, of those
        that are no more likely than the observed one. It is 1 where there is nothing to compare. Whole
        numbers decide what is as likely up to 1,000 units; beyond, what is equal to nine digits is.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Fisher (1935), Journal of the Royal Statistical Society 98:39; two-sided as in R's `fisher.test`.
    """
    checks = Checks()
    check_groups(checks, first, second)
    checks.done()
    return FisherTest(first, second, alternative, float(fisher_p_value(first, second, alternative)))


def fisher_p_value(first: Group, second: Group, alternative: Alternative) -> Fraction | float:
    """Give the p-value of `fisher_test`: a Fraction where it is exact, else a float."""
    if first.size + second.size > EXACT_UNITS:
        return _rough_p_value(first, second, alternative)
    errors = first.errors + second.errors
    each = weights(first.size, second.size, errors)
    place = first.errors - lowest_errors(second.size, errors)
    return Fraction(tails(each, alternative)[place], sum(each))


def _rough_p_value(first: Group, second: Group, alternative: Alternative) -> float:
    errors, units = first.errors + second.errors, first.size + second.size
    expected = errors * first.size / units
    reach = FAR * sqrt(expected * (second.size / units) * (1 - errors / units)) + FAR
    low = max(lowest_errors(second.size, errors), min(first.errors, floor(expected - reach)))
    high = min(first.size, errors, max(first.errors, ceil(expected + reach)))
    likely = rough_weights(first.size, second.size, errors, low, high)
    return min(1.0, float(rough_tails(likely, alternative)[first.errors - low]))
