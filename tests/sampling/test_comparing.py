"""Comparing: exact tests against enumeration and against the libraries where these are right."""

from fractions import Fraction
from itertools import pairwise, product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import bdtr
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from sampling import (
    Alternative,
    Group,
    Ordering,
    boschloo_test,
    compare,
    difference_interval,
    fisher_test,
    holm,
    mcnemar_test,
    trend_test,
)
from sampling.boschloo import largest_chance
from sampling.two_groups import rough_tables_within, tables_within
from tests.sampling.frames import brief


@st.composite
def groups(draw: st.DrawFn, largest: int = 25, least: int = 0) -> Group:
    size = draw(st.integers(least, largest))
    return Group(draw(st.integers(0, size)), size)


alternatives = st.sampled_from(list(Alternative))


def rows(first: Group, second: Group) -> list[list[int]]:
    return [[group.errors, group.size - group.errors] for group in (first, second)]


@given(groups(60), groups(60), alternatives)
@brief
def test_fishers_test_is_scipys(first: Group, second: Group, alternative: Alternative) -> None:
    wanted = stats.fisher_exact(rows(first, second), alternative=alternative.value).pvalue
    assert fisher_test(first=first, second=second, alternative=alternative).p_value == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("alternative", list(Alternative))
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Group(300, 900), Group(250, 800)),
        (Group(2400, 5000), Group(2600, 5000)),  # the mirrored table is exactly as likely
        (Group(40, 100_000), Group(70, 120_000)),
        (Group(0, 3000), Group(3000, 3000)),
        (Group(0, 3000), Group(0, 1)),
    ],
)
def test_large_groups_are_compared_as_well(first: Group, second: Group, alternative: Alternative) -> None:
    wanted = stats.fisher_exact(rows(first, second), alternative=alternative.value).pvalue
    found = fisher_test(first=first, second=second, alternative=alternative).p_value
    assert found == pytest.approx(wanted, rel=1e-8, abs=1e-300)


@given(groups(12), groups(12), alternatives)
@brief
def test_boschloos_test_is_the_highest_of_20_001_rates(first: Group, second: Group, alternative: Alternative) -> None:
    found = boschloo_test(first=first, second=second, alternative=alternative).p_value
    assert found == pytest.approx(on_a_fine_grid(first, second, alternative), abs=1e-6)
    assert found <= fisher_test(first=first, second=second, alternative=alternative).p_value + 1e-12


def on_a_fine_grid(first: Group, second: Group, alternative: Alternative) -> float:
    tables = list(product(range(first.size + 1), range(second.size + 1)))
    measure = fisher(first.size, second.size, first.errors, second.errors, alternative)
    marks = np.array([fisher(first.size, second.size, *table, alternative) <= measure for table in tables])
    rates = np.linspace(0, 1, 20_001)
    units = first.size + second.size
    chances = [
        comb(first.size, x) * comb(second.size, y) * rates ** (x + y) * (1 - rates) ** (units - x - y)
        for (x, y), marked in zip(tables, marks, strict=True)
        if marked
    ]
    return float(np.sum(chances, axis=0).max())


def fisher(first_size: int, second_size: int, x: int, y: int, alternative: Alternative) -> Fraction:
    errors = x + y
    ways = {
        each: comb(first_size, each) * comb(second_size, errors - each)
        for each in range(max(0, errors - second_size), min(first_size, errors) + 1)
    }
    counted = {
        Alternative.GREATER: [each for each in ways if each >= x],
        Alternative.LESS: [each for each in ways if each <= x],
        Alternative.TWO_SIDED: [each for each in ways if ways[each] <= ways[x]],
    }
    return Fraction(sum(ways[each] for each in counted[alternative]), sum(ways.values()))


@pytest.mark.parametrize(
    ("first", "second"), [(Group(3, 10), Group(7, 10)), (Group(20, 60), Group(31, 55)), (Group(5, 24), Group(9, 17))]
)
def test_boschloos_test_doubled_is_scipys(first: Group, second: Group) -> None:
    wanted = stats.boschloo_exact(np.array(rows(first, second)).T).pvalue
    found = boschloo_test(first=first, second=second, ordering=Ordering.DOUBLE_ONE_SIDED)
    assert found.p_value == pytest.approx(wanted, abs=1e-6)


@given(groups(15), groups(15))
@brief
def test_which_group_comes_first_only_turns_the_sides(first: Group, second: Group) -> None:
    for one, other in zip(
        (Alternative.TWO_SIDED, Alternative.GREATER), (Alternative.TWO_SIDED, Alternative.LESS), strict=True
    ):
        for test in (fisher_test, boschloo_test):
            there = test(first=first, second=second, alternative=one).p_value
            back = test(first=second, second=first, alternative=other).p_value
            assert there == pytest.approx(back, rel=1e-8)


@pytest.mark.parametrize("alternative", list(Alternative))
def test_whole_numbers_and_floating_point_order_tables_alike(alternative: Alternative) -> None:
    for limit in (Fraction(1, 20), Fraction(1, 3)):
        exact = tables_within(35, 28, alternative, limit)
        assert (exact == rough_tables_within(35, 28, alternative, float(limit))).all()
        assert 0 < largest_chance(exact)[0] <= float(limit)


def test_groups_with_nothing_in_them_differ_in_nothing() -> None:
    empty = Group(0, 0)
    assert boschloo_test(first=empty, second=Group(3, 5)).p_value == 1
    assert fisher_test(first=empty, second=empty).p_value == 1


