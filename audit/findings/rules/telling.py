"""What an observation says beside what was seen: the typical causes, and the norm that it is held against."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

from audit.rounds.rules import Fault
from checklists import Question
from checklists.models import Reference


class Cause(StrEnum):
    """Why a deviation comes about, as far as the talks have made it clear."""

    UNKNOWN = "inte_klarlagd"
    ROUTINE_LACKING = "rutin_saknas"
    ROUTINE_NOT_FOLLOWED = "rutin_foljs_inte"
    KNOWLEDGE = "kunskap"
    SYSTEM = "systemstod"
    TIME = "tid"
    OTHERS = "samverkan"
    CONTROL = "uppfoljning"
    OTHER = "annan"


CAUSE_NAMES = {
    Cause.UNKNOWN: "Inte klarlagd",
    Cause.ROUTINE_LACKING: "Rutin saknas eller är otydlig",
    Cause.ROUTINE_NOT_FOLLOWED: "Rutin finns men följs inte",
    Cause.KNOWLEDGE: "Kunskap eller introduktion",
    Cause.SYSTEM: "Systemstöd, mall eller blankett",
    Cause.TIME: "Tid eller bemanning",
    Cause.OTHERS: "Samverkan eller uppgifter från andra",
    Cause.CONTROL: "Ledning och uppföljning",
    Cause.OTHER: "Annan orsak",
}


def cause_faults(cause: Cause, words: str) -> list[Fault]:
    """Another cause than the typical ones is told in words."""
    if cause is Cause.OTHER and not words:
        return [Fault("cause_text", "Skriv vilken orsaken är, eller välj en av de vanliga.")]
    return []


# ---- The norm ---------------------------------------------------------------------------------------------------


def norm_text(questions: Iterable[Question], days: Mapping[str, Collection[date]]) -> str:
    """What the questions lean on, a line each, as it was in force on `days` (by question id, the days of the law).

    Where a reference was in force on some of the days only, it is said until or from when. Without days for a
    question all of its references are told.
    """
    lines: dict[str, None] = {}
    for question in questions:
        of_question = days.get(question.id, ())
        for cited in question.refs:
            valid = [day for day in of_question if cited.reference.valid_at(day)]
            if valid or not of_question:
                partly = len(valid) < len(of_question) or not of_question
                lines[f"{cited.label}{_in_force(cited.reference) if partly else ''}"] = None
    return "\n".join(lines)


def _in_force(reference: Reference) -> str:
    """»(till och med 2025-06-30)«; nothing for what has always been in force and still is."""
    first = f"från och med {reference.valid_from}" if reference.valid_from else ""
    last = f"till och med {reference.valid_to}" if reference.valid_to else ""
    # An act that has been replaced is told by its end: when it began says nothing here.
    said = last or first
    return f" ({said})" if said else ""
