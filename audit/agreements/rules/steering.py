"""The steering group: how often it has to meet, and when to remind of it."""

from collections.abc import Iterable
from datetime import date

from audit.web.formats import counted, number

FEWEST = 4
LAST_MONTH, MONTHS_A_QUARTER = 12, 3


def reminder(held: Iterable[date], *, year: int, today: date) -> str | None:
    """What to remind of where the group has met fewer than four times in the agreement's year; else None.

    Args:
        held: the days of its meetings.
        year: the agreement's year.
        today: the day it is.

    Source: the cooperation agreement of 2010, Uppföljning §1.
    """
    count = sum(1 for day in held if day.year == year and day <= today)
    if count >= FEWEST or today.year < year:
        return None
    met = f"{number(count)} av minst {number(FEWEST)} möten är hållna {year}."
    if today.year > year:
        return f"{met} Överenskommelsen kräver minst fyra om året: {counted(FEWEST - count, 'möte', 'möten')} för lite."
    return f"{met} {counted(FEWEST - count, 'möte', 'möten')} återstår, senast {year}-12-31."


def behind(held: Iterable[date], *, year: int, today: date) -> str | None:
    """The same where the group has also met more seldom than once in each quarter of the year that is over, or where
    the year's last month has come; else None. Arguments as in `reminder`."""
    days = list(held)
    wanted = FEWEST if today.month == LAST_MONTH or today.year > year else (today.month - 1) // MONTHS_A_QUARTER
    if sum(1 for day in days if day.year == year and day <= today) >= wanted:
        return None
    return reminder(days, year=year, today=today)
