"""How years are set beside each other: by question and board, each at the depth that its source allows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from audit.wording import Sampled
from checklists import AnswerCounts, Checklist


class Judgement(StrEnum):
    """What a document in words says of a question."""

    IN_ORDER = "i_ordning"
    PARTLY = "delvis"
    NOT_IN_ORDER = "brister"


JUDGEMENT_NAMES = {
    Judgement.IN_ORDER: "I ordning",
    Judgement.PARTLY: "Delvis i ordning",
    Judgement.NOT_IN_ORDER: "Brister",
}


class Depth(StrEnum):
    """How much a year tells of a question: every answer, counts out of a table, words, or nothing."""

    ANSWERS = "svar"
    COUNTS = "antal"
    WORDS = "ord"
    NOTHING = "inget"


@dataclass(frozen=True)
class Statement:
    """A quotation from a document, with where it stands. A statement without board speaks of all the boards."""

    judgement: Judgement
    quotation: str
    source: str
    page: str
    board_id: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class Cell:
    """What one year tells of one question for one board; `population` is what its sample was drawn from, if known."""

    depth: Depth
    counts: AnswerCounts | None = None
    statements: tuple[Statement, ...] = ()
    source: str = ""
    population: int | None = None

    @property
    def sampled(self) -> Sampled:
        """The counts with what they were drawn from, as the wording of a result wants them."""
        return Sampled(self.counts or AnswerCounts(), self.population)


NOTHING = Cell(Depth.NOTHING)


@dataclass(frozen=True)
class Year:
    """One round as a column: its year, whether it exists on paper only, and whether its data are invented.

    `checklist` is what it asked, or what a year on paper was entered against; `focus` are the ids of the questions
    that were named before the draw, and that alone are tested. Where payments were drawn `by_amount` their answers are
    those of large payments above all, and can't be tested against any other year's.
    """

    round_id: int
    year: int
    name: str
    paper: bool
    invented: bool
    checklist: Checklist | None = None
    focus: tuple[str, ...] = ()
    by_amount: bool = False


@dataclass(frozen=True)
class QuestionYears:
    """One question over the years, a cell for each year in the order of the columns."""

    question_id: str
    text: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class AreaYears:
    name: str
    questions: tuple[QuestionYears, ...]


def choose(
    counts: AnswerCounts | None, paper_counts: AnswerCounts | None, statements: Iterable[Statement], source: str = ""
) -> Cell:
    """The deepest that is known: answers given in the program or on paper, else counts, else words, else nothing.

    `counts` come from single answers, `paper_counts` from a document's table with its `source`. Counts without any
    reviewed unit count as unknown. Statements are kept beside counts: they are the document's own words.
    """
    quoted = tuple(statements)
    if counts is not None and counts.reviewed:
        return Cell(Depth.ANSWERS, counts, quoted, source)
    if paper_counts is not None and paper_counts.reviewed:
        return Cell(Depth.COUNTS, paper_counts, quoted, source)
    return Cell(Depth.WORDS, None, quoted) if quoted else NOTHING


Cells = Mapping[tuple[int, int, str], Cell]
"""What is known, by round, board and question."""
