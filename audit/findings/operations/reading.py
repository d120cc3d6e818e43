"""Reading: the observations of a round with what belongs to them, each to whom it is open."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, or_, select

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.findings.models import (
    CorrectionRuling,
    Observation,
    ObservationEvidence,
    ObservationQuestion,
    Reply,
    Sharing,
)
from audit.findings.operations.results import boards_of
from audit.findings.rules import Told, changed_texts
from audit.rounds import operations as rounds
from audit.rounds.models import Round


@dataclass(frozen=True)
class Finding:
    """An observation with what belongs to it: questions, chosen single answers, and in order the unit's replies and
    what was shared. `rulings` are, by reply id, what the coordinator has made of what is said to be wrong in fact."""

    observation: Observation
    question_ids: tuple[str, ...]
    answer_ids: tuple[int, ...]
    replies: tuple[Reply, ...]
    sharings: tuple[Sharing, ...] = ()
    rulings: Mapping[int, CorrectionRuling] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return known(self.observation.id)

    @property
    def reply(self) -> Reply | None:
        """The reply that holds now."""
        return self.replies[-1] if self.replies else None

    @property
    def sharing(self) -> Sharing | None:
        """What the unit has been given, as it holds now."""
        return self.sharings[-1] if self.sharings else None

    @property
    def told(self) -> Told:
        """What the unit has been given; the observation as it stands where nothing has been shared."""
        return Told(**self.sharing.told) if self.sharing else told_of(self.observation)

    @property
    def changed(self) -> bool:
        """Whether it says something else now, or rests on other questions, than what was shared."""
        if self.sharing is None:
            return False
        linked = set(self.sharing.question_ids) != set(self.question_ids)
        return linked or bool(changed_texts(self.told, told_of(self.observation)))

    @property
    def awaits_reply(self) -> bool:
        """Whether the unit has not answered what it was given last."""
        return self.sharing is not None and (self.reply is None or self.reply.sharing < self.sharing.number)

    @property
    def corrections(self) -> list[Reply]:
        """The replies that say that something is wrong in fact, and that nobody has ruled on."""
        return [one for one in self.replies if one.correction and one.id not in self.rulings]


def told_of(observation: Observation) -> Told:
    return Told(**{name: str(getattr(observation, name)) for name in Told.__dataclass_fields__})


@dataclass(frozen=True)
class Placed:
    """A finding with its round, and the names of the boards that it concerns and the visitor may see."""

    finding: Finding
    round_: Round
    board_names: dict[int, str]


def observations(
    session: Session, *, round_id: int, board_ids: Iterable[int] | None = None, shared_only: bool = False
) -> list[Finding]:
    """A round's observations in the order they were written: those of the boards, and those that concern all."""
    query = select(Observation).where(Observation.round_id == round_id).order_by(col(Observation.id))
    if board_ids is not None:
        query = query.where(or_(col(Observation.board_id).is_(None), col(Observation.board_id).in_(list(board_ids))))
    if shared_only:
        query = query.where(col(Observation.shared_at).is_not(None))
    return findings_of(session, list(session.exec(query)))


def findings_of(session: Session, found: list[Observation]) -> list[Finding]:
    """The observations with what belongs to them, in the order given."""
    ids = [known(observation.id) for observation in found]
    questions, answers = _of(session, ObservationQuestion, ids), _of(session, ObservationEvidence, ids)
    replies, sharings = _of(session, Reply, ids, col(Reply.number)), _of(session, Sharing, ids, col(Sharing.number))
    ruled = {one.reply_id: one for one in session.exec(_rulings(ids))}
    return [
        Finding(
            observation=one,
            question_ids=tuple(link.question_id for link in questions[known(one.id)]),
            answer_ids=tuple(link.answer_id for link in answers[known(one.id)]),
            replies=tuple(replies[known(one.id)]),
            sharings=tuple(sharings[known(one.id)]),
            rulings={known(reply.id): ruled[known(reply.id)] for reply in replies[known(one.id)] if reply.id in ruled},
        )
        for one in found
    ]


def _of(session: Session, table: type[Any], ids: Collection[int], *order: Any) -> dict[int, list[Any]]:
    """The rows of a table by the observation that they belong to, in that order and else in their key's."""
    found: dict[int, list[Any]] = defaultdict(list)
    query = select(table).where(table.observation_id.in_(ids)).order_by(*order, *table.__table__.primary_key)
    for row in session.exec(query):
        found[row.observation_id].append(row)
    return found


def _rulings(ids: Collection[int]) -> Any:
    of = select(Reply.id).where(col(Reply.observation_id).in_(ids))
    return select(CorrectionRuling).where(col(CorrectionRuling.reply_id).in_(of))


def observation_for_reader(session: Session, scope: Scope, observation_id: int) -> Placed | None:
    """The observation, if it concerns any of the boards in scope."""
    observation = session.get(Observation, observation_id)
    round_ = rounds.round_for_reader(session, scope, observation.round_id) if observation else None
    if not observation or not round_:
        return None
    concerned = None if observation.board_id is None else {observation.board_id}
    names = boards_of(session, round_id=observation.round_id, within=concerned)
    seen = {board: name for board, name in names.items() if board in scope.boards()}
    return Placed(findings_of(session, [observation])[0], round_, seen) if seen else None


def observation_for_coordinator(session: Session, scope: Scope, observation_id: int) -> Placed | None:
    """The observation, if the coordinator runs its whole round."""
    placed = observation_for_reader(session, scope, observation_id)
    runs = placed and rounds.round_for_coordinator(session, scope, placed.finding.observation.round_id)
    return placed if runs else None


def may_run(session: Session, scope: Scope, round_: Round) -> bool:
    """Whether the visitor coordinates all of the round's boards, and so may write and share as long as it stands."""
    round_id = known(round_.id)
    runs = set(boards_of(session, round_id=round_id)) <= scope.boards(Role.COORDINATOR)
    return runs and rounds.replacement_of(session, round_id) is None
