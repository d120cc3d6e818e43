"""Chance that anybody can repeat: every number follows from a seed by SHA-256, on every machine and Python."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")
FRIDAY = 4


class Chance:
    """A stream of numbers that follows from its `parts` (a seed, a year, a purpose)."""

    def __init__(self, *parts: object) -> None:
        self._key = ",".join(str(part) for part in parts)
        self._step = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        self._step += 1
        digest = hashlib.sha256(f"{self._key}:{self._step}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def happens(self, percent: int) -> bool:
        """True in `percent` cases of a hundred."""
        return self.below(100) < percent

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """One of the keys, in the proportions of their weights."""
        place = self.below(sum(weights.values()))
        for choice, weight in weights.items():
            place -= weight
            if place < 0:
                return choice
        raise ValueError("weights are whole numbers, and one of them at least is above 0")

    def shuffled(self, items: Iterable[T]) -> list[T]:
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def dealt(self, amounts: Mapping[T, int]) -> list[T]:
        """Every key exactly as many times as its amount says, in mixed order."""
        return self.shuffled(key for key, amount in amounts.items() for _ in range(amount))

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included; `first` where `last` lies before it."""
        return first + timedelta(days=self.between(0, max(0, (last - first).days)))

    def workday(self, first: date, last: date) -> date:
        """A Monday to Friday from `first` to `last`, both included; those lie a week or more apart."""
        day = self.day(first, last)
        while day.weekday() > FRIDAY:
            day = self.day(first, last)
        return day
