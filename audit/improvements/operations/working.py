"""What is done about an area and what shows how it goes: measures, evidence, and all of it told in order."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.clock import swedish_day
from audit.findings.operations import refuse_case_ids
from audit.improvements.models import Evidence, FollowUp, Measure, Recurrence
from audit.improvements.operations.area import Area
from audit.improvements.operations.linking import observations_of
from audit.improvements.operations.reading import area_for_coordinator
from audit.improvements.operations.samples import rounds_for
from audit.improvements.rules import AreaStatus, MeasureStatus, evidence_faults, measure_faults
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, refuse_if

# ---- Measures ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MeasurePlan:
    """A measure as it is kept: what is done, by whom, until when, and how far it has come."""

    what: str
    responsible: str
    due_on: date | None = None
    status: MeasureStatus = MeasureStatus.PLANNED
    done_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class HeldMeasure:
    """A measure with the area that it belongs to."""

    area: Area
    measure: Measure


def measure_for_coordinator(session: Session, scope: Scope, area_id: int, measure_id: int) -> HeldMeasure | None:
    """The area's measure, if the coordinator has all of the area's boards."""
    area = area_for_coordinator(session, scope, area_id)
    measure = next((one for one in area.measures if one.id == measure_id), None) if area else None
    return HeldMeasure(area, measure) if area and measure else None


def add_measure(session: Session, *, stamp: Stamp, area: Area, plan: MeasurePlan) -> Measure:
    """Keep a measure. InputError names the fields where it can't be kept so."""
    _check_measure(session, stamp, area, plan)
    measure = Measure(area_id=area.id, **asdict(plan), created_at=stamp.at, created_by=stamp.actor)
    session.add(measure)
    session.flush()
    journal.record(session, stamp, "area:measure_added", area.id, measure=measure.id, **_told(plan))
    return measure


def change_measure(session: Session, *, stamp: Stamp, held: HeldMeasure, plan: MeasurePlan) -> None:
    """Change a measure; the journal keeps what it said before. InputError as in `add_measure`."""
    _check_measure(session, stamp, held.area, plan)
    before = held.measure.model_dump(include=set(asdict(plan)))
    for name, value in asdict(plan).items():
        setattr(held.measure, name, value)
    session.add(held.measure)
    journal.record(
        session, stamp, "area:measure_changed", held.area.id, measure=held.measure.id, before=before, **_told(plan)
    )


def _check_measure(session: Session, stamp: Stamp, area: Area, plan: MeasurePlan) -> None:
    today = stamp.day
    refuse_if(measure_faults(status=plan.status, done_on=plan.done_on, note=plan.note, today=today))
    refuse_cases_of(session, area, {"what": plan.what, "responsible": plan.responsible, "note": plan.note})


def _told(plan: MeasurePlan) -> dict[str, object]:
    return {"status": plan.status, "due_on": plan.due_on, "done_on": plan.done_on}


# ---- Evidence ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as it is noted: words, a document's name, an observation; at least one of them."""

    shown_on: date
    text: str = ""
    document: str = ""
    observation_id: int | None = None


def add_evidence(session: Session, *, stamp: Stamp, area: Area, shown: Shown) -> Evidence:
    """Note what shows how an area goes. InputError names the fields where it can't be noted so."""
    today = stamp.day
    faults = evidence_faults(**asdict(shown), today=today)
    if shown.observation_id and not observations_of(session, [shown.observation_id], board_ids=area.followed_by):
        faults.append(Fault("observation", "Iakttagelsen gäller inte områdets nämnder. Välj en annan."))
    refuse_if(faults)
    refuse_cases_of(session, area, {"text": shown.text, "document": shown.document})
    evidence = Evidence(area_id=area.id, **asdict(shown), created_at=stamp.at, created_by=stamp.actor)
    session.add(evidence)
    session.flush()
    told = {"evidence": evidence.id, "shown_on": shown.shown_on, "observation_id": shown.observation_id}
    journal.record(session, stamp, "area:evidence_added", area.id, **told)
    return evidence


def refuse_cases_of(session: Session, area: Area, texts: dict[str, str]) -> None:
    """Raise InputError if any text names a case of the area's own round, or of any in which it may be judged."""
    rounds = {area.area.origin_round_id} | {one.id for one in rounds_for(session, area=area)}
    for round_id in rounds - {None}:
        refuse_case_ids(session, round_id=known(round_id), texts=texts)


# ---- In order ---------------------------------------------------------------------------------------------------


class Kind(StrEnum):
    PLANNED = "planned"
    ENDED = "ended"
    SHOWN = "shown"
    RECURRED = "recurred"
    WITHDRAWN = "withdrawn"
    JUDGED = "judged"


@dataclass(frozen=True)
class Happening:
    """Something in the life of an area: the day it concerns, and when it was noted. `counts` is unset where its round
    has been replaced by a new draw; `reopens` is set where a closed area is judged as open again."""

    day: date
    at: datetime
    kind: Kind
    of: Measure | Evidence | Recurrence | FollowUp
    counts: bool = True
    reopens: bool = False


def life_of(area: Area) -> list[Happening]:
    """Everything that has happened to an area, in the order of its days and, on each, as it was noted."""
    found = [*_measures(area.measures), *_evidence(area.evidence), *_recurrences(area), *_judgements(area)]
    places = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found, key=lambda one: (one.day, one.at, places[one.kind], known(one.of.id)))


def _measures(measures: Iterable[Measure]) -> Iterable[Happening]:
    for one in measures:
        yield Happening(swedish_day(one.created_at), one.created_at, Kind.PLANNED, one)
        if one.done_on:
            yield Happening(one.done_on, one.created_at, Kind.ENDED, one)


def _evidence(evidence: Iterable[Evidence]) -> Iterable[Happening]:
    return (Happening(one.shown_on, one.created_at, Kind.SHOWN, one) for one in evidence)


def _recurrences(area: Area) -> Iterable[Happening]:
    for one in area.recurrences:
        counts = one.round_id not in area.overtaken
        yield Happening(swedish_day(one.noted_at), one.noted_at, Kind.RECURRED, one, counts=counts)
        if one.withdrawn_at:
            yield Happening(swedish_day(one.withdrawn_at), one.withdrawn_at, Kind.WITHDRAWN, one, counts=counts)


def _judgements(area: Area) -> Iterable[Happening]:
    closed = False
    for one in area.follow_ups:
        counts = one.round_id not in area.overtaken
        done = one.status is AreaStatus.DONE
        yield Happening(one.followed_on, one.created_at, Kind.JUDGED, one, counts=counts, reopens=closed and not done)
        closed = done if counts else closed
