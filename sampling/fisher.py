"""Fisher's exact test of two groups."""

from dataclasses import dataclass
from fractions import Fraction

from sampling.faults import Checks
from sampling.two_groups import Alternative, Group, check_groups, lowest_errors, rough_tails, tails, weights

EXACT_UNITS = 2_000


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
        numbers decide what is as likely up to 2,000 units; beyond, what is equal to nine digits is.

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
    errors = first.errors + second.errors
    place = first.errors - lowest_errors(second.size, errors)
    if first.size + second.size > EXACT_UNITS:
        return min(1.0, float(rough_tails(first.size, second.size, errors, alternative)[place]))
    each = weights(first.size, second.size, errors)
    return Fraction(tails(each, alternative)[place], sum(each))
