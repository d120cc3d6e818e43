"""What a report is made of, counted and collected but not yet worded: plain values out of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from audit.comparison.rules import Cell, Year
from checklists import AnswerCounts


@dataclass(frozen=True)
class BoardFacts:
    """One board's part of the round. `population`: units in its frame; `drawn`: the sample without reserves;
    `in_use`: the sample after replacements; `signed`: reviews that are finished; `replaced`: by reason, in words;
    `missing`: files that were looked for in vain, replaced or not."""

    id: int
    name: str
    population: int
    frame_sha256: str
    drawn: int
    in_use: int
    signed: int
    replaced: Mapping[str, int]
    missing: int = 0


@dataclass(frozen=True)
class QuestionFacts:
    """A question of the checklist with its signed answers per board, in the order of the boards."""

    id: str
    text: str
    counts: tuple[AnswerCounts, ...]

    @property
    def total(self) -> AnswerCounts:
        """The answers of all the boards together."""
        return sum(self.counts, AnswerCounts())


@dataclass(frozen=True)
class AreaFacts:
    """An area of the checklist with the questions that the round asked, at least one."""

    name: str
    questions: tuple[QuestionFacts, ...]

    def of_board(self, place: int) -> AnswerCounts:
        """All answers of the area for the board at `place` (from 0)."""
        return sum((question.counts[place] for question in self.questions), AnswerCounts())

    @property
    def total(self) -> AnswerCounts:
        """All answers of the area."""
        return sum((question.total for question in self.questions), AnswerCounts())


@dataclass(frozen=True)
class DrawFacts:
    """When and from which seed the sample was drawn."""

    drawn_on: date
    seed: str
    seed_source: str


@dataclass(frozen=True)
class ObservationFacts:
    """An observation shared with the unit. `board` is empty where it concerns all."""

    title: str
    board: str
    seen: str
    assessment: str
    recommendation: str


@dataclass(frozen=True)
class ImprovementFacts:
    """An improvement area as it stands: `status` in words, `closed` where nothing is left to do."""

    title: str
    description: str
    origin: str
    owner: str
    due_on: date | None
    status: str
    closed: bool


@dataclass(frozen=True)
class ReplyFacts:
    """How many of the shared observations the unit has replied to, and how many of those it agrees with."""

    answered: int
    agreed: int


@dataclass(frozen=True)
class ReportFacts:
    """Everything that a report of one round tells of, for the boards that the reader may see."""

    round_id: int
    year: int
    kind: str
    invented: bool
    created_at: datetime
    period_from: date | None
    period_to: date | None
    checklist: str
    boards: tuple[BoardFacts, ...]
    areas: tuple[AreaFacts, ...]
    draw: DrawFacts
    meetings: tuple[date, ...]
    observations: tuple[ObservationFacts, ...]
    replies: ReplyFacts
    improvements: tuple[ImprovementFacts, ...]
    years: tuple[Year, ...]
    cells: Mapping[tuple[int, int, str], Cell]

    @property
    def questions(self) -> tuple[QuestionFacts, ...]:
        """All questions in the order of the checklist."""
        return tuple(question for area in self.areas for question in area.questions)

    @property
    def signed(self) -> int:
        """Finished reviews of all the boards."""
        return sum(board.signed for board in self.boards)

    @property
    def in_use(self) -> int:
        """Units to review, of all the boards."""
        return sum(board.in_use for board in self.boards)

    @property
    def earlier(self) -> tuple[Year, ...]:
        """The years before this round's own."""
        return tuple(year for year in self.years if year.round_id != self.round_id)
