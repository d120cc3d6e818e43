"""Monetary-unit sampling: every krona has the same chance, and the bound is in kronor."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtrc

from sampling import (
    Factors,
    Side,
    confidence_factor,
    draw_payments,
    monetary_sample_size,
    rate_limits,
    select_intervals,
    share_of_amount,
    stringer_bound,
)
from tests.sampling.frames import brief

kronor = st.decimals(min_value="0.01", max_value="20000", places=2)


@given(st.lists(kronor, min_size=1, max_size=30), st.integers(1, 12), st.fractions(min_value=0, max_value=1))
@brief
def test_each_unit_lies_in_the_payment_that_is_selected(amounts: list[Decimal], size: int, place: Fraction) -> None:
    interval = Fraction(sum(amounts)) / size
    start = interval * (1 - place) or interval
    drawn = select_intervals(amounts=amounts, sample_size=size, start=start)
    assert (drawn.interval, len(drawn.hits)) == (interval, size)
    for number, hit in enumerate(drawn.hits):
        unit = start + number * interval
        assert sum(map(Fraction, amounts[:hit])) < unit <= sum(map(Fraction, amounts[: hit + 1]))


def test_a_payment_larger_than_the_interval_is_always_selected() -> None:
    for start in range(1, 11):
        drawn = select_intervals(amounts=[3, 25, 12], sample_size=4, start=start)
        assert 1 in drawn.places
        assert Counter(drawn.hits)[1] >= 2
        assert drawn.places == tuple(sorted(set(drawn.hits)))


def test_a_payment_of_nothing_is_never_selected() -> None:
    hits = {
        hit
        for start in range(1, 6)
        for hit in select_intervals(amounts=[5, 0, 5], sample_size=2, start=start, zero_allowed=True).hits
    }
    assert hits == {0, 2}


def test_the_first_and_the_last_krona_can_be_drawn() -> None:
    assert select_intervals(amounts=["1.50", "8.50"], sample_size=2, start=1).hits == (0, 1)
    assert select_intervals(amounts=["9", "1"], sample_size=2, start=5).hits == (0, 1)


PAYMENTS = {f"U-{number:02}": Decimal(100 + 37 * number) for number in range(20)}


def test_the_order_of_the_payments_does_not_matter() -> None:
    backwards = dict(reversed(PAYMENTS.items()))
    assert draw_payments(seed="4-2-6", amounts=PAYMENTS, sample_size=5) == draw_payments(
        seed=" 4-2-6 ", amounts=backwards, sample_size=5
    )


def test_payments_are_drawn_in_proportion_to_their_amounts() -> None:
    seeds, size, total = 600, 4, sum(PAYMENTS.values())
    drawn = Counter(
        unit_id
        for seed in range(seeds)
        for unit_id in draw_payments(seed=f"frö-{seed}", amounts=PAYMENTS, sample_size=size).ids
    )
    expected = {unit_id: float(seeds * size * amount / total) for unit_id, amount in PAYMENTS.items()}
    distance = sum((drawn[unit_id] - each) ** 2 / each for unit_id, each in expected.items())
    # Without replacement the frequencies vary less than the distribution says, never more.
    assert chdtrc(len(PAYMENTS) - 1, distance) > 0.001


@given(st.lists(st.integers(0, 100), max_size=10), st.sampled_from(list(Factors)))
@brief
def test_the_bound_is_above_the_estimate_and_grows_with_each_taint(percents: list[int], factors: Factors) -> None:
    taints = [Fraction(percent, 100) for percent in percents]

    def bound(found: list[Fraction]) -> float:
        return stringer_bound(taints=found, sample_size=40, confidence="0.95", factors=factors).upper_rate

    result = stringer_bound(taints=taints, sample_size=40, confidence="0.95", factors=factors)
    assert result.upper_rate > result.most_likely_rate
    assert bound(taints[::-1]) == result.upper_rate
    assert bound([*taints, Fraction(1, 2)]) > result.upper_rate
    assert bound([*taints, Fraction(0)]) == pytest.approx(result.upper_rate)


def test_payments_wrong_altogether_are_counted_like_deviations() -> None:
    whole = stringer_bound(taints=[1, 1], sample_size=30, confidence="0.9")
    limit = rate_limits(sample_size=30, errors=2, confidence="0.9", side=Side.UPPER)
    assert whole.upper_rate == pytest.approx(limit.upper)


def test_nothing_wrong_still_has_a_bound() -> None:
    poisson = stringer_bound(taints=[], sample_size=60, confidence="0.95", factors=Factors.POISSON)
    assert poisson.upper_rate == pytest.approx(confidence_factor(risk="0.05", errors=0) / 60)
    assert poisson.most_likely_rate == 0


def test_the_result_is_told_in_kronor() -> None:
    result = stringer_bound(taints=["0.5"], sample_size=10, confidence="0.95", book_value="1234567.89")
    assert (result.book_value, result.most_likely_amount) == (Decimal("1234567.89"), Decimal("61728.39"))
    assert result.upper_amount is not None
    assert result.upper_amount >= Decimal(result.upper_rate) * Decimal("1234567.89")
    assert result.upper_amount - Decimal(result.upper_rate) * Decimal("1234567.89") < Decimal("0.01")


def test_no_more_than_all_of_it_can_be_wrong() -> None:
    result = stringer_bound(taints=[1], sample_size=1, confidence="0.95", factors=Factors.POISSON, book_value=1000)
    assert (result.upper_rate > 1, result.upper_amount) == (True, Decimal("1000.00"))


def test_a_payment_of_1_870_kronor_that_should_have_been_1_496_is_tainted_by_a_fifth() -> None:
    assert share_of_amount(amount=1870 - 1496, book_value="1870.00") == Fraction(1, 5)


@given(st.sampled_from(["0.01", "0.03", "0.1", "0.5", "1"]), st.sampled_from(["0", "0.2", "0.5", "0.9"]))
@brief
def test_a_higher_risk_needs_no_larger_sample(tolerable: str, ratio: str) -> None:
    careful, bold = (
        monetary_sample_size(tolerable_fraction=tolerable, risk=risk, expected_to_tolerable_ratio=ratio).sample_size
        for risk in ("0.05", "0.2")
    )
    assert 1 <= bold <= careful
