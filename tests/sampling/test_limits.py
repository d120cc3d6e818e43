"""Limits keep what they promise, in every small population, and grow with what was found."""

from fractions import Fraction
from itertools import pairwise
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import bdtr

from sampling import Side, StratumCount, deviation_limits, rate_limits, stratified_proportion
from sampling.boschloo import binomial_rows
from sampling.chances import chance_of_at_most, is_at_most_rare, is_at_most_rare_unlimited
from tests.sampling.frames import brief

LARGEST_POPULATION = 60
CONFIDENCES = ("0.8", "0.9", "0.95", "0.975", "0.99")
SIDES = (Side.TWO, Side.UPPER, Side.LOWER)


def promises() -> list[tuple[int, str, Side]]:
    """Every population up to 60, each with one of the confidences and sides in turn."""
    return [(size, CONFIDENCES[size % 5], SIDES[size % 3]) for size in range(1, LARGEST_POPULATION + 1)]


PASCAL = np.array([[comb(units, drawn) for drawn in range(61)] for units in range(61)], dtype=np.int64)


def least_coverage(population: int, limits: list[tuple[int, int]]) -> Fraction:
    """The probability of limits that hold the true number of deviations, where it is smallest.

    No number of samples is above C(60, 30), so 64 bits hold them exactly.
    """
    size = len(limits) - 1
    deviations, found = np.arange(population + 1)[:, None], np.arange(size + 1)[None, :]
    samples = PASCAL[deviations, found] * PASCAL[population - deviations, size - found]
    low, high = (np.array(edge)[None, :] for edge in zip(*limits, strict=True))
    held = (samples * ((low <= deviations) & (deviations <= high))).sum(axis=1)
    return Fraction(int(held.min()), comb(population, size))


def all_limits(population: int, size: int, confidence: str, side: Side) -> list[tuple[int, int]]:
    every = (
        deviation_limits(population_size=population, sample_size=size, errors=found, confidence=confidence, side=side)
        for found in range(size + 1)
    )
    return [(limits.lower_count, limits.upper_count) for limits in every]


@pytest.mark.parametrize(("population", "confidence", "side"), promises())
def test_limits_hold_the_truth_as_often_as_they_promise(population: int, confidence: str, side: Side) -> None:
    for size in range(1, population + 1):
        limits = all_limits(population, size, confidence, side)
        assert all(low <= next_low and high <= next_high for (low, high), (next_low, next_high) in pairwise(limits))
        assert least_coverage(population, limits) >= Fraction(confidence)


def test_a_sample_of_everything_leaves_no_doubt() -> None:
    limits = deviation_limits(population_size=60, sample_size=60, errors=7, confidence="0.95")
    assert (limits.lower_count, limits.upper_count, limits.upper_rate) == (7, 7, Fraction(7, 60))


def test_a_sample_of_nothing_leaves_everything_open() -> None:
    limits = deviation_limits(population_size=60, sample_size=0, errors=0, confidence="0.95")
    assert (limits.lower_count, limits.upper_count) == (0, 60)


@given(st.integers(1, 400), st.data())
@brief
def test_a_larger_sample_with_nothing_found_says_more(population: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, population - 1))
    less, more = (
        deviation_limits(population_size=population, sample_size=drawn, errors=0, confidence="0.95", side=Side.UPPER)
        for drawn in (size, size + 1)
    )
    assert more.upper_count <= less.upper_count


@given(st.integers(1, 300), st.data())
@brief
def test_units_in_order_mirror_units_that_deviate(population: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, population))
    errors = data.draw(st.integers(0, size))
    found, mirrored = (
        deviation_limits(population_size=population, sample_size=size, errors=each, confidence="0.9")
        for each in (errors, size - errors)
    )
    assert (found.lower_count, found.upper_count) == (
        population - mirrored.upper_count,
        population - mirrored.lower_count,
    )


