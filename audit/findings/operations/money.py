"""What a round of payments comes to in kronor, board by board."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlmodel import Session

from audit.accounts.operations import known
from audit.findings.operations.results import Results
from audit.registers.models import Frame
from audit.registers.operations import frame_amounts
from audit.registers.rules import RegisterKind
from audit.reviews import operations as reviews
from audit.reviews.operations import CountingPayment
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations import BoardPart
from audit.wording import PaidWrong, in_kronor

if TYPE_CHECKING:
    from sampling import ErrorInPayments


@dataclass(frozen=True)
class WrongPayment:
    """A payment in which something was wrong, with its id for those who may see it."""

    unit_id: str
    paid: PaidWrong
    underpaid: Decimal


@dataclass(frozen=True)
class BoardMoney:
    """A board's payments in kronor.

    `estimate` is None until every review counts, and where there was nothing to estimate from. `apart` are how many in
    the frame have no amount above 0, and `apart_amount` what they come to: they are in no estimate.
    """

    board_id: int
    board: str
    reviewed: int
    wrong: tuple[WrongPayment, ...]
    estimate: "ErrorInPayments | None"
    apart: int
    apart_amount: Decimal

    @property
    def found(self) -> Decimal:
        return sum((one.paid.error for one in self.wrong), Decimal(0))

    @property
    def underpaid(self) -> Decimal:
        return sum((one.underpaid for one in self.wrong), Decimal(0))


def money(session: Session, *, round_: Round, results: Results) -> tuple[BoardMoney, ...]:
    """What the reviewed payments of each board say in kronor; nothing for a round of anything else."""
    if round_.kind is not RegisterKind.PAYMENTS or not results.signed:
        return ()
    by_board: dict[int, list[CountingPayment]] = defaultdict(list)
    for payment in reviews.counting_payments(session, round_id=known(round_.id), board_ids=results.board_names):
        by_board[payment.board_id].append(payment)
    states = reviews.reviews_of_round(session, known(round_.id), list(results.board_names))
    waiting = {state.board_id for state in states if state.finished_at is None}
    parts = rounds.board_parts(session, known(round_.id), results.board_names)
    return tuple(
        _of_board(session, item, item.frame, by_board[item.part.board_id], done=item.part.board_id not in waiting)
        for item in parts
        if item.frame
    )


def _of_board(
    session: Session, item: BoardPart, frame: Frame, payments: list[CountingPayment], *, done: bool
) -> BoardMoney:
    left_out = set(item.left_out)
    amounts = frame_amounts(session, frame)
    drawable = {unit_id: amount for unit_id, amount in amounts.items() if unit_id not in left_out}
    apart = [amount for amount in drawable.values() if amount <= 0]
    reviewed = {one.unit_id: PaidWrong(drawable[one.unit_id], _kronor(one.overpaid)) for one in payments
                if drawable.get(one.unit_id, 0) > 0}  # fmt: skip
    others = [amount for unit_id, amount in drawable.items() if amount > 0 and unit_id not in reviewed]
    wrong = [one for one in payments if one.overpaid or one.underpaid]
    return BoardMoney(
        board_id=item.part.board_id,
        board=item.board,
        reviewed=len(payments),
        wrong=tuple(
            WrongPayment(
                one.unit_id, PaidWrong(_kronor(one.amount or 0), _kronor(one.overpaid)), _kronor(one.underpaid)
            )
            for one in wrong
        ),
        estimate=in_kronor(list(reviewed.values()), others) if done else None,
        apart=len(apart),
        apart_amount=sum(apart, Decimal(0)),
    )


def _kronor(oren: int) -> Decimal:
    return Decimal(oren).scaleb(-2)
