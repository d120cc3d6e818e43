"""How deviations become observations: results by question and board, proposed groupings, and what may be said."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from audit.rounds.rules import Fault
from audit.wording import UNITS, Sampled, count_of, deviations_in
from checklists import AnswerCounts, Question


class Severity(StrEnum):
    CRITICAL = "kritisk"
    MATERIAL = "vasentlig"
    MINOR = "mindre"


SEVERITY_NAMES = {Severity.CRITICAL: "Kritisk", Severity.MATERIAL: "Väsentlig", Severity.MINOR: "Mindre"}
LONGEST_WAIT = 10  # years
SHORTEST_CASE_ID = 5
"""A shorter case id could as well be a year or a count, so it is not looked for in texts."""


class AlreadySharedError(Exception):
    """An observation that the unit has been given can't be changed, removed or shared again."""


class LinkedError(Exception):
    """Something that came later rests on the observation, so it can't be removed."""


@dataclass(frozen=True)
class DeviatingAnswer:
    """One Delvis or Nej in a signed review, with the reviewer's comment. Never shown to the unit or to readers."""

    answer_id: int
    board_id: int
    unit_id: str
    question_id: str
    value: str
    comment: str


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


@dataclass(frozen=True)
class Proposal:
    """A grouping that may become an observation: one area's deviations. `board_id` is None where several boards
    have them; `deviations` is the number of deviating answers."""

    area_id: str
    board_id: int | None
    question_ids: tuple[str, ...]
    severity: Severity
    deviations: int


def proposals(results: Iterable[QuestionResult], *, taken: Collection[tuple[int, str]] = ()) -> list[Proposal]:
    """Group deviations by the checklist's area, the most severe first, then those with most deviations.

    `taken` are the pairs of board id and question id that an observation already rests on; they are left out. A
    grouping is as severe as its most severe question. A person decides what becomes of it.
    """
    by_area: dict[str, list[tuple[int, QuestionResult]]] = defaultdict(list)
    several_boards = False
    for result in results:
        several_boards = several_boards or len(result.by_board) > 1
        for board, counts in result.by_board.items():
            if counts.deviations and (board, result.question.id) not in taken:
                by_area[result.question.area].append((board, result))
    proposed = [_proposal(area, pairs, several_boards) for area, pairs in by_area.items()]
    return sorted(proposed, key=lambda proposal: (_rank(proposal.severity), -proposal.deviations))


def _proposal(area: str, pairs: list[tuple[int, QuestionResult]], several_boards: bool) -> Proposal:
    boards = {board for board, _ in pairs}
    return Proposal(
        area_id=area,
        board_id=boards.pop() if several_boards and len(boards) == 1 else None,
        question_ids=tuple(dict.fromkeys(result.question.id for _, result in pairs)),
        severity=worst(Severity(result.question.severity) for _, result in pairs),
        deviations=sum(result.by_board[board].deviations for board, result in pairs),
    )


def worst(severities: Iterable[Severity]) -> Severity:
    """The most severe of some; Mindre where there is none."""
    return min(severities, key=_rank, default=Severity.MINOR)


def _rank(severity: Severity) -> int:
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


def case_ids_in(text: str, case_ids: Iterable[str]) -> list[str]:
    """Those of `case_ids` that stand in `text` as words of their own, in order, whatever their case of letters.

    What is shared or compiled must not name a case. Ids shorter than `SHORTEST_CASE_ID` are not looked for.
    """
    words = text.casefold()
    return [
        case_id
        for case_id in case_ids
        if len(case_id) >= SHORTEST_CASE_ID and re.search(rf"(?<!\w){re.escape(case_id.casefold())}(?!\w)", words)
    ]


def case_id_faults(texts: Mapping[str, str], case_ids: Iterable[str]) -> list[Fault]:
    """A fault for every text (by the name of its field) that names any of `case_ids`."""
    ids = list(case_ids)
    return [
        Fault(field, f"Texten nämner ärende {named[0]}. Den ska kunna läsas av fler: skriv utan ärendenummer.")
        for field, text in texts.items()
        if (named := case_ids_in(text, ids))
    ]


def reply_faults(*, agrees: bool, text: str, measure: str, due_on: date | None, today: date) -> list[Fault]:
    """What is wrong with a unit head's reply; nothing if it can be given.

    Whoever does not agree says why. A date needs a measure to be done by then, and lies neither in the past nor
    more than ten years ahead (a slip of the pen).
    """
    faults = []
    if not agrees and not text:
        faults.append(Fault("text", "Skriv vad ni inte håller med om, och varför."))
    if due_on and not measure:
        faults.append(Fault("measure", "Skriv vilken åtgärd datumet gäller, eller ta bort datumet."))
    if due_on and due_on < today:
        said = "Datumet har redan passerat. Är åtgärden gjord, skriv det i texten och lämna datumet tomt."
        faults.append(Fault("due_on", said))
    if due_on and due_on.year > today.year + LONGEST_WAIT:
        faults.append(Fault("due_on", "Datumet ligger mer än tio år fram. Kontrollera året."))
    return faults
