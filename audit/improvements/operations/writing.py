"""Noting improvement areas, following them up, and changing who owns them and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.findings.operations import refuse_case_ids
from audit.improvements.models import (
    FollowUp,
    ImprovementArea,
    ImprovementAreaBoard,
    ImprovementAreaObservation,
    ImprovementAreaQuestion,
)
from audit.improvements.operations.reading import Area, judged_on_what_stands, lacks_of, rounds_for, sample_of
from audit.improvements.rules import AreaStatus, Judged, follow_up_faults, status_after
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.models import Round
from audit.rounds.operations import require_standing
from audit.rounds.rules import Fault, refuse_if
from audit.web.formats import SWEDEN


@dataclass(frozen=True)
class AreaPlan:
    """An improvement area as it is noted. `origin` says in words where it comes from."""

    title: str
    description: str
    origin: str
    owner: str
    board_ids: tuple[int, ...]
    due_on: date | None = None
    origin_round_id: int | None = None
    question_ids: tuple[str, ...] = ()
    observation_ids: tuple[int, ...] = ()
    invented: bool = False


def create_area(session: Session, *, stamp: Stamp, plan: AreaPlan) -> ImprovementArea:
    """Note an area, open from the start. InputError where it concerns no board, or a text names a case."""
    if plan.origin_round_id is not None:
        require_standing(session, plan.origin_round_id)
    refuse_if([] if plan.board_ids else [Fault("boards", "Välj minst en nämnd som området gäller.")])
    _refuse_case_ids(session, plan.origin_round_id, {"title": plan.title, "description": plan.description})
    area = ImprovementArea(
        title=plan.title,
        description=plan.description,
        origin=plan.origin,
        origin_round_id=plan.origin_round_id,
        owner=plan.owner,
        due_on=plan.due_on,
        status=AreaStatus.OPEN,
        invented=plan.invented,
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(area)
    session.flush()
    _link(session, known(area.id), plan)
    journal.record(
        session,
        stamp,
        "area:noted",
        known(area.id),
        round_id=plan.origin_round_id,
        boards=list(plan.board_ids),
        questions=list(plan.question_ids),
        observations=list(plan.observation_ids),
        owner=plan.owner,
        due_on=plan.due_on,
    )
    return area


def _link(session: Session, area_id: int, plan: AreaPlan) -> None:
    session.add_all(ImprovementAreaBoard(area_id=area_id, board_id=one) for one in plan.board_ids)
    session.add_all(ImprovementAreaQuestion(area_id=area_id, question_id=one) for one in plan.question_ids)
    session.add_all(ImprovementAreaObservation(area_id=area_id, observation_id=one) for one in plan.observation_ids)
    session.flush()


@dataclass(frozen=True)
class AreaChange:
    """What may be changed of an area: what it is called, who owns it, and by when it should be done."""

    title: str
    description: str
    owner: str
    due_on: date | None = None

    def values(self) -> dict[str, object]:
        return {"title": self.title, "description": self.description, "owner": self.owner, "due_on": self.due_on}


def change_area(session: Session, *, stamp: Stamp, area: Area, change: AreaChange) -> None:
    """Change an area; the journal keeps what it said before. InputError where a text names a case."""
    _refuse_case_ids(session, area.area.origin_round_id, {"title": change.title, "description": change.description})
    held = _held(session, area.id)
    before = {name: getattr(held, name) for name in change.values()}
    for name, value in change.values().items():
        setattr(held, name, value)
    journal.record(session, stamp, "area:changed", area.id, before=before, owner=change.owner, due_on=change.due_on)


@dataclass(frozen=True)
class Judgement:
    """A follow-up as it is noted. `exception` is why the area is closed although no sample supports it."""

    status: AreaStatus
    note: str
    followed_on: date
    round_id: int | None = None
    exception: str = ""


def follow_up(session: Session, *, stamp: Stamp, area: Area, judgement: Judgement) -> FollowUp:
    """Note how an area stands, and let it stand so. InputError where it can't be noted.

    To close an area takes a later, finished round whose sample shows no deviation on the linked questions, or a
    written exception; the journal tells which.
    """
    round_ = _round_of(session, area, judgement)
    lacks = lacks_of(area, sample_of(session, area=area, round_=round_) if round_ else None)
    refuse_if(
        follow_up_faults(
            status=judgement.status,
            note=judgement.note,
            exception=judgement.exception,
            followed_on=judgement.followed_on,
            today=stamp.at.astimezone(SWEDEN).date(),
            lacks=lacks,
        )
    )
    _refuse_case_ids(session, judgement.round_id, {"note": judgement.note, "exception": judgement.exception})
    held = _held(session, area.id)
    noted = FollowUp(
        area_id=area.id,
        round_id=judgement.round_id,
        followed_on=judgement.followed_on,
        status=judgement.status,
        note=judgement.note,
        exception=judgement.exception if judgement.status is AreaStatus.DONE and lacks else "",
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(noted)
    session.flush()
    held.status = _status(session, area.id)
    told: dict[str, object] = {"status": noted.status, "round_id": noted.round_id, "area_status": held.status}
    if noted.exception:
        told |= {"exception": noted.exception, "lacks": lacks}
    journal.record(session, stamp, "area:followed_up", area.id, follow_up=noted.id, **told)
    return noted


def _round_of(session: Session, area: Area, judgement: Judgement) -> Round | None:
    if judgement.round_id is None:
        return None
    found = next((one for one in rounds_for(session, area=area) if one.id == judgement.round_id), None)
    refuse_if([] if found else [Fault("round_id", "Området kan inte bedömas i den omgången. Välj en senare omgång.")])
    return found


def _held(session: Session, area_id: int) -> ImprovementArea:
    """The area, held so that two who judge it at once do it one after the other."""
    query = select(ImprovementArea).where(ImprovementArea.id == area_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one()


def _status(session: Session, area_id: int) -> AreaStatus:
    noted = session.exec(select(FollowUp).where(FollowUp.area_id == area_id, judged_on_what_stands()))
    return status_after(Judged(known(one.id), one.followed_on, one.status) for one in noted)


def _refuse_case_ids(session: Session, round_id: int | None, texts: Mapping[str, str]) -> None:
    if round_id is not None:
        refuse_case_ids(session, round_id=round_id, texts=texts)
