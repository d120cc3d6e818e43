"""Planning a round: its year, period, boards, sizes and people."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, delete

from audit.accounts.operations import accounts_with, known
from audit.accounts.rules import Role
from audit.checklists import operations as checklists
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.rules import RegisterKind
from audit.rounds import rules
from audit.rounds.models import Round, RoundBoard, RoundReviewer, RoundTarget
from audit.rounds.operations.focusing import drop_unasked
from audit.rounds.operations.frames import fits
from audit.rounds.operations.parts import board_parts, parts
from audit.rounds.operations.reading import guest_ids, guests, locked, reviewer_ids, stage_of
from audit.rounds.rules import Change, Drawing, Fault, PartPlan, Target, TargetPlan


@dataclass(frozen=True)
class RoundPlan:
    """What a coordinator decides about a round before anything is drawn.

    `areas` are those whose questions are all asked; of the others only the checklist's core is.
    """

    name: str
    year: int
    kind: RegisterKind
    period_from: date
    period_to: date
    checklist: str
    parts: tuple[PartPlan, ...]
    reviewer_ids: tuple[int, ...] = ()
    invented: bool = False
    leave_out_years: int = 0
    targets: tuple[TargetPlan, ...] = ()
    areas: tuple[str, ...] = ()
    drawing: Drawing = Drawing.EQUAL

    @property
    def period(self) -> tuple[date, date]:
        return self.period_from, self.period_to


def create_round(session: Session, *, stamp: Stamp, plan: RoundPlan) -> Round:
    """A new round. Raises InputError with all that is wrong with the plan."""
    rules.refuse_if(_faults(session, plan))
    planned = _columns(session, plan)
    round_ = Round(**planned, invented=plan.invented, created_at=stamp.at, created_by=stamp.actor)
    session.add(round_)
    session.flush()
    for part in plan.parts:
        session.add(RoundBoard(round_id=known(round_.id), **_sizes(part)))
    _set_targets(session, known(round_.id), plan.targets)
    _set_reviewers(session, known(round_.id), plan.reviewer_ids)
    session.flush()
    journal.record(session, stamp, "round:created", known(round_.id), **_told(plan))
    return round_


def change_plan(session: Session, *, stamp: Stamp, round_: Round, plan: RoundPlan) -> list[str]:
    """Change a round. A frame that no longer fits is let go; the answer names the boards that need a new one."""
    round_ = locked(session, round_)
    rules.require(Change.PLAN, stage_of(session, round_))
    rules.refuse_if(_faults(session, plan))
    for name, value in _columns(session, plan).items():
        setattr(round_, name, value)
    drop_unasked(session, stamp=stamp, round_=round_)
    _change_parts(session, known(round_.id), plan.parts)
    _set_targets(session, known(round_.id), plan.targets)
    _set_reviewers(session, known(round_.id), plan.reviewer_ids)
    loosened = _let_go_of_frames(session, round_)
    session.flush()
    journal.record(session, stamp, "round:changed", known(round_.id), **_told(plan))
    return loosened


def _columns(session: Session, plan: RoundPlan) -> dict[str, Any]:
    return {
        "name": plan.name.strip(),
        "year": plan.year,
        "kind": plan.kind,
        "checklist": plan.checklist,
        "areas": [area.id for area in checklists.load(session, plan.checklist).areas if area.id in plan.areas],
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "leave_out_years": plan.leave_out_years,
        "drawing": plan.drawing,
    }


def _sizes(part: PartPlan) -> dict[str, Any]:
    return {"board_id": part.board_id, "size": part.size, "reserves": part.reserves}


def _told(plan: RoundPlan) -> dict[str, object]:
    return {
        "name": plan.name.strip(),
        "year": plan.year,
        "kind": plan.kind,
        "period": [plan.period_from.isoformat(), plan.period_to.isoformat()],
        "checklist": plan.checklist,
        "areas": sorted(plan.areas),
        "parts": [_sizes(part) for part in plan.parts],
        "reviewers": sorted(plan.reviewer_ids),
        "leave_out_years": plan.leave_out_years,
        "drawing": plan.drawing,
        "targets": [asdict(target) for target in plan.targets],
    }


def _faults(session: Session, plan: RoundPlan) -> list[Fault]:
    faults = rules.plan_faults(name=plan.name, year=plan.year, period=plan.period, parts=plan.parts)
    boards = [part.board_id for part in plan.parts]
    wanted = checklists.offered(session, boards).get(plan.checklist)
    if wanted is None or wanted.template != rules.TEMPLATES[plan.kind]:
        faults.append(Fault("checklist", "Välj en granskningsmall för den sorts omgång som du planerar."))
    faults += rules.drawing_faults(plan.drawing, kind=plan.kind, parts=plan.parts)
    faults += rules.years_faults(plan.leave_out_years) + rules.target_faults(plan.targets, kind=plan.kind)
    if not {target.board_id for target in plan.targets} <= set(boards):
        faults.append(Fault("boards", "Ett riktat urval gäller en nämnd som inte ingår i omgången. Välj om."))
    return faults + _reviewer_faults(session, boards, plan.reviewer_ids)


def _reviewer_faults(session: Session, board_ids: Iterable[int], wanted: Iterable[int]) -> list[Fault]:
    able = {account.id for account in accounts_with(session, role=Role.REVIEWER, board_ids=board_ids)}
    if set(wanted) <= able:
        return []
    return [Fault("reviewers", "Någon som du har valt är inte granskare för någon av nämnderna. Välj om.")]


NOT_SHARED = "Någon som du har bjudit in granskar inte för en nämnd som omgångens nämnder delar med. Välj om."


def _change_parts(session: Session, round_id: int, planned: Iterable[PartPlan]) -> None:
    present = {part.board_id: part for part in parts(session, round_id)}
    for wanted in planned:
        part = present.pop(wanted.board_id, None) or RoundBoard(round_id=round_id, board_id=wanted.board_id)
        part.size, part.reserves = wanted.size, wanted.reserves
        session.add(part)
    for left_out in present.values():
        session.delete(left_out)
    session.flush()


def _set_targets(session: Session, round_id: int, targets: Iterable[TargetPlan]) -> None:
    """What the plan says; samples of hits are chosen apart, and stay as long as their board does."""
    boards = [part.board_id for part in parts(session, round_id)]
    chosen_apart = (col(RoundTarget.target) == Target.HITS) & col(RoundTarget.board_id).in_(boards)
    session.exec(delete(RoundTarget).where(col(RoundTarget.round_id) == round_id, ~chosen_apart))
    session.add_all(RoundTarget(round_id=round_id, **asdict(target)) for target in targets)
    session.flush()


def _let_go_of_frames(session: Session, round_: Round) -> list[str]:
    loosened = []
    for item in board_parts(session, known(round_.id)):
        if item.frame and not fits(session, round_, item.frame):
            item.part.frame_id = None
            loosened.append(item.board)
    return loosened


def _set_reviewers(session: Session, round_id: int, account_ids: Iterable[int], *, guest: bool = False) -> None:
    """Let these and no others be the round's own reviewers, or its guests; the others stay as they are."""
    invited = guest_ids(session, round_id)
    before = invited if guest else reviewer_ids(session, round_id) - invited
    wanted = set(account_ids)
    gone = col(RoundReviewer.account_id).in_((before - wanted) | (wanted - before))
    session.exec(delete(RoundReviewer).where(col(RoundReviewer.round_id) == round_id, gone))
    for account_id in wanted - before:
        session.add(RoundReviewer(round_id=round_id, account_id=account_id, guest=guest))
    session.flush()


def set_reviewers(
    session: Session, *, stamp: Stamp, round_: Round, account_ids: Iterable[int], invited: Iterable[int] | None = None
) -> None:
    """Choose who reviews in the round. This may be changed at any time.

    `invited` review for other boards only; None leaves them as they are.
    """
    wanted, others = set(account_ids), set(invited or ())
    round_ = locked(session, round_)
    round_id = known(round_.id)
    rules.require(Change.REVIEWERS, stage_of(session, round_))
    boards = [part.board_id for part in parts(session, round_id)]
    rules.refuse_if(_reviewer_faults(session, boards, wanted))
    able = {account.id for account in guests(session, boards, today=stamp.day)}
    rules.refuse_if([Fault("guests", NOT_SHARED)] if others - guest_ids(session, round_id) - able else [])
    _set_reviewers(session, round_id, wanted)
    if invited is not None:
        _set_reviewers(session, round_id, others - wanted, guest=True)
    told = sorted(guest_ids(session, round_id))
    journal.record(session, stamp, "round:reviewers_chosen", round_id, reviewers=sorted(wanted), guests=told)
