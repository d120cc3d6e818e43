"""A whole checklist: its areas, what is missing in it, and how far it has come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from audit.reviews.rules.answering import NO_CONTENT, Content
from checklists import Area, Checklist, Question


@dataclass(frozen=True)
class AreaQuestions:
    """An area of the review with its questions; `first` is the number of its first question in the whole."""

    area: Area
    questions: tuple[Question, ...]
    first: int


def chosen(checklist: Checklist, areas: Iterable[str]) -> tuple[AreaQuestions, ...]:
    """The areas that a round has chosen (all, if it names none) in the checklist's order; empty ones are left out."""
    wanted = set(areas) or {area.id for area in checklist.areas}
    found: list[AreaQuestions] = []
    first = 1
    for area in checklist.areas:
        questions = checklist.questions_in(area.id)
        if area.id in wanted and questions:
            found.append(AreaQuestions(area, questions, first))
            first += len(questions)
    return tuple(found)


class Lack(StrEnum):
    """What an answer lacks before the review can be signed."""

    ANSWER = "svar saknas"
    COMMENT = "kommentar saknas"


@dataclass(frozen=True)
class Missing:
    area: Area
    question: Question
    number: int
    lack: Lack


def lack_of(content: Content, checklist: Checklist) -> Lack | None:
    """What `content` lacks to be complete, or None."""
    if content.value is None:
        return Lack.ANSWER
    return Lack.COMMENT if checklist.comment_required(content.value) and not content.comment else None


def missing(
    areas: Iterable[AreaQuestions], answers: Mapping[str, Content], checklist: Checklist
) -> tuple[Missing, ...]:
    """Every question that is not completely answered, in order. `answers` are by question id."""
    return tuple(
        Missing(part.area, question, number, lack)
        for part in areas
        for number, question in enumerate(part.questions, start=part.first)
        if (lack := lack_of(answers.get(question.id, NO_CONTENT), checklist)) is not None
    )


def left_by_area(areas: Iterable[AreaQuestions], lacking: Iterable[Missing]) -> dict[str, int]:
    """How many questions are left in each area, 0 included."""
    tally = Counter(item.area.id for item in lacking)
    return {part.area.id: tally[part.area.id] for part in areas}


class Progress(StrEnum):
    """How far a review has come; the value is the word shown."""

    NOT_BEGUN = "Inte påbörjad"
    BEGUN = "Påbörjad"
    READY = "Klar att signera"
    SIGNED = "Signerad"


def progress(*, answered: int, total: int, signed: bool) -> Progress:
    """`answered` complete answers of `total` questions, 0 ≤ answered ≤ total."""
    if signed:
        return Progress.SIGNED
    if answered >= total:
        return Progress.READY
    return Progress.BEGUN if answered else Progress.NOT_BEGUN
