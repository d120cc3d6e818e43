"""The shape of the comparison: questions × years × boards, made in one place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audit.comparison.rules.cells import JUDGEMENT_NAMES, NOTHING, AreaYears, Cell, Cells, Depth, QuestionYears, Year
from audit.comparison.rules.steps import Steps
from audit.wording import limits_of
from checklists import Checklist, Question

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class AskedArea:
    """An area with all of its questions that any of the checklists asks, worded as in the newest of them."""

    id: str
    name: str
    questions: tuple[Question, ...]


def asked_in(checklists: Iterable[Checklist]) -> tuple[AskedArea, ...]:
    """The areas and questions of several checklists together, in the order of the first, which should be the newest.

    A question, or an area, that an earlier one of them has is not taken from a later one.
    """
    names: dict[str, str] = {}
    placed: dict[str, list[Question]] = {}
    seen: set[str] = set()
    for checklist in checklists:
        for area in checklist.areas:
            names.setdefault(area.id, area.name)
        for question in checklist.questions:
            if question.id not in seen:
                seen.add(question.id)
                placed.setdefault(question.area, []).append(question)
    return tuple(AskedArea(area, name, tuple(placed[area])) for area, name in names.items() if area in placed)


@dataclass(frozen=True)
class Comparison:
    """All that is known of some boards' years: what pages, charts and files are made of.

    `years` are in their order, `boards` the names by id, `areas` every question that any of the years asked. `steps`
    tells for each cell with counts how the question stands against the nearest year before that has counts; only
    where that is comparable may two years be compared or joined.
    """

    years: tuple[Year, ...]
    boards: Mapping[int, str]
    areas: tuple[AskedArea, ...]
    cells: Cells
    steps: Steps

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in their order."""
        return tuple(question for area in self.areas for question in area.questions)

    def cell(self, year: Year, board_id: int, question_id: str) -> Cell:
        """What the year tells of the question for the board."""
        return self.cells.get((year.round_id, board_id, question_id), NOTHING)


COLUMNS: Mapping[str, str] = {
    "area_id": "str", "area": "str", "question_id": "str", "question": "str", "board_id": "int64", "board": "str",
    "round_id": "int64", "year": "int64", "round": "str", "paper": "bool", "invented": "bool", "depth": "str",
    "ja": "Int64", "delvis": "Int64", "nej": "Int64", "ej_aktuellt": "Int64", "kan_ej_bedomas": "Int64",
    "reviewed": "Int64", "applicable": "Int64", "deviations": "Int64", "rate": "Float64", "adherence": "Float64",
    "population": "Int64", "lower": "Int64", "upper": "Int64", "judgement": "str", "source": "str",
    "checklist": "str", "grade": "str", "grade_why": "str", "against_year": "Int64", "comparable": "boolean",
    "run": "Int64", "focus": "bool",
}  # fmt: skip
"""The columns of the frame with the type of each; what `shaped` says of them holds for all that reads it."""


def shaped(comparison: Comparison, *, limits: bool = True) -> "pd.DataFrame":
    """The comparison as one frame, a row for each question, board and year that tells anything, in that order.

    - `ja` … `kan_ej_bedomas` are counts of files, `reviewed` all of them, `applicable` Ja + Delvis + Nej, `deviations`
      Delvis + Nej; `rate` is deviations / reviewed and `adherence` Ja / applicable, both from 0 to 1. They are missing
      where the year has words only (`depth` is »ord« and `judgement` says which).
    - `population` is what the sample was drawn from; `lower` and `upper` the exact limits for how many of those
      deviate (95 %; one-sided where none or all do). Missing where the population is unknown, or without `limits`.
    - `grade` is how the question stands against `against_year`, the nearest earlier year of the board with counts, and
      `grade_why` the reason; `comparable` is False where the two must be neither compared nor joined. Rows of the
      same question and board with the same `run` (from 1) are comparable with each other all the way.
    - `focus`: the question was named before that year's draw, and is tested.
    """
    # Half a second to import, and not wanted by pages without a table.
    import pandas as pd

    frame = pd.DataFrame(list(_rows(comparison, limits)), columns=list(COLUMNS))
    frame = frame.astype(dict(COLUMNS))
    breaks = (~frame["comparable"].fillna(True)).astype("int64")
    runs = breaks.groupby([frame["question_id"], frame["board_id"]]).cumsum() + 1
    frame["run"] = runs.astype("Int64").where(frame["reviewed"].notna())
    return frame


def _rows(comparison: Comparison, limits: bool) -> Iterator[tuple[Any, ...]]:
    names = {year.round_id: year.checklist.name if year.checklist else "" for year in comparison.years}
    for area in comparison.areas:
        for question in area.questions:
            for board_id, board in comparison.boards.items():
                for year in comparison.years:
                    cell = comparison.cells.get((year.round_id, board_id, question.id))
                    if cell is None or cell.depth is Depth.NOTHING:
                        continue
                    step = comparison.steps.get((year.round_id, board_id, question.id))
                    yield (
                        area.id, area.name, question.id, question.text, board_id, board,
                        year.round_id, year.year, year.name, year.paper, year.invented, str(cell.depth),
                        *_counted(cell, limits),
                        ", ".join(dict.fromkeys(JUDGEMENT_NAMES[one.judgement] for one in cell.statements)),
                        cell.source, names[year.round_id],
                        step.name if step else "", step.why if step else "",
                        step.earlier.year if step else None, step.comparable if step else None,
                        None, question.id in year.focus,
                    )  # fmt: skip


def _counted(cell: Cell, limits: bool) -> Sequence[float | None]:
    counts = cell.counts
    if counts is None:
        return (None,) * 13
    found = limits_of([cell.sampled]) if limits else None
    return (
        counts.ja, counts.delvis, counts.nej, counts.ej_aktuellt, counts.kan_ej_bedomas,
        counts.reviewed, counts.applicable, counts.deviations,
        counts.deviations / counts.reviewed if counts.reviewed else None,
        counts.ja / counts.applicable if counts.applicable else None,
        cell.population, found.lower if found else None, found.upper if found else None,
    )  # fmt: skip


def table(cells: Cells, areas: Iterable[AskedArea], *, board_id: int, of_years: Sequence[Year]) -> list[AreaYears]:
    """The questions that any of the years tells of for one board, each area that has any with its own."""
    told = [AreaYears(area.name, tuple(_told(cells, board_id, of_years, area.questions))) for area in areas]
    return [area for area in told if area.questions]


def _told(
    cells: Cells, board_id: int, of_years: Sequence[Year], questions: Iterable[Question]
) -> Iterator[QuestionYears]:
    for question in questions:
        keys = [(year.round_id, board_id, question.id) for year in of_years]
        if any(key in cells for key in keys):
            yield QuestionYears(question.id, question.text, tuple(cells.get(key, NOTHING) for key in keys))