def test_a_comparison_says_what_the_test_carries() -> None:
    shown = compare(first=Group(0, 10), second=Group(4, 10), confidence="0.95")
    assert shown.boschloo is not None
    assert shown.boschloo < 0.05 < shown.fisher
    assert shown.established
    assert not compare(first=Group(1, 10), second=Group(4, 10), confidence="0.95").established


def test_groups_too_large_for_boschloo_are_compared_by_fisher() -> None:
    shown = compare(first=Group(100, 2000), second=Group(180, 2000), confidence="0.95")
    assert (shown.boschloo, shown.established) == (None, True)


@given(groups(80, least=1), groups(80, least=1), st.sampled_from([0.8, 0.95, 0.99]))
@brief
def test_newcombes_interval_is_that_of_statsmodels(first: Group, second: Group, confidence: float) -> None:
    low, high = confint_proportions_2indep(
        first.errors, first.size, second.errors, second.size, method="newcomb", alpha=1 - confidence
    )
    found = difference_interval(first=first, second=second, confidence=confidence)
    assert [found.lower, found.upper] == pytest.approx([low, high], abs=1e-9)
    assert -1 <= found.lower <= found.difference <= found.upper <= 1


def test_holms_adjustment_is_that_of_statsmodels() -> None:
    p_values = [0.5, 0.001, 0.02, 0.02, 0.9, 0.0125, 0.004, 1.0, 0.0]
    found = holm(p_values=p_values)
    assert [float(value) for value in found.adjusted] == pytest.approx(list(multipletests(p_values, method="holm")[1]))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=25))
@brief
def test_no_adjusted_value_is_below_the_p_value_or_below_that_of_a_smaller_one(thousandths: list[int]) -> None:
    exact = [Fraction(value, 1000) for value in thousandths]
    found = holm(p_values=exact)
    assert min(found.adjusted) == min(1, len(exact) * min(exact))
    assert all(before <= after <= 1 for before, after in zip(exact, found.adjusted, strict=True))
    ranked = sorted(zip(exact, found.adjusted, strict=True))
    assert all(less[1] <= more[1] for less, more in pairwise(ranked))


def test_a_p_value_on_the_level_is_rejected() -> None:
    assert holm(p_values=[0.01, 0.6, 0.7, 0.8, 0.9]).rejected[0]
    assert holm(p_values=["0.025", "0.05"]).rejected == (True, True)


@given(st.integers(0, 400), st.integers(0, 400))
@brief
def test_mcnemars_test_is_the_sign_test(one_way: int, other_way: int) -> None:
    found = mcnemar_test(one_way=one_way, other_way=other_way).p_value
    wanted = min(1, 2 * bdtr(min(one_way, other_way), one_way + other_way, 0.5))
    assert found == pytest.approx(wanted, rel=1e-10)
    assert found == mcnemar_test(one_way=other_way, other_way=one_way).p_value


trends = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["0", "1", "2", "2.5", "-3", "2014"])),
    min_size=1,
    max_size=4,
)


@given(trends)
@brief
def test_the_trend_test_counts_every_table(years: list[tuple[int, int, str]]) -> None:
    events, totals = [each for each, _, _ in years], [each + rest for each, rest, _ in years]
    scores = [Fraction(score) for _, _, score in years]
    found = trend_test(events=events, totals=totals, scores=scores)
    chances = conditional_chances(events, totals, scores)
    observed = sum(map(Fraction.__mul__, scores, map(Fraction, events)), Fraction(0))
    expected = sum((chance * total for total, chance in chances.items()), Fraction(0))
    rising = sum(chance for total, chance in chances.items() if total >= observed)
    falling = sum(chance for total, chance in chances.items() if total <= observed)
    far = sum(chance for total, chance in chances.items() if abs(total - expected) >= abs(observed - expected))
    wanted = (float(rising), float(falling), float(min(1, 2 * min(rising, falling))), float(far))
    assert (found.rising, found.falling, found.doubled, found.distance) == pytest.approx(wanted, rel=1e-10)


def conditional_chances(events: list[int], totals: list[int], scores: list[Fraction]) -> dict[Fraction, Fraction]:
    """The probability of each sum of scores, by going through all tables with the same margins."""
    chances: dict[Fraction, Fraction] = {}
    for table in product(*(range(total + 1) for total in totals)):
        if sum(table) == sum(events):
            ways = Fraction(1, comb(sum(totals), sum(events)))
            for found, total in zip(table, totals, strict=True):
                ways *= comb(total, found)
            score = sum((each * found for each, found in zip(scores, table, strict=True)), Fraction(0))
            chances[score] = chances.get(score, Fraction(0)) + ways
    return chances


@pytest.mark.parametrize("events", [[0, 0, 0], [10, 12, 9]])
def test_where_all_or_none_deviate_there_is_no_trend(events: list[int]) -> None:
    found = trend_test(events=events, totals=[10, 12, 9], scores=[2014, 2024, 2025])
    assert (found.rising, found.falling, found.doubled, found.distance) == (1, 1, 1, 1)


def test_only_the_distances_between_the_years_matter() -> None:
    years = trend_test(events=[1, 3, 6], totals=[10, 10, 10], scores=[2010, 2014, 2026])
    places = trend_test(events=[1, 3, 6], totals=[10, 10, 10], scores=["0", "0.5", "2"])
    assert (years.rising, years.distance) == (places.rising, places.distance)
