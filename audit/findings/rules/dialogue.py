"""The talk with the unit: how it answers, what was shared, and what has changed since then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.rounds.rules import Fault
from checklists import AnswerCounts

LONGEST_WAIT = 10  # years


class AlreadySharedError(Exception):
    """An observation that the unit has been given can't be removed, nor shared again as it stands."""


class LinkedError(Exception):
    """Something that came later rests on the observation, so it can't be removed."""


# ---- Replies ----------------------------------------------------------------------------------------------------


class Stance(StrEnum):
    """What the unit holds of an observation."""

    AGREES = "haller_med"
    PARTLY = "haller_delvis_med"
    DISAGREES = "haller_inte_med"


STANCE_NAMES = {
    Stance.AGREES: "Enheten håller med",
    Stance.PARTLY: "Enheten håller delvis med",
    Stance.DISAGREES: "Enheten håller inte med",
}


def reply_faults(
    *,
    stance: Stance,
    text: str,
    measure: str,
    due_on: date | None,
    today: date,
    correction: str = "",
    responsible: str = "",
) -> list[Fault]:
    """What is wrong with a unit head's reply; nothing if it can be given.

    Whoever does not agree, or in part only, says why, in words or as what is wrong in fact (`correction`); whoever
    agrees has nothing to correct. A role and a date need a measure. The date lies neither in the past nor more than
    ten years ahead (a slip of the pen).
    """
    faults = []
    if stance is not Stance.AGREES and not text and not correction:
        faults.append(Fault("text", "Skriv vad ni inte håller med om, och varför."))
    if stance is Stance.AGREES and correction:
        said = "Ni har svarat att ni håller med. Välj Delvis eller Nej om något är fel i sak."
        faults.append(Fault("correction", said))
    if not measure and (due_on or responsible):
        what = "datumet" if due_on else "rollen"
        faults.append(Fault("measure", f"Skriv vilken åtgärd {what} gäller, eller ta bort {what}."))
    if due_on and due_on < today:
        said = "Datumet har redan passerat. Är åtgärden gjord, skriv det i texten och lämna datumet tomt."
        faults.append(Fault("due_on", said))
    if due_on and due_on.year > today.year + LONGEST_WAIT:
        faults.append(Fault("due_on", "Datumet ligger mer än tio år fram. Kontrollera året."))
    return faults


# ---- What is wrong in fact --------------------------------------------------------------------------------------


class Ruling(StrEnum):
    """What the coordinator makes of what the unit says is wrong in fact."""

    REVIEW = "granskas_om"
    TEXT = "texten_rattas"
    TURNED_DOWN = "avslas"


RULING_NAMES = {
    Ruling.REVIEW: "Godta: granskningen öppnas igen",
    Ruling.TEXT: "Godta: svaren stämmer, men texten rättas",
    Ruling.TURNED_DOWN: "Avslå",
}
RULED = {
    Ruling.REVIEW: "Godtaget. Granskningen görs om.",
    Ruling.TEXT: "Godtaget. Texten rättas.",
    Ruling.TURNED_DOWN: "Inte godtaget.",
}


def ruling_faults(ruling: Ruling, *, reason: str, answers: int) -> list[Fault]:
    """What is wrong with a ruling; nothing if it can be given. `answers` are how many are to be judged again."""
    faults = []
    if not reason:
        faults.append(Fault("reason", "Skriv varför. Enheten läser det."))
    if ruling is Ruling.REVIEW and not answers:
        faults.append(Fault("answers", "Kryssa för vilka svar som ska granskas om."))
    if ruling is not Ruling.REVIEW and answers:
        faults.append(
            Fault("answers", "Svar granskas om bara när du godtar det. Ta bort kryssen eller ändra beslutet.")
        )
    return faults


# ---- What was shared --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """An observation as the unit was given it."""

    title: str
    seen: str
    norm: str
    assessment: str
    cause: str
    cause_text: str
    recommendation: str
    severity: str


Counted = Mapping[tuple[int, str], AnswerCounts]
"""Counts by board id and question id."""


@dataclass(frozen=True)
class CountChange:
    """A question whose counts for a board are not what they were when the observation was shared."""

    board_id: int
    question_id: str
    then: AnswerCounts
    now: AnswerCounts


def changed_counts(then: Counted, now: Counted) -> list[CountChange]:
    """What has changed of the counts that were shared, in their order; what was not shared then is not looked at."""
    found = (CountChange(*key, counts, now.get(key, AnswerCounts())) for key, counts in then.items())
    return [change for change in found if change.then != change.now]


def changed_texts(told: Told, now: Told) -> list[str]:
    """The names of the parts of an observation that say something else than what was shared."""
    return [name for name in Told.__dataclass_fields__ if getattr(told, name) != getattr(now, name)]


def as_counts(kept: Iterable[tuple[int, str, Iterable[int]]]) -> dict[tuple[int, str], AnswerCounts]:
    """Counts out of what is kept of a sharing: board id, question id and the five numbers in the scale's order."""
    return {(board, question): AnswerCounts(*numbers) for board, question, numbers in kept}


def as_kept(counts: Counted) -> list[list[object]]:
    """The other way round."""
    return [
        [board, question, [one.ja, one.delvis, one.nej, one.ej_aktuellt, one.kan_ej_bedomas]]
        for (board, question), one in counts.items()
    ]
