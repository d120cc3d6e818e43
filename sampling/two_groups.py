"""Two groups of reviewed units, and the tables with the same margins that exact tests compare them with."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from math import comb
from typing import TYPE_CHECKING

from sampling.faults import COUNT, Checks, Range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]

TIE = 1e-9


class Alternative(StrEnum):
    """What a test is to show: that the first group's rate differs from the second's, is higher, or is lower."""

    TWO_SIDED = "two-sided"
    GREATER = "greater"
    LESS = "less"


@dataclass(frozen=True)
class Group:
    """The units of one year, board or reviewer: how many of them deviate, and how many there are, both from 0."""

    errors: int
    size: int

    @classmethod
    def of_counts(cls, errors: int, rest: int) -> "Group":
        """Make a group of its two counts: the units that deviate and those that don't."""
        return cls(errors, errors + rest)


def check_groups(checks: Checks, first: Group, second: Group, least: int = 0) -> None:
    """Note what is wrong with the two groups, each of which is to hold at least so many units."""
    for name, group in (("first", first), ("second", second)):
        size = checks.whole(f"{name}.size", group.size, Range(least))
        checks.whole(f"{name}.errors", group.errors, Range(0, size) if size >= 0 else COUNT)


def lowest_errors(second_size: int, errors: int) -> int:
    """Give the fewest deviations that the first group can have out of so many in both."""
    return max(0, errors - second_size)


def weights(first_size: int, second_size: int, errors: int) -> list[int]:
    """Give how likely each table with so many deviations in both groups is.

    Args:
        first_size, second_size: units in the groups, from 0.
        errors: deviations in both together, from 0 to the sum of the sizes.

    Returns:
        Whole numbers in proportion to the probabilities, from the fewest deviations in the first group on.

    Source: the hypergeometric distribution; Fisher (1935), Journal of the Royal Statistical Society 98:39.
    """
    low = lowest_errors(second_size, errors)
    weight = comb(first_size, low) * comb(second_size, errors - low)
    found = []
    for each in range(low, min(first_size, errors) + 1):
        found.append(weight)
        weight = weight * (first_size - each) * (errors - each) // ((each + 1) * (second_size - errors + each + 1))
    return found


def tails(each: Sequence[int], alternative: Alternative) -> list[int]:
    """Give for each table the sum of the weights of those that speak at least as much for the alternative.

    Two-sided, those are the tables that are no more likely than it is.
    """
    if alternative is Alternative.LESS:
        return list(accumulate(each))
    if alternative is Alternative.GREATER:
        return list(accumulate(reversed(each)))[::-1]
    rising = sorted(each)
    sums = list(accumulate(rising))
    return [sums[bisect_right(rising, weight) - 1] for weight in each]


def rough_tails(probabilities: "Floats", alternative: Alternative) -> "Floats":
    """Give what `tails` gives, from probabilities in floating point: weights equal to nine digits are tied."""
    import numpy as np

    if alternative is Alternative.LESS:
        return np.cumsum(probabilities)
    if alternative is Alternative.GREATER:
        return np.cumsum(probabilities[::-1])[::-1]
    rising = np.sort(probabilities)
    places = np.searchsorted(rising, probabilities * (1 + TIE), side="right") - 1
    return np.asarray(np.cumsum(rising)[places])


def rough_weights(first_size: int, second_size: int, errors: int, lowest: int, highest: int) -> "Floats":
    """Give the probabilities of tables with so many deviations, for groups too large for whole numbers.

    Args:
        first_size, second_size, errors: as in `weights`.
        lowest, highest: the deviations in the first group to look at; beyond them is next to nothing.

    Returns:
        Probabilities that sum to 1, correct to nine digits.

    Source: as in `weights`.
    """
    import numpy as np

    each = np.arange(lowest, highest, dtype=np.float64)
    steps = np.log((first_size - each) * (errors - each)) - np.log((each + 1) * (second_size - errors + each + 1))
    mode = int(np.count_nonzero(steps > 0))  # from there outwards little is lost in the sums
    found = np.exp(np.concatenate((-np.cumsum(steps[:mode][::-1])[::-1], [0.0], np.cumsum(steps[mode:]))))
    return np.asarray(found / found.sum())


def tables_within(first_size: int, second_size: int, alternative: Alternative, limit: Fraction) -> "Booleans":
    """Mark every table whose Fisher p-value is no more than the limit, exactly.

    Args:
        first_size, second_size: units in the groups, from 0.
        alternative: as in `tails`.
        limit: from 0 to 1.

    Returns:
        An array of (first_size + 1) times (second_size + 1) marks, by the deviations in each group.

    Source: as in `weights`.
    """
    import numpy as np

    marks = np.zeros((first_size + 1, second_size + 1), dtype=np.bool_)
    for errors in range(first_size + second_size + 1):
        each = weights(first_size, second_size, errors)
        highest = limit.numerator * sum(each) // limit.denominator
        first = np.arange(len(each)) + lowest_errors(second_size, errors)
        marks[first, errors - first] = [tail <= highest for tail in tails(each, alternative)]
    return marks


def rough_tables_within(first_size: int, second_size: int, alternative: Alternative, limit: float) -> "Booleans":
    """Mark the tables as `tables_within` does, for groups too large for whole numbers."""
    import numpy as np

    marks = np.zeros((first_size + 1, second_size + 1), dtype=np.bool_)
    for errors in range(first_size + second_size + 1):
        low, high = lowest_errors(second_size, errors), min(first_size, errors)
        first = np.arange(low, high + 1)
        tail = rough_tails(rough_weights(first_size, second_size, errors, low, high), alternative)
        marks[first, errors - first] = tail <= limit * (1 + TIE)
    return marks
