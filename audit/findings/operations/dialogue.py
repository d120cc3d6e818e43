"""The talk with the unit: noting meetings, and the unit heads' replies."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from audit.accounts.operations import accounts_with, known
from audit.accounts.rules import Role, Scope
from audit.findings.models import Meeting, Observation, Reply, Sharing
from audit.findings.operations.reading import Finding, Placed, findings_of
from audit.findings.operations.results import boards_of
from audit.findings.operations.writing import case_ids_of
from audit.findings.rules import Stance, case_id_faults, reply_faults
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.rounds import operations as rounds
from audit.rounds.models import Round, RoundBoard
from audit.rounds.rules import Fault, InputError, refuse_if

# ---- Meetings ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Talk:
    """A meeting as it is noted: the day, the roles present, what was taken up."""

    held_on: date
    participants: str
    notes: str = ""


@dataclass(frozen=True)
class Held:
    """A meeting with its round."""

    meeting: Meeting
    round_: Round


def meetings(session: Session, *, round_id: int) -> list[Meeting]:
    """The meetings about a round, oldest first."""
    query = select(Meeting).where(Meeting.round_id == round_id)
    return list(session.exec(query.order_by(col(Meeting.held_on), col(Meeting.id))))


def meeting_for_coordinator(session: Session, scope: Scope, meeting_id: int) -> Held | None:
    """The meeting, if the coordinator runs its round."""
    meeting = session.get(Meeting, meeting_id)
    round_ = rounds.round_for_coordinator(session, scope, meeting.round_id) if meeting else None
    return Held(meeting, round_) if meeting and round_ else None


def add_meeting(session: Session, *, stamp: Stamp, round_: Round, talk: Talk) -> Meeting:
    """Note a meeting. InputError for a day that hasn't come yet, or a text that names a case; StageError where the
    round has been replaced."""
    _check_talk(session, stamp, round_, talk)
    meeting = Meeting(
        round_id=known(round_.id),
        held_on=talk.held_on,
        participants=talk.participants,
        notes=talk.notes,
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(meeting)
    session.flush()
    journal.record(session, stamp, "meeting:noted", known(meeting.id), round_id=round_.id, held_on=talk.held_on)
    return meeting


def change_meeting(session: Session, *, stamp: Stamp, held: Held, talk: Talk) -> None:
    """Correct what was noted; the journal keeps what it said before. The faults are those of `add_meeting`."""
    _check_talk(session, stamp, held.round_, talk)
    before = held.meeting.model_dump(include={"held_on", "participants", "notes"})
    held.meeting.held_on, held.meeting.participants, held.meeting.notes = talk.held_on, talk.participants, talk.notes
    journal.record(session, stamp, "meeting:changed", known(held.meeting.id), before=before)


def _check_talk(session: Session, stamp: Stamp, round_: Round, talk: Talk) -> None:
    rounds.require_standing(session, known(round_.id))
    texts = {"participants": talk.participants, "notes": talk.notes}
    faults = case_id_faults(texts, case_ids_of(session, round_))
    if talk.held_on > stamp.day:
        faults.append(Fault("held_on", "Dagen har inte varit än. Anteckna samtalet när det har hållits."))
    refuse_if(faults)


# ---- Replies ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GivenReply:
    """What a unit head answers: agrees or not, in words, what is wrong in fact, what will be done by whom and when."""

    stance: Stance
    text: str = ""
    correction: str = ""
    measure: str = ""
    responsible: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class SharedRound:
    """A round's observations that have been shared with somebody's boards."""

    round_: Round
    findings: tuple[Finding, ...]


def shared_with(session: Session, *, board_ids: Collection[int]) -> list[SharedRound]:
    """Everything that has been shared with the boards, the newest round first, in the order it was written."""
    with_boards = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(list(board_ids)))
    concerned = or_(
        col(Observation.board_id).in_(list(board_ids)),
        col(Observation.board_id).is_(None) & col(Observation.round_id).in_(with_boards),
    )
    query = (
        select(Round, Observation)
        .join(Observation, col(Observation.round_id) == col(Round.id))
        .where(col(Observation.shared_at).is_not(None), concerned)
        .order_by(col(Round.year).desc(), col(Round.id).desc(), col(Observation.id))
    )
    by_round: dict[int, tuple[Round, list[Observation]]] = {}
    for round_, observation in session.exec(query):
        by_round.setdefault(known(round_.id), (round_, []))[1].append(observation)
    return [SharedRound(round_, tuple(findings_of(session, found))) for round_, found in by_round.values()]


def observation_for_unit_head(session: Session, scope: Scope, observation_id: int) -> Placed | None:
    """The observation, if it has been shared and concerns any of the boards in scope."""
    observation = session.get(Observation, observation_id)
    if observation is None or observation.shared_at is None:
        return None
    names = boards_of(session, round_id=observation.round_id, within=scope.boards())
    if observation.board_id is not None:
        names = {board: name for board, name in names.items() if board == observation.board_id}
    if not names:
        return None
    return Placed(findings_of(session, [observation])[0], session.get_one(Round, observation.round_id), names)


def reply(session: Session, *, stamp: Stamp, observation_id: int, given: GivenReply) -> Reply:
    """Note the unit's reply. Earlier replies stay; InputError names the fields where it can't be given so."""
    # Held while the next number is found, so that two unit heads answering at once get one each.
    held = select(Observation).where(Observation.id == observation_id).with_for_update()
    observation = session.exec(held.execution_options(populate_existing=True)).one()
    rounds.require_standing(session, observation.round_id)
    if observation.shared_at is None:
        raise InputError([Fault("text", "Iakttagelsen är inte delad med enheten.")])
    refuse_if(reply_faults(**asdict(given), today=stamp.day))
    earlier = session.exec(select(Reply).where(Reply.observation_id == observation_id)).all()
    shared = session.exec(select(func.max(Sharing.number)).where(Sharing.observation_id == observation_id)).one()
    answer = Reply(
        observation_id=observation_id,
        number=len(earlier) + 1,
        sharing=shared or 1,
        **asdict(given),
        replied_at=stamp.at,
        replied_by=stamp.actor,
    )
    session.add(answer)
    session.flush()
    told = {"observation_id": observation_id, "number": answer.number, "stance": answer.stance}
    journal.record(session, stamp, "reply:given", known(answer.id), **told)
    coordinators = accounts_with(
        session, role=Role.COORDINATOR, board_ids=boards_of(session, round_id=observation.round_id)
    )
    mail.notify(session, stamp=stamp, account_ids=[known(one.id) for one in coordinators], kind=NoticeKind.REPLIED)
    return answer


def unanswered(session: Session, *, board_ids: Collection[int]) -> int:
    """How many observations in standing rounds the boards' unit has been given and has not answered."""
    if not board_ids:
        return 0
    return sum(
        finding.awaits_reply
        for shared in shared_with(session, board_ids=board_ids)
        for finding in shared.findings
        if rounds.replacement_of(session, known(shared.round_.id)) is None
    )


@dataclass(frozen=True)
class Promise:
    """Something that the unit has said is done by a day that has passed, in the answer that holds."""

    observation_id: int
    title: str
    measure: str
    due_on: date


def promises_late(session: Session, *, board_ids: Collection[int], today: date) -> list[Promise]:
    """What the boards' unit should have done by now by its own word, in the latest year that has been talked over.

    A later answer takes the place of an earlier one.
    """
    if not board_ids:
        return []
    every = shared_with(session, board_ids=board_ids)
    latest = max((shared.round_.year for shared in every), default=0)
    found = [
        Promise(finding.id, finding.told.title, finding.reply.measure, finding.reply.due_on)
        for shared in every
        if shared.round_.year == latest
        for finding in shared.findings
        if finding.reply and finding.reply.due_on and finding.reply.due_on < today
    ]
    return sorted(found, key=lambda one: one.due_on)
