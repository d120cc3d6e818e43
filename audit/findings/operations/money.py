"""What a round of payments comes to in kronor, board by board."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlmodel import Session

from audit.accounts.operations import board_names, known
from audit.findings.operations.results import Results
from audit.registers.models import Frame
from audit.registers.operations import frame_amounts
from audit.registers.rules import RegisterKind
from audit.reviews import operations as reviews
from audit.reviews.operations import CountingPayment
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations import BoardPart
from audit.web.formats import counted
from audit.wording import Hit, PaidWrong, by_amount, by_amount_said, in_kronor, kronor, kronor_said
from sampling import protocol_from_json

if TYPE_CHECKING:
    from sampling import ErrorByAmount, ErrorInPayments


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
    the frame have no amount above 0, and `apart_amount` what they come to: they are in no estimate. `aside` are those
    drawn by amount that could not be reviewed.
    """

    board_id: int
    board: str
    reviewed: int
    wrong: tuple[WrongPayment, ...]
    estimate: "ErrorInPayments | ErrorByAmount | None"
    apart: int
    apart_amount: Decimal
    aside: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """The estimate in sentences; none before every review counts."""
        from sampling import ErrorByAmount

        if self.estimate is None:
            return ()
        if isinstance(self.estimate, ErrorByAmount):
            return by_amount_said(self.estimate)
        return kronor_said(self.estimate)

    @property
    def told(self) -> tuple[str, ...]:
        """The estimate in sentences; until every review counts, what was found so far and that more is to come."""
        reviewed = counted(self.reviewed, "signerad utbetalning", "signerade utbetalningar")
        waits = (
            f"För mycket utbetalt i {reviewed}: {kronor(self.found)}. Det troligaste felet och den övre gränsen visas "
            "när alla nämndens utbetalningar är signerade."
        )
        return self.said or (waits,)

    @property
    def beside(self) -> tuple[str, ...]:
        """What is in no estimate, in sentences: what was paid too little, and amounts that are not above 0."""
        little = f"För lite utbetalt i de granskade: {kronor(self.underpaid)}. Det räknas inte upp."
        apart = (
            f"{counted(self.apart, 'rad', 'rader')} i ramen har ett belopp som inte är över noll (sammanlagt "
            f"{kronor(self.apart_amount)}). De ingår inte i beräkningen. Kontrollera dem för sig."
        )
        return (*([little] if self.underpaid else []), *([apart] if self.apart else []))

    @property
    def found(self) -> Decimal:
        return sum((one.paid.error for one in self.wrong), Decimal(0))

    @property
    def underpaid(self) -> Decimal:
        return sum((one.underpaid for one in self.wrong), Decimal(0))


@dataclass(frozen=True)
class Hits:
    """What was hit in a board's frame: the amounts of those payments, by their ids, and how many kronor were hit."""

    amounts: dict[str, Decimal]
    size: int


def money(session: Session, *, round_: Round, results: Results) -> tuple[BoardMoney, ...]:
    """What the reviewed payments of each board say in kronor; nothing for a round of anything else."""
    if round_.kind is not RegisterKind.PAYMENTS or not results.signed:
        return ()
    by_board: dict[int, list[CountingPayment]] = defaultdict(list)
    for payment in reviews.counting_payments(session, round_id=known(round_.id), board_ids=results.board_names):
        by_board[payment.board_id].append(payment)
    of_round = reviews.standing_reviews(session, known(round_.id), results.board_names)
    waiting = {review.board_id for review in of_round if not review.finished}
    parts = rounds.board_parts(session, known(round_.id), results.board_names)
    hits = _hits(session, round_)
    return tuple(
        _of_board(session, item, item.frame, by_board[board], done=board not in waiting, hits=hits.get(board))
        for item in parts
        if item.frame and (board := item.part.board_id)
    )


def _hits(session: Session, round_: Round) -> dict[int, Hits]:
    """By board, where the payments were drawn by amount; the protocol says what was hit."""
    made = rounds.draw_of(session, known(round_.id)) if rounds.by_krona(round_) else None
    if made is None:
        return {}
    # By its place: the id that a unit was drawn with may be erased since.
    drawn = {
        (stratum.name, place): (stratum.quota.size, Decimal(amount).scaleb(-2))
        for stratum in protocol_from_json(made.protocol).strata
        if stratum.monetary
        for place, amount in enumerate(stratum.monetary.amounts, start=1)
    }
    names = board_names(session)
    found: dict[int, Hits] = {}
    for unit in rounds.sample(session, known(round_.id)):
        size, amount = drawn[names[unit.board_id], unit.position]
        found.setdefault(unit.board_id, Hits({}, size)).amounts[unit.unit_id] = amount
    return found


def _of_board(
    session: Session, item: BoardPart, frame: Frame, payments: list[CountingPayment], *, done: bool, hits: Hits | None
) -> BoardMoney:
    left_out = set(item.left_out)
    amounts = frame_amounts(session, frame)
    drawable = {unit_id: amount for unit_id, amount in amounts.items() if unit_id not in left_out}
    apart = [amount for amount in drawable.values() if amount <= 0]
    reviewed = {one.unit_id: PaidWrong(drawable[one.unit_id], _kronor(one.overpaid)) for one in payments
                if drawable.get(one.unit_id, 0) > 0}  # fmt: skip
    return BoardMoney(
        board_id=item.part.board_id,
        board=item.board,
        reviewed=len(payments),
        wrong=tuple(_wrong(one) for one in payments if one.overpaid or one.underpaid),
        estimate=_estimate(drawable, reviewed, hits) if done else None,
        apart=len(apart),
        apart_amount=sum(apart, Decimal(0)),
        aside=tuple(sorted(hits.amounts.keys() - reviewed.keys())) if hits and done else (),
    )


def _wrong(one: CountingPayment) -> WrongPayment:
    paid = PaidWrong(_kronor(one.amount or 0), _kronor(one.overpaid))
    return WrongPayment(one.unit_id, paid, _kronor(one.underpaid))


def _estimate(
    drawable: dict[str, Decimal], reviewed: dict[str, PaidWrong], hits: Hits | None
) -> "ErrorInPayments | ErrorByAmount | None":
    """From equal chances, or from kronor that were hit; a payment that was hit and not reviewed is unknown."""
    drawn = hits.amounts if hits else reviewed
    others = [amount for unit_id, amount in drawable.items() if amount > 0 and unit_id not in drawn]
    if hits is None:
        return in_kronor(list(reviewed.values()), others)
    found = {unit_id: one.error for unit_id, one in reviewed.items()}
    hit = [Hit(amount, found.get(unit_id)) for unit_id, amount in hits.amounts.items()]
    return by_amount(hit, size=hits.size, others=others)


def _kronor(oren: int) -> Decimal:
    return Decimal(oren).scaleb(-2)
