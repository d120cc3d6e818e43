"""Allocation: nothing is lost in the rounding, and nobody gets more than there is."""

from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from sampling import allocate, largest_remainder
from tests.sampling.frames import brief

boards = st.lists(st.integers(1, 5000), min_size=1, max_size=12)


@given(boards, st.data())
@brief
def test_the_shares_sum_to_the_sample(populations: list[int], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, sum(populations)))
    shared = allocate(populations=populations, sample_size=size)
    assert sum(shared.sizes) == size == sum(shared.unrounded)
    for whole, share, population in zip(shared.sizes, shared.unrounded, populations, strict=True):
        assert floor(share) <= whole <= min(ceil(share), population)


@given(boards, st.data())
@brief
def test_a_larger_board_never_gets_less(populations: list[int], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, sum(populations)))
    sizes = allocate(populations=sorted(populations, reverse=True), sample_size=size).sizes
    assert list(sizes) == sorted(sizes, reverse=True)


def test_ties_go_to_the_earlier_stratum() -> None:
    shared = allocate(populations=[50, 50, 50], sample_size=10)
    assert (shared.sizes, shared.nearest) == ((4, 3, 3), (3, 3, 3))


def test_a_half_is_rounded_up_to_the_nearest() -> None:
    shared = allocate(populations=[30, 10], sample_size=2)
    assert shared.unrounded == (Fraction(3, 2), Fraction(1, 2))
    assert (shared.nearest, shared.sizes) == ((2, 1), (2, 0))


def test_everything_can_be_drawn_and_nothing() -> None:
    assert allocate(populations=[3, 2], sample_size=5).sizes == (3, 2)
    assert allocate(populations=[3, 2], sample_size=0).sizes == (0, 0)


def test_shares_of_anything_can_be_rounded_together() -> None:
    assert largest_remainder([Fraction(100, 3)] * 3) == (34, 33, 33)
