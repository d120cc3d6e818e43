"""A trend over several years: whether the rate of deviations rises or falls with the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from sampling.faults import COUNT, ArgumentReason, Checks, Range
from sampling.rates import Number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ANY_NUMBER = Range()
MOST_SUMS = 20_000_000
MOST_WORK = 1_000_000_000


@dataclass(frozen=True)
class TrendTest:
    """p-values (0 to 1) of the exact trend test: for a rising rate, a falling one, and either of them.

    `doubled` is twice the smaller of the one-sided ones, at most 1; `distance` is the probability of a sum of
    scores at least as far from what is expected.
    """

    events: tuple[int, ...]
    totals: tuple[int, ...]
    scores: tuple[Fraction, ...]
    rising: float
    falling: float
    doubled: float
    distance: float


def trend_test(*, events: Sequence[int], totals: Sequence[int], scores: Sequence[Number]) -> TrendTest:
    """Test whether the rate of deviations goes up or down with the scores, such as the years.

    Args:
        events: units that deviate, one number per group, each from 0 to its total.
        totals: units reviewed in each group, from 0.
        scores: each group's place on the scale, such as its year; any decimal numbers. Only their distances
            from one another matter.

    Returns:
        The p-values of the sum of score · events among all tables with the same totals and the same number
        of events in all. They are 1 where nothing can vary.

    Raises:
        ArgumentError: with all that is wrong, or if the tables are too many.

    Source: Cochran (1954), Biometrics 10:417; Armitage (1955), Biometrics 11:375; the exact conditional
    distribution: Agresti, Categorical Data Analysis (2013), 3.5.
    """
    checks = Checks()
    checks.length("events", events, 1)
    checks.even("totals", totals, len(events))
    checks.even("scores", scores, len(events))
    sizes = [checks.whole(f"totals[{place}]", total, COUNT) for place, total in enumerate(totals)]
    exact = [checks.number(f"scores[{place}]", score, ANY_NUMBER) for place, score in enumerate(scores)]
    for place, (event, size) in enumerate(zip(events, sizes, strict=False)):
        checks.whole(f"events[{place}]", event, Range(0, max(size, 0)))
    steps = _whole_steps(exact) if checks.fine else []
    if checks.fine and not _is_feasible(sum(events), sizes, steps):
        checks.refuse("totals", tuple(sizes), ArgumentReason.TOO_LARGE)
    checks.done()

    chances = _distribution(sum(events), sizes, steps)
    observed = sum(step * event for step, event in zip(steps, events, strict=True))
    rising, falling = _sum(chances[observed:]), _sum(chances[: observed + 1])
    doubled = min(1.0, 2 * min(rising, falling))
    distance = _at_least_as_far(chances, observed, sum(events), sizes, steps)
    return TrendTest(tuple(events), tuple(sizes), tuple(exact), rising, falling, doubled, distance)


def _whole_steps(scores: list[Fraction]) -> list[int]:
    """Give the scores as the smallest whole numbers from 0 with the same distances in proportion."""
    from_zero = [score - min(scores) for score in scores]
    common = lcm(*(score.denominator for score in from_zero))
    wholes = [int(score * common) for score in from_zero]
    return [whole // (gcd(*wholes) or 1) for whole in wholes]


def _is_feasible(events: int, sizes: list[int], steps: list[int]) -> bool:
    """Tell whether the distribution takes a second or two, and not all of the memory."""
    sums = (events + 1) * (events * max(steps) + 1)
    return sums <= MOST_SUMS and sums * sum(min(size, events) + 1 for size in sizes) <= MOST_WORK


def _distribution(events: int, sizes: list[int], steps: list[int]) -> "Floats":
    """Give the probability of each sum of steps, from 0, given the number of events.

    Group by group, over how many events there are so far and what they sum to. Binomial probabilities at the
    common rate stand for the numbers of tables, in proportion to which they are but neither of which overflows.
    """
    import numpy as np

    from sampling.boschloo import binomial_rows

    rate = events / (sum(sizes) or 1)
    so_far = np.zeros((events + 1, events * max(steps) + 1))
    so_far[0, 0] = 1.0
    for size, step in zip(sizes, steps, strict=True):
        chances = binomial_rows(size, np.array([rate]), np.array([1 - rate]))[0]
        added = np.zeros_like(so_far)
        for found in range(min(size, events) + 1):
            shift = found * step
            added[found:, shift:] += chances[found] * so_far[: events + 1 - found, : so_far.shape[1] - shift]
        so_far = added
    chances = so_far[events]
    return np.asarray(chances / chances.sum())


def _at_least_as_far(chances: "Floats", observed: int, events: int, sizes: list[int], steps: list[int]) -> float:
    """Give the probability of sums at least as far from the expected one, in whole numbers and so with all ties."""
    import numpy as np

    units = sum(sizes) or 1
    expected = events * sum(size * step for size, step in zip(sizes, steps, strict=True))
    distances = np.abs(np.arange(len(chances)) * units - expected)
    return _sum(chances[distances >= abs(observed * units - expected)])


def _sum(chances: "Floats") -> float:
    return min(1.0, float(chances.sum()))
