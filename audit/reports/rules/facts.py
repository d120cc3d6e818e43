"""What a report is made of, counted and collected but not yet worded: plain values out of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from audit.comparison.rules import BoardChanges, Cell, Year, changes_of
from audit.reports.content import Table
from audit.rounds.rules import Target
from audit.wording import Agreed, Sampled
from checklists import AnswerCounts


@dataclass(frozen=True)
class BoardFacts:
    """One board's part of the round.

    `population`: units in its frame that could be drawn; `left_out`: those that could not, because they were drawn
    lately; `frame_sha256`: the hash of what was drawn from; `drawn`: the sample without reserves; `in_use`: the sample
    after replacements; `signed`: reviews that are finished; `replaced`: by reason, in words; `missing`: files that
    were looked for in vain, replaced or not.
    """

    id: int
    name: str
    population: int
    frame_sha256: str
    drawn: int
    in_use: int
    signed: int
    replaced: Mapping[str, int]
    missing: int = 0
    left_out: int = 0


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
    id: str = ""

    def of_board(self, place: int) -> AnswerCounts:
        """All answers of the area for the board at `place` (from 0)."""
        return sum((question.counts[place] for question in self.questions), AnswerCounts())

    @property
    def total(self) -> AnswerCounts:
        """All answers of the area."""
        return sum((question.total for question in self.questions), AnswerCounts())


@dataclass(frozen=True)
class DrawFacts:
    """When and from which seed the sample was drawn, and for how many years drawn units were left out of it."""

    drawn_on: date
    seed: str
    seed_source: str
    leave_out_years: int = 0


@dataclass(frozen=True)
class TargetFacts:
    """A targeted sample beside the boards' own: what it is called, what its units have in common, its results."""

    name: str
    criterion: str
    boards: tuple[BoardFacts, ...]
    areas: tuple[AreaFacts, ...]
    target: str = ""


@dataclass(frozen=True)
class ObservationFacts:
    """An observation shared with the unit. `board` is empty where it concerns all; `norm` is what it is held against,
    and `cause` why it comes about, in words, each empty where it is not known."""

    title: str
    board: str
    seen: str
    assessment: str
    recommendation: str
    norm: str = ""
    cause: str = ""


@dataclass(frozen=True)
class ImprovementFacts:
    """An improvement area as the round left it: `status` in words, `closed` where nothing is left to do.

    `since` is the year in which it came up, `recurrences` how often it has come back since then, and `lasted` (where
    it was closed in this round) how long it took, in words; `supported` is what the sample that closed it says of each
    question, and empty where it was closed with a written exception.
    """

    title: str
    description: str
    origin: str
    owner: str
    due_on: date | None
    status: str
    closed: bool
    since: int = 0
    recurrences: int = 0
    lasted: str = ""
    supported: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReplyFacts:
    """How many of the shared observations the unit has replied to, and with how many it agrees, wholly or in part."""

    answered: int
    agreed: int
    partly: int = 0


@dataclass(frozen=True)
class AgreedArea:
    """How far two agreed in an area, and on each of its questions that both answered (its text, and how far)."""

    name: str
    agreed: Agreed
    questions: tuple[tuple[str, Agreed], ...]


@dataclass(frozen=True)
class AgreementFacts:
    """How far two agreed who reviewed the same files without seeing each other's answers; `files` were compared."""

    files: int
    whole: Agreed
    areas: tuple[AgreedArea, ...]


@dataclass(frozen=True)
class MoneyFacts:
    """A board's reviewed payments in kronor, in numbers and in sentences.

    `wrong` is how many had the wrong amount; `likely` and `upper`, for all that could be drawn, are None until every
    review counts.
    """

    board_id: int
    wrong: int
    found: Decimal
    underpaid: Decimal
    likely: Decimal | None
    upper: Decimal | None
    said: tuple[str, ...]


@dataclass(frozen=True)
class ReportFacts:
    """Everything that a report of one round tells of, for the boards that the reader may see.

    `target` is the sample that is told of: the boards' own, but where a targeted one is told of as if it were all.
    `own_tables` are those that somebody has put into a section, by its key. A year that exists `on_paper` has what its
    document says, and nothing that was drawn; it is called by its `name`.
    """

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
    targets: tuple[TargetFacts, ...] = ()
    replaced_because: str = ""
    target: str = "namnd"
    agreement: AgreementFacts | None = None
    own_tables: Mapping[str, tuple[Table, ...]] = field(default_factory=dict)
    on_paper: bool = False
    name: str = ""
    equal_chances: bool = True
    money: tuple[MoneyFacts, ...] = ()

    @property
    def sets_aside(self) -> bool:
        """Whether what can't be reviewed is set aside, for want of reserves, instead of being replaced by one."""
        return not self.equal_chances and self.target == Target.BOARD

    @property
    def questions(self) -> tuple[QuestionFacts, ...]:
        """All questions in the order of the checklist."""
        return tuple(question for area in self.areas for question in area.questions)

    def sampled(self, question: QuestionFacts) -> tuple[Sampled, ...]:
        """A question's answers for each board, with the frame that they were drawn from."""
        return tuple(
            Sampled(counts, board.population if self.equal_chances else None)
            for counts, board in zip(question.counts, self.boards, strict=True)
        )

    def changes(self, board_id: int) -> BoardChanges | None:
        """The board's answers of this round beside those of the year before, if there are any such."""
        asked = [question.id for question in self.questions]
        return changes_of(self.years, self.cells, board_id=board_id, question_ids=asked, later=self.round_id)

    @property
    def finished(self) -> bool:
        """Whether everything that was drawn is reviewed."""
        return self.signed >= self.in_use

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
