"""Finding improvement areas, their history, and what a round's sample says of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, select

from audit import checklists_shipped
from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.findings import operations as findings
from audit.findings.operations import Finding, Results
from audit.improvements.models import (
    FollowUp,
    ImprovementArea,
    ImprovementAreaBoard,
    ImprovementAreaObservation,
    ImprovementAreaQuestion,
)
from audit.improvements.rules import (
    AreaStatus,
    Judged,
    RoundPlace,
    Sample,
    closing_lacks,
    is_carried,
    is_overdue,
    judged_in,
)
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations import standing
from audit.web.formats import SWEDEN
from checklists import Question

# ---- Areas ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Area:
    """An improvement area with what belongs to it. `follow_ups` are in the order of their days; those in
    `overtaken` (by their ids) were made in a round that a new draw has replaced: they are told but judge nothing."""

    area: ImprovementArea
    board_names: dict[int, str]
    question_ids: tuple[str, ...]
    observation_ids: tuple[int, ...]
    follow_ups: tuple[FollowUp, ...]
    rounds: dict[int, Round]
    overtaken: frozenset[int] = frozenset()

    @property
    def id(self) -> int:
        return known(self.area.id)

    @property
    def origin_round(self) -> Round | None:
        return self.rounds.get(self.area.origin_round_id or 0)

    @property
    def since(self) -> int:
        """The year in which the area came up."""
        return self.origin_round.year if self.origin_round else self.area.created_at.astimezone(SWEDEN).year

    def is_overdue(self, today: date) -> bool:
        return is_overdue(self.area.status, self.area.due_on, today)

    def judged(self) -> list[Judged]:
        """The follow-ups as the rules see them."""
        return [
            Judged(known(one.id), one.followed_on, one.status, place_of(self.rounds.get(one.round_id or 0)))
            for one in self.follow_ups
            if one.id not in self.overtaken
        ]


def place_of(round_: Round | None) -> RoundPlace | None:
    return (round_.year, known(round_.id)) if round_ else None


def areas(session: Session, *, board_ids: Iterable[int] | None = None, open_only: bool = False) -> list[Area]:
    """The areas of the boards (of any of them): what is open first, then by due day and title."""
    query = select(ImprovementArea)
    if board_ids is not None:
        of_boards = select(ImprovementAreaBoard.area_id).where(col(ImprovementAreaBoard.board_id).in_(list(board_ids)))
        query = query.where(col(ImprovementArea.id).in_(of_boards))
    if open_only:
        query = query.where(ImprovementArea.status != AreaStatus.DONE)
    found = sorted(session.exec(query), key=lambda one: (one.due_on or date.max, one.title))
    return _with_belongings(session, sorted(found, key=lambda one: one.status is AreaStatus.DONE))


def open_areas(session: Session, *, board_ids: Iterable[int] | None = None) -> list[Area]:
    """The areas of the boards that are not closed."""
    return areas(session, board_ids=board_ids, open_only=True)


def _with_belongings(session: Session, found: list[ImprovementArea]) -> list[Area]:
    ids = [known(area.id) for area in found]
    boards = _linked(session, ImprovementAreaBoard, ids)
    questions = _linked(session, ImprovementAreaQuestion, ids)
    observed = _linked(session, ImprovementAreaObservation, ids)
    history: dict[int, list[FollowUp]] = defaultdict(list)
    noted = select(FollowUp).where(col(FollowUp.area_id).in_(ids))
    for one in session.exec(noted.order_by(col(FollowUp.followed_on), col(FollowUp.id))):
        history[one.area_id].append(one)
    rounds = _rounds_of(session, found, history.values())
    counts = set(session.exec(select(FollowUp.id).where(col(FollowUp.area_id).in_(ids), judged_on_what_stands())))
    overtaken = frozenset(known(one.id) for made in history.values() for one in made if one.id not in counts)
    names = board_names(session)
    order = {question: place for place, question in enumerate(known_questions())}
    return [
        Area(
            area=area,
            board_names={board: name for board, name in names.items() if board in boards[known(area.id)]},
            question_ids=tuple(sorted(questions[known(area.id)], key=lambda one: (order.get(one, len(order)), one))),
            observation_ids=tuple(sorted(observed[known(area.id)])),
            follow_ups=tuple(history[known(area.id)]),
            rounds=rounds,
            overtaken=overtaken,
        )
        for area in found
    ]


def judged_on_what_stands() -> ColumnElement[bool]:
    """The condition that a follow-up counts: it was made in no round, or in one that no new draw has replaced."""
    return col(FollowUp.round_id).is_(None) | col(FollowUp.round_id).in_(select(Round.id).where(standing()))


def _linked(session: Session, table: type[SQLModel], ids: Collection[int]) -> dict[int, set[Any]]:
    """What a linking table ties to each of the areas; its first key is the area's."""
    area_id, linked = table.__table__.primary_key.columns  # type: ignore[attr-defined]
    found: dict[int, set[Any]] = defaultdict(set)
    for area, one in session.execute(select(area_id, linked).where(area_id.in_(ids))):
        found[area].add(one)
    return found


def _rounds_of(
    session: Session, found: Iterable[ImprovementArea], histories: Iterable[list[FollowUp]]
) -> dict[int, Round]:
    ids = {area.origin_round_id for area in found} | {one.round_id for history in histories for one in history}
    query = select(Round).where(col(Round.id).in_([one for one in ids if one is not None]))
    return {known(round_.id): round_ for round_ in session.exec(query)}


