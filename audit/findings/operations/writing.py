"""Writing and changing observations, and removing those that aren't shared."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from audit.accounts.operations import known
from audit.findings.models import Observation, ObservationEvidence, ObservationQuestion
from audit.findings.operations.results import boards_of, deviating_answers, questions_of
from audit.findings.rules import (
    AlreadySharedError,
    Cause,
    LinkedError,
    Severity,
    case_id_faults,
    cause_faults,
    norm_text,
)
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import Fault, refuse_if


@dataclass(frozen=True)
class Draft:
    """An observation as it is written. Without a board it concerns all of the round's."""

    title: str
    seen: str
    severity: Severity
    assessment: str = ""
    recommendation: str = ""
    board_id: int | None = None
    question_ids: tuple[str, ...] = ()
    answer_ids: tuple[int, ...] = ()
    norm: str = ""
    cause: Cause = Cause.UNKNOWN
    cause_text: str = ""
    attribute_id: str = ""

    def texts(self) -> dict[str, str]:
        names = ("title", "seen", "norm", "assessment", "cause_text", "recommendation")
        return {name: getattr(self, name) for name in names}

    def values(self) -> dict[str, Any]:
        """What an observation holds of it beside its links."""
        return {**self.texts(), "severity": self.severity, "cause": self.cause, "board_id": self.board_id}


