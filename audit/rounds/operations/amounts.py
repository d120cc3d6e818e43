"""A draw by amount: what each payment of a board's frame comes to, and what can be drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from audit.registers.operations import frame_amounts
from audit.rounds.models import Round
from audit.rounds.operations.parts import BoardPart
from audit.rounds.rules import Drawing


def by_krona(round_: Round) -> bool:
    """Whether every krona has the same chance in the draw of the boards' own samples."""
    return round_.drawing is Drawing.KRONOR


def amounts_in_oren(session: Session, item: BoardPart) -> dict[str, int]:
    """The amounts of the payments that a board's own sample is drawn from, in öre by their ids.

    One without amount, or left out of the draw, is not among them.
    """
    if item.frame is None:
        return {}
    left_out, amounts = set(item.left_out), frame_amounts(session, item.frame)
    return {unit_id: int(amount.scaleb(2)) for unit_id, amount in amounts.items() if unit_id not in left_out}


@dataclass(frozen=True)
class Payable:
    """What can be drawn by amount from a board's frame: how many payments with an amount above 0, and their total.

    `apart` are the others, with 0, less than 0 or no amount; together they come to `apart_amount`.
    """

    payments: int
    total: Decimal
    apart: int
    apart_amount: Decimal


def payable(session: Session, item: BoardPart) -> Payable:
    """What of a board's frame can be drawn by amount."""
    amounts = amounts_in_oren(session, item)
    above = [amount for amount in amounts.values() if amount > 0]
    beside = sum(amounts.values()) - sum(above)
    return Payable(len(above), Decimal(sum(above)).scaleb(-2), item.population - len(above), Decimal(beside).scaleb(-2))


def payables(session: Session, round_: Round, items: Iterable[BoardPart]) -> Mapping[int, Payable]:
    """The same for each board with a frame, by its id; nothing unless the round draws by amount."""
    if not by_krona(round_):
        return {}
    return {item.part.board_id: payable(session, item) for item in items if item.frame}
