"""The whole chain gone through once a day, and how it stood the last time, for the pages of those who oversee it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from audit.clock import Clock
from audit.config import Settings
from audit.database import Database
from audit.journal import anchoring, operations
from audit.journal.rules import Stamp

VERIFIED = "journal:verified"
EVERY = timedelta(hours=23)


@dataclass(frozen=True)
class Checked:
    """When the chain was gone through last, how many entries it had, and how many faults there were."""

    at: datetime
    entries: int
    faults: int


def check_daily(settings: Settings, database: Database, clock: Clock) -> None:
    """Go through the chain, unless that was done less than a day ago."""
    with database.transaction(write=False) as session:
        last = operations.newest(session, VERIFIED)
        empty = operations.head(session) is None
    if not empty and (last is None or clock() - last.at >= EVERY):
        check(settings, database, Stamp(clock()))


def check(settings: Settings, database: Database, stamp: Stamp) -> Checked:
    """Go through the chain, against the head that was written down outside if there is one, and note how it stands.

    Nobody waits meanwhile: only the note itself is written.
    """
    with database.transaction(write=False) as session:
        count, faults = operations.verify(session, _anchor(settings))
    with database.transaction() as session:
        operations.record(session, stamp, VERIFIED, "journal", checked=count, number_of_faults=len(faults))
    return Checked(stamp.at, count, len(faults))


def _anchor(settings: Settings) -> tuple[int, str] | None:
    file = Path(settings.journal_head_file) if settings.journal_head_file else None
    try:
        number, _, digest = anchoring.last_in(file).partition(":") if file else ("", "", "")
    except OSError:
        return None
    return (int(number), digest) if number.isdigit() else None


def last_check(session: Session) -> Checked | None:
    last = operations.newest(session, VERIFIED)
    return Checked(last.at, last.content.get("checked", 0), last.content.get("number_of_faults", 0)) if last else None
