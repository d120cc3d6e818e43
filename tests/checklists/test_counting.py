"""Answers are counted the same way everywhere; what is not applicable never changes the adherence."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists import AnswerCounts, count

CODES = ("ja", "delvis", "nej", "ej_aktuellt", "kan_ej_bedomas")
numbers = st.integers(min_value=0, max_value=10_000)
counts = st.builds(AnswerCounts, numbers, numbers, numbers, numbers, numbers)
answers = st.lists(st.sampled_from(CODES))


def test_seven_of_ten() -> None:
    counted = count(["ja"] * 7 + ["delvis"] * 2 + ["nej"] + ["ej_aktuellt"] * 3 + ["kan_ej_bedomas"])
    assert counted == AnswerCounts(ja=7, delvis=2, nej=1, ej_aktuellt=3, kan_ej_bedomas=1)
    assert counted.adherence == Fraction(7, 10)
    assert (counted.applicable, counted.deviations, counted.reviewed) == (10, 3, 14)


def test_an_answer_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="kanske"):
        count(["ja", "kanske"])


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        AnswerCounts(nej=-1)


@given(counts)
def test_adherence_lies_between_none_and_all_and_is_missing_only_where_nothing_applied(
    one: AnswerCounts,
) -> None:
    if one.applicable == 0:
        assert one.adherence is None
    else:
        assert one.adherence is not None
        assert 0 <= one.adherence <= 1
        assert one.adherence == 1 - Fraction(one.deviations, one.applicable)


@given(counts, numbers, numbers)
def test_what_is_not_applicable_or_not_assessable_never_changes_adherence(
    one: AnswerCounts, not_applicable: int, not_assessable: int
) -> None:
    more = one + AnswerCounts(ej_aktuellt=not_applicable, kan_ej_bedomas=not_assessable)
    assert more.adherence == one.adherence
    assert more.deviations == one.deviations
    assert more.reviewed == one.reviewed + not_applicable + not_assessable


@given(answers, answers)
def test_counting_together_is_adding_the_counts(first: list[str], second: list[str]) -> None:
    assert count(first + second) == count(first) + count(second)


@given(answers)
def test_every_answer_is_counted_once(codes: list[str]) -> None:
    assert count(codes).reviewed == len(codes)


@given(st.lists(counts))
def test_several_counts_add_up_in_any_order(parts: list[AnswerCounts]) -> None:
    assert sum(parts, AnswerCounts()) == sum(reversed(parts), AnswerCounts())
