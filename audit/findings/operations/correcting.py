"""What the unit says is wrong in fact, and what the coordinator makes of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import accounts_with, known
from audit.accounts.rules import Role, Scope
from audit.findings.models import CorrectionAnswer, CorrectionRuling, Observation, Reply
from audit.findings.operations.reading import Placed, observation_for_coordinator
from audit.findings.operations.results import results
from audit.findings.operations.writing import case_ids_of
from audit.findings.rules import DeviatingAnswer, Ruling, case_id_faults, ruling_faults
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.operations import ReviewClosedError
from audit.rounds import operations as rounds
from audit.rounds.models import Round, RoundBoard
from audit.rounds.rules import Fault, InputError, refuse_if


class AlreadyRuledError(Exception):
    """Somebody has ruled on it already."""


@dataclass(frozen=True)
class Correction:
    """A reply that says what is wrong in fact, with the observation and the ruling, if there is any."""

    reply: Reply
    placed: Placed
    ruling: CorrectionRuling | None


@dataclass(frozen=True)
class GivenRuling:
    """What the coordinator makes of a correction, why, and which answers are to be judged again."""

    ruling: Ruling
    reason: str
    answer_ids: tuple[int, ...] = ()


def correction_for_coordinator(session: Session, scope: Scope, reply_id: int) -> Correction | None:
    """The correction, if the coordinator runs the whole round."""
    reply = session.get(Reply, reply_id)
    placed = observation_for_coordinator(session, scope, reply.observation_id) if reply and reply.correction else None
    return Correction(reply, placed, placed.finding.rulings.get(reply_id)) if reply and placed else None


def answers_behind(session: Session, *, placed: Placed) -> list[DeviatingAnswer]:
    """The deviating answers, as they stand now, to the questions that the observation rests on."""
    found = results(session, round_=placed.round_, board_ids=placed.board_names).questions
    return [answer for one in found if one.question.id in placed.finding.question_ids for answer in one.answers]


def rule_on(session: Session, *, stamp: Stamp, correction: Correction, given: GivenRuling) -> CorrectionRuling:
    """Rule on what the unit says is wrong in fact. Where it is accepted and the files are to be reviewed again, their
    reviews are opened with the reason and a remark at each question.

    InputError names the fields where it can't be ruled so, AlreadyRuledError where somebody has.
    """
    placed, reply = correction.placed, correction.reply
    rounds.require_standing(session, known(placed.round_.id))
    session.exec(select(Reply).where(Reply.id == reply.id).with_for_update()).one()
    if session.exec(select(CorrectionRuling).where(CorrectionRuling.reply_id == reply.id)).first():
        raise AlreadyRuledError
    faults = ruling_faults(given.ruling, reason=given.reason, answers=len(given.answer_ids))
    refuse_if(faults + case_id_faults({"reason": given.reason}, case_ids_of(session, placed.round_)))
    ruling = CorrectionRuling(
        reply_id=known(reply.id), ruling=given.ruling, reason=given.reason, ruled_at=stamp.at, ruled_by=stamp.actor
    )
    session.add(ruling)
    session.flush()
    chosen = _chosen(session, placed, given)
    session.add_all(CorrectionAnswer(ruling_id=known(ruling.id), answer_id=one.answer_id) for one in chosen)
    _send_back(session, stamp, reply, given, chosen)
    journal.record(
        session,
        stamp,
        "correction:ruled",
        known(ruling.id),
        reply_id=reply.id,
        ruling=given.ruling,
        answers=[one.answer_id for one in chosen],
    )
    heads = accounts_with(session, role=Role.UNIT_HEAD, board_ids=placed.board_names)
    mail.notify(session, stamp=stamp, account_ids=[known(head.id) for head in heads], kind=NoticeKind.RULED)
    return ruling


def _chosen(session: Session, placed: Placed, given: GivenRuling) -> list[DeviatingAnswer]:
    if not given.answer_ids:
        return []
    chosen = [one for one in answers_behind(session, placed=placed) if one.answer_id in given.answer_ids]
    if len(chosen) < len(set(given.answer_ids)):
        raise InputError([Fault("answers", "Ett svar har ändrats sedan sidan öppnades. Välj svaren igen.")])
    return chosen


def _send_back(
    session: Session, stamp: Stamp, reply: Reply, given: GivenRuling, chosen: Collection[DeviatingAnswer]
) -> None:
    by_review: dict[int, list[DeviatingAnswer]] = defaultdict(list)
    for answer in chosen:
        by_review[answer.review_id].append(answer)
    remark = f"Enheten säger att något är fel i sak: »{reply.correction}«\nSamordnaren: {given.reason}"
    for review_id, answers in by_review.items():
        try:
            reviews.send_back(
                session,
                stamp=stamp,
                review=session.get_one(Review, review_id),
                remarks={answer.question_id: remark for answer in answers},
                reason=f"Enheten har påpekat ett sakfel. {given.reason}",
            )
        except ReviewClosedError as error:
            raise InputError([Fault("answers", f"{answers[0].unit_id}: {error}")]) from error


# ---- What waits -------------------------------------------------------------------------------------------------


def corrections_waiting(session: Session, *, board_ids: Collection[int]) -> list[tuple[Reply, Observation, Round]]:
    """What the unit says is wrong in fact, in standing rounds of which all boards are among these, and that nobody
    has ruled on; the oldest first."""
    others = select(RoundBoard.round_id).where(col(RoundBoard.board_id).not_in(list(board_ids)))
    query = (
        select(Reply, Observation, Round)
        .join(Observation, col(Observation.id) == col(Reply.observation_id))
        .join(Round, col(Round.id) == col(Observation.round_id))
        .where(
            Reply.correction != "",
            col(Reply.id).not_in(select(CorrectionRuling.reply_id)),
            col(Round.id).not_in(others),
            rounds.standing(),
        )
        .order_by(col(Reply.id))
    )
    return list(session.exec(query)) if board_ids else []