def area_for_reader(session: Session, scope: Scope, area_id: int) -> Area | None:
    """The area, if it concerns any of the boards in scope."""
    area = session.get(ImprovementArea, area_id)
    found = _with_belongings(session, [area])[0] if area else None
    return found if found and scope.boards() & set(found.board_names) else None


def area_for_coordinator(session: Session, scope: Scope, area_id: int) -> Area | None:
    """The area, if the coordinator has all of its boards."""
    found = area_for_reader(session, scope, area_id)
    return found if found and may_write(scope, found) else None


def may_write(scope: Scope, area: Area) -> bool:
    """Whether the visitor coordinates all of the area's boards, and so may judge and change it."""
    return set(area.board_names) <= scope.boards(Role.COORDINATOR)


def observations_of(session: Session, area: Area, *, board_ids: Collection[int]) -> list[Finding]:
    """The observations from which the area came, as far as they concern those boards."""
    if area.area.origin_round_id is None:
        return []
    seen = findings.observations(session, round_id=area.area.origin_round_id, board_ids=board_ids)
    return [finding for finding in seen if finding.id in area.observation_ids]


def known_questions() -> dict[str, Question]:
    """Every question of the shipped checklists by id, worded as in the newest version that has it."""
    found: dict[str, Question] = {}
    for name in checklists_shipped.shipped():
        found.update((question.id, question) for question in checklists_shipped.load(name).questions)
    return found


def question_texts(question_ids: Iterable[str]) -> dict[str, str]:
    """The text of each question, in the order given; its id where no shipped checklist has it."""
    all_known = known_questions()
    return {one: all_known[one].text if one in all_known else one for one in question_ids}


# ---- What a sample says -----------------------------------------------------------------------------------------


def sample_of(session: Session, *, area: Area, round_: Round, board_ids: Collection[int] | None = None) -> Sample:
    """What the round's signed reviews say of the area's questions, for its boards (that are in `board_ids`)."""
    boards = [board for board in area.board_names if board_ids is None or board in board_ids]
    return _sample(area, round_, findings.results(session, round_=round_, board_ids=boards))


def _sample(area: Area, round_: Round, results: Results) -> Sample:
    origin, place = place_of(area.origin_round), place_of(round_)
    boards = set(area.board_names)
    return Sample(
        results=tuple(one.of_boards(boards) for one in results.questions if one.question.id in area.question_ids),
        later=origin is None or place is None or place > origin,
        signed=results.signed,
        reviews=results.reviews,
        kind=round_.kind,
    )


def lacks_of(area: Area, sample: Sample | None) -> list[str]:
    """Why the sample doesn't support that the area is closed; nothing if it does."""
    return closing_lacks(sample, questions=question_texts(area.question_ids), board_names=area.board_names)


def rounds_for(session: Session, *, area: Area) -> list[Round]:
    """The rounds in which the area may be followed up: standing ones later than its own, with any of its boards,
    newest first."""
    with_boards = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(list(area.board_names)))
    query = select(Round).where(col(Round.id).in_(with_boards), standing())
    query = query.order_by(col(Round.year).desc(), col(Round.id).desc())
    origin = place_of(area.origin_round)
    return [round_ for round_ in session.exec(query) if origin is None or (round_.year, known(round_.id)) > origin]


# ---- Carried into a round ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carried:
    """An area that a round has to judge, what its sample says of it, and the judgement if it is made."""

    area: Area
    sample: Sample
    judgement: FollowUp | None


def carried(session: Session, *, round_: Round, board_ids: Collection[int]) -> list[Carried]:
    """The areas of the round's boards (that are in `board_ids`) that came up before it and were open when it began."""
    boards = findings.boards_of(session, round_id=known(round_.id), within=board_ids)
    results = findings.results(session, round_=round_, board_ids=boards)
    return [
        Carried(area, _sample(area, round_, results), judgement)
        for area, judgement in _carried(session, round_, boards)
    ]


def carried_standing(session: Session, *, round_: Round, board_ids: Collection[int]) -> tuple[int, int]:
    """Of the areas that the round carries: how many are not judged in it yet, and how many are."""
    judged = [judgement is not None for _, judgement in _carried(session, round_, board_ids)]
    return judged.count(False), judged.count(True)


def _carried(session: Session, round_: Round, board_ids: Collection[int]) -> list[tuple[Area, FollowUp | None]]:
    """The areas that came up before the round and were open when it began, each with its judgement in the round."""
    place = (round_.year, known(round_.id))
    begun_on = round_.created_at.astimezone(SWEDEN).date()
    return [
        (area, _judgement(area, place, begun_on))
        for area in areas(session, board_ids=board_ids)
        if is_carried(origin=place_of(area.origin_round), place=place, begun_on=begun_on, follow_ups=area.judged())
    ]


def _judgement(area: Area, place: RoundPlace, begun_on: date) -> FollowUp | None:
    judged = judged_in(area.judged(), place=place, begun_on=begun_on)
    return next((one for one in area.follow_ups if judged and one.id == judged.id), None)


def new_in(session: Session, *, round_: Round, board_ids: Iterable[int]) -> list[Area]:
    """The areas that came up in the round."""
    return [area for area in areas(session, board_ids=board_ids) if area.area.origin_round_id == round_.id]
