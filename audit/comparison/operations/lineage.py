"""The boards of the comparison with what they were called before."""

from collections.abc import Collection

from sqlmodel import Session

from audit.accounts.operations import boards, known
from audit.comparison.rules.lineage import BoardLife, every_strand, strands_of
from audit.comparison.rules.strands import Strand


def strands(session: Session, *, within: Collection[int], board_id: int | None = None) -> tuple[Strand, ...]:
    """The lines of one board, or of all those `within`: each with the boards that it follows, as far as they may be
    seen. An ended board that is asked for has a line of its own."""
    lives = [
        BoardLife(known(each.id), each.name, each.valid_from, each.valid_to, each.successor_id)
        for each in boards(session)
    ]
    if board_id is None:
        return every_strand(lives, within=within)
    return strands_of(lives, board_id=board_id, within=within)
