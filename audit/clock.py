"""The one place that reads the clock; everything else is told what time it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
SWEDEN = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    return datetime.now(UTC)


def swedish_day(moment: datetime) -> date:
    """Which day it is in Sweden then; in the small hours it is another one than by UTC."""
    return moment.astimezone(SWEDEN).date()
