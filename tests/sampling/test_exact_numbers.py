"""Decimal rates stay what was written: no ceiling moves by what binary floating point adds."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampling.rates import as_exact, ceiling
from sampling.search import first_from, first_within
from tests.sampling.frames import brief


@pytest.mark.parametrize(
    "written", [0.035, "0.035", " 0.035 ", Decimal("0.035"), Fraction(35, 1000), np.float64(0.035)]
)
def test_a_rate_is_what_was_written(written: object) -> None:
    assert as_exact(written) == Fraction(35, 1000)


@pytest.mark.parametrize(("rate", "count", "whole"), [(0.035, 400, 14), (0.06, 100, 6), (0.07, 100, 7), (0.1, 30, 3)])
def test_a_ceiling_does_not_move(rate: float, count: int, whole: int) -> None:
    assert ceiling(as_exact(rate) or Fraction(0), count) == whole


@given(st.integers(0, 10**6), st.integers(0, 9))
@brief
def test_a_float_is_the_decimal_number_that_it_is_shown_as(digits: int, places: int) -> None:
    assert as_exact(digits / 10**places) == Fraction(digits, 10**places)


@pytest.mark.parametrize("number", [5, np.int64(5), 5.0, "5", Decimal("5.00")])
def test_whole_numbers_are_numbers_too(number: object) -> None:
    assert as_exact(number) == 5


@pytest.mark.parametrize(
    "nothing", ["", "0,5", "half", "nan", float("nan"), float("inf"), Decimal("-Infinity"), None, True, b"1", [1]]
)
def test_what_is_no_finite_number_is_none(nothing: object) -> None:
    assert as_exact(nothing) is None


@pytest.mark.parametrize("huge", ["1e-999999999", "1e999999999", Decimal("1e-401")])
def test_a_number_that_would_fill_the_memory_is_none(huge: object) -> None:
    assert as_exact(huge) is None


@given(st.integers(0, 1000), st.integers(0, 1000))
@brief
def test_the_smallest_number_is_found_wherever_it_lies(threshold: int, highest: int) -> None:
    found = first_from(lambda number: number >= threshold, 0, highest)
    assert found == (threshold if threshold <= highest else None)
    assert first_within(lambda number: number >= threshold, 0, max(threshold, highest)) == threshold
