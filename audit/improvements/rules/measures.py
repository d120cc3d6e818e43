"""What is done about an improvement area and what shows it: measures with their days, and evidence."""

from datetime import date
from enum import StrEnum

from audit.rounds.rules import Fault


class MeasureStatus(StrEnum):
    PLANNED = "planerad"
    UNDER_WAY = "pagar"
    DONE = "klar"
    DROPPED = "utgar"


MEASURE_NAMES = {
    MeasureStatus.PLANNED: "Planerad",
    MeasureStatus.UNDER_WAY: "Pågår",
    MeasureStatus.DONE: "Klar",
    MeasureStatus.DROPPED: "Utgår",
}
ENDED = frozenset({MeasureStatus.DONE, MeasureStatus.DROPPED})


def measure_is_overdue(status: MeasureStatus, due_on: date | None, today: date) -> bool:
    """Whether a measure should have been done before `today` and is neither done nor dropped."""
    return status not in ENDED and due_on is not None and due_on < today


def measure_faults(*, status: MeasureStatus, done_on: date | None, note: str, today: date) -> list[Fault]:
    """What is wrong with a measure; nothing if it can be kept.

    A measure that is done says when (not after `today`), any other has no such day; one that is dropped says why.
    """
    faults = []
    if status is MeasureStatus.DONE and done_on is None:
        faults.append(Fault("done_on", "Ange vilken dag åtgärden blev klar."))
    if status is not MeasureStatus.DONE and done_on is not None:
        faults.append(Fault("done_on", "Åtgärden är inte klar. Ta bort datumet eller välj Klar."))
    if done_on is not None and done_on > today:
        faults.append(Fault("done_on", "Dagen har inte varit än. Ange den dag då åtgärden blev klar."))
    if status is MeasureStatus.DROPPED and not note:
        faults.append(Fault("note", "Skriv varför åtgärden utgår."))
    return faults


def evidence_faults(
    *, text: str, document: str, observation_id: int | None, shown_on: date, today: date
) -> list[Fault]:
    """What is wrong with a piece of evidence; nothing if it can be noted. It says at least one thing, of a day that
    has been."""
    faults = []
    if not text and not document and observation_id is None:
        faults.append(Fault("text", "Skriv vad som visar hur det går, eller ange ett dokument eller en iakttagelse."))
    if shown_on > today:
        faults.append(Fault("shown_on", "Dagen har inte varit än. Ange den dag som underlaget gäller."))
    return faults
