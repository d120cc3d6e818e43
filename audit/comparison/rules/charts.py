"""Small charts of rates over the years: where every line, bar and mark stands, so that a template only writes it down.

Pure geometry in the picture's own units. Each board has a shape and its name at the end of its line; a year on paper
is hollow; a bar is the exact limits; no line goes between years that are not comparable.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

SHAPES = 6
"""So many series can be told apart by their shapes."""
APART, LABEL_HEIGHT, MANY_YEARS = 10.4, 13.0, 7


@dataclass(frozen=True)
class Tick:
    """A year on the axis: what it is called, which year it is, and whether its source has words where counts lack."""

    label: str
    year: int
    words: bool = False


@dataclass(frozen=True)
class Point:
    """One year of a series: `part` of `whole`, with the limits of the rate (0 to 1) where they are known.

    `joined` is whether the year is comparable with the series' nearest earlier year that has counts.
    """

    part: int
    whole: int
    limits: tuple[float, float] | None = None
    paper: bool = False
    joined: bool = False

    @property
    def rate(self) -> float:
        return self.part / self.whole


@dataclass(frozen=True)
class Series:
    """One board's years, a point or None for each tick."""

    name: str
    points: tuple[Point | None, ...]


@dataclass(frozen=True)
class Size:
    """How large a chart is, and how much of it is kept for the axis, the names and the years."""

    width: float = 352
    height: float = 124
    left: float = 40
    right: float = 112
    top: float = 9
    bottom: float = 30

    @property
    def across(self) -> float:
        return self.width - self.left - self.right

    @property
    def down(self) -> float:
        return self.height - self.top - self.bottom

    def y(self, rate: float) -> float:
        return self.top + (1 - rate) * self.down


ALONE = Size(width=300, right=12)
"""Of one board, which needs no name beside its line."""
SMALL = Size(width=176, height=58, left=3, right=3, top=6, bottom=6)
"""Beside figures that stand in a table already: neither names nor years."""


@dataclass(frozen=True)
class Mark:
    """A year under the axis, or a name at the end of a line."""

    x: str
    y: str
    text: str
    words: bool = False


@dataclass(frozen=True)
class Drawn:
    """A series as paths. `line` joins comparable years next to each other, `far` those with years between them."""

    name: str
    line: str
    far: str
    bars: str
    filled: str
    hollow: str
    label: Mark | None


@dataclass(frozen=True)
class Drawing:
    """A whole chart as a template writes it down; `breaks` marks where the axis leaps over years."""

    width: str
    height: str
    axis: str
    breaks: str
    rates: tuple[Mark, ...]
    years: tuple[Mark, ...]
    series: tuple[Drawn, ...]


def draw(ticks: Sequence[Tick], series: Sequence[Series], size: Size = Size()) -> Drawing:
    """Draw the series over the years, rates from 0 to 100 percent on every chart."""
    step = size.across / max(len(ticks), 1)
    middles = [size.left + step * (place + 0.5) for place in range(len(ticks))]
    drawn = [_series(each, place, len(series), ticks, middles, step, size) for place, each in enumerate(series)]
    return Drawing(
        width=_n(size.width),
        height=_n(size.height),
        axis="".join(f"M{_n(size.left)} {_n(size.y(rate))}h{_n(size.across)}" for rate in (0, 0.5, 1)),
        breaks=_breaks(ticks, middles, size.y(0)),
        rates=tuple(_rates(size)),
        years=tuple(_years(ticks, middles, size)) if size.bottom > LABEL_HEIGHT else (),
        series=tuple(_apart(drawn, size)),
    )


def _series(
    one: Series, place: int, among: int, ticks: Sequence[Tick], middles: Sequence[float], step: float, size: Size
) -> Drawn:
    beside = (place - (among - 1) / 2) * min(step / (among + 1), APART)
    known = [
        (tick, middle + beside, point)
        for tick, middle, point in zip(ticks, middles, one.points, strict=True)
        if point and point.whole
    ]
    joined = [(before, after) for before, after in pairwise(known) if after[2].joined]
    return Drawn(
        name=one.name,
        line=_lines((pair for pair in joined if not _far(pair[0][0], pair[1][0])), size),
        far=_lines((pair for pair in joined if _far(pair[0][0], pair[1][0])), size),
        bars="".join(_bar(x, point.limits, size) for _, x, point in known if point.limits),
        filled="".join(shape(place, x, size.y(point.rate), full=True) for _, x, point in known if not point.paper),
        hollow="".join(shape(place, x, size.y(point.rate)) for _, x, point in known if point.paper),
        label=_label(one.name, known[-1][2], size) if known and size.right > LABEL_HEIGHT else None,
    )


