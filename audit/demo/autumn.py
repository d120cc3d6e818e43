"""When things happen in an invented year: the same weeks every autumn, always on a working day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from audit.clock import SWEDEN
from audit.demo.cases import Span
from audit.journal.rules import Stamp

LAST_DAY = date(2026, 10, 14)
"""The demonstration's today. Nothing in it happens later."""
SATURDAY = 5


def moment(day: date, clock: str) -> datetime:
    """A Swedish time of day (`"13:05"`) on `day`, or on the Monday after a weekend."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(clock), SWEDEN)


@dataclass(frozen=True)
class Autumn:
    """One year's review: its register and the days of its steps."""

    year: int

    @property
    def span(self) -> Span:
        return Span(date(self.year, 8, 1), date(self.year, 8, 31), date(self.year, 9, 24))

    def on(self, month: int, day: int, clock: str) -> datetime:
        return moment(date(self.year, month, day), clock)

    def stamp(self, actor: int, month: int, day: int, clock: str) -> Stamp:
        return Stamp(self.on(month, day, clock), actor)
