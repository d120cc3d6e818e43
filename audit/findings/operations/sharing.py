"""Giving the unit observations: what was given when stays on record, and what has changed since then is known."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace

from sqlmodel import Session

from audit.accounts.operations import accounts_with, known
from audit.accounts.rules import Role
from audit.findings.models import Observation, Sharing
from audit.findings.operations.reading import Finding, findings_of, told_of
from audit.findings.operations.results import Results, boards_of, results
from audit.findings.operations.writing import held
from audit.findings.rules import (
    AlreadySharedError,
    CountChange,
    Counted,
    QuestionResult,
    as_counts,
    as_kept,
    changed_counts,
)
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.rounds.models import Round
from audit.rounds.rules import Fault, InputError


@dataclass(frozen=True)
class Recipient:
    """A board whose unit heads will see the chosen observations: their names, and how many observations it is."""

    board_name: str
    unit_heads: tuple[str, ...]
    observations: int


def recipients(session: Session, *, round_: Round, findings: Collection[Finding]) -> list[Recipient]:
    """Who will see the observations once they are shared, board by board."""
    found = []
    for board, name in boards_of(session, round_id=known(round_.id)).items():
        concerning = sum(1 for finding in findings if finding.observation.board_id in {None, board})
        heads = accounts_with(session, role=Role.UNIT_HEAD, board_ids=[board])
        if concerning:
            found.append(Recipient(name, tuple(head.name for head in heads), concerning))
    return found


def share(session: Session, *, stamp: Stamp, round_: Round, observation_ids: Iterable[int]) -> int:
    """Give the unit the observations, which can't be taken back; how many they are.

    AlreadySharedError if any of them is removed, or shared already as it stands: then none is.
    """
    chosen = sorted(set(observation_ids))
    if not chosen:
        raise InputError([Fault("observations", "Kryssa för minst en iakttagelse att dela.")])
    observations = [held(session, one) for one in chosen]
    if any(one.round_id != round_.id for one in observations):
        raise InputError([Fault("observations", "Iakttagelsen hör till en annan omgång.")])
    found = results(session, round_=round_, board_ids=boards_of(session, round_id=known(round_.id)))
    for finding in findings_of(session, observations):
        if finding.sharing and not may_be_shared(found, finding):
            raise AlreadySharedError
        _share(session, stamp, finding, found)
    return len(chosen)


def _share(session: Session, stamp: Stamp, finding: Finding, found: Results) -> None:
    observation, number = finding.observation, len(finding.sharings) + 1
    session.add(
        Sharing(
            observation_id=finding.id,
            number=number,
            told=asdict(told_of(observation)),
            question_ids=list(finding.question_ids),
            counts=as_kept(counts_behind(found, finding)),
            shared_at=stamp.at,
            shared_by=stamp.actor,
        )
    )
    observation.shared_at = stamp.at
    session.add(observation)
    boards = _concerned(observation, found)
    heads = accounts_with(session, role=Role.UNIT_HEAD, board_ids=boards)
    journal.record(
        session,
        stamp,
        "observation:shared",
        finding.id,
        boards=boards,
        to=[head.id for head in heads],
        **({"number": number} if number > 1 else {}),
    )
    mail.notify(session, stamp=stamp, account_ids=[known(head.id) for head in heads], kind=NoticeKind.SHARED)


def _concerned(observation: Observation, found: Results) -> list[int]:
    return list(found.board_names) if observation.board_id is None else [observation.board_id]


# ---- What has changed since -------------------------------------------------------------------------------------


def counts_behind(found: Results, finding: Finding) -> Counted:
    """The counts of the questions that an observation rests on, for the boards that it concerns, as they are now."""
    boards = _concerned(finding.observation, found)
    return {
        (board, one.question.id): counts
        for one in found.questions
        if one.question.id in finding.question_ids
        for board, counts in one.by_board.items()
        if board in boards
    }


def count_changes(found: Results, finding: Finding) -> list[CountChange]:
    """What is no longer as it was when the observation was shared, of the boards whose results are at hand."""
    if finding.sharing is None:
        return []
    then = {key: counts for key, counts in as_counts(finding.sharing.counts).items() if key[0] in found.board_names}
    now = {(board, one.question.id): counts for one in found.questions for board, counts in one.by_board.items()}
    return changed_counts(then, now)


def may_be_shared(found: Results, finding: Finding) -> bool:
    """Whether there is anything to give the unit: it is not shared, or not as it stands now."""
    return finding.sharing is None or finding.changed or bool(count_changes(found, finding))


def as_shared(finding: Finding, found: Iterable[QuestionResult]) -> list[QuestionResult]:
    """The results with the counts that the unit was given, without any answer; as they are where none were kept."""
    then = as_counts(finding.sharing.counts) if finding.sharing else {}
    return [
        replace(
            one,
            by_board={board: then.get((board, one.question.id), now) for board, now in one.by_board.items()},
            answers=(),
        )
        for one in found
        if not then or any((board, one.question.id) in then for board in one.by_board)
    ]
