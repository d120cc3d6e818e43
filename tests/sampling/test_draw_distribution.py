"""The draw is a draw: over many seeds every unit, and every pair, comes up as often as any other."""

from collections import Counter
from itertools import combinations
from math import comb

from scipy.special import chdtrc

from sampling import select

SEEDS = 2500


def samples(units: int, size: int) -> list[list[str]]:
    """The samples that as many seeds give, from cases with numbers one after the other."""
    ids = [f"K-{number:03}" for number in range(units)]
    return [[unit.id for unit in select(seed=f"{seed}-4-2", ids=ids, count=size)] for seed in range(SEEDS)]


def chance_of_so_uneven(counts: list[int], *, variance: float, degrees: int) -> float:
    """The probability of counts at least as uneven, by Pearson's chi-square with the variance of a count."""
    expected = sum(counts) / len(counts)
    distance = sum((count - expected) ** 2 for count in counts) / variance
    return float(chdtrc(degrees, distance))


def test_every_unit_is_in_as_many_samples() -> None:
    units, size = 25, 10
    drawn = Counter(unit for sample in samples(units, size) for unit in sample)
    share = size / units
    # Counts that have to sum to the same vary together: hence the factor units / (units - 1).
    variance = SEEDS * share * (1 - share) * units / (units - 1)
    assert len(drawn) == units
    assert chance_of_so_uneven(list(drawn.values()), variance=variance, degrees=units - 1) > 0.001


def test_every_pair_is_drawn_as_often() -> None:
    units = 8
    drawn = Counter(frozenset(sample) for sample in samples(units, 2))
    pairs = comb(units, 2)
    assert set(drawn) == {frozenset(pair) for pair in combinations([f"K-{number:03}" for number in range(units)], 2)}
    assert chance_of_so_uneven(list(drawn.values()), variance=SEEDS / pairs, degrees=pairs - 1) > 0.001


def test_every_unit_comes_first_as_often() -> None:
    units = 20
    first = Counter(sample[0] for sample in samples(units, 1))
    assert len(first) == units
    assert chance_of_so_uneven(list(first.values()), variance=SEEDS / units, degrees=units - 1) > 0.001


def test_the_same_draw_again_would_be_found_uneven() -> None:
    assert chance_of_so_uneven([SEEDS, 0, 0, 0], variance=SEEDS / 4, degrees=3) < 1e-9
