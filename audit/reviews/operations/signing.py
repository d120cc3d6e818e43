"""Signing a review when nothing is missing, opening it again, and sending it back with remarks at its questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.models import Account
from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.reviews.models import Answer, AnswerVersion, Remark, Reopening, Review
from audit.reviews.operations.answers import answers_of, require_open, whole, write
from audit.reviews.operations.cases import Case, of_board, own_open
from audit.reviews.operations.pairing import pair_up, part
from audit.reviews.operations.payments import lack_in_kronor
from audit.reviews.operations.states import allow, arrive, held_file
from audit.reviews.rules import NOT_APPLICABLE, Content, Given, Missing
from audit.reviews.rules.states import Action
from audit.rounds import operations as rounds
from audit.rounds.models import Round


class IncompleteError(Exception):
    """A review that can't be signed yet, and what it lacks."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(f"{len(missing)} questions are not answered")
        self.missing = missing


class AmountMissingError(Exception):
    """A payment's review whose amount in error doesn't go with its answers; the message says why, in Swedish."""


# ---- Signing ----------------------------------------------------------------------------------------------------


def sign_off(session: Session, *, stamp: Stamp, review: Review) -> None:
    """Sign the review, which closes it. Raises IncompleteError or AmountMissingError while anything is missing, else
    ReviewClosedError.

    What does not concern the case and has no answer becomes Ej aktuellt, by the rule: every question of every reviewed
    unit is counted. If it is the last of a file that two review, their answers are set side by side.
    """
    held = held_file(session, review)
    require_open(session, stamp, held)
    now = whole(session, review=held)
    if now.lacking:
        raise IncompleteError(now.lacking)
    if words := lack_in_kronor(session, review=held, kind=session.get_one(Round, held.round_id).kind, now=now):
        raise AmountMissingError(words)
    passage = allow(session, stamp, held, Action.SIGN)
    for name in now.concern.folded:
        if name not in now.concern.answers:
            given = Given(name, NOT_APPLICABLE)
            write(session, stamp, held, now.answers.get(name), given, by_rule=True)
    held.signed_at, held.signed_by = stamp.at, stamp.actor
    session.add(held)
    session.flush()
    pair_up(session, stamp=stamp, review=held)
    arrive(session, stamp, passage)
    journal.record(session, stamp, "review:signed", known(held.id))


# ---- Opening again ----------------------------------------------------------------------------------------------


def reopen(session: Session, *, stamp: Stamp, review: Review, reason: str) -> None:
    """Void the signature, so that the reviewer can change the answers. What they stood at is kept.

    Raises ReviewClosedError where it can't be opened.
    """
    _open_again(session, stamp, review, Action.REOPEN, reason, {})


def send_back(session: Session, *, stamp: Stamp, review: Review, remarks: Mapping[str, str], reason: str = "") -> None:
    """Open a signed review again with remarks (by question), which its reviewer resolves one by one.

    `reason` is why, where more is to be said than how many they are. Raises ReviewClosedError where it can't be sent
    back, ValueError without remarks.
    """
    if not remarks:
        raise ValueError("nothing is remarked")
    words = "Återlämnad med en anmärkning" if len(remarks) == 1 else f"Återlämnad med {len(remarks)} anmärkningar"
    _open_again(session, stamp, review, Action.SEND_BACK, f"{words}. {reason}".strip(), remarks)


