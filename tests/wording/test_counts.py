"""Counts are said the same way everywhere: »7 av 10« first, the percentage beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.wording import count_of, deviations_in, with_percent
from checklists import AnswerCounts


def test_the_count_comes_first() -> None:
    assert count_of(7, 10) == "7 av 10"
    assert with_percent(7, 10) == "7 av 10 (70\N{NO-BREAK SPACE}%)"


def test_percentages_are_rounded_to_whole_numbers() -> None:
    assert with_percent(2, 3) == "2 av 3 (67\N{NO-BREAK SPACE}%)"
    assert with_percent(1, 8) == "1 av 8 (13\N{NO-BREAK SPACE}%)"


def test_large_counts_are_grouped_in_the_swedish_way() -> None:
    assert count_of(1200, 50_000) == "1\N{NO-BREAK SPACE}200 av 50\N{NO-BREAK SPACE}000"


def test_nothing_to_count_among_is_a_dash_and_never_a_nought() -> None:
    assert count_of(0, 0) == with_percent(0, 0) == "–"


@pytest.mark.parametrize(("part", "whole"), [(11, 10), (-1, 10), (0, -1)])
def test_a_part_that_is_no_part_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="whole"):
        count_of(part, whole)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_percentage_only_adds_to_the_count(part: int, rest: int) -> None:
    assert with_percent(part, part + rest).startswith(count_of(part, part + rest))


def test_deviations_are_counted_among_the_files_where_the_question_could_be_answered() -> None:
    all_answered = AnswerCounts(ja=7, delvis=1, nej=2)
    assert (
        deviations_in(all_answered, "arenden").replace("\N{NO-BREAK SPACE}", " ") == "Nej eller Delvis i 3 av 10 akter"
    )
    some_not = AnswerCounts(ja=4, nej=3, ej_aktuellt=2, kan_ej_bedomas=1)
    assert deviations_in(some_not, "arenden").replace("\N{NO-BREAK SPACE}", " ") == (
        "Nej eller Delvis i 3 av 7 akter där frågan var aktuell och gick att bedöma (10 granskade)"
    )


def test_a_question_that_could_not_be_answered_says_so_instead_of_nought() -> None:
    assert deviations_in(AnswerCounts(), "utbetalningar") == "inga utbetalningar granskade"
    nowhere = deviations_in(AnswerCounts(ej_aktuellt=1), "arenden").replace("\N{NO-BREAK SPACE}", " ")
    assert nowhere == "frågan var inte aktuell, eller gick inte att bedöma, i någon av 1 akt"
