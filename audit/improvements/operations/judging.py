"""Judging how an area stands: closing one takes a later sample without deviation, or a written exception."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from audit.improvements.models import FollowUp
from audit.improvements.operations.area import Area
from audit.improvements.operations.reading import area_as_it_stands
from audit.improvements.operations.recurring import look_again
from audit.improvements.operations.samples import lacks_of, rounds_for, sample_of
from audit.improvements.operations.working import refuse_cases_of
from audit.improvements.operations.writing import held
from audit.improvements.rules import MINIMUM_APPLICABLE, AreaStatus, follow_up_faults
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.models import Round
from audit.rounds.rules import Fault, refuse_if


@dataclass(frozen=True)
class Judgement:
    """A follow-up as it is noted. `exception` is why the area is closed although no sample supports it."""

    status: AreaStatus
    note: str
    followed_on: date
    round_id: int | None = None
    exception: str = ""


def follow_up(
    session: Session, *, stamp: Stamp, area: Area, judgement: Judgement, minimum: int = MINIMUM_APPLICABLE
) -> FollowUp:
    """Note how an area stands, and let it stand so. InputError where it can't be noted.

    To close an area takes a later, finished round whose sample shows no deviation on the linked questions, or a
    written exception; the journal tells which. `minimum` is how many applicable files it takes. Where a still later
    round deviates already, the area comes back at once.
    """
    held(session, area.id)
    area = area_as_it_stands(session, area.id)
    lacks = _lacks(session, area, judgement, minimum)
    _check(session, stamp, area, judgement, lacks)
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
    now = area_as_it_stands(session, area.id).status
    told: dict[str, object] = {"status": noted.status, "round_id": noted.round_id, "area_status": now}
    if noted.exception:
        told |= {"exception": noted.exception, "lacks": lacks}
    journal.record(session, stamp, "area:followed_up", area.id, follow_up=noted.id, **told)
    look_again(session, stamp=stamp, area_id=area.id)
    return noted


def _lacks(session: Session, area: Area, judgement: Judgement, minimum: int) -> list[str]:
    round_ = _round_of(session, area, judgement)
    sample = sample_of(session, area=area, round_=round_) if round_ else None
    return lacks_of(session, area=area, sample=sample, minimum=minimum)


def _check(session: Session, stamp: Stamp, area: Area, judgement: Judgement, lacks: list[str]) -> None:
    refuse_if(
        follow_up_faults(
            status=judgement.status,
            note=judgement.note,
            exception=judgement.exception,
            followed_on=judgement.followed_on,
            today=stamp.day,
            lacks=lacks,
        )
    )
    refuse_cases_of(session, area, {"note": judgement.note, "exception": judgement.exception})


def _round_of(session: Session, area: Area, judgement: Judgement) -> Round | None:
    if judgement.round_id is None:
        return None
    found = next((one for one in rounds_for(session, area=area) if one.id == judgement.round_id), None)
    refuse_if([] if found else [Fault("round_id", "Området kan inte bedömas i den omgången. Välj en senare omgång.")])
    return found
