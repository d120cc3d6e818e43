"""The smallest change that two samples are likely to establish."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampling import ChangeTest, Group, boschloo_test, detectable_change, fisher_test
from sampling.boschloo import binomial_rows
from tests.sampling.frames import brief


def power(test: ChangeTest, first_size: int, second_size: int, baseline: float, rate: float) -> float:
    """The probability of a p-value of at most 5 %, table by table."""
    method = fisher_test if test is ChangeTest.FISHER else boschloo_test
    established = np.array(
        [
            [
                method(first=Group(x, first_size), second=Group(y, second_size)).p_value <= 0.05
                for y in range(second_size + 1)
            ]
            for x in range(first_size + 1)
        ]
    )
    first, second = (
        binomial_rows(size, np.array([each]), np.array([1 - each]))[0]
        for size, each in ((first_size, baseline), (second_size, rate))
    )
    return float(first @ established @ second)


@pytest.mark.parametrize("test", list(ChangeTest))
@pytest.mark.parametrize(("first_size", "second_size", "baseline"), [(10, 10, 0.2), (12, 9, 0.5), (15, 15, 0.7)])
def test_the_power_is_reached_there_and_not_before(
    test: ChangeTest, first_size: int, second_size: int, baseline: float
) -> None:
    found = detectable_change(
        first_size=first_size, second_size=second_size, baseline_rate=baseline, step="0.01", test=test
    )
    for rate, back in ((found.smallest_higher_rate, -0.01), (found.largest_lower_rate, 0.01)):
        if rate is not None:
            assert power(test, first_size, second_size, baseline, float(rate)) >= 0.8
            assert power(test, first_size, second_size, baseline, float(rate) + back) < 0.8
    assert found.smallest_higher_rate or found.largest_lower_rate


@given(st.integers(5, 40), st.integers(5, 40), st.integers(0, 20))
@brief
def test_fewer_deviations_mirror_more(first_size: int, second_size: int, twentieths: int) -> None:
    baseline = Fraction(twentieths, 20)
    found, mirrored = (
        detectable_change(first_size=first_size, second_size=second_size, baseline_rate=rate, step="0.02")
        for rate in (baseline, 1 - baseline)
    )
    lower = found.largest_lower_rate
    assert mirrored.smallest_higher_rate == (None if lower is None else 1 - lower)


def test_boschloo_detects_what_fisher_does_and_more() -> None:
    fisher, boschloo = (
        detectable_change(first_size=20, second_size=20, baseline_rate="0.1", test=test).smallest_higher_rate
        for test in ChangeTest
    )
    assert fisher is not None
    assert boschloo is not None
    assert boschloo < fisher


def test_two_samples_of_three_detect_nothing() -> None:
    found = detectable_change(first_size=3, second_size=3, baseline_rate="0")
    assert (found.smallest_higher_rate, found.largest_lower_rate) == (None, None)


def test_larger_samples_detect_smaller_changes() -> None:
    rates = [
        detectable_change(first_size=size, second_size=size, baseline_rate="0.1").smallest_higher_rate or Fraction(0)
        for size in (20, 60, 199, 400)
    ]
    assert 1 > rates[0] > rates[1] > rates[2] > rates[3] > Fraction(1, 10)
