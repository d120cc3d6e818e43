"""Following a plan up: its three periods, when each is due, how a control is judged, and what a follow-up lacks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.rounds.rules import Fault


class Period(StrEnum):
    """When a plan is followed up: after April, after August, and for the whole year."""

    T1 = "T1"
    T2 = "T2"
    VB = "VB"


PERIOD_NAMES = {Period.T1: "Tertial 1", Period.T2: "Tertial 2", Period.VB: "Verksamhetsberättelsen"}
LAST_DAYS = {Period.T1: (4, 30), Period.T2: (8, 31), Period.VB: (12, 31)}


class Assessment(StrEnum):
    """How a control came out in a period."""

    WORKS = "fungerar"
    LACKS = "brister"
    UNDER_WAY = "pagar"
    NOT_DONE = "inte_gjord"


ASSESSMENT_NAMES = {
    Assessment.WORKS: "Fungerar",
    Assessment.LACKS: "Brister",
    Assessment.UNDER_WAY: "Pågår",
    Assessment.NOT_DONE: "Inte genomförd",
}


class Basis(StrEnum):
    """Where a control's result comes from."""

    OWN = "egen"
    ROUND = "omgang"
    MACHINE = "maskinell"


BASIS_NAMES = {
    Basis.OWN: "Egen kontroll: resultatet skrivs in",
    Basis.ROUND: "Granskningsomgång: resultatet läses därifrån",
    Basis.MACHINE: "Maskinell kontroll: resultatet läses därifrån",
}


class ReadState(StrEnum):
    """How far that has come which a result is read from."""

    MISSING = "saknas"
    UNDER_WAY = "pagar"
    FINISHED = "klar"


READ_NAMES = {
    ReadState.MISSING: "Inte gjord än",
    ReadState.UNDER_WAY: "Inte klar",
    ReadState.FINISHED: "Klar",
}


def last_day(year: int, period: Period) -> date:
    """The last day of the period."""
    return date(year, *LAST_DAYS[period])


def due(year: int, today: date, handed_in: Collection[Period]) -> list[Period]:
    """The periods of `year` that are over at `today` and whose follow-up isn't handed in."""
    return [period for period in Period if last_day(year, period) < today and period not in handed_in]


@dataclass(frozen=True)
class Judged:
    """What is entered of a control for a period."""

    assessment: Assessment
    outcome: str = ""
    deviation: str = ""


def judged_faults(judged: Judged, basis: Basis, state: ReadState) -> list[Fault]:
    """What is wrong with a control's follow-up.

    `state` is how far the round or run has come where the result is read from one. Then no result is typed, and
    nothing is said to work before it is finished.
    """
    faults = []
    read = basis is not Basis.OWN
    if read and judged.assessment is Assessment.WORKS and state is not ReadState.FINISHED:
        faults.append(
            Fault(
                "assessment", "Resultatet är inte klart än. Välj Pågår eller Inte genomförd, eller vänta med den här."
            )
        )
    if read and judged.outcome:
        faults.append(Fault("outcome", "Resultatet läses från granskningen eller kontrollen. Skriv det inte här."))
    if not read and not judged.outcome and judged.assessment in {Assessment.WORKS, Assessment.LACKS}:
        faults.append(Fault("outcome", "Skriv vad kontrollen visade."))
    if judged.assessment is Assessment.LACKS and not judged.deviation:
        faults.append(Fault("deviation", "Skriv vad som avviker."))
    if judged.assessment is Assessment.NOT_DONE and not judged.deviation:
        faults.append(Fault("deviation", "Skriv varför kontrollen inte är genomförd."))
    return faults


def unjudged(wanted: Iterable[tuple[str, bool]]) -> list[Fault]:
    """What keeps a follow-up from being handed in: each control of the period by name, and whether it is judged."""
    missing = [name for name, done in wanted if not done]
    return [Fault("", f"Kontrollen »{name}« är inte bedömd.") for name in missing]
