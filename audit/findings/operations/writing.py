"""Writing, changing and removing observations, as long as they aren't shared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from audit.accounts.operations import known
from audit.findings.models import Observation, ObservationEvidence, ObservationQuestion
from audit.findings.operations.reading import boards_of, deviating_answers, questions_of
from audit.findings.rules import AlreadySharedError, LinkedError, Severity, case_id_faults
from audit.journal import operations as journal
from audit.journal.rules import Stamp
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

    def texts(self) -> dict[str, str]:
        return {
            "title": self.title,
            "seen": self.seen,
            "assessment": self.assessment,
            "recommendation": self.recommendation,
        }


def write_observation(session: Session, *, stamp: Stamp, round_: Round, draft: Draft) -> Observation:
    """Note an observation, not shared yet. InputError names the fields where it can't be written so."""
    rounds.require_standing(session, known(round_.id))
    checked = _checked(session, round_, draft)
    observation = Observation(
        round_id=known(round_.id),
        board_id=draft.board_id,
        title=draft.title,
        seen=draft.seen,
        assessment=draft.assessment,
        recommendation=draft.recommendation,
        severity=draft.severity,
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(observation)
    session.flush()
    _link(session, known(observation.id), checked)
    journal.record(session, stamp, "observation:written", known(observation.id), **_told(checked))
    return observation


def change_observation(session: Session, *, stamp: Stamp, round_: Round, observation_id: int, draft: Draft) -> None:
    """Change an observation that isn't shared (else AlreadySharedError); the journal keeps what it said before."""
    observation = unshared(session, observation_id)
    checked = _checked(session, round_, draft)
    before = {name: getattr(observation, name) for name, text in draft.texts().items()}
    before |= {"severity": observation.severity, "board_id": observation.board_id}
    for name, value in {**draft.texts(), "severity": draft.severity, "board_id": draft.board_id}.items():
        setattr(observation, name, value)
    _unlink(session, observation_id)
    _link(session, observation_id, checked)
    journal.record(session, stamp, "observation:changed", observation_id, before=before, **_told(checked))


def remove_observation(session: Session, *, stamp: Stamp, observation_id: int) -> None:
    """Take away an observation that isn't shared (else AlreadySharedError); the journal keeps what it said.

    LinkedError where an improvement area rests on it.
    """
    observation = unshared(session, observation_id)
    content = observation.model_dump(include={"round_id", "board_id", "title", "seen", "assessment", "recommendation"})
    try:
        with session.begin_nested():
            _unlink(session, observation_id)
            session.delete(observation)
    except IntegrityError as error:
        raise LinkedError from error
    journal.record(session, stamp, "observation:removed", observation_id, **content)


def unshared(session: Session, observation_id: int) -> Observation:
    """The observation, held so that nobody shares or removes it meanwhile. AlreadySharedError if somebody has, and
    StageError where its round has been replaced."""
    query = select(Observation).where(Observation.id == observation_id).with_for_update()
    observation = session.exec(query.execution_options(populate_existing=True)).first()
    if observation is None or observation.shared_at:
        raise AlreadySharedError
    rounds.require_standing(session, observation.round_id)
    return observation


def _checked(session: Session, round_: Round, draft: Draft) -> Draft:
    """The draft with the questions of its chosen answers linked too; InputError where it can't stand."""
    names = boards_of(session, round_id=known(round_.id))
    order = [question.id for question in questions_of(round_)]
    answers = deviating_answers(session, known(round_.id), names)
    chosen = [one for one in answers if one.answer_id in draft.answer_ids]
    faults = case_id_faults(draft.texts(), case_ids_of(session, round_))
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
        "questions": list(draft.question_ids),
        "answers": list(draft.answer_ids),
    }
