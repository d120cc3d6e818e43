"""Small charts: where marks, bars and lines stand, and that nothing is joined that can't be compared."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.comparison.rules.charts import SHAPES, Drawing, Point, Series, Size, Tick, draw, shape

YEARS = [Tick("2024", 2024), Tick("2025", 2025), Tick("2026", 2026)]


def one(*points: Point | None, ticks: list[Tick] | None = None) -> Drawing:
    years = ticks or [Tick(str(2000 + place), 2000 + place) for place in range(len(points))]
    return draw(years, [Series("Kungsholmen", points)])


def moves(path: str) -> list[tuple[float, float]]:
    """Where the parts of a path begin."""
    return [(float(x), float(y)) for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path)]


def stops(path: str) -> list[list[float]]:
    """The heights that each part of a line passes."""
    return [[float(number) for number in part.split()[1::2]] for part in path.split("M")[1:]]


def test_a_line_goes_only_between_years_that_are_comparable() -> None:
    joined = one(Point(3, 10), Point(2, 10, joined=True), Point(1, 10, joined=True))
    changed = one(Point(3, 10), Point(2, 10), Point(1, 10, joined=True))
    assert [len(part) for part in stops(joined.series[0].line)] == [3]
    assert [len(part) for part in stops(changed.series[0].line)] == [2]
    assert len(moves(changed.series[0].filled)) == 4, "every year keeps its mark, and one stands before the name"


def test_a_year_without_figures_is_passed_over_with_a_dashed_line_and_a_broken_axis() -> None:
    drawing = one(
        Point(3, 10),
        None,
        Point(2, 10, joined=True),
        ticks=[Tick("2014", 2014), Tick("2024", 2024, words=True), YEARS[2]],
    )
    assert drawing.series[0].line == ""
    assert len(moves(drawing.series[0].far)) == 1
    assert len(moves(drawing.breaks)) == 4, "two strokes for each leap: 2014 to 2024, and 2024 to 2026"
    assert [year.words for year in drawing.years] == [False, True, False]


def test_a_year_on_paper_is_hollow_and_has_no_bar() -> None:
    [drawn] = one(Point(4, 12, paper=True), Point(3, 10, (0.1, 0.6), joined=True)).series
    assert (len(moves(drawn.hollow)), len(moves(drawn.filled)), len(moves(drawn.bars))) == (1, 2, 1)


def test_rates_and_limits_stand_on_one_axis_from_nought_to_a_hundred_percent() -> None:
    size = Size()
    drawing = one(Point(0, 10, (0.0, 0.25)), Point(10, 10, (0.75, 1.0), joined=True))
    assert stops(drawing.series[0].line) == [[size.y(0), size.y(1)]]
    assert [mark.text for mark in drawing.rates] == ["0", "50", "100 %"]


def test_every_board_has_a_shape_of_its_own_and_a_name() -> None:
    assert len({shape(place, 0, 0) for place in range(SHAPES)}) == SHAPES
    drawing = draw(YEARS, [Series(name, (Point(1, 10),) * 3) for name in "ABC"])
    assert [drawn.label and drawn.label.text for drawn in drawing.series] == ["A", "B", "C"]


@given(st.lists(st.integers(0, 10), min_size=1, max_size=SHAPES))
def test_names_at_the_ends_of_lines_never_cover_each_other(parts: list[int]) -> None:
    drawing = draw(YEARS[:1], [Series(str(place), (Point(part, 10),)) for place, part in enumerate(parts)])
    heights = sorted(float(drawn.label.y) for drawn in drawing.series if drawn.label)
    assert all(after - before >= 12.9 for before, after in pairwise(heights))


@pytest.mark.parametrize("years", [0, 1, 12])
def test_any_number_of_years_can_be_drawn(years: int) -> None:
    drawing = one(*[Point(1, 10, joined=True)] * years)
    assert len(drawing.years) == (6 if years == 12 else years), "of many years every other is named"
