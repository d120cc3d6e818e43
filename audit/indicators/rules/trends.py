"""An indicator over the years as a small chart, drawn like those of the comparison, from 0 to the highest figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.comparison.rules.charts import Drawing, Point, Series, Size, Tick, draw
from audit.indicators.rules.numbers import MOST_DECIMALS

WITH_YEARS = Size(width=300, height=92, left=4, right=112, top=8, bottom=24)
FEWEST, MOST_LINES = 2, 6
_WHOLE = 10**MOST_DECIMALS


@dataclass(frozen=True)
class Trend:
    """Lines over the years: each a name with a figure, or None, for each of `years`."""

    years: tuple[int, ...]
    lines: tuple[tuple[str, tuple[Decimal | None, ...]], ...]

    @property
    def top(self) -> Decimal:
        return max((value for _, values in self.lines for value in values if value is not None), default=Decimal(0))


def drawing_of(trend: Trend) -> Drawing | None:
    """The chart; None where there is too little to draw, too many lines, or a figure below 0."""
    values = [value for _, line in trend.lines for value in line if value is not None]
    longest = max((sum(value is not None for value in line) for _, line in trend.lines), default=0)
    if longest < FEWEST or len(trend.lines) > MOST_LINES or min(values) < 0 or not trend.top:
        return None
    ticks = [Tick(str(year), year) for year in trend.years]
    return draw(ticks, [Series(name, _points(line, trend.top)) for name, line in trend.lines], WITH_YEARS)


def _points(line: Sequence[Decimal | None], top: Decimal) -> tuple[Point | None, ...]:
    whole = int(top * _WHOLE)
    return tuple(
        None if value is None else Point(int(value * _WHOLE), whole, paper=False, joined=True) for value in line
    )
