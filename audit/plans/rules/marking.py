"""What differs between a row and the one that it was copied from: new, changed, unchanged, or no longer there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
SHORT = 60


class Mark(StrEnum):
    NEW = "ny"
    CHANGED = "andrad"
    UNCHANGED = "oforandrad"
    DROPPED = "borttagen"


MARK_NAMES = {
    Mark.NEW: "Ny",
    Mark.CHANGED: "Ändrad",
    Mark.UNCHANGED: "Oförändrad",
    Mark.DROPPED: "Borttagen",
}


@dataclass(frozen=True)
class Marked:
    """A row's mark, and what has changed in it, in sentences."""

    mark: Mark
    changes: tuple[str, ...] = ()


def marked(before: Mapping[str, str] | None, now: Mapping[str, str]) -> Marked:
    """The mark of a row. Both are its cells by their headings; `before` is None where it was copied from nothing."""
    if before is None:
        return Marked(Mark.NEW)
    changes = tuple(_said(name, before.get(name, ""), text) for name, text in now.items() if before.get(name) != text)
    return Marked(Mark.CHANGED, changes) if changes else Marked(Mark.UNCHANGED)


def _said(name: str, before: str, now: str) -> str:
    if len(before) <= SHORT and len(now) <= SHORT:
        return f"{name}: {before or 'tomt'} → {now or 'tomt'}"
    return f"{name}: texten är ändrad"


def dropped(before: Mapping[int, T], now: Collection[int]) -> list[T]:
    """What stood there before, by its strand, and stands there no longer."""
    return [row for strand, row in before.items() if strand not in now]
