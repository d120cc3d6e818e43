"""The boards' years in a list, and what of them waits or is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.improvements.rules import measure_is_overdue
from audit.plans.models import PlanControl, PlanDocument, PlanMeasure, PlanReport
from audit.plans.operations.reading import INSIDERS
from audit.plans.rules import DocumentKind, Period, due


@dataclass(frozen=True)
class BoardYear:
    """A board's year: its documents with the newest version first, and which follow-ups are handed in or due."""

    board_id: int
    board: str
    year: int
    analyses: tuple[PlanDocument, ...]
    plans: tuple[PlanDocument, ...]
    handed_in: frozenset[Period] = frozenset()
    due: tuple[Period, ...] = ()

    @property
    def plan(self) -> PlanDocument | None:
        """The plan that holds: the newest adopted version."""
        return next((one for one in self.plans if one.adopted_at), None)


def board_years(session: Session, scope: Scope, today: date) -> list[BoardYear]:
    """Every year of the person's boards that has a document she may see, the newest year first, by board."""
    inside = scope.boards(*INSIDERS)
    query = select(PlanDocument).where(col(PlanDocument.board_id).in_(list(scope.boards())))
    documents = session.exec(
        query.order_by(col(PlanDocument.year).desc(), col(PlanDocument.version).desc(), col(PlanDocument.id))
    )
    found: dict[tuple[int, int], list[PlanDocument]] = {}
    for document in documents:
        if document.adopted_at or document.board_id in inside:
            found.setdefault((document.year, document.board_id), []).append(document)
    names, handed_in = board_names(session), _handed_in(session, scope.boards())
    years = [_year(names[board], year, board, of, handed_in, today) for (year, board), of in found.items()]
    return sorted(years, key=lambda one: (-one.year, one.board))


def _handed_in(session: Session, board_ids: Iterable[int]) -> dict[tuple[int, int], set[Period]]:
    found: dict[tuple[int, int], set[Period]] = {}
    for report in session.exec(select(PlanReport).where(col(PlanReport.board_id).in_(list(board_ids)))):
        found.setdefault((report.year, report.board_id), set()).add(report.period)
    return found


def _year(
    name: str,
    year: int,
    board: int,
    documents: list[PlanDocument],
    handed_in: dict[tuple[int, int], set[Period]],
    today: date,
) -> BoardYear:
    plans = tuple(one for one in documents if one.kind is DocumentKind.PLAN)
    done = frozenset(handed_in.get((year, board), ()))
    followed = any(one.adopted_at and not one.on_paper for one in plans)
    return BoardYear(
        board_id=board,
        board=name,
        year=year,
        analyses=tuple(one for one in documents if one.kind is DocumentKind.ANALYSIS),
        plans=plans,
        handed_in=done,
        due=tuple(due(year, today, done)) if followed else (),
    )


def without_plan(session: Session, scope: Scope, years: Iterable[BoardYear], year: int) -> list[str]:
    """The person's boards that have no adopted plan for `year`, by name."""
    covered = {one.board_id for one in years if one.year == year and one.plan}
    names = board_names(session)
    return [name for board, name in names.items() if board in scope.boards() - covered]


@dataclass(frozen=True)
class DueFollowUp:
    """A period that is over and whose follow-up isn't handed in."""

    plan_id: int
    board: str
    year: int
    period: Period


def follow_ups_due(session: Session, *, scope: Scope, today: date) -> list[DueFollowUp]:
    """What should be followed up by now for the boards that the person coordinates, the oldest first."""
    if not scope.has(Role.COORDINATOR):
        return []
    found = [
        DueFollowUp(known(one.plan.id), one.board, one.year, period)
        for one in board_years(session, scope, today)
        if one.plan and one.board_id in scope.boards(Role.COORDINATOR)
        for period in one.due
    ]
    return sorted(found, key=lambda one: (one.year, list(Period).index(one.period), one.board))


@dataclass(frozen=True)
class LateMeasure:
    """A measure whose day has passed, and the plan in which to find it."""

    what: str
    due_on: date
    board: str
    plan_id: int
    period: Period


def measures_late(session: Session, *, board_ids: Iterable[int], today: date) -> list[LateMeasure]:
    """The boards' measures that should be done by now, the oldest first."""
    query = (
        select(PlanMeasure, PlanDocument)
        .join(PlanControl, col(PlanControl.id) == col(PlanMeasure.control_root_id))
        .join(PlanDocument, col(PlanDocument.id) == col(PlanControl.document_id))
        .where(col(PlanDocument.board_id).in_(list(board_ids)), col(PlanMeasure.due_on) < today)
        .order_by(col(PlanMeasure.due_on), col(PlanMeasure.id))
    )
    names, plans = board_names(session), _plans(session)
    return [
        LateMeasure(
            measure.what, measure.due_on, names[born.board_id], plans[born.board_id, measure.year], measure.period
        )
        for measure, born in session.exec(query)
        if measure_is_overdue(measure.status, measure.due_on, today) and (born.board_id, measure.year) in plans
    ]


def _plans(session: Session) -> dict[tuple[int, int], int]:
    """The newest adopted plan of each board and year."""
    query = select(PlanDocument).where(
        PlanDocument.kind == DocumentKind.PLAN, col(PlanDocument.adopted_at).is_not(None)
    )
    newest_last = session.exec(query.order_by(col(PlanDocument.version)))
    return {(one.board_id, one.year): known(one.id) for one in newest_last}
