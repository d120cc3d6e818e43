"""Written observations by question, area, board, severity or cause, and which of them somebody wants to see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from audit.findings.rules.results import SEVERITY_NAMES, Severity
from audit.findings.rules.telling import CAUSE_NAMES, Cause

NO_QUESTION, ALL_BOARDS = "Ingen särskild fråga", "Alla nämnder"


class By(StrEnum):
    """What observations are grouped by; the value stands in addresses."""

    QUESTION = "fraga"
    AREA = "omrade"
    BOARD = "namnd"
    SEVERITY = "allvarlighet"
    CAUSE = "orsak"


BY_NAMES = {
    By.SEVERITY: "Allvarlighet",
    By.AREA: "Område",
    By.QUESTION: "Fråga",
    By.BOARD: "Nämnd",
    By.CAUSE: "Orsak",
}


@dataclass(frozen=True)
class Line:
    """An observation as the list needs it. Without a board it concerns all of the round's."""

    id: int
    board_id: int | None
    severity: Severity
    cause: Cause
    question_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """The names of a round's boards and areas, and the texts and areas of its questions, each in its order."""

    boards: Mapping[int, str]
    areas: Mapping[str, str]
    questions: Mapping[str, str]
    area_of: Mapping[str, str]


@dataclass(frozen=True)
class Wanted:
    """What is wanted of the list: values by what they are of; nothing chosen of a kind lets all of it in."""

    values: Mapping[By, str] = field(default_factory=dict)

    def lets_in(self, line: Line, words: Words) -> bool:
        return all(value in dict(_places(line, by, words)) for by, value in self.values.items() if value)


def choices(by: By, words: Words) -> dict[str, str]:
    """What may be chosen of a kind, in its order: value → name."""
    if by is By.SEVERITY:
        return {str(one): name for one, name in SEVERITY_NAMES.items()}
    if by is By.CAUSE:
        return {str(one): name for one, name in CAUSE_NAMES.items()}
    if by is By.BOARD:
        return {str(board): name for board, name in words.boards.items()}
    return dict(words.areas if by is By.AREA else words.questions)


def grouped(lines: Sequence[Line], by: By, words: Words) -> list[tuple[str, list[int]]]:
    """The ids of the observations under each heading, the headings in their own order, empty ones left out.

    An observation on several questions, areas or boards stands under each of them.
    """
    found: dict[str, list[int]] = {}
    for line in lines:
        for value, _ in _places(line, by, words) or [("", "")]:
            found.setdefault(value, []).append(line.id)
    names = {**choices(by, words), "": NO_QUESTION}
    return [(names[value], found[value]) for value in names if value in found]


def _places(line: Line, by: By, words: Words) -> list[tuple[str, str]]:
    """Under which values of a kind an observation stands."""
    return [(value, name) for value, name in choices(by, words).items() if value in _values(line, by, words)]


def _values(line: Line, by: By, words: Words) -> Iterable[str]:
    if by is By.SEVERITY:
        return {str(line.severity)}
    if by is By.CAUSE:
        return {str(line.cause)}
    if by is By.BOARD:
        return {str(line.board_id)} if line.board_id is not None else {str(board) for board in words.boards}
    if by is By.AREA:
        return {words.area_of[one] for one in line.question_ids if one in words.area_of}
    return set(line.question_ids)
