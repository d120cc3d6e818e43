"""A whole checklist: its areas, what is missing in it, and how far it has come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from audit.reviews.rules.answering import NO_CONTENT, Content
from checklists import Area, Checklist, Question, Verdict

NOT_APPLICABLE = "ej_aktuellt"


@dataclass(frozen=True)
class AreaQuestions:
    """An area of the review with its questions; `first` is the number of its first question in the whole."""

    area: Area
    questions: tuple[Question, ...]
    first: int

    def __hash__(self) -> int:
        # Looked up by at every page, as its checklist is.
        return hash((self.area.id, self.first))


def chosen(checklist: Checklist, areas: Iterable[str]) -> tuple[AreaQuestions, ...]:
    """The questions of a round in the checklist's order, by area: all of the chosen areas, and the core of the others.

    A checklist that calls nothing its core is answered whole where no area is chosen.
    """
    asked = checklist.asked(areas)
    found: list[AreaQuestions] = []
    first = 1
    for area in checklist.areas:
        questions = tuple(question for question in asked if question.area == area.id)
        if questions:
            found.append(AreaQuestions(area, questions, first))
            first += len(questions)
    return tuple(found)


class Lack(StrEnum):
    """What an answer lacks before the review can be signed."""

    ANSWER = "svar saknas"
    COMMENT = "kommentar saknas"
    REASON = "skäl saknas"


@dataclass(frozen=True)
class Missing:
    area: Area
    question: Question
    number: int
    lack: Lack


def lack_of(content: Content, checklist: Checklist, verdict: Verdict = Verdict.UNKNOWN) -> Lack | None:
    """What `content` lacks to be complete, or None. `verdict` is what the question's rule says of the case.

    A question that does not concern the case needs no answer, and a reason if it has one all the same. To answer Ej
    aktuellt where the rule says that it does concern the case takes a comment.
    """
    value = content.value
    if verdict is Verdict.DOES_NOT and value in {None, NOT_APPLICABLE}:
        return None
    if value is None:
        return Lack.ANSWER
    if checklist.comment_required(value) and not content.comment:
        return Lack.COMMENT
    if verdict is Verdict.DOES_NOT:
        return None if content.reason else Lack.REASON
    contrary = verdict is Verdict.APPLIES and checklist.option(value).reason_required_when_rule_applies
    return Lack.REASON if contrary and not (content.comment or content.reason) else None


NOTHING_SAID: Mapping[str, Verdict] = {}


def missing(
    areas: Iterable[AreaQuestions],
    answers: Mapping[str, Content],
    checklist: Checklist,
    verdicts: Mapping[str, Verdict] = NOTHING_SAID,
) -> tuple[Missing, ...]:
    """Every question that is not completely answered, in order. `answers` and `verdicts` are by question id."""
    return tuple(
        Missing(part.area, question, number, lack)
        for part in areas
        for number, question in enumerate(part.questions, start=part.first)
        if (
            lack := lack_of(answers.get(question.id, NO_CONTENT), checklist, verdicts.get(question.id, Verdict.UNKNOWN))
        )
        is not None
    )


def left_by_area(areas: Iterable[AreaQuestions], lacking: Iterable[Missing]) -> dict[str, int]:
    """How many questions are left in each area, 0 included."""
    tally = Counter(item.area.id for item in lacking)
    return {part.area.id: tally[part.area.id] for part in areas}
