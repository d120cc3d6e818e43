"""Where in the file an answer is seen: a day in the journal and a page, kept as one text."""

import re

from audit.registers.rules.values import calendar_day

ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:, (.*))?", re.DOTALL)
WRITTEN = re.compile(r"(20|19)?(\d{2})[-./ ]?(\d{2})[-./ ]?(\d{2})")


def joined(day: str, place: str) -> str:
    """»2026-03-14, s. 7« of what stands in the two fields; what is no day is kept as it was written."""
    return ", ".join(filter(None, (tidy_day(day), place.strip())))


def tidy_day(text: str) -> str:
    """260314, 20260314 and 2026.03.14 as 2026-03-14; anything else as it stands. Two digits are a year from 2000."""
    text = text.strip()
    found = WRITTEN.fullmatch(text) if text.isascii() else None
    if found is None:
        return text
    year, month, day = int((found[1] or "20") + found[2]), int(found[3]), int(found[4])
    there_is = calendar_day(year, month, day)
    return there_is.isoformat() if there_is else text


def parted(text: str) -> tuple[str, str]:
    """The two fields of a kept text: its day (or nothing) and the rest. Joined again they are the text."""
    found = ISO.fullmatch(text)
    return (found[1], found[2] or "") if found and tidy_day(found[1]) == found[1] else ("", text)
