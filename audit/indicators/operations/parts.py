"""Single parts of a document, each with the document that it belongs to."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlmodel import Session

from audit.accounts.rules import Scope
from audit.indicators.models import FigureCheck, FigureTable, Goal, Indicator
from audit.indicators.operations.reading import Seen, SeenIndicator, document_run, document_seen

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """A goal, indicator, table or check with the document that it belongs to."""

    seen: Seen
    row: T


def goal_run(session: Session, scope: Scope, goal_id: int) -> Part[Goal] | None:
    goal = session.get(Goal, goal_id)
    seen = document_run(session, scope, goal.document_id) if goal else None
    return Part(seen, goal) if seen and goal else None


def indicator_run(session: Session, scope: Scope, indicator_id: int) -> Part[SeenIndicator] | None:
    row = session.get(Indicator, indicator_id)
    seen = document_run(session, scope, row.document_id) if row else None
    return Part(seen, next(one for one in seen.indicators if one.id == indicator_id)) if seen else None


def table_run(session: Session, scope: Scope, figure_table_id: int) -> Part[FigureTable] | None:
    table = session.get(FigureTable, figure_table_id)
    seen = document_run(session, scope, table.document_id) if table else None
    return Part(seen, table) if seen and table else None


def check_run(session: Session, scope: Scope, check_id: int) -> Part[FigureCheck] | None:
    check = session.get(FigureCheck, check_id)
    seen = document_run(session, scope, check.document_id) if check else None
    return Part(seen, check) if seen and check else None


def check_seen(session: Session, scope: Scope, check_id: int) -> Part[FigureCheck] | None:
    check = session.get(FigureCheck, check_id)
    seen = document_seen(session, scope, check.document_id) if check else None
    return Part(seen, check) if seen and check else None
