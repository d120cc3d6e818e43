"""Who is told when a file's answers begin to count: later rooms put themselves here, and are not known by name."""

from collections.abc import Callable

from sqlmodel import Session

from audit.journal.rules import Stamp
from audit.reviews.models import Review

Told = Callable[[Session, Stamp, Review], None]
_TOLD: list[Told] = []


def when_counted(tell: Told) -> Told:
    """Have `tell` called in the same transaction whenever a file's answers begin to count, with its first review."""
    _TOLD.append(tell)
    return tell


def tell_counted(session: Session, stamp: Stamp, review: Review) -> None:
    for tell in _TOLD:
        tell(session, stamp, review)
