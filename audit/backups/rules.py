"""Which copies are kept and for how long, what they are called, and when one is late; decided without a disk."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NAME = re.compile(r"stickprov-(\d{8}T\d{6})Z\.age")
STAMPED = "%Y%m%dT%H%M%S"
# One that is to be made every night is late when it's two hours over a day old; a weekly rehearsal after nine days.
LATE_AFTER = timedelta(hours=26)
REHEARSED_EVERY = timedelta(days=9)


@dataclass(frozen=True)
class Keep:
    """For how many days, weeks and months the newest copy of each is kept."""

    days: int
    weeks: int
    months: int


def name_of(made_at: datetime) -> str:
    """The file name of a copy made then."""
    return f"stickprov-{made_at.astimezone(UTC).strftime(STAMPED)}Z.age"


def made_at(name: str) -> datetime | None:
    """When a copy of this file name was made, in UTC; None for a file that is no copy."""
    found = NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], STAMPED).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def outlived(names: Iterable[str], keep: Keep) -> list[str]:
    """The copies that need not be kept any longer, oldest first.

    Kept are the newest of each of the last `keep.days` days on which one was made, of the last `keep.weeks` ISO weeks
    and of the last `keep.months` months. Counted are days with a copy, not days of the calendar: where copies stop
    being made, none of the old ones goes. Files that are no copies are never named.
    """
    copies = sorted(((moment, name) for name in names if (moment := made_at(name))), reverse=True)
    kept: set[str] = set()
    for most, period in ((keep.days, "%Y-%m-%d"), (keep.weeks, "%G-%V"), (keep.months, "%Y-%m")):
        newest: dict[str, str] = {}
        for moment, name in copies:
            newest.setdefault(moment.strftime(period), name)
        kept.update(list(newest.values())[:most])
    return [name for _, name in reversed(copies) if name not in kept]


def gone_on(names: Iterable[str], keep: Keep, now: datetime) -> datetime | None:
    """When the last of these copies goes, if a new one is made every night from `now` on; None where there is none."""
    old = {name for name in names if made_at(name)}
    held = set(old)
    for nights in range(1, keep.days + 7 * keep.weeks + 31 * keep.months + 32):
        held.add(name_of(now + timedelta(days=nights)))
        held -= set(outlived(held, keep))
        if old and not old & held:
            return now + timedelta(days=nights)
    return None


@dataclass(frozen=True)
class Standing:
    """What is known of an installation's copies: when the last good ones were made and restored, and what failed since.

    `made_fault` and `rehearsed_fault` are the words of a failure that came after them; else empty.
    """

    made_at: datetime | None = None
    made_fault: str = ""
    rehearsed_at: datetime | None = None
    rehearsed_fault: str = ""


def warnings(standing: Standing, now: datetime) -> list[str]:
    """What an administrator has to be told of the copies, in Swedish sentences; nothing where all is well."""
    said = []
    if standing.made_fault:
        said.append(f"Den senaste säkerhetskopieringen misslyckades. {standing.made_fault}")
    elif standing.made_at is None:
        said.append("Ingen säkerhetskopia är gjord.")
    elif now - standing.made_at > LATE_AFTER:
        said.append("Den senaste säkerhetskopian är mer än ett dygn gammal.")
    if standing.rehearsed_fault:
        said.append(f"Den senaste provåterställningen misslyckades. {standing.rehearsed_fault}")
    elif standing.made_at and standing.rehearsed_at is None:
        said.append("Ingen säkerhetskopia har provats genom att läsas in.")
    elif standing.rehearsed_at and now - standing.rehearsed_at > REHEARSED_EVERY:
        said.append("Det är länge sedan en säkerhetskopia provades genom att läsas in.")
    return said
