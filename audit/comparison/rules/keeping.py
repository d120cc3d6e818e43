"""A file's answers on one line: a sign for each question that its round asks, so that years are counted at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from checklists import AnswerCounts

SIGNS = {"ja": "J", "delvis": "D", "nej": "N", "ej_aktuellt": "E", "kan_ej_bedomas": "K"}
NO_ANSWER = "-"


def kept(answers: Mapping[str, str], questions: Sequence[str]) -> str | None:
    """The answers (codes by question) in the order of the questions; None where any answers another question."""
    if not answers.keys() <= set(questions):
        return None
    return "".join(SIGNS[answers[question]] if question in answers else NO_ANSWER for question in questions)


def counted(lines: Iterable[str], questions: Sequence[str]) -> dict[str, AnswerCounts]:
    """How often each answer was given to each question, in lines of that order; what nobody answered is not in it.

    Raises ValueError for a line of another length.
    """
    by_length: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        by_length[len(line)].append(line)
    if by_length.keys() - {len(questions)}:
        raise ValueError("a line has not one sign for each question")
    whole = "".join(by_length[len(questions)])
    found = {}
    for place, question in enumerate(questions):
        column = whole[place :: len(questions)]
        if column.count(NO_ANSWER) < len(column):
            found[question] = AnswerCounts(**{code: column.count(sign) for code, sign in SIGNS.items()})
    return found
