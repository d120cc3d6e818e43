"""How numbers, dates and times look on a Swedish page."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from markupsafe import Markup, escape

from audit.clock import SWEDEN

NARROW_SPACE = "\N{NO-BREAK SPACE}"


def number(value: int | Decimal, decimals: int = 0) -> str:
    """1870 → »1 870«; 12.5 with one decimal → »12,5«; a true minus sign before negative numbers."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",")
    return f"−{text}" if rounded < 0 else text


def percent(share: Fraction | None, decimals: int = 0) -> str:
    """A share between 0 and 1 as »38,3 %«; a dash where there is nothing to take a share of."""
    if share is None:
        return "–"
    return f"{number(Decimal(share.numerator) * 100 / Decimal(share.denominator), decimals)}{NARROW_SPACE}%"


def day(value: date | None) -> str:
    """2014-05-08, or a dash."""
    return value.isoformat() if value else "–"


def span(first: date | None, last: date | None) -> str:
    """»2026-01-01 till 2026-06-30«: with a word, for the days have strokes of their own."""
    if first and last:
        return f"{day(first)} till {day(last)}"
    return f"från och med {day(first)}" if first else f"till och med {day(last)}" if last else day(None)


def moment(value: datetime | None) -> str:
    """2014-05-08 14:32 in Swedish time, or a dash."""
    return value.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M") if value else "–"


def clock_time(value: datetime) -> str:
    """14:32 in Swedish time."""
    return value.astimezone(SWEDEN).strftime("%H:%M")


def counted(amount: int, one: str, many: str) -> str:
    """1, »akt«, »akter« → »1 akt«; 10 → »10 akter«."""
    return f"{number(amount)}{NARROW_SPACE}{one if amount == 1 else many}"


@lru_cache(maxsize=1024)
def breakable(text: str, after: str) -> Markup:
    """The text, whose line may break after each of that sign: for names that are put together without spaces."""
    return escape(text).replace(after, Markup(f"{after}<wbr>"))  # noqa: S704 - a sign that a template names


FILTERS: dict[str, Callable[..., str]] = {
    "number": number,
    "percent": percent,
    "day": day,
    "span": span,
    "moment": moment,
    "clock_time": clock_time,
    "counted": counted,
    "breakable": breakable,
}