Placed = tuple[Tick, float, Point]


def _far(before: Tick, after: Tick) -> bool:
    return after.year - before.year > 1


def _lines(pairs: Iterable[tuple[Placed, Placed]], size: Size) -> str:
    """The pairs as one path; a pair that begins where the one before ended goes on from there."""
    path, ended = "", None
    for before, after in pairs:
        path += f" {_at(after, size)}" if ended == before else f"M{_at(before, size)} {_at(after, size)}"
        ended = after
    return path


def _at(placed: Placed, size: Size) -> str:
    return f"{_n(placed[1])} {_n(size.y(placed[2].rate))}"


def _bar(x: float, limits: tuple[float, float], size: Size) -> str:
    return f"M{_n(x)} {_n(size.y(limits[0]))}V{_n(size.y(limits[1]))}"


def _label(name: str, last: Point, size: Size) -> Mark:
    return Mark(_n(size.width - size.right + 17), _n(size.y(last.rate)), name)


def _apart(drawn: Sequence[Drawn], size: Size) -> list[Drawn]:
    """The same with their names moved so far apart, up or down, that each can be read."""
    named = sorted((float(one.label.y), place) for place, one in enumerate(drawn) if one.label)
    at: dict[int, float] = {}
    free = size.top - LABEL_HEIGHT / 2
    for left, (wanted, place) in enumerate(named):
        latest = size.y(0) - LABEL_HEIGHT * (len(named) - left - 1)
        at[place] = free = max(min(wanted, latest), free if not at else free + LABEL_HEIGHT)
    return [_moved(one, place, at.get(place), size) for place, one in enumerate(drawn)]


def _moved(one: Drawn, place: int, y: float | None, size: Size) -> Drawn:
    """The same with its name at `y`, and before the name its mark: hollow where it has no other."""
    if y is None or one.label is None:
        return one
    mark = shape(place, size.width - size.right + 8, y, full=bool(one.filled))
    marked = replace(one, filled=one.filled + mark) if one.filled else replace(one, hollow=one.hollow + mark)
    return replace(marked, label=replace(one.label, y=_n(y + 4)))


def _rates(size: Size) -> Iterable[Mark]:
    if size.left > LABEL_HEIGHT:
        for rate, text in ((0.0, "0"), (0.5, "50"), (1.0, "100 %")):
            yield Mark(_n(size.left - 4), _n(size.y(rate) + 4), text)


def _years(ticks: Sequence[Tick], middles: Sequence[float], size: Size) -> Iterable[Mark]:
    """The years' names; of many only every other, the last among them."""
    many = len(ticks) > MANY_YEARS
    for place, (tick, x) in enumerate(zip(ticks, middles, strict=True)):
        if tick.words or not many or (len(ticks) - place) % 2:
            yield Mark(_n(x), _n(size.y(0) + LABEL_HEIGHT), tick.label, tick.words)


def _breaks(ticks: Sequence[Tick], middles: Sequence[float], y: float) -> str:
    leaps = [
        (middles[place] + middles[place + 1]) / 2
        for place, (before, after) in enumerate(pairwise(ticks))
        if _far(before, after)
    ]
    return "".join(f"M{_n(x - 3)} {_n(y + 4)}l3 -8M{_n(x)} {_n(y + 4)}l3 -8" for x in leaps)


def shape(place: int, x: float, y: float, *, full: bool = False) -> str:
    """The mark of the series at `place`, as a path around (x, y). A full circle is a dot of a thick round pen."""
    across, down, outline = (0, 0, "h0") if full and place % SHAPES == 0 else OUTLINES[place % SHAPES]
    return f"M{_n(x + across)} {_n(y + down)}{outline}"


# Where each shape begins, from its middle, and its way around: circle, square, triangle, diamond, triangle down, cross.
OUTLINES = (
    (-4, 0, "a4 4 0 1 0 8 0 4 4 0 1 0-8 0"),
    (-3.5, -3.5, "h7v7h-7z"),
    (0, -4.8, "l4.6 8h-9.2z"),
    (0, -5, "l5 5-5 5-5-5z"),
    (0, 4.8, "l4.6-8h-9.2z"),
    (-1.5, -4.5, "h3v3h3v3h-3v3h-3v-3h-3v-3h3z"),
)


def _n(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
