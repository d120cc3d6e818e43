"""Detecting: the smallest change between two years that samples of these sizes are likely to establish."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from sampling.boschloo import EXACT_TABLES, MOST_UNITS, binomial_rows, largest_chance
from sampling.faults import COUNT_FROM_1, RATE, RATE_INSIDE, ArgumentReason, Checks, Range
from sampling.rates import Number
from sampling.search import first_within
from sampling.two_groups import (
    Alternative,
    lowest_errors,
    rough_tables_within,
    tables_within,
    tails,
    weights,
)

if TYPE_CHECKING:
    from sampling.two_groups import Booleans, Floats

SAME_POWER = 1e-12
STEP = Range(Fraction(1, 10_000), 1)


class ChangeTest(StrEnum):
    """The two-sided test that is to establish the change."""

    FISHER = "fisher"
    BOSCHLOO = "boschloo"


@dataclass(frozen=True)
class DetectableChange:
    """The nearest rates of the second year that the samples are likely enough to tell from the first year's.

    Rates are from 0 to 1; None means that no rate on that side is told with so much power.
    """

    first_size: int
    second_size: int
    baseline_rate: Fraction
    alpha: Fraction
    power: Fraction
    test: ChangeTest
    smallest_higher_rate: Fraction | None
    largest_lower_rate: Fraction | None


def detectable_change(
    *,
    first_size: int,
    second_size: int,
    baseline_rate: Number,
    alpha: Number = "0.05",
    power: Number = "0.8",
    step: Number = "0.001",
    test: ChangeTest = ChangeTest.FISHER,
) -> DetectableChange:
    """Give the smallest change of a rate that a test is likely to establish.

    Args:
        first_size, second_size: units reviewed in the two years, from 1.
        baseline_rate: the rate of deviations in the first year's population, 0 to 1.
        alpha: the level of the test, between 0 and 1; p-values up to it establish a change.
        power: the probability with which the change is to be established, between 0 and 1.
        step: how far apart the rates are that are tried, 0.0001 to 1.
        test: the two-sided test used.

    Returns:
        The first rates above and below the baseline, on the grid of the steps, with the power.

    Raises:
        ArgumentError: with all that is wrong, or beyond 2,000 units in all (about 400 for Boschloo's test).

    Source: exact power by enumeration: Casagrande, Pike and Smith (1978), Applied Statistics 27:176.
    """
    checks = Checks()
    first = checks.whole("first_size", first_size, COUNT_FROM_1)
    second = checks.whole("second_size", second_size, COUNT_FROM_1)
    _check_sizes(checks, first, second, test)
    baseline = checks.number("baseline_rate", baseline_rate, RATE)
    level = checks.number("alpha", alpha, RATE_INSIDE)
    wanted = checks.number("power", power, RATE_INSIDE)
    grid = checks.number("step", step, STEP)
    checks.done()
    marks = _established(first, second, level, test)
    rates = _nearest_rates(marks, baseline, grid, wanted)
    return DetectableChange(first, second, baseline, level, wanted, test, *rates)


def _nearest_rates(
    marks: "Booleans", baseline: Fraction, step: Fraction, wanted: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    """Give the first rates above and below the baseline at which the marked tables have the power."""
    lower = _nearest(marks[::-1, ::-1], 1 - baseline, step, wanted)
    return _nearest(marks, baseline, step, wanted), None if lower is None else 1 - lower


def _check_sizes(checks: Checks, first_size: int, second_size: int, test: ChangeTest) -> None:
    """Note if the tables can't be gone through in a few seconds."""
    fisher = first_size + second_size <= MOST_UNITS
    boschloo = (first_size + 1) * (second_size + 1) <= EXACT_TABLES
    if checks.fine and not (fisher if test is ChangeTest.FISHER else boschloo):
        checks.refuse("first_size", first_size, ArgumentReason.TOO_LARGE)


def _established(first_size: int, second_size: int, level: Fraction, test: ChangeTest) -> "Booleans":
    """Mark the tables whose p-value is no more than the level."""
    if test is ChangeTest.BOSCHLOO:
        return _established_by_boschloo(first_size, second_size, level)
    if (first_size + 1) * (second_size + 1) <= EXACT_TABLES:
        return tables_within(first_size, second_size, Alternative.TWO_SIDED, level)
    return rough_tables_within(first_size, second_size, Alternative.TWO_SIDED, float(level))


def _established_by_boschloo(first_size: int, second_size: int, level: Fraction) -> "Booleans":
    """Mark the tables up to the largest Fisher p-value with which they together are no likelier than the level."""
    import numpy as np

    measures: dict[tuple[int, int], Fraction] = {}
    for errors in range(first_size + second_size + 1):
        each = weights(first_size, second_size, errors)
        low, total = lowest_errors(second_size, errors), sum(each)
        for first, tail in enumerate(tails(each, Alternative.TWO_SIDED), start=low):
            measures[first, errors - first] = Fraction(tail, total)
    places = {measure: place for place, measure in enumerate(sorted(set(measures.values())), start=1)}
    ranks = np.zeros((first_size + 1, second_size + 1), dtype=np.int64)
    for table, measure in measures.items():
        ranks[table] = places[measure]
    too_many = first_within(lambda rank: largest_chance(ranks <= rank)[0] > level, 1, len(places))
    return np.asarray(ranks < too_many)


def _nearest(marks: "Booleans", baseline: Fraction, step: Fraction, wanted: Fraction) -> Fraction | None:
    """Give the first rate above the baseline at which the marked tables have the power."""
    import numpy as np

    rates = [baseline + place * step for place in range(1, int((1 - baseline) / step) + 1)]
    if not rates:
        return None
    at_baseline = binomial_rows(marks.shape[0] - 1, *_both([baseline]))[0] @ marks
    powers: Floats = binomial_rows(marks.shape[1] - 1, *_both(rates)) @ at_baseline
    reached = np.flatnonzero(powers >= float(wanted) - SAME_POWER)
    return rates[int(reached[0])] if len(reached) else None


def _both(rates: list[Fraction]) -> "tuple[Floats, Floats]":
    """Give the rates and what is left of each to 1, rounded once."""
    import numpy as np

    return np.array([float(rate) for rate in rates]), np.array([float(1 - rate) for rate in rates])
