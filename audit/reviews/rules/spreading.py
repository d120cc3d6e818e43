"""Where one question's comment can be written too."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from audit.reviews.rules.completing import AreaQuestions
from checklists import Question


@dataclass(frozen=True)
class Spot:
    """Another question of the review. `near`: in the same area; `taken`: it has a comment already, which stays."""

    question: Question
    number: int
    value: str | None
    near: bool
    taken: bool


def spots(
    areas: Iterable[AreaQuestions],
    said: Mapping[str, tuple[str | None, str]],
    question_id: str,
    *,
    folded: Collection[str],
    wanting: Collection[str],
) -> tuple[Spot, ...]:
    """The questions that the comment at `question_id` may concern too, in order.

    They are all others of its area, and in the other areas those that got the same answer, where that takes a comment
    (`wanting`, codes of the scale) and they have none. `said` is each question's answer and comment; those that are
    `folded` away don't concern the case.
    """
    value = said.get(question_id, (None, ""))[0]
    found = []
    for part in areas:
        near = any(question.id == question_id for question in part.questions)
        for number, question in enumerate(part.questions, start=part.first):
            given, comment = said.get(question.id, (None, ""))
            alike = given == value and given in wanting and not comment
            if question.id != question_id and question.id not in folded and (near or alike):
                found.append(Spot(question, number, given, near, bool(comment)))
    return tuple(found)
