"""When what was found is due under the rule that was decided for it."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audit.retention.rules.kinds import Event, KindId


@dataclass(frozen=True)
class Term:
    """How long something is kept: months after an event. `months` is None where it stays for good by decision."""

    event: Event
    months: int | None


@dataclass(frozen=True)
class Found:
    """What is held of a kind in one place: a round, an extract, a run or a year (`of_id`) of a board, or of none.

    `counts` are how many of each sort are left, by their words. `waits` is why it can't be erased yet, empty if it can.
    """

    kind: KindId
    board_id: int | None
    of_id: int
    label: str
    events: Mapping[Event, date]
    counts: Mapping[str, int]
    waits: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.board_id or 0}:{self.of_id}"

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Due:
    """What was found, with the day on which its event happened and from which it is due under its rule."""

    found: Found
    since: date
    due_on: date
    counts: Mapping[str, int] = field(default_factory=dict)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_on(found: Found, term: Term) -> date | None:
    """From which day it may be erased; None if it stays, or if what the time is counted from hasn't happened."""
    since = found.events.get(term.event)
    return None if since is None or term.months is None else add_months(since, term.months)


def due_of(found: Found, term: Term, today: date) -> Due | None:
    """What was found if it is due today, and anything is left of it."""
    day = due_on(found, term)
    if day is None or day > today or not found.total:
        return None
    return Due(found, found.events[term.event], day, {word: count for word, count in found.counts.items() if count})


LONGEST_MONTHS = 1200


def months_fault(months: int) -> str | None:
    """What is wrong with so many months as a time to keep something."""
    return None if 1 <= months <= LONGEST_MONTHS else f"Skriv ett antal månader mellan 1 och {LONGEST_MONTHS}."


def day_fault(decided_on: date, today: date) -> str | None:
    """What is wrong with the day of a decision."""
    return "Beslutet kan inte ha fattats efter i dag." if decided_on > today else None


def in_words(months: int) -> str:
    """24 → »2 år«; 18 → »18 månader«."""
    if months % 12 == 0:
        return f"{months // 12} år"
    return f"{months} månader" if months > 1 else "1 månad"
