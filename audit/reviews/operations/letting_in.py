"""Whether a board's file may be open to the reviewer who is assigned it, or to her no longer."""

from typing import Any

from sqlmodel import Session, col, or_, select

from audit.accounts import sharing
from audit.accounts.rules import Purpose, Role, Scope
from audit.reviews.models import Review
from audit.rounds.models import RoundBoard
from audit.rounds.operations.reading import round_boards


def lets_in(session: Session, scope: Scope, *, round_id: int, board_id: int) -> bool:
    """She reviews for the board, or for another that reviews together with it in the round, or it shares with hers."""
    own = scope.boards(Role.REVIEWER)
    if board_id in own:
        return True
    return bool(own & round_boards(session, round_id)) or board_id in _open(session, scope)


def let_in(session: Session, scope: Scope) -> Any:
    """The same, as a condition on reviews."""
    together = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(scope.boards(Role.REVIEWER)))
    return or_(col(Review.board_id).in_(_open(session, scope)), col(Review.round_id).in_(together))


def _open(session: Session, scope: Scope) -> frozenset[int]:
    return sharing.open_to(session, scope, Purpose.REVIEWING, Role.REVIEWER)
