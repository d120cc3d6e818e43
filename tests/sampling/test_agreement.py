"""Agreement of two reviewers: the same whoever is called the first, and never a division by nothing."""

import random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from sampling import Agreement, cohen_kappa, gwet_ac1
from tests.sampling.frames import brief


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    size = draw(st.integers(2, 5))
    counts = st.lists(st.integers(0, 12), min_size=size, max_size=size)
    table = draw(st.lists(counts, min_size=size, max_size=size))
    assume(sum(map(sum, table)) >= 2)
    return table


def figures(found: Agreement) -> tuple[object, ...]:
    return (
        found.coefficient,
        found.observed,
        found.expected,
        found.standard_error,
        found.standard_error_h0,
        found.lower,
        found.upper,
    )


@given(tables(), st.randoms(use_true_random=False))
@brief
def test_it_matters_neither_who_is_first_nor_how_answers_are_ordered(
    table: list[list[int]], chance: random.Random
) -> None:
    order = list(range(len(table)))
    chance.shuffle(order)
    reordered = [[table[row][column] for column in order] for row in order]
    swapped = [list(column) for column in zip(*table, strict=True)]
    for coefficient in (cohen_kappa, gwet_ac1):
        found = figures(coefficient(table=table, confidence="0.95"))
        assert figures(coefficient(table=swapped, confidence="0.95")) == found
        assert figures(coefficient(table=reordered, confidence="0.95")) == found


@given(tables())
@brief
def test_kappa_is_that_of_statsmodels_where_it_has_one(table: list[list[int]]) -> None:
    found = cohen_kappa(table=table, confidence="0.95")
    with np.errstate(all="ignore"):
        wanted = cohens_kappa(table)
    if found.coefficient is None:
        assert np.isnan(wanted.kappa)
        return
    assert float(found.coefficient) == pytest.approx(wanted.kappa, abs=1e-9)
    if not np.isnan([wanted.std_kappa, wanted.std_kappa0]).any():
        assert found.standard_error == pytest.approx(wanted.std_kappa, abs=1e-6)
        assert found.standard_error_h0 == pytest.approx(wanted.std_kappa0, abs=1e-6)


@given(tables())
@brief
def test_no_agreement_is_above_one(table: list[list[int]]) -> None:
    for found in (cohen_kappa(table=table, confidence="0.9"), gwet_ac1(table=table, confidence="0.9")):
        if found.coefficient is not None and found.standard_error is not None:
            assert found.coefficient <= 1
            assert (found.coefficient == 1) is (found.observed == 1)
            assert found.standard_error >= 0


def test_full_agreement_is_one_and_certain() -> None:
    for coefficient in (cohen_kappa, gwet_ac1):
        found = coefficient(table=[[6, 0], [0, 4]], confidence="0.95")
        assert [found.coefficient, found.standard_error, found.lower, found.upper] == [1, 0, 1, 1]


def test_where_all_answers_are_the_same_kappa_tells_nothing_and_ac1_full_agreement() -> None:
    kappa, ac1 = (coefficient(table=[[10, 0], [0, 0]], confidence="0.95") for coefficient in (cohen_kappa, gwet_ac1))
    assert [kappa.observed, kappa.coefficient, kappa.standard_error] == [1, None, None]
    assert [ac1.coefficient, ac1.standard_error] == [1, 0]


def test_where_one_reviewer_always_says_the_same_the_error_is_nought() -> None:
    # statsmodels gives nan here: its variance comes out just below 0.
    found = cohen_kappa(table=[[2, 1], [0, 0]], confidence="0.95")
    assert [found.coefficient, found.standard_error] == [0, 0]
