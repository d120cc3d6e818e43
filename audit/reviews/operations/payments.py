"""A payment's review: by how much the payment was wrong, and what the register says of the case that it belongs to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import object_session
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.reviews.models import BlindPair, PaymentError, Review, Settlement
from audit.reviews.operations.answers import Whole, require_open
from audit.reviews.operations.cases import Case
from audit.reviews.rules import PROTECTED, RegisterFact, register_facts
from audit.reviews.rules.payments import AMOUNT, amount_lack, from_answer, overpaid_fault, settled_clash
from audit.reviews.rules.states import Seat
from audit.rounds.models import SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.rules import Target

CASE_COLUMN = "arende_id"
COLLISION = "Beloppen ändrades i ett annat fönster. Läs dem som nu är sparade, och spara dina igen om de ska gälla."


class AmountError(Exception):
    """Amounts that can't be kept: the field, and why in words."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def error_of(session: Session, review_id: int) -> PaymentError | None:
    """By how much the payment was wrong, as it was last said."""
    query = select(PaymentError).where(PaymentError.review_id == review_id).order_by(col(PaymentError.number).desc())
    return session.exec(query.limit(1)).first()


def say_error(session: Session, *, stamp: Stamp, case: Case, overpaid: int, underpaid: int, seen: int) -> None:
    """Say by how many öre the payment was wrong. `seen` is the number of what the form was shown with (0: none).

    Raises AmountError, or ReviewClosedError where the review takes nothing more.
    """
    require_open(session, stamp, case.review)
    if fault := overpaid_fault(overpaid, amount_of(case.content)):
        raise AmountError("overpaid", fault)
    latest = error_of(session, known(case.review.id))
    number = latest.number if latest else 0
    if latest and (latest.overpaid, latest.underpaid) == (overpaid, underpaid):
        return
    if number != seen:
        raise AmountError("overpaid", COLLISION)
    session.add(
        PaymentError(
            review_id=known(case.review.id),
            number=number + 1,
            overpaid=overpaid,
            underpaid=underpaid,
            given_by=stamp.actor,
            given_at=stamp.at,
        )
    )
    session.flush()
    journal.record(session, stamp, "payment:error_told", known(case.review.id), overpaid=overpaid, underpaid=underpaid)


def amount_of(content: Mapping[str, Any]) -> int | None:
    """The payment's amount in öre; None where the register has none."""
    amount = content.get("belopp")
    return None if amount is None else int(Decimal(str(amount)).scaleb(2))


def lack_in_kronor(session: Session, *, review: Review, kind: RegisterKind, now: Whole) -> str | None:
    """What a payment's review lacks in kronor before it can be signed; never anything of a review of something else."""
    if kind is not RegisterKind.PAYMENTS:
        return None
    said = error_of(session, known(review.id))
    return amount_lack(now.concern.answers.values(), given=(said.overpaid, said.underpaid) if said else None)


def clash_in_kronor(session: Session, pair: BlindPair, question_id: str, value: str) -> str | None:
    """Why two who differ can't come to that: an amount in error would hold although no answer deviates."""
    query = select(Settlement).where(Settlement.pair_id == pair.id, col(Settlement.settled_at).is_not(None))
    settled = {one.question_id: one.value for one in session.exec(query)}
    return settled_clash(pair.answers, settled, settling=(question_id, value))


@dataclass(frozen=True)
class Behind:
    """What stands beside a payment: its case, if a register holds it, and by how much it was said to be wrong."""

    known: bool
    protected: bool
    facts: tuple[RegisterFact, ...]
    error: PaymentError | None
    may_tell: bool


def behind(case: Case) -> Behind | None:
    """The case and its decision behind a payment; None where anything else is reviewed."""
    session = object_session(case.review)
    if case.round_.kind is not RegisterKind.PAYMENTS or not isinstance(session, Session):
        return None
    content = _case_content(session, case)
    return Behind(
        known=content is not None,
        protected=content is not None and content.get(PROTECTED) is True,
        facts=register_facts(RegisterKind.CASES, content or {}),
        error=error_of(session, known(case.review.id)),
        may_tell=case.counts and case.review.signed_at is None and not case.replaced,
    )


def _case_content(session: Session, case: Case) -> Mapping[str, Any] | None:
    """What the newest case register of the board says of the case; None where none holds it."""
    query = (
        select(RegisterUnit.content)
        .join(RegisterExtract, col(RegisterExtract.id) == col(RegisterUnit.extract_id))
        .where(
            RegisterExtract.kind == RegisterKind.CASES,
            RegisterUnit.board_id == case.review.board_id,
            RegisterUnit.unit_id == str(case.content.get(CASE_COLUMN) or ""),
        )
        .order_by(col(RegisterUnit.extract_id).desc())
    )
    return session.exec(query.limit(1)).first()


@dataclass(frozen=True)
class CountingPayment:
    """A payment whose review counts: its amount and by how much it was wrong, in öre."""

    board_id: int
    unit_id: str
    amount: int | None
    overpaid: int
    underpaid: int


def counting_payments(session: Session, *, round_id: int, board_ids: Iterable[int]) -> list[CountingPayment]:
    """The payments of the boards' own samples whose reviews count. What nothing was said of is not wrong.

    Where two had said different amounts it is what they came to.
    """
    query = (
        select(Review, SampleUnit.unit_id, RegisterUnit.content)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(RegisterUnit, col(RegisterUnit.id) == col(SampleUnit.register_unit_id))
        .where(
            Review.round_id == round_id,
            Review.seat == Seat.FIRST,
            col(Review.board_id).in_(list(board_ids)),
            col(Review.finished_at).is_not(None),
            col(SampleUnit.standing).in_(IN_USE),
            SampleUnit.target == Target.BOARD,
        )
        .order_by(col(SampleUnit.board_id), col(SampleUnit.position))
    )
    rows = session.exec(query).all()
    ids = [known(review.id) for review, *_ in rows]
    said = errors_of(session, ids) | _settled(session, ids)
    return [
        CountingPayment(review.board_id, unit_id, amount_of(content), *said.get(known(review.id), (0, 0)))
        for review, unit_id, content in rows
    ]


def errors_of(session: Session, review_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Too much and too little, in öre, as it was last said in each of the reviews where anything was."""
    query = (
        select(PaymentError).where(col(PaymentError.review_id).in_(list(review_ids))).order_by(col(PaymentError.number))
    )
    return {one.review_id: (one.overpaid, one.underpaid) for one in session.exec(query)}


def _settled(session: Session, review_ids: list[int]) -> dict[int, tuple[int, int]]:
    """What two who had said different amounts came to, by the first review."""
    query = (
        select(BlindPair.first_id, Settlement.value)
        .join(Settlement, col(Settlement.pair_id) == col(BlindPair.id))
        .where(
            col(BlindPair.first_id).in_(review_ids),
            col(BlindPair.ended_at).is_(None),
            Settlement.question_id == AMOUNT,
            col(Settlement.settled_at).is_not(None),
        )
    )
    return {review_id: from_answer(value) for review_id, value in session.exec(query)}
