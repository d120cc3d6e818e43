"""What a round's answers come to: results by question and board, and how they are told in counts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from audit.wording import UNITS, Sampled, count_of, deviations_in
from checklists import AnswerCounts, Question


class Severity(StrEnum):
    CRITICAL = "kritisk"
    MATERIAL = "vasentlig"
    MINOR = "mindre"


SEVERITY_NAMES = {Severity.CRITICAL: "Kritisk", Severity.MATERIAL: "Väsentlig", Severity.MINOR: "Mindre"}


@dataclass(frozen=True)
class DeviatingAnswer:
    """One Delvis or Nej in a signed review, with the reviewer's comment. Never shown to the unit or to readers."""

    answer_id: int
    board_id: int
    unit_id: str
    question_id: str
    value: str
    comment: str
    review_id: int = 0


@dataclass(frozen=True)
class QuestionResult:
    """What a round's reviews say of one question: counts per board id, and the deviating answers behind them.

    `populations` are, by board id, how many units the boards' samples were drawn from, as far as that is known.
    """

    question: Question
    by_board: Mapping[int, AnswerCounts]
    answers: tuple[DeviatingAnswer, ...]
    populations: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> AnswerCounts:
        """The counts of all boards together."""
        return sum(self.by_board.values(), AnswerCounts())

    @property
    def sampled(self) -> tuple[Sampled, ...]:
        """Each board's counts with what they were drawn from, as the wording of a result wants them."""
        return tuple(Sampled(counts, self.populations.get(board)) for board, counts in self.by_board.items())

    def of_boards(self, board_ids: Collection[int]) -> "QuestionResult":
        """The same question for some of the boards only."""
        kept = {board: counts for board, counts in self.by_board.items() if board in board_ids}
        answers = tuple(a for a in self.answers if a.board_id in board_ids)
        return QuestionResult(self.question, kept, answers, self.populations)


def compiled(
    questions: Iterable[Question],
    board_ids: Sequence[int],
    counts: Mapping[tuple[int, str], AnswerCounts],
    answers: Iterable[DeviatingAnswer],
    populations: Mapping[int, int] | None = None,
) -> list[QuestionResult]:
    """One result per question, in the order of `questions`, with an entry for every board in the order given.

    `counts` are by board id and question id; what is missing counts as nothing reviewed. `answers` of other boards
    or other questions are left out. Each question's answers are ordered by board, then by case id. `populations` are
    those of `QuestionResult`.
    """
    places = {board: place for place, board in enumerate(board_ids)}
    by_question: dict[str, list[DeviatingAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.board_id in places:
            by_question[answer.question_id].append(answer)
    return [
        QuestionResult(
            question,
            {board: counts.get((board, question.id), AnswerCounts()) for board in board_ids},
            tuple(sorted(by_question[question.id], key=lambda a: (places[a.board_id], a.unit_id))),
            populations or {},
        )
        for question in questions
    ]


def worst(severities: Iterable[Severity]) -> Severity:
    """The most severe of some; Mindre where there is none."""
    return min(severities, key=rank, default=Severity.MINOR)


def rank(severity: Severity) -> int:
    """0 for the most severe."""
    return list(Severity).index(severity)


def seen_text(results: Iterable[QuestionResult], *, board_names: Mapping[int, str], kind: str) -> str:
    """A proposal for »what was seen«: each question with its counts, without case ids and without comments.

    `board_names` are by board id and `kind` is the round's (see `audit.wording`). Questions are separated by an
    empty line; the boards are named only where a question has more than one.
    """
    paragraphs = []
    for result in results:
        lines = [result.question.text]
        for board, counts in result.by_board.items():
            said = deviations_in(counts, kind)
            named = len(result.by_board) > 1
            lines.append(f"{board_names[board]}: {said}." if named else f"{said[:1].upper()}{said[1:]}.")
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


@dataclass(frozen=True)
class MissingFiles:
    """The case ids of a board's files that could not be found, and how many units its sample has held in all."""

    case_ids: tuple[str, ...]
    units: int


def missing_text(missing: Mapping[int, MissingFiles], *, board_names: Mapping[int, str], kind: str) -> str:
    """What was seen where files were missing, a line a board, without case ids. Arguments as in `seen_text`."""
    one, many = UNITS[kind]
    return "\n".join(
        f"{board_names[board]}: {count_of(len(files.case_ids), files.units)} {one if files.units == 1 else many} "
        "i urvalet gick inte att hitta."
        for board, files in missing.items()
    )
