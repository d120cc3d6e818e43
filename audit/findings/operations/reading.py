"""Reading: a round's compiled results, and the observations with what belongs to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.findings.models import Observation, ObservationEvidence, ObservationQuestion, Reply
from audit.findings.rules import DeviatingAnswer, MissingFiles, Proposal, QuestionResult, compiled, proposals
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.populations import populations
from audit.rounds.rules import ReplacementReason, Retrieval, Standing, Target
from checklists import Area, Question
from checklists.counting import DEVIATIONS

# Every unit that was in the sample at any time; reserves that were never called in are not.
USED = frozenset({Standing.SAMPLE, Standing.CALLED_IN, Standing.REPLACED})

# ---- Results ----------------------------------------------------------------------------------------------------


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
    of_round = reviews.reviews_of_round(session, round_id, list(names), target)
    return Results(
        board_names=names,
        signed=sum(1 for review in of_round if review.finished_at),
        reviews=len(of_round),
        areas=areas_of(round_),
        questions=tuple(compiled(questions_of(round_), list(names), counts, answers, drawn_from)),
        missing=_missing(session, round_id, names, target),
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
    in_use_but_missing = unit.standing is not Standing.REPLACED and unit.retrieval is Retrieval.MISSING
    return in_use_but_missing or unit.replacement_reason is ReplacementReason.FILE_MISSING


def deviations(session: Session, *, round_id: int, board_ids: Iterable[int]) -> list[QuestionResult]:
    """The questions with any deviation in the signed reviews of those boards, in the order of the checklist."""
    return results(session, round_=session.get_one(Round, round_id), board_ids=board_ids).deviating


def deviating_answers(
    session: Session, round_id: int, board_ids: Collection[int], target: Target = Target.BOARD
) -> list[DeviatingAnswer]:
    given = reviews.given_answers(session, round_id=round_id, board_ids=list(board_ids), target=target)
    return [
        DeviatingAnswer(one.answer_id, one.board_id, one.unit_id, one.question_id, str(one.value), one.comment)
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


# ---- Observations -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """An observation with what belongs to it: questions, chosen single answers, and the unit's replies in order."""

    observation: Observation
    question_ids: tuple[str, ...]
    answer_ids: tuple[int, ...]
    replies: tuple[Reply, ...]

    @property
    def id(self) -> int:
        return known(self.observation.id)

    @property
    def reply(self) -> Reply | None:
        """The reply that holds now."""
        return self.replies[-1] if self.replies else None


@dataclass(frozen=True)
class Placed:
    """A finding with its round, and the names of the boards that it concerns and the visitor may see."""

    finding: Finding
    round_: Round
    board_names: dict[int, str]


def observations(
    session: Session, *, round_id: int, board_ids: Iterable[int] | None = None, shared_only: bool = False
) -> list[Finding]:
    """A round's observations in the order they were written: those of the boards, and those that concern all."""
    query = select(Observation).where(Observation.round_id == round_id).order_by(col(Observation.id))
    if board_ids is not None:
        query = query.where(or_(col(Observation.board_id).is_(None), col(Observation.board_id).in_(list(board_ids))))
    if shared_only:
        query = query.where(col(Observation.shared_at).is_not(None))
    return findings_of(session, list(session.exec(query)))


def findings_of(session: Session, found: list[Observation]) -> list[Finding]:
    """The observations with what belongs to them, in the order given."""
    ids = [known(observation.id) for observation in found]
    questions: dict[int, list[str]] = defaultdict(list)
    for link in session.exec(select(ObservationQuestion).where(col(ObservationQuestion.observation_id).in_(ids))):
        questions[link.observation_id].append(link.question_id)
    answers: dict[int, list[int]] = defaultdict(list)
    for evidence in session.exec(select(ObservationEvidence).where(col(ObservationEvidence.observation_id).in_(ids))):
        answers[evidence.observation_id].append(evidence.answer_id)
    replies: dict[int, list[Reply]] = defaultdict(list)
    for reply in session.exec(select(Reply).where(col(Reply.observation_id).in_(ids)).order_by(col(Reply.number))):
        replies[reply.observation_id].append(reply)
    return [
        Finding(one, tuple(questions[known(one.id)]), tuple(answers[known(one.id)]), tuple(replies[known(one.id)]))
        for one in found
    ]


def observation_for_reader(session: Session, scope: Scope, observation_id: int) -> Placed | None:
    """The observation, if it concerns any of the boards in scope."""
    observation = session.get(Observation, observation_id)
    round_ = rounds.round_for_reader(session, scope, observation.round_id) if observation else None
    if not observation or not round_:
        return None
    concerned = None if observation.board_id is None else {observation.board_id}
    names = boards_of(session, round_id=observation.round_id, within=concerned)
    seen = {board: name for board, name in names.items() if board in scope.boards()}
    return Placed(findings_of(session, [observation])[0], round_, seen) if seen else None


def observation_for_coordinator(session: Session, scope: Scope, observation_id: int) -> Placed | None:
    """The observation, if the coordinator runs its whole round."""
    placed = observation_for_reader(session, scope, observation_id)
    runs = placed and rounds.round_for_coordinator(session, scope, placed.finding.observation.round_id)
    return placed if runs else None


def may_run(session: Session, scope: Scope, round_: Round) -> bool:
    """Whether the visitor coordinates all of the round's boards, and so may write and share as long as it stands."""
    round_id = known(round_.id)
    runs = set(boards_of(session, round_id=round_id)) <= scope.boards(Role.COORDINATOR)
    return runs and rounds.replacement_of(session, round_id) is None


def open_proposals(results: Results, findings: Iterable[Finding]) -> list[Proposal]:
    """Groupings of the deviations on which no observation rests yet."""
    taken = {
        (board, question)
        for finding in findings
        for question in finding.question_ids
        for board in results.board_names
        if finding.observation.board_id in {None, board}
    }
    return proposals(results.questions, taken=taken)


def note_answers_viewed(
    session: Session,
    *,
    stamp: Stamp,
    round_: Round,
    page: str,
    answers: Iterable[DeviatingAnswer],
) -> None:
    """Note in the journal which cases' answers a page shows, if it shows any."""
    units = sorted({answer.unit_id for answer in answers})
    if units:
        journal.record(session, stamp, "answers:viewed", known(round_.id), page=page, units=units)
