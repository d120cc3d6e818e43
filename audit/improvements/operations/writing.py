"""Noting improvement areas, and changing what is said and linked of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.checklists import operations as checklists
from audit.findings.operations import refuse_case_ids
from audit.improvements.models import (
    ImprovementArea,
    ImprovementAreaBoard,
    ImprovementAreaObservation,
    ImprovementAreaQuestion,
)
from audit.improvements.operations.area import Area
from audit.improvements.operations.linking import newest_checklists, observations_of
from audit.improvements.operations.reading import area_as_it_stands
from audit.improvements.operations.recurring import look_again
from audit.improvements.operations.stating import stated_of
from audit.improvements.operations.working import add_measure, refuse_cases_of
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.models import Round
from audit.rounds.operations import require_standing
from audit.rounds.rules import Fault, InputError, refuse_if


@dataclass(frozen=True)
class AreaPlan:
    """An improvement area as it is noted. `origin` says in words where it comes from.

    `reply_ids` are the unit's replies to its observations whose measures become the area's.
    """

    title: str
    description: str
    origin: str
    owner: str
    board_ids: tuple[int, ...]
    due_on: date | None = None
    origin_round_id: int | None = None
    question_ids: tuple[str, ...] = ()
    observation_ids: tuple[int, ...] = ()
    reply_ids: tuple[int, ...] = ()
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
    _take_measures(session, stamp, known(area.id), plan)
    return area


def _take_measures(session: Session, stamp: Stamp, area_id: int, plan: AreaPlan) -> None:
    """Keep what the unit has said that it does as the area's measures. InputError where a text names a case."""
    if not plan.reply_ids:
        return
    area = area_as_it_stands(session, area_id)
    found = {
        one.reply_id: one
        for one in stated_of(observations_of(session, plan.observation_ids, board_ids=area.board_names))
    }
    for reply_id in plan.reply_ids:
        if reply_id not in found:
            raise InputError([Fault("measures", "Åtgärden hör till en iakttagelse som du inte har valt.")])
        try:
            add_measure(session, stamp=stamp, area=area, plan=found[reply_id].plan())
        except InputError as error:
            raise InputError([Fault("measures", fault.message) for fault in error.faults]) from error


def _link(session: Session, area_id: int, plan: AreaPlan) -> None:
    linked_in = _linked_in(session, plan.question_ids, plan.origin_round_id)
    session.add_all(ImprovementAreaBoard(area_id=area_id, board_id=one) for one in plan.board_ids)
    session.add_all(
        ImprovementAreaQuestion(area_id=area_id, question_id=one, checklist=linked_in.get(one))
        for one in plan.question_ids
    )
    session.add_all(ImprovementAreaObservation(area_id=area_id, observation_id=one) for one in plan.observation_ids)
    session.flush()


def _linked_in(session: Session, question_ids: Iterable[str], round_id: int | None) -> dict[str, str]:
    """The checklist in which each question is linked: that of the round, else the newest that asks it."""
    newest = newest_checklists(session)
    name = session.get_one(Round, round_id).checklist if round_id is not None else None
    asked = {question.id for question in checklists.load(session, name).questions} if name else set()
    found = {one: name if name and one in asked else newest.get(one) for one in question_ids}
    return {question: checklist for question, checklist in found.items() if checklist}


@dataclass(frozen=True)
class AreaChange:
    """What may be changed of an area: what it is called, who owns it, by when it should be done, and what is linked.

    Links stay as they are where None is given. `reworded` are linked questions that are to be measured as the newest
    checklist asks them.
    """

    title: str
    description: str
    owner: str
    due_on: date | None = None
    question_ids: tuple[str, ...] | None = None
    observation_ids: tuple[int, ...] | None = None
    reworded: tuple[str, ...] = ()

    def values(self) -> dict[str, object]:
        return {"title": self.title, "description": self.description, "owner": self.owner, "due_on": self.due_on}


def change_area(session: Session, *, stamp: Stamp, area: Area, change: AreaChange) -> None:
    """Change an area; the journal keeps what it said before. InputError where a text names a case.

    A question that is linked now may show that the area has come back in a round that is signed already.
    """
    kept = held(session, area.id)
    area = area_as_it_stands(session, area.id)
    refuse_cases_of(session, area, {"title": change.title, "description": change.description})
    before = {name: getattr(kept, name) for name in change.values()}
    before |= {"questions": area.links, "observations": list(area.observation_ids)}
    for name, value in change.values().items():
        setattr(kept, name, value)
    _relink_questions(session, area, change)
    _relink_observations(session, area, change)
    now = area_as_it_stands(session, area.id)
    journal.record(
        session,
        stamp,
        "area:changed",
        area.id,
        before=before,
        owner=change.owner,
        due_on=change.due_on,
        questions=now.links,
        observations=list(now.observation_ids),
    )
    look_again(session, stamp=stamp, area_id=area.id)


def _relink_questions(session: Session, area: Area, change: AreaChange) -> None:
    wanted = set(area.links if change.question_ids is None else change.question_ids)
    newest = newest_checklists(session)
    unknown = wanted - newest.keys() - area.links.keys()
    refuse_if([Fault("questions", "En fråga finns inte i någon mall. Välj frågorna igen.")] if unknown else [])
    kept = select(ImprovementAreaQuestion).where(ImprovementAreaQuestion.area_id == area.id)
    for row in session.exec(kept):
        if row.question_id not in wanted:
            session.delete(row)
        elif row.question_id in change.reworded:
            row.checklist = newest.get(row.question_id, row.checklist)
    session.add_all(
        ImprovementAreaQuestion(area_id=area.id, question_id=one, checklist=newest[one])
        for one in sorted(wanted - area.links.keys())
    )
    session.flush()


def _relink_observations(session: Session, area: Area, change: AreaChange) -> None:
    wanted = set(area.observation_ids if change.observation_ids is None else change.observation_ids)
    added = sorted(wanted - set(area.observation_ids))
    seen = {one.id for one in observations_of(session, added, board_ids=area.followed_by)}
    said = "En iakttagelse gäller inte områdets nämnder. Välj iakttagelserna igen."
    refuse_if([Fault("observations", said)] if set(added) - seen else [])
    kept = select(ImprovementAreaObservation).where(ImprovementAreaObservation.area_id == area.id)
    for row in session.exec(kept):
        if row.observation_id not in wanted:
            session.delete(row)
    session.add_all(ImprovementAreaObservation(area_id=area.id, observation_id=one) for one in added)
    session.flush()


def held(session: Session, area_id: int) -> ImprovementArea:
    """The area, held so that two who judge it at once do it one after the other."""
    query = select(ImprovementArea).where(ImprovementArea.id == area_id).with_for_update()
    area = session.exec(query).one()
    # What was read before the lock may have been changed by the one who had it.
    session.expire_all()
    return area


def _refuse_case_ids(session: Session, round_id: int | None, texts: Mapping[str, str]) -> None:
    if round_id is not None:
        refuse_case_ids(session, round_id=round_id, texts=texts)
