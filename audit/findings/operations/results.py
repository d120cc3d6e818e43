"""Reading: what a round's signed reviews say of every question, for some of its boards."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from audit.accounts.operations import board_names, known
from audit.findings.rules import DeviatingAnswer, MissingFiles, QuestionResult, compiled
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.operations.populations import populations
from audit.rounds.rules import ReplacementReason, Retrieval, Standing, Target
from checklists import Area, Question
from checklists.counting import DEVIATIONS

# Every unit that was in the sample at any time; reserves that were never called in are not.
USED = frozenset({Standing.SAMPLE, Standing.CALLED_IN, Standing.REPLACED, Standing.SET_ASIDE})


@dataclass(frozen=True)
class Results:
    """A round's results for some of its boards: each question in order, how many reviews are signed, what was lost.

    `missing` are, for each board where any was looked for in vain, the case ids of those files.
    """

    board_names: dict[int, str]
    signed: int
    reviews: int
    areas: tuple[Area, ...]
    questions: tuple[QuestionResult, ...]
    missing: dict[int, MissingFiles]
    signed_by_board: Mapping[int, int] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        """Whether every review is signed, so that the figures stand."""
        return self.signed == self.reviews

    @property
    def deviating(self) -> list[QuestionResult]:
        return [result for result in self.questions if result.total.deviations]


def results(session: Session, *, round_: Round, board_ids: Iterable[int], target: Target = Target.BOARD) -> Results:
    """What the signed reviews say of every question of the round, for those of its boards that are in `board_ids`.

    They are those of the boards' own samples; a targeted one is asked for by itself.
    """
    round_id = known(round_.id)
    names = boards_of(session, round_id=round_id, within=set(board_ids))
    counts = reviews.counts(session, round_id=round_id, board_ids=list(names), target=target)
    answers = deviating_answers(session, round_id, names, target)
    drawn_from = populations(session, round_id=round_id, board_ids=names, target=target)
    of_round = reviews.standing_reviews(session, round_id, names, target)
    signed = Counter(review.board_id for review in of_round if review.finished)
    return Results(
        board_names=names,
        signed=signed.total(),
        reviews=len(of_round),
        areas=areas_of(round_),
        questions=tuple(compiled(questions_of(round_), list(names), counts, answers, drawn_from)),
        missing=_missing(session, round_id, names, target),
        signed_by_board=signed,
    )


def _missing(session: Session, round_id: int, board_ids: Collection[int], target: Target) -> dict[int, MissingFiles]:
    found: dict[int, MissingFiles] = {}
    units = [unit for unit in rounds.sample(session, round_id, board_ids, target) if unit.standing in USED]
    for board in board_ids:
        of_board = [unit for unit in units if unit.board_id == board]
        lost = tuple(unit.unit_id for unit in of_board if _is_lost(unit))
        if lost:
            found[board] = MissingFiles(lost, len(of_board))
    return found


def _is_lost(unit: SampleUnit) -> bool:
    in_use_but_missing = unit.standing in IN_USE and unit.retrieval is Retrieval.MISSING
    return in_use_but_missing or unit.replacement_reason is ReplacementReason.FILE_MISSING


def deviations(session: Session, *, round_id: int, board_ids: Iterable[int]) -> list[QuestionResult]:
    """The questions with any deviation in the signed reviews of those boards, in the order of the checklist."""
    return results(session, round_=session.get_one(Round, round_id), board_ids=board_ids).deviating


def deviating_answers(
    session: Session,
    round_id: int,
    board_ids: Collection[int],
    target: Target = Target.BOARD,
    question_id: str | None = None,
) -> list[DeviatingAnswer]:
    """Every Delvis and Nej in the round's signed reviews of those boards, to all questions or to one."""
    given = reviews.given_answers(
        session, round_id=round_id, board_ids=list(board_ids), target=target, question_id=question_id
    )
    return [
        DeviatingAnswer(
            one.answer_id, one.board_id, one.unit_id, one.question_id, str(one.value), one.comment, one.review_id
        )
        for one in given
        if one.signed and one.value in DEVIATIONS
    ]


def areas_of(round_: Round) -> tuple[Area, ...]:
    """The areas of the checklist that the round reviews, in order; none for a round on paper."""
    return tuple(part.area for part in reviews.areas_of(round_)) if round_.checklist else ()


def questions_of(round_: Round) -> list[Question]:
    """The questions that the round reviews, in order; none for a round on paper."""
    if not round_.checklist:
        return []
    return [question for part in reviews.areas_of(round_) for question in part.questions]


def boards_of(session: Session, *, round_id: int, within: Collection[int] | None = None) -> dict[int, str]:
    """The names of the round's boards (of those `within`, if given) by id, in the order of their names."""
    taking_part = {part.board_id for part in rounds.parts(session, round_id)}
    names = board_names(session)
    return {
        board: name for board, name in names.items() if board in taking_part and (within is None or board in within)
    }


def note_answers_viewed(
    session: Session,
    *,
    stamp: Stamp,
    round_: Round,
    page: str,
    answers: Iterable[DeviatingAnswer],
) -> None:
    """Note in the journal which cases' answers a page shows, if it shows any."""
    seen = list(answers)
    units, boards = sorted({answer.unit_id for answer in seen}), sorted({answer.board_id for answer in seen})
    if units:
        journal.record(session, stamp, "answers:viewed", known(round_.id), page=page, units=units, boards=boards)
