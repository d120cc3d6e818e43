"""What an entry of a log check is judged as."""

from enum import StrEnum


class Verdict(StrEnum):
    """Whether there was a reason to look."""

    JUSTIFIED = "befogad"
    UNJUSTIFIED = "inte_befogad"
    LOOK_FURTHER = "utred"


VERDICT_NAMES = {
    Verdict.JUSTIFIED: "Befogad",
    Verdict.UNJUSTIFIED: "Inte befogad",
    Verdict.LOOK_FURTHER: "Behöver utredas",
}
LONGEST_NOTE = 2_000


def needs_note(verdict: Verdict) -> bool:
    """What is not justified, or not yet known to be, must be explained."""
    return verdict is not Verdict.JUSTIFIED
