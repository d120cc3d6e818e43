"""Years that a board has twice: as a round in the program, and as a round that exists on paper."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations.standing import replaced
from audit.rounds.rules import Origin


@dataclass(frozen=True)
class Twice:
    """A round of the program and one on paper of the same year and kind, and the names of the boards that have both."""

    program: Round
    paper: Round
    boards: tuple[str, ...]


def twice(session: Session, *, board_ids: Collection[int], round_id: int | None = None) -> list[Twice]:
    """Each year that any of the boards has twice, the earliest first; with `round_id` only those that it is part of."""
    program, paper = aliased(Round), aliased(Round)
    of_program, of_paper = aliased(RoundBoard), aliased(RoundBoard)
    query = (
        select(program, paper, Board.name)
        .join(of_program, col(of_program.round_id) == col(program.id))
        .join(of_paper, col(of_paper.board_id) == col(of_program.board_id))
        .join(paper, col(paper.id) == col(of_paper.round_id))
        .join(Board, col(Board.id) == col(of_paper.board_id))
        .where(
            program.origin == Origin.PROGRAM,
            paper.origin == Origin.PAPER,
            program.year == paper.year,
            program.kind == paper.kind,
            ~replaced(program.id),
            col(of_program.board_id).in_(list(board_ids)),
        )
        .order_by(col(paper.year), col(program.id), col(paper.id), col(Board.name))
    )
    found: dict[tuple[int | None, int | None], Twice] = {}
    for one, other, name in session.exec(query):
        if round_id is None or round_id in {one.id, other.id}:
            before = found.get((one.id, other.id))
            found[one.id, other.id] = Twice(one, other, (*(before.boards if before else ()), name))
    return list(found.values())
