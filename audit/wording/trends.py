"""Trends over three or more years, said only where the exact test carries them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from audit.web.formats import counted
from audit.wording.chances import p_value
from audit.wording.limits import CONFIDENCE
from checklists.counting import AnswerCounts

FEWEST_YEARS = 3
MOST_STEPS = 10**8
"""About a third of a second; more years and units than that are not tested."""


@dataclass(frozen=True)
class Trend:
    """A question's years tested for a trend, as one of `tested` focus questions; `value` is the p-value, doubled."""

    first: int
    last: int
    value: float | None
    rises: bool
    tested: int

    @property
    def established(self) -> bool:
        """Whether the rate rises or falls, also if each of the questions had been looked at."""
        return self.value is not None and self.value * self.tested <= 1 - CONFIDENCE


def trend_over(years: Sequence[tuple[int, AnswerCounts]], *, tested: int = 1) -> Trend | None:
    """Test whether the rate of deviations rises or falls over the years; None for fewer than three with answers.

    `years` are calendar years with a question's answers in each. `tested` is how many focus questions were named: the
    p-value has to hold for all of them (Bonferroni), as the others are not tested here. A trend that would take too
    long to work out exactly has no value.
    """
    known = sorted((year, counts) for year, counts in years if counts.reviewed) if years else []
    if len({year for year, _ in known}) < FEWEST_YEARS:
        return None
    events = tuple(counts.deviations for _, counts in known)
    totals = tuple(counts.reviewed for _, counts in known)
    found = _tested(events, totals, tuple(year for year, _ in known))
    value, rises = found if found else (None, False)
    return Trend(known[0][0], known[-1][0], value, rises, tested)


@lru_cache(maxsize=4096)
def _tested(events: tuple[int, ...], totals: tuple[int, ...], years: tuple[int, ...]) -> tuple[float, bool] | None:
    from sampling import ArgumentError, trend_test

    # The units that don't deviate fall where those that do rise, and the fewer of the two are sooner counted.
    rest = tuple(total - event for event, total in zip(events, totals, strict=True))
    turned = sum(rest) < sum(events)
    fewer = rest if turned else events
    if _steps(sum(fewer), totals, years) > MOST_STEPS:
        return None
    try:
        found = trend_test(events=fewer, totals=totals, scores=years)
    except ArgumentError:
        return None
    return found.doubled, (found.rising < found.falling) is not turned


def _steps(events: int, totals: tuple[int, ...], years: tuple[int, ...]) -> int:
    span = max(years) - min(years)
    return (events + 1) * (events * span + 1) * sum(min(total, events) + 1 for total in totals)


def trend_of(trend: Trend) -> str:
    """The trend as one sentence."""
    over = f"från {trend.first} till {trend.last}"
    if trend.value is None:
        return f"Trenden {over} är inte prövad: underlaget är för stort för en exakt räkning."
    if trend.established:
        return f"Säkerställd trend {over}: avvikelsen blir {'vanligare' if trend.rises else 'mindre vanlig'}."
    return f"Underlaget räcker inte för att uttala sig om en trend {over}."


def trend_worked_out(trend: Trend) -> str:
    """How the trend was worked out; empty if it was not."""
    if trend.value is None:
        return ""
    adjusted = p_value(min(1.0, trend.value * trend.tested))
    return (
        f"Exakt test av trend (Cochran–Armitage): {p_value(trend.value)}. "
        f"Med {counted(trend.tested, 'fokusfråga', 'fokusfrågor')} räknas den som {adjusted}."
    )