@pytest.mark.parametrize("size", [1, 5, 10, 30, 60])
def test_limits_of_a_rate_hold_it_as_often_as_they_promise(size: int) -> None:
    limits = [rate_limits(sample_size=size, errors=found, confidence="0.95") for found in range(size + 1)]
    edges = sorted({limit for each in limits for limit in (each.lower, each.upper)})
    rates = np.array([*(edge + shift for edge in edges for shift in (-1e-9, 1e-9)), *np.linspace(0, 1, 101)])
    rates = rates[(rates >= 0) & (rates <= 1)]
    held = np.array([[each.lower <= rate <= each.upper for each in limits] for rate in rates])
    assert (binomial_rows(size, rates, 1 - rates) * held).sum(axis=1).min() >= 0.95 - 1e-9


@pytest.mark.parametrize("side", SIDES)
def test_limits_of_a_rate_grow_with_what_was_found(side: Side) -> None:
    limits = [rate_limits(sample_size=25, errors=found, confidence="0.9", side=side) for found in range(26)]
    assert all(less.lower <= more.lower and less.upper <= more.upper for less, more in pairwise(limits))
    assert (limits[0].lower, limits[-1].upper) == (0, 1)


@given(st.integers(3_000, 2_000_000), st.integers(10, 1_500), st.floats(0.0001, 0.6), st.integers(0, 25))
@brief
def test_large_populations_are_decided_as_exactly_as_small_ones(
    population: int, size: int, rate: float, errors: int
) -> None:
    deviations = int(population * rate)
    case = {"errors": errors, "population_size": population, "sample_size": size, "deviations": deviations}
    chance = chance_of_at_most(**case)
    assume(chance > 0)
    assert is_at_most_rare(**case, risk=chance)
    assert is_at_most_rare(**case, risk=min(Fraction(1), chance * Fraction(1001, 1000)))
    assert not is_at_most_rare(**case, risk=chance * Fraction(999, 1000))


@pytest.mark.parametrize(
    ("errors", "size", "rate", "risk"), [(0, 1, "0.9", "0.1"), (0, 4, "0.5", "0.0625"), (1, 2, "0.2", "0.96")]
)
def test_a_chance_equal_to_the_risk_is_within_it(errors: int, size: int, rate: str, risk: str) -> None:
    assert is_rare(errors, size, rate, Fraction(risk))
    assert not is_rare(errors, size, rate, Fraction(risk) - Fraction(1, 10**12))


def test_large_samples_agree_with_scipy() -> None:
    chance = bdtr(180, 20_000, 0.01)
    assert is_rare(180, 20_000, "0.01", Fraction(chance * 1.000001))
    assert not is_rare(180, 20_000, "0.01", Fraction(chance * 0.999999))


def is_rare(errors: int, size: int, rate: str, risk: Fraction) -> bool:
    return is_at_most_rare_unlimited(errors=errors, sample_size=size, rate=Fraction(rate), risk=risk)


def test_a_stratum_reviewed_whole_adds_no_uncertainty() -> None:
    whole = StratumCount(population_size=1, sample_size=1, errors=1)
    some = StratumCount(population_size=39, sample_size=10, errors=2)
    estimate = stratified_proportion(strata=[whole, some])
    assert estimate.total == 1 + Fraction(39 * 2, 10)
    assert estimate.variance == Fraction(39, 40) ** 2 * Fraction(29, 39) * Fraction(2, 10) * Fraction(8, 10) / 9


@given(st.lists(st.tuples(st.integers(2, 50), st.integers(0, 50), st.integers(0, 400)), min_size=1, max_size=5))
@brief
def test_the_order_of_the_strata_does_not_matter(drawn: list[tuple[int, int, int]]) -> None:
    strata = [StratumCount(size + rest, size, errors=min(errors, size)) for size, errors, rest in drawn]
    assert stratified_proportion(strata=strata) == stratified_proportion(strata=strata[::-1])
