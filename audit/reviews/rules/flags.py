"""What in a file can't wait for the report, and where such a flag stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class FlagKind(StrEnum):
    """What is suspected. The values are stored."""

    PAYMENT = "felaktig_utbetalning"
    CHILD = "oro_for_barn"


FLAG_NAMES = {
    FlagKind.PAYMENT: "Misstänkt felaktig utbetalning (FUT)",
    FlagKind.CHILD: "Oro för ett barn (orosanmälan)",
}
FLAG_HINTS = {
    FlagKind.CHILD: "skyldigheten att anmäla genast är din egen. Flaggan ersätter inte anmälan.",
}


class FlagState(StrEnum):
    """Where a flag stands; the value is the word shown."""

    OPEN = "Väntar på besked"
    ANSWERED = "Enheten har svarat"
    CLOSED = "Avslutad"


def flag_state(*, closed_at: datetime | None, answered: bool) -> FlagState:
    """`answered`: the unit has told what was done."""
    if closed_at is not None:
        return FlagState.CLOSED
    return FlagState.ANSWERED if answered else FlagState.OPEN


@dataclass(frozen=True)
class FlagCounts:
    """How many flags of one kind there are, and how many of them are not closed."""

    kind: FlagKind
    total: int
    open: int


def counted_flags(flags: Iterable[tuple[FlagKind, bool]]) -> list[FlagCounts]:
    """`flags` are a kind and whether it is closed; every kind is counted, 0 included."""
    found = list(flags)
    return [
        FlagCounts(
            kind,
            sum(each is kind for each, _ in found),
            sum(each is kind and not closed for each, closed in found),
        )
        for kind in FlagKind
    ]


def reported_fault(*, reported_to: str, reported_on: date | None, today: date) -> tuple[str, str] | None:
    """Why it can't have been reported so, as the form's field and a sentence; None if it can."""
    if reported_on and not reported_to:
        return "reported_to", "Skriv till vem det anmäldes."
    if reported_to and not reported_on:
        return "reported_on", "Skriv vilken dag det anmäldes."
    if reported_on and reported_on > today:
        return "reported_on", "Dagen har inte varit än. Skriv dagen när det anmäldes."
    return None
