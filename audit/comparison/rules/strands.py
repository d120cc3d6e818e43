"""A board's line through the years, with what it was called before, and what its years tell of questions and areas."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from audit.comparison.rules.cells import NOTHING, Cell, Cells, Depth, Year
from audit.comparison.rules.charts import Point, Series, Tick
from audit.wording import Limits, count_of, limits_of
from checklists import AnswerCounts, Question

Comparable = Callable[[str, Year, Year], bool]
"""Whether a question may be compared between an earlier and a later year."""


@dataclass(frozen=True)
class Strand:
    """One line of a chart: a board, after it what the same board was called before.

    `note` says in words what became of it. After each day of `breaks` it took over another board: its years before
    and after are not comparable.
    """

    board_ids: tuple[int, ...]
    name: str
    note: str = ""
    breaks: tuple[date, ...] = ()

    @property
    def board_id(self) -> int:
        return self.board_ids[0]

    def is_broken(self, before: Year, after: Year) -> bool:
        return any(before.year <= day.year < after.year for day in self.breaks)

    def cell(self, cells: Cells, year: Year, question_id: str) -> Cell:
        """What the year tells of the question under the board's newest name that it tells anything of."""
        found = (cells.get((year.round_id, board, question_id), NOTHING) for board in self.board_ids)
        return next((cell for cell in found if cell.depth is not Depth.NOTHING), NOTHING)

    def as_one(self, cells: Cells) -> dict[tuple[int, int, str], Cell]:
        """The cells of the board, those under its earlier names among them, as if it had always had its number."""
        found: dict[tuple[int, int, str], Cell] = {}
        for board in reversed(self.board_ids):
            found |= {
                (round_id, self.board_id, asked): cells[round_id, one, asked]
                for round_id, one, asked in cells
                if one == board
            }
        return found


@dataclass(frozen=True)
class Known:
    """What one year tells of one question for one strand. `limits` are None where nobody knows what was drawn from.

    `apart` is whether the nearest earlier year with counts asked something else, so that the two are not comparable.
    """

    year: Year
    cell: Cell
    limits: Limits | None
    apart: bool

    @property
    def counts(self) -> AnswerCounts:
        return self.cell.counts or AnswerCounts()


def knowns(
    strand: Strand, question_id: str, years: Sequence[Year], cells: Cells, comparable: Comparable
) -> list[Known]:
    """The years one by one, in their order, with what each tells of the question."""
    found: list[Known] = []
    before: Year | None = None
    for year in years:
        cell = strand.cell(cells, year, question_id)
        counted = bool(cell.counts and cell.counts.reviewed)
        apart = (
            counted
            and before is not None
            and (strand.is_broken(before, year) or not comparable(question_id, before, year))
        )
        found.append(Known(year, cell, limits_of([cell.sampled]) if counted else None, apart))
        before = year if counted else before
    return found


def ticks(years: Sequence[Year], of_strands: Iterable[Sequence[Known]]) -> list[Tick]:
    """The years of the axis, with a word where all that a year has is words."""
    rows = list(of_strands)
    depths = [{row[place].cell.depth for row in rows} - {Depth.NOTHING} for place in range(len(years))]
    return [Tick(str(year.year), year.year, depth == {Depth.WORDS}) for year, depth in zip(years, depths, strict=True)]


def series(strand: Strand, known: Sequence[Known]) -> Series:
    """The strand's rates: units that deviate, out of all that were reviewed, as the limits have them."""
    points, begun = [], False
    for one in known:
        point = _point(one, joined=begun and not one.apart) if one.counts.reviewed else None
        begun = begun or point is not None
        points.append(point)
    return Series(strand.name, tuple(points))


def _point(one: Known, *, joined: bool) -> Point:
    limits = one.limits
    shares = (limits.lower / limits.population, limits.upper / limits.population) if limits else None
    return Point(one.counts.deviations, one.counts.reviewed, shares, one.year.paper, joined)


def said(strand: Strand, known: Sequence[Known]) -> str:
    """A strand's years as one sentence for who can't see the chart; the limits stand in the table behind it."""
    told = [_told(one) for one in known if one.counts.reviewed]
    return f"{strand.name}: {'; '.join(told)}." if told else f"{strand.name}: inga siffror."


def _told(one: Known) -> str:
    paper = " på papper" if one.year.paper else ""
    apart = ", går inte att jämföra med året före" if one.apart else ""
    return f"{one.year.year}{paper} {count_of(one.counts.deviations, one.counts.reviewed)}{apart}"


# ---- Areas ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AreaSum:
    """An area in one year: the answers that deviate, of those that say whether a question was met.

    `asked` are the questions that have counts. `joined` is whether the nearest earlier year counted the very same
    questions, each of them comparable. Answers of one file belong together, so a sum of answers has no exact limits.
    """

    year: Year
    counts: AnswerCounts
    asked: frozenset[str]
    words: bool
    joined: bool

    def point(self) -> Point | None:
        counts = self.counts
        if not counts.applicable:
            return None
        return Point(counts.deviations, counts.applicable, None, self.year.paper, self.joined)


def area_sums(
    strands: Sequence[Strand], asked: Iterable[Question], years: Sequence[Year], cells: Cells, comparable: Comparable
) -> list[AreaSum]:
    """An area's years, the strands together, in the order of the years."""
    ids = [question.id for question in asked]
    found: list[AreaSum] = []
    before: AreaSum | None = None
    for year in years:
        of_year = {one: [strand.cell(cells, year, one) for strand in strands] for one in ids}
        answered = frozenset(one for one, found_cells in of_year.items() if any(map(_counted, found_cells)))
        parts = [cell.counts for one in of_year.values() for cell in one if cell.counts]
        words = any(cell.depth is Depth.WORDS for one in of_year.values() for cell in one)
        broken = before is not None and any(strand.is_broken(before.year, year) for strand in strands)
        joined = before is not None and not broken and _same(before, answered, year, comparable)
        found.append(AreaSum(year, sum(parts, AnswerCounts()), answered, words, joined))
        before = found[-1] if answered else before
    return found


def _counted(cell: Cell) -> bool:
    return bool(cell.counts and cell.counts.reviewed)


def _same(before: AreaSum, asked: frozenset[str], year: Year, comparable: Comparable) -> bool:
    return bool(asked) and before.asked == asked and all(comparable(one, before.year, year) for one in asked)
