"""A difference is established only where the test carries it; else it is said how large a one can't be excluded."""

from audit.wording import (
    Sides,
    change_in_a_word,
    change_of,
    change_worked_out,
    changes_between,
    changes_summed_up,
    trend_of,
    trend_over,
    trend_worked_out,
)
from checklists import AnswerCounts
from tests.wording.test_limits import plain

YEARS = {"later": "2026", "earlier": "2025"}
NONE, HALF, ALL = AnswerCounts(ja=10), AnswerCounts(ja=5, nej=5), AnswerCounts(nej=10)


def test_a_small_difference_is_not_established_and_says_how_large_a_one_it_could_be() -> None:
    (change,) = changes_between(
        {"q": Sides(AnswerCounts(ja=7, nej=3), AnswerCounts(ja=6, nej=4))}, focus=["q"]
    ).values()
    assert plain(change_of(change, **YEARS, kind="arenden")) == (
        "Nej eller Delvis: 2026 i 3 av 10 akter, 2025 i 4 av 10. Underlaget räcker inte för att uttala sig om "
        "förändring; en skillnad på upp till 45 procentenheter kan inte uteslutas."
    )
    assert plain(change_in_a_word(change, later="2026")) == "underlaget räcker inte (upp till 45 procentenheter)"


def test_a_large_difference_is_established_with_its_direction() -> None:
    (change,) = changes_between({"q": Sides(ALL, NONE)}, focus=["q"]).values()
    assert change_of(change, **YEARS, kind="arenden").endswith("Säkerställd skillnad: avvikelsen är vanligare 2026.")
    (change,) = changes_between({"q": Sides(NONE, ALL)}, focus=["q"]).values()
    assert change_in_a_word(change, later="2026") == "säkerställd skillnad, mindre vanlig 2026"


def test_the_more_focus_questions_were_named_the_more_it_takes() -> None:
    one = Sides(HALF, NONE)
    assert changes_between({"q": one}, focus=["q"])["q"].established
    many = {"q": one, **{str(place): Sides(NONE, NONE) for place in range(20)}}
    found = changes_between(many, focus=many)
    assert not found["q"].established
    assert "Boschloos test: p = 0,013. Fishers test: p = 0,033." in plain(change_worked_out(found["q"]))
    assert "Efter Holms metod för 21 fokusfrågor: p = 0,268." in plain(change_worked_out(found["q"]))
    assert plain(changes_summed_up(found.values(), **YEARS)) == (
        "2026 mot 2025: ingen säkerställd skillnad i någon av de 21 fokusfrågor som går att jämföra. "
        "Underlaget räcker inte för att uttala sig om förändring."
    )


def test_a_question_that_was_not_named_before_the_draw_is_described_however_large_the_difference() -> None:
    found = changes_between({"named": Sides(ALL, NONE), "other": Sides(ALL, NONE)}, focus=["named"])
    assert found["named"].established
    assert not found["other"].established
    assert plain(change_of(found["other"], **YEARS, kind="arenden")) == (
        "Nej eller Delvis: 2026 i 10 av 10 akter, 2025 i 0 av 10. Skillnaden är beskriven, inte prövad."
    )
    assert (change_in_a_word(found["other"], later="2026"), change_worked_out(found["other"])) == ("inte prövad", "")
    assert plain(changes_summed_up(found.values(), **YEARS)) == (
        "2026 mot 2025: säkerställd skillnad i 1 av 1 fokusfråga. Prövad är bara den fråga som namngavs före "
        "dragningen; 1 annan fråga beskrivs, eftersom den som prövar många frågor alltid hittar någon som skiljer sig "
        "av en slump."
    )


def test_a_round_without_focus_questions_says_that_nothing_is_tested() -> None:
    found = changes_between({"q": Sides(ALL, NONE), "r": Sides(HALF, NONE)}, focus=[])
    assert plain(changes_summed_up(found.values(), **YEARS)) == (
        "2026 mot 2025: 2 frågor beskrivs, ingen prövas. Bara fokusfrågor som namngavs före dragningen prövas, och här "
        "finns ingen sådan."
    )


def test_only_questions_that_both_years_answered_are_compared() -> None:
    assert changes_between({"q": Sides(HALF, AnswerCounts())}, focus=["q"]) == {}
    assert changes_summed_up([], **YEARS) == ""
    assert change_in_a_word(None, later="2026") == "–"


def test_fisher_decides_where_boschloo_would_only_take_time() -> None:
    """Boschloo's p-value is never larger than Fisher's; far from the level both say the same, so the cheap one does."""
    near = Sides(AnswerCounts(ja=80, nej=20), AnswerCounts(ja=81, nej=19))
    far = Sides(AnswerCounts(ja=50, nej=50), AnswerCounts(ja=99, nej=1))
    found = changes_between({"near": near, "far": far}, focus=["near", "far"])
    assert "Boschloo" not in change_worked_out(found["near"])
    assert "Boschloo" in change_worked_out(found["far"])
    assert [found[each].established for each in ("near", "far")] == [False, True]


def test_a_trend_takes_three_years_and_holds_for_all_questions_that_could_be_looked_at() -> None:
    rising = [(2024, NONE), (2025, HALF), (2026, ALL)]
    assert trend_over(rising[:2]) is None
    trend = trend_over(rising, tested=25)
    assert trend
    assert trend_of(trend) == "Säkerställd trend från 2024 till 2026: avvikelsen blir vanligare."
    assert trend_worked_out(trend).startswith("Exakt test av trend (Cochran–Armitage): p mindre än 0,001.")
    falling = trend_over([(year, counts) for (year, _), (_, counts) in zip(rising, rising[::-1], strict=True)])
    assert falling
    assert trend_of(falling).endswith("avvikelsen blir mindre vanlig.")
    flat = trend_over([(year, HALF) for year in (2024, 2025, 2026)])
    assert flat
    assert trend_of(flat) == "Underlaget räcker inte för att uttala sig om en trend från 2024 till 2026."


def test_a_trend_that_would_take_too_long_is_said_to_be_untested() -> None:
    counts = AnswerCounts(ja=5_000, nej=5_000)
    trend = trend_over([(year, counts) for year in range(2016, 2026)])
    assert trend
    assert trend_of(trend).startswith("Trenden från 2016 till 2025 är inte prövad")
    assert trend_worked_out(trend) == ""