def _open_again(
    session: Session, stamp: Stamp, review: Review, action: Action, reason: str, remarks: Mapping[str, str]
) -> None:
    rounds.require_standing(session, review.round_id)
    held = held_file(session, review)
    passage = allow(session, stamp, held, action, coordinator=True)
    before = answers_of(session, known(held.id))
    kept = Reopening(
        review_id=known(held.id),
        reason=reason,
        reopened_by=stamp.actor,
        reopened_at=stamp.at,
        signed_at=held.signed_at,
        signed_by=held.signed_by,
        versions={question: answer.version for question, answer in before.items()},
    )
    session.add(kept)
    held.signed_at = held.signed_by = None
    for answer in before.values():
        if answer.by_rule:
            write(session, stamp, held, answer, Given(answer.question_id, None))
    part(session, stamp=stamp, review=held)
    for question, text in remarks.items():
        session.add(
            Remark(review_id=known(held.id), question_id=question, text=text, made_by=stamp.actor, made_at=stamp.at)
        )
    arrive(session, stamp, passage)
    _tell(session, stamp, held, kept, remarks)


def _tell(session: Session, stamp: Stamp, review: Review, kept: Reopening, remarks: Mapping[str, str]) -> None:
    journal.record(
        session,
        stamp,
        "review:sent_back" if remarks else "review:reopened",
        known(review.id),
        signed_at=kept.signed_at.isoformat() if kept.signed_at else None,
        signed_by=kept.signed_by,
        **({"questions": sorted(remarks)} if remarks else {}),
    )
    if review.reviewer_id:
        mail.notify(session, stamp=stamp, account_ids=[review.reviewer_id], kind=NoticeKind.RETURNED)


def resolve(session: Session, *, stamp: Stamp, remark: Remark, resolution: str) -> None:
    """Say what was done about a remark. Raises ReviewClosedError unless the review is one's own and still open."""
    review = held_file(session, session.get_one(Review, remark.review_id))
    session.refresh(remark)
    if remark.resolved_at is not None:
        return
    passage = allow(session, stamp, review, Action.RESOLVE)
    remark.resolution, remark.resolved_by, remark.resolved_at = resolution, stamp.actor, stamp.at
    session.add(remark)
    arrive(session, stamp, passage)
    journal.record(session, stamp, "remark:resolved", known(remark.id), review=review.id, question=remark.question_id)


# ---- Reading ----------------------------------------------------------------------------------------------------


def reopenings(session: Session, review_id: int) -> list[tuple[Reopening, str]]:
    """Every reopening of the review with the name of the one who did it, in order."""
    query = (
        select(Reopening, Account.name)
        .join(Account, col(Account.id) == col(Reopening.reopened_by))
        .where(Reopening.review_id == review_id)
        .order_by(col(Reopening.id))
    )
    return list(session.exec(query))


def remarks_of(session: Session, review_id: int) -> list[Remark]:
    """Every remark on the review, in the order it was made."""
    return list(session.exec(select(Remark).where(Remark.review_id == review_id).order_by(col(Remark.id))))


def own_remark(session: Session, scope: Scope, review_id: int, remark_id: int) -> Remark | None:
    """A remark on a review that is one's own and open."""
    remark = session.get(Remark, remark_id)
    mine = remark and remark.review_id == review_id and own_open(session, scope, review_id)
    return remark if mine else None


@dataclass(frozen=True)
class Earlier:
    """A review as it stood when it was opened again: what its answers were then, by question."""

    case: Case
    reopening: Reopening
    answers: Mapping[str, Content]


def earlier(session: Session, scope: Scope, review_id: int, reopening_id: int) -> Earlier | None:
    """How the review stood then, for its reviewer and the coordinator."""
    kept = session.get(Reopening, reopening_id)
    if kept is None or kept.review_id != review_id:
        return None
    case = own_open(session, scope, review_id) or of_board(session, scope, review_id)
    return Earlier(case, kept, _versions(session, review_id, kept.versions)) if case else None


def _versions(session: Session, review_id: int, versions: Mapping[str, int]) -> dict[str, Content]:
    query = (
        select(Answer.question_id, AnswerVersion)
        .join(AnswerVersion, col(AnswerVersion.answer_id) == col(Answer.id))
        .where(Answer.review_id == review_id)
    )
    return {
        question: Content(one.value, one.comment, one.evidence, one.reason)
        for question, one in session.exec(query)
        if versions.get(question) == one.version
    }
