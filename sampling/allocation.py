"""Allocation: a whole number of units over strata, in proportion and with nothing lost in the rounding."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from sampling.faults import COUNT_FROM_1, Checks, Range


@dataclass(frozen=True)
class Allocation:
    """The same sample shared over strata in three ways, each in the strata's order.

    `unrounded` sums to the sample's size and so does `sizes` (largest remainder); `nearest`, rounded half up,
    need not.
    """

    unrounded: tuple[Fraction, ...]
    nearest: tuple[int, ...]
    sizes: tuple[int, ...]


def allocate(*, populations: Sequence[int], sample_size: int) -> Allocation:
    """Share a sample over strata in proportion to their populations.

    Args:
        populations: units in each stratum, from 1; at least one stratum.
        sample_size: units to draw in all, from 0 to the sum of the populations.

    Returns:
        The shares. No stratum gets more than it has, by `sizes` and by `unrounded`.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Cochran, Sampling Techniques (1977), 5.5 and exercise 5.5; largest remainder: Hamilton's method,
    Balinski and Young, Fair Representation (2001).
    """
    checks = Checks()
    checks.length("populations", populations, 1)
    wholes = [
        checks.whole(f"populations[{place}]", population, COUNT_FROM_1) for place, population in enumerate(populations)
    ]
    size = checks.whole("sample_size", sample_size, Range(0, sum(wholes) if checks.fine else None))
    checks.done()
    shares = tuple(Fraction(size * whole, sum(wholes)) for whole in wholes)
    nearest = tuple(floor(share + Fraction(1, 2)) for share in shares)
    return Allocation(shares, nearest, largest_remainder(shares))


def largest_remainder(shares: Sequence[Fraction]) -> tuple[int, ...]:
    """Round shares to whole numbers with the same sum.

    Args:
        shares: from 0 each, exact, with a whole number as their sum.

    Returns:
        Each share rounded down or up: those with the largest remainders up, ties to the earlier.

    Source: Hamilton's method, as in `allocate`.
    """
    lower = [floor(share) for share in shares]
    left = floor(sum(shares)) - sum(lower)
    by_remainder = sorted(range(len(shares)), key=lambda place: (lower[place] - shares[place], place))
    rounded_up = set(by_remainder[:left])
    return tuple(whole + (place in rounded_up) for place, whole in enumerate(lower))
