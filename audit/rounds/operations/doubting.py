"""What may be a mistake in a plan: it is asked about before it is kept."""

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.rounds import rules
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations.planning import RoundPlan
from audit.rounds.rules import Origin


def doubts(session: Session, plan: RoundPlan, before: RoundPlan | None = None) -> list[str]:
    """What may be a mistake, in words. What was so in the plan `before` is meant, and not asked about again."""
    found = rules.period_doubts(year=plan.year, period=plan.period) + _on_paper(session, plan)
    meant = doubts(session, before) if before else []
    return [doubt for doubt in found if doubt not in meant]


def _on_paper(session: Session, plan: RoundPlan) -> list[str]:
    query = (
        select(Round, Board.name)
        .join(RoundBoard, col(RoundBoard.round_id) == col(Round.id))
        .join(Board, col(Board.id) == col(RoundBoard.board_id))
        .where(
            Round.origin == Origin.PAPER,
            Round.year == plan.year,
            Round.kind == plan.kind,
            col(Board.id).in_([part.board_id for part in plan.parts]),
        )
        .order_by(col(Round.id), col(Board.name))
    )
    names: dict[int, str] = {}
    boards: dict[int, list[str]] = {}
    for paper, board in session.exec(query):
        names[known(paper.id)] = paper.name
        boards.setdefault(known(paper.id), []).append(board)
    return [rules.paper_doubt(year=plan.year, name=names[one], boards=boards[one]) for one in boards]
