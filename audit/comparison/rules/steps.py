"""The crosswalk: whether a question asked in two years may be compared, and where a row of years breaks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.comparison.rules.cells import NOTHING, Cells, Year
from checklists import Kind, crosswalk

GRADE_NAMES = {
    Kind.SAME: "Samma fråga",
    Kind.REWORDED: "Omformulerad, kan jämföras",
    Kind.INCOMPARABLE: "Ändrad, kan inte jämföras",
}
UNDECLARED = "Frågan lyder inte som förut, och mallen säger inte att svaren kan jämföras."
ENTERED = "Den som skrev in året från papper har bedömt att uppgiften svarar mot frågan."

Grades = Mapping[str, "Step"]


@dataclass(frozen=True)
class Step:
    """How a question stands in one year against an earlier one; `paper` where any of the two is known from a document.

    `note` is what the checklist says of what was changed.
    """

    later: Year
    earlier: Year
    kind: Kind
    note: str = ""

    @property
    def comparable(self) -> bool:
        """Whether the two years may be compared, and joined by a line."""
        return self.kind is not Kind.INCOMPARABLE

    @property
    def paper(self) -> bool:
        return self.later.paper or self.earlier.paper

    @property
    def name(self) -> str:
        """The grade in Swedish."""
        return GRADE_NAMES[self.kind]

    @property
    def why(self) -> str:
        """Why the grade is what it is, in Swedish sentences; empty where the question is the very same."""
        declared = self.note or (UNDECLARED if self.kind is Kind.INCOMPARABLE else "")
        return " ".join(part for part in (declared, ENTERED if self.paper and self.comparable else "") if part)


def grades_between(later: Year, earlier: Year) -> Grades:
    """How each question that both years' checklists ask stands in the later year against the earlier one, by its id.

    A question that is in neither answer is not asked by both, or one of the checklists is unknown.
    """
    if later.checklist is None or earlier.checklist is None:
        return {}
    changes = crosswalk(later.checklist, earlier.checklist)
    return {asked: Step(later, earlier, change.kind, change.note) for asked, change in changes.items()}


class Crosswalk:
    """The grades between any two of the years, each pair worked out once."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], Grades] = {}

    def step(self, question_id: str, *, later: Year, earlier: Year) -> Step:
        """How the question stands; a question that the checklists don't share has nothing that breaks it."""
        pair = (later.round_id, earlier.round_id)
        if pair not in self._found:
            self._found[pair] = grades_between(later, earlier)
        return self._found[pair].get(question_id) or Step(later, earlier, Kind.SAME)


Steps = Mapping[tuple[int, int, str], Step]
"""By round, board and question: how it stands against the nearest year before that has counts."""


def steps_of(years: Sequence[Year], cells: Cells) -> dict[tuple[int, int, str], Step]:
    """The step into every year that has counts, from the nearest year before that has counts of the same question.

    `years` are in their order. The first year of each question and board has no step.
    """
    crosswalk, before, found = Crosswalk(), dict[tuple[int, str], Year](), {}
    by_year = defaultdict(list)
    for (round_id, board_id, question_id), cell in cells.items():
        if cell.counts:
            by_year[round_id].append((board_id, question_id))
    for year in years:
        for row in by_year[year.round_id]:
            if row in before:
                found[year.round_id, *row] = crosswalk.step(row[1], later=year, earlier=before[row])
            before[row] = year
    return found


def run_of(years: Sequence[Year], cells: Cells, steps: Steps, *, board_id: int, question_id: str) -> list[Year]:
    """The years with counts that may be compared with the latest one: back to where the question was changed."""
    run: list[Year] = []
    for year in years:
        key = (year.round_id, board_id, question_id)
        if not cells.get(key, NOTHING).counts:
            continue
        if key in steps and not steps[key].comparable:
            run = []
        run.append(year)
    return run
