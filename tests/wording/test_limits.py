"""What a sample says of all the units it was drawn from: count first, exact limit, population, never more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.wording import Sampled, limits_explained, limits_of, none_found_in, result_of, standing_of, within
from checklists import AnswerCounts


def sampled(population: int | None = 166, **counts: int) -> list[Sampled]:
    return [Sampled(AnswerCounts(**counts), population)]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_count_comes_first_then_the_exact_limits_and_the_population() -> None:
    assert plain(result_of(sampled(ja=7, delvis=1, nej=2), "arenden")) == (
        "Nej eller Delvis i 3 av 10 granskade akter. "
        "Med 95 % säkerhet har mellan 12 och 106 av de 166 akterna den avvikelsen."
    )


def test_no_deviation_is_said_of_this_sample_and_never_more() -> None:
    assert plain(standing_of(sampled(ja=10), "arenden")) == (
        "Inga avvikelser i årets stickprov (0 av 10); högst 41 av 166 kan ha avvikelsen (95 % säkerhet)."
    )
    assert plain(result_of(sampled(ja=10), "arenden")) == (
        "Inga avvikelser i stickprovet (0 av 10 granskade akter). "
        "Med 95 % säkerhet har högst 41 av de 166 akterna den avvikelsen."
    )


def test_what_was_not_applicable_is_no_deviation_and_not_left_out() -> None:
    said = plain(result_of(sampled(ja=5, nej=2, ej_aktuellt=2, kan_ej_bedomas=1), "arenden"))
    assert said.startswith("Nej eller Delvis i 2 av 10 granskade akter; ej aktuellt i 2 och kan ej bedömas i 1.")
    answered = limits_of(sampled(ja=8, nej=2))
    assert limits_of(sampled(ja=5, nej=2, ej_aktuellt=2, kan_ej_bedomas=1)) == answered


def test_where_nothing_could_be_answered_nothing_is_claimed() -> None:
    assert result_of(sampled(), "utbetalningar") == "Inga utbetalningar granskade."
    assert plain(result_of(sampled(ej_aktuellt=10), "arenden")) == (
        "Frågan var inte aktuell, eller gick inte att bedöma, i någon av 10 akter."
    )
    assert limits_of(sampled(kan_ej_bedomas=10)) is None


def test_without_a_known_population_only_the_sample_is_told() -> None:
    assert plain(result_of(sampled(None, ja=3, nej=1), "arenden")) == "Nej eller Delvis i 1 av 4 granskade akter."
    assert within(limits_of(sampled(3, ja=4))) == within(None) == "–"


def test_a_frame_that_is_reviewed_whole_has_an_exact_number() -> None:
    said = result_of(sampled(10, ja=9, nej=1), "boutredningar")
    assert said.endswith("Det är alla boutredningar i ramen, så antalet är exakt.")
    assert within(limits_of(sampled(10, ja=9, nej=1))) == "1 av 10"


@pytest.mark.parametrize(
    ("counts", "said"),
    [({"ja": 10}, "högst 41 av 166"), ({"nej": 10}, "minst 125 av 166"), ({"ja": 7, "nej": 3}, "12–106 av 166")],
)
def test_a_cell_holds_one_limit_or_two(counts: dict[str, int], said: str) -> None:
    assert within(limits_of(sampled(**counts))) == said


def test_boards_together_share_the_risk_so_that_their_sum_holds() -> None:
    two = [*sampled(ja=10), *sampled(300, ja=10)]
    alone = [limits_of([each]) for each in two]
    together = limits_of(two)
    assert together
    assert together.population == 466
    assert together.upper > sum(each.upper for each in alone if each)
    assert plain(none_found_in(two, "arenden")) == (
        "För var och en av dem kan ändå högst 140 av 466 akter ha en avvikelse (95 % säkerhet)."
    )
    assert "felrisken delad" in limits_explained(boards=2)
    assert "preliminära" in limits_explained(finished=False)


@given(st.integers(1, 400), st.data())
def test_limits_never_contradict_what_was_seen(population: int, data: st.DataObject) -> None:
    reviewed = data.draw(st.integers(1, population))
    deviations = data.draw(st.integers(0, reviewed))
    found = limits_of(sampled(population, ja=reviewed - deviations, nej=deviations))
    assert found
    assert deviations <= found.lower <= found.upper <= population - (reviewed - deviations)
