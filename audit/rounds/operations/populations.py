"""How many units the results of a round speak of: the one door to that number."""

from collections.abc import Iterable

from sqlmodel import Session

from audit.rounds.models import Round
from audit.rounds.operations.amounts import by_krona
from audit.rounds.operations.parts import board_parts, population_of, targets_of
from audit.rounds.rules import Target


def populations(
    session: Session, *, round_id: int, board_ids: Iterable[int] | None = None, target: Target = Target.BOARD
) -> dict[int, int]:
    """For each board (of those only) that has a frame: the units from which its sample is, or will be, drawn.

    Of a targeted sample those are known from the draw on. Payments drawn by amount speak of kronor, not of payments:
    no number of those follows from theirs, so there is none.
    """
    if target is not Target.BOARD:
        rows = targets_of(session, round_id, board_ids)
        return {row.board_id: len(row.frame_ids) for row in rows if row.target is target}
    if by_krona(session.get_one(Round, round_id)):
        return {}
    parts = board_parts(session, round_id, board_ids)
    return {item.part.board_id: population_of(item) for item in parts if item.frame}
