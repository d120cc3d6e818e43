"""How far two reviewers agree beyond what chance would give."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from operator import mul
from statistics import NormalDist

from sampling.faults import COUNT, RATE_INSIDE, ArgumentReason, Checks, Range
from sampling.rates import Number

Table = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Agreement:
    """How far two reviewers agree: a coefficient of at most 1, its standard error, and limits.

    `observed` is the share of the units on which they agree, and `expected` the share that chance would give.
    The limits are not cut off at -1 and 1. The coefficient, and all that is made of it, is None where chance
    would give full agreement, as when both always gave the same answer: then there is nothing to tell apart.
    `standard_error_h0` holds if there is no agreement beyond chance; only Cohen's kappa has it.
    """

    units: int
    confidence: Fraction
    observed: Fraction
    expected: Fraction
    coefficient: Fraction | None
    standard_error: float | None
    lower: float | None
    upper: float | None
    standard_error_h0: float | None = None


def cohen_kappa(*, table: Table, confidence: Number) -> Agreement:
    """Give Cohen's kappa, unweighted.

    Args:
        table: counts from 0; as many columns as rows, at least two. The row is the first reviewer's answer and
            the column the second's, both in the same order. At least one unit.
        confidence: between 0 and 1, neither included.

    Returns:
        Kappa with its large-sample standard error and normal limits.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Cohen (1960), Educational and Psychological Measurement 20:37; standard errors: Fleiss, Cohen and
    Everitt (1969), Psychological Bulletin 72:323.
    """
    checks = Checks()
    level = checks.number("confidence", confidence, RATE_INSIDE)
    shares = _shares(checks, table, least_units=1)
    observed, expected = shares.agreed, sum(map(mul, shares.rows, shares.columns), Fraction(0))
    if expected == 1:
        return Agreement(shares.units, level, observed, expected, None, None, None, None)
    kappa = (observed - expected) / (1 - expected)
    scale = (1 - expected) ** 2 * shares.units
    error = sqrt(_kappa_variance(shares, kappa, expected) / scale)
    both = [row + column for row, column in zip(shares.rows, shares.columns, strict=True)]
    spread = sum(map(mul, map(mul, shares.rows, shares.columns), both), Fraction(0))
    reach = NormalDist().inv_cdf(float((1 + level) / 2)) * error
    limits = (float(kappa) - reach, float(kappa) + reach)
    error_h0 = sqrt((expected + expected**2 - spread) / scale)
    return Agreement(shares.units, level, observed, expected, kappa, error, *limits, error_h0)


def _kappa_variance(shares: "_Shares", kappa: Fraction, expected: Fraction) -> Fraction:
    """Give the variance in the form of Fleiss, Cohen and Everitt (13), before it is scaled.

    Exactly: in floating point, where it should be 0, it can come out just below and so without a root.
    """
    variance = -((kappa - expected * (1 - kappa)) ** 2)
    for first, row in enumerate(shares.cells):
        for second, share in enumerate(row):
            both = (shares.columns[first] + shares.rows[second]) * (1 - kappa)
            variance += share * ((1 - both) if first == second else both) ** 2
    return variance


def gwet_ac1(*, table: Table, confidence: Number) -> Agreement:
    """Give Gwet's AC1, which stays steady where nearly all answers are the same.

    Args:
        table: as in `cohen_kappa`, with at least two units.
        confidence: between 0 and 1, neither included.

    Returns:
        AC1 with its standard error and limits by the t distribution with one degree of freedom less than
        there are units. An answer that neither reviewer gave still counts as one that could have been given.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61:29.
    """
    from scipy.special import stdtrit

    checks = Checks()
    level = checks.number("confidence", confidence, RATE_INSIDE)
    shares = _shares(checks, table, least_units=2)
    means = [(row + column) / 2 for row, column in zip(shares.rows, shares.columns, strict=True)]
    others = len(means) - 1
    expected = sum((mean * (1 - mean) for mean in means), Fraction(0)) / others
    coefficient = (shares.agreed - expected) / (1 - expected)
    error = sqrt(_ac1_variance(shares, means, coefficient, expected) / (shares.units * (1 - expected) ** 2))
    reach = float(stdtrit(shares.units - 1, float((1 + level) / 2))) * error
    limits = (float(coefficient) - reach, float(coefficient) + reach)
    return Agreement(shares.units, level, shares.agreed, expected, coefficient, error, *limits)


def _ac1_variance(shares: "_Shares", means: list[Fraction], coefficient: Fraction, expected: Fraction) -> Fraction:
    """Give the variance before it is scaled: Gwet (2008), equation 39 for two reviewers."""
    others, left = len(means) - 1, 1 - coefficient
    alone = pairs = Fraction(0)
    for first, row in enumerate(shares.cells):
        alone += row[first] * (1 - means[first])
        for second, share in enumerate(row):
            pairs += share * (1 - (means[first] + means[second]) / 2) ** 2
    agreed = shares.agreed
    variance = agreed * (1 - agreed) - 4 * left * (alone / others - agreed * expected)
    return variance + 4 * left**2 * (pairs / others**2 - expected**2)


@dataclass(frozen=True)
class _Shares:
    """A table as shares of its units: the cells, the sums of rows and of columns, and of the diagonal."""

    units: int
    cells: list[list[Fraction]]
    rows: list[Fraction]
    columns: list[Fraction]
    agreed: Fraction


def _shares(checks: Checks, table: Table, least_units: int) -> _Shares:
    """Give the table as shares, or raise ArgumentError with all that is wrong so far."""
    checks.length("table", table, 2)
    for place, row in enumerate(table):
        checks.even(f"table[{place}]", row, len(table))
        for column, count in enumerate(row):
            checks.whole(f"table[{place}][{column}]", count, COUNT)
    checks.done()
    units = sum(map(sum, table))
    if units < least_units:
        checks.refuse("table", units, ArgumentReason.TOO_FEW, Range(least_units))
        checks.done()
    cells = [[Fraction(count, units) for count in row] for row in table]
    rows = [Fraction(sum(row), units) for row in table]
    columns = [Fraction(sum(column), units) for column in zip(*table, strict=True)]
    return _Shares(units, cells, rows, columns, sum((row[place] for place, row in enumerate(cells)), Fraction(0)))
