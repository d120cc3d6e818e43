"""What may be said of a board's two latest years, and of all its years: tested only where there are counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from audit.comparison.rules.cells import NOTHING, Cells, Year
from audit.comparison.rules.steps import Step, grades_between, run_of, steps_of
from audit.wording import Change, Sides, Trend, change_in_a_word, change_of, changes_between, trend_over
from checklists import AnswerCounts

ON_PAPER = "Ett av åren finns bara på papper. Jämförelsen gäller om urvalet var slumpmässigt även då."


@dataclass(frozen=True)
class BoardChanges:
    """A board's latest year beside the one before, question by question; the later year's focus questions are tested.

    `apart` are the questions that both years answered but that can't be compared, because they were changed.
    """

    later: Year
    earlier: Year
    changes: Mapping[str, Change]
    apart: Mapping[str, Step] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """What the two are called: their years, or their names where the year is the same."""
        apart = self.later.year != self.earlier.year
        later, earlier = (str(one.year) if apart else one.name for one in (self.later, self.earlier))
        return {"later": later, "earlier": earlier}

    @property
    def on_paper(self) -> bool:
        """Whether any of the two is known from a document only, so that nobody knows how its units were chosen."""
        return self.later.paper or self.earlier.paper

    def said(self, question_id: str, kind: str) -> str:
        """What may be said of one question, as sentences; empty where there is nothing to compare."""
        if question_id in self.apart:
            return f"{self.names['later']} och {self.names['earlier']} jämförs inte. {self.apart[question_id].why}"
        found = self.changes.get(question_id)
        return change_of(found, **self.names, kind=kind) if found else ""

    def in_a_word(self, question_id: str) -> str:
        """The same in a cell of a table."""
        if question_id in self.apart:
            return "jämförs inte, frågan är ändrad"
        return change_in_a_word(self.changes.get(question_id), later=self.names["later"])


def changes_of(
    years: Sequence[Year], cells: Cells, *, board_id: int, question_ids: Iterable[str], later: int | None = None
) -> BoardChanges | None:
    """Compare a board's latest year that has answers or counts with the nearest one before that has.

    `years` are in their order; `later` is the round that has to be the latest, where it isn't the last one known.
    Of `question_ids` that both years answered, those that were changed too much are set apart, and the later year's
    focus questions are tested together, unless either year was drawn by amount. None where there are no two such years.
    """
    asked = list(question_ids)
    counted = [year for year in years if any(_counts(cells, year, board_id, one).reviewed for one in asked)]
    if len(counted) < 2 or later not in {None, counted[-1].round_id}:
        return None
    before, now = counted[-2:]
    sides = {one: Sides(*(_counts(cells, year, board_id, one) for year in (now, before))) for one in asked}
    grades = grades_between(now, before)
    apart = {
        one: grades[one]
        for one, both in sides.items()
        if one in grades and not grades[one].comparable and both.later.reviewed and both.earlier.reviewed
    }
    compared = {one: both for one, both in sides.items() if one not in apart}
    focus = () if now.by_amount or before.by_amount else now.focus
    return BoardChanges(now, before, changes_between(compared, focus=focus), apart)


def trend_in(years: Sequence[Year], cells: Cells, *, board_id: int, question_id: str) -> Trend | None:
    """A focus question's trend for a board over the years that can be compared with the latest; None for too few.

    The focus is that of the latest year with counts of the question. What is no focus question has no trend.
    """
    told = {key: cell for key, cell in cells.items() if key[1:] == (board_id, question_id)}
    run = run_of(years, told, steps_of(years, told), board_id=board_id, question_id=question_id)
    if not run or question_id not in run[-1].focus or any(year.by_amount for year in run):
        return None
    counted = [(year.year, _counts(cells, year, board_id, question_id)) for year in run]
    return trend_over(counted, tested=len(run[-1].focus))


def _counts(cells: Cells, year: Year, board_id: int, question_id: str) -> AnswerCounts:
    return cells.get((year.round_id, board_id, question_id), NOTHING).counts or AnswerCounts()