def write_observation(session: Session, *, stamp: Stamp, round_: Round, draft: Draft) -> Observation:
    """Note an observation, not shared yet. InputError names the fields where it can't be written so."""
    rounds.require_standing(session, known(round_.id))
    checked = _checked(session, round_, draft)
    observation = Observation(
        round_id=known(round_.id),
        **draft.values(),
        attribute_id=draft.attribute_id,
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(observation)
    session.flush()
    _link(session, known(observation.id), checked)
    journal.record(session, stamp, "observation:written", known(observation.id), **_told(checked))
    return observation


def change_observation(session: Session, *, stamp: Stamp, round_: Round, observation_id: int, draft: Draft) -> None:
    """Change an observation; the journal keeps what it said before. AlreadySharedError where it is gone.

    What the unit has been given stays what it was until it is shared anew, and is of the same boards then.
    """
    observation = held(session, observation_id)
    checked = _checked(session, round_, draft)
    if observation.shared_at and observation.board_id != draft.board_id:
        said = "Iakttagelsen är delad. Den kan inte flyttas till en annan nämnd: skriv en ny."
        refuse_if([Fault("board", said)])
    before = {name: getattr(observation, name) for name in draft.values()}
    for name, value in draft.values().items():
        setattr(observation, name, value)
    _unlink(session, observation_id)
    _link(session, observation_id, checked)
    journal.record(session, stamp, "observation:changed", observation_id, before=before, **_told(checked))


def remove_observation(session: Session, *, stamp: Stamp, observation_id: int) -> None:
    """Take away an observation that isn't shared (else AlreadySharedError); the journal keeps what it said.

    LinkedError where an improvement area rests on it.
    """
    observation = unshared(session, observation_id)
    names = {"round_id", "board_id", "title", "seen", "norm", "assessment", "cause", "cause_text", "recommendation"}
    content = observation.model_dump(include=names)
    try:
        with session.begin_nested():
            _unlink(session, observation_id)
            session.delete(observation)
    except IntegrityError as error:
        raise LinkedError from error
    journal.record(session, stamp, "observation:removed", observation_id, **content)


def held(session: Session, observation_id: int) -> Observation:
    """The observation, held so that nobody shares or removes it meanwhile. AlreadySharedError if somebody has removed
    it, and StageError where its round has been replaced."""
    query = select(Observation).where(Observation.id == observation_id).with_for_update()
    observation = session.exec(query.execution_options(populate_existing=True)).first()
    if observation is None:
        raise AlreadySharedError
    rounds.require_standing(session, observation.round_id)
    return observation


def unshared(session: Session, observation_id: int) -> Observation:
    """As `held`; AlreadySharedError too if it has been shared."""
    observation = held(session, observation_id)
    if observation.shared_at:
        raise AlreadySharedError
    return observation


def _checked(session: Session, round_: Round, draft: Draft) -> Draft:
    """The draft with the questions of its chosen answers linked too; InputError where it can't stand."""
    names = boards_of(session, round_id=known(round_.id))
    order = [question.id for question in questions_of(round_)]
    answers = deviating_answers(session, known(round_.id), names)
    chosen = [one for one in answers if one.answer_id in draft.answer_ids]
    faults = case_id_faults(draft.texts(), case_ids_of(session, round_)) + cause_faults(draft.cause, draft.cause_text)
    if draft.board_id is not None and draft.board_id not in names:
        faults.append(Fault("board", "Nämnden ingår inte i omgången. Välj en av omgångens nämnder."))
    elif draft.board_id is not None and any(one.board_id != draft.board_id for one in chosen):
        only = names[draft.board_id]
        faults.append(Fault("answers", f"Iakttagelsen gäller bara {only}. Ta bort svaren från andra nämnder."))
    if not set(draft.question_ids) <= set(order):
        faults.append(Fault("questions", "En fråga finns inte i omgångens granskningsmall. Välj frågorna igen."))
    if len(chosen) < len(set(draft.answer_ids)):
        faults.append(Fault("answers", "Ett svar har ändrats sedan sidan öppnades. Välj svaren igen."))
    refuse_if(faults)
    linked = set(draft.question_ids) | {one.question_id for one in chosen}
    return replace(
        draft,
        question_ids=tuple(question for question in order if question in linked),
        answer_ids=tuple(sorted(one.answer_id for one in chosen)),
    )


def case_ids_of(session: Session, round_: Round) -> list[str]:
    """The case ids that no text about the round may name: all its samples, replaced units and reserves included."""
    return [unit.unit_id for unit in rounds.sample(session, known(round_.id), target=None)]


def refuse_case_ids(session: Session, *, round_id: int, texts: Mapping[str, str]) -> None:
    """Raise InputError if any of `texts` (by the name of its field) names a case of the round's sample."""
    refuse_if(case_id_faults(texts, case_ids_of(session, session.get_one(Round, round_id))))


def norm_of(session: Session, *, round_: Round, question_ids: Collection[str], answer_ids: Collection[int]) -> str:
    """A proposal for the norm: what the questions lean on, as it was in force for the cases of the chosen answers.

    Without a known day the days of the reviewed period decide.
    """
    asked = [question for question in questions_of(round_) if question.id in question_ids]
    names = boards_of(session, round_id=known(round_.id))
    chosen = [one for one in deviating_answers(session, known(round_.id), names) if one.answer_id in answer_ids]
    read = {
        known(one.review.id): one.concern
        for one in reviews.wholes(
            session, [(session.get_one(Review, review), round_) for review in {one.review_id for one in chosen}]
        )
    }
    period = [day for day in (round_.period_from, round_.period_to) if day]
    days: dict[str, list[date]] = {}
    for question in asked:
        told = [read[one.review_id].law_day(question) for one in chosen if one.question_id == question.id]
        days[question.id] = [day for day in told if day] or period
    return norm_text(asked, days)


def _link(session: Session, observation_id: int, draft: Draft) -> None:
    session.add_all(ObservationQuestion(observation_id=observation_id, question_id=one) for one in draft.question_ids)
    session.add_all(ObservationEvidence(observation_id=observation_id, answer_id=one) for one in draft.answer_ids)


def _unlink(session: Session, observation_id: int) -> None:
    for table in (ObservationQuestion, ObservationEvidence):
        session.exec(delete(table).where(col(table.observation_id) == observation_id))


def _told(draft: Draft) -> dict[str, object]:
    return {
        "board_id": draft.board_id,
        "severity": draft.severity,
        "cause": draft.cause,
        "questions": list(draft.question_ids),
        "answers": list(draft.answer_ids),
    }
