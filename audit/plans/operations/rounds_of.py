"""Which rounds are a control of a plan, and which controls a round is: the same tie, seen from both ends."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.plans.models import PlanControl, PlanDocument, PlanFollowUp
from audit.plans.operations.reading import INSIDERS, SeenPlan, plan_seen, strand
from audit.plans.rules import Basis, DocumentKind, Period
from audit.registers.rules import RegisterKind
from audit.rounds import operations as rounds
from audit.rounds.models import Round, RoundBoard


@dataclass(frozen=True)
class RoundControl:
    """A control that a round is, in the plan as one may read it, and how it was judged last if one sees that."""

    plan: SeenPlan
    control: PlanControl
    judged: PlanFollowUp | None
    sees_inside: bool


def controls_of_round(session: Session, scope: Scope, round_: Round) -> list[RoundControl]:
    """The controls of the boards' plans for the round's year that the round is, of the boards that one reads for."""
    found = [of for board in _boards(session, round_) if (of := _plan(session, scope, board, round_.year))]
    return [
        RoundControl(of, control, _judged(session, control, of.year) if inside else None, inside)
        for of in sorted(found, key=lambda each: each.board)
        for inside in [of.document.board_id in scope.boards(*INSIDERS)]
        for control in of.controls
        if control.basis is Basis.ROUND and control.round_kind is round_.kind
    ]


def _boards(session: Session, round_: Round) -> Iterable[int]:
    return session.exec(select(RoundBoard.board_id).where(RoundBoard.round_id == known(round_.id)))


def _plan(session: Session, scope: Scope, board_id: int, year: int) -> SeenPlan | None:
    """The board's newest plan for the year that one may read: the adopted one, for insiders else the draft."""
    query = select(PlanDocument.id).where(
        PlanDocument.kind == DocumentKind.PLAN, PlanDocument.board_id == board_id, PlanDocument.year == year
    )
    newest_first = query.order_by(col(PlanDocument.adopted_at).is_(None), col(PlanDocument.version).desc())
    seen = (plan_seen(session, scope, known(plan_id)) for plan_id in session.exec(newest_first))
    return next((of for of in seen if of), None)


def _judged(session: Session, control: PlanControl, year: int) -> PlanFollowUp | None:
    """The judgement of the latest period that has one."""
    query = select(PlanFollowUp).where(PlanFollowUp.control_root_id == strand(control), PlanFollowUp.year == year)
    by_period = {one.period: one for one in session.exec(query)}
    return next((by_period[period] for period in reversed(Period) if period in by_period), None)


def rounds_of(session: Session, board_id: int, year: int, kind: RegisterKind) -> list[Round]:
    """The board's standing rounds of a year and kind, in the order that they were planned."""
    part_of = select(RoundBoard.round_id).where(RoundBoard.board_id == board_id)
    query = select(Round).where(col(Round.id).in_(part_of), Round.year == year, Round.kind == kind, rounds.standing())
    return list(session.exec(query.order_by(col(Round.id))))


def rounds_by_control(session: Session, of: SeenPlan) -> dict[int, list[Round]]:
    """The rounds that each control of a plan is, by the control's id."""
    kinds = {one.round_kind for one in of.controls if one.basis is Basis.ROUND and one.round_kind}
    found = {kind: rounds_of(session, of.document.board_id, of.year, kind) for kind in kinds}
    return {
        known(one.id): found[one.round_kind]
        for one in of.controls
        if one.basis is Basis.ROUND and one.round_kind in found
    }
