"""Finding improvement areas, with all that belongs to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.clock import swedish_day
from audit.improvements.models import (
    Evidence,
    FollowUp,
    ImprovementArea,
    ImprovementAreaBoard,
    ImprovementAreaObservation,
    ImprovementAreaQuestion,
    Measure,
    Recurrence,
)
from audit.improvements.operations.linking import known_questions
from audit.improvements.rules import (
    AreaStatus,
    Judged,
    MeasureStatus,
    Recurred,
    RoundPlace,
    closed_on,
    is_overdue,
    measure_is_overdue,
    status_after,
    time_said,
)
from audit.registers.rules import RegisterKind
from audit.rounds.models import Origin, Round
from audit.rounds.operations import standing
from audit.rounds.rules import TEMPLATES

# ---- Areas ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Area:
    """An improvement area with what belongs to it. `follow_ups` are in the order of their days; what was judged or
    seen again in a round of `overtaken` (by their ids), which a new draw has replaced, is told but counts for nothing.
    `links` are the linked questions, each with the checklist in which it was linked; `kinds` is what those checklists
    are for, empty where nobody can say."""

    area: ImprovementArea
    follow_ups: tuple[FollowUp, ...]
    recurrences: tuple[Recurrence, ...]
    rounds: dict[int, Round]
    overtaken: frozenset[int]
    kinds: frozenset[RegisterKind] = frozenset()
    board_names: dict[int, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    observation_ids: tuple[int, ...] = ()
    measures: tuple[Measure, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def id(self) -> int:
        return known(self.area.id)

    @property
    def question_ids(self) -> tuple[str, ...]:
        return tuple(self.links)

    @property
    def origin_round(self) -> Round | None:
        return self.rounds.get(self.area.origin_round_id or 0)

    def fits(self, kind: RegisterKind) -> bool:
        """Whether a round of that kind can say anything of it: one that asks what the area is about."""
        own = self.kinds or ({self.origin_round.kind} if self.origin_round else set())
        return not own or kind in own

    # How it stands

    def judged(self) -> list[Judged]:
        """The follow-ups that count, as the rules see them."""
        return [
            Judged(
                known(one.id), one.followed_on, one.status, one.created_at, place_of(self.rounds.get(one.round_id or 0))
            )
            for one in self.follow_ups
            if one.round_id not in self.overtaken
        ]

    def recurred(self) -> list[Recurred]:
        """The recurrences that count, as the rules see them, in the order of their rounds."""
        return [Recurred(place, one.noted_at) for place, one in self._back()]

    def _back(self) -> list[tuple[RoundPlace, Recurrence]]:
        counting = [one for one in self.recurrences if one.withdrawn_at is None and one.round_id not in self.overtaken]
        return sorted(((_place(self.rounds[one.round_id]), one) for one in counting), key=lambda each: each[0])

    @property
    def status(self) -> AreaStatus:
        return status_after(self.judged(), self.recurred())

    @property
    def is_closed(self) -> bool:
        return self.status is AreaStatus.DONE

    @property
    def closed_on(self) -> date | None:
        return closed_on(self.judged(), self.recurred())

    @property
    def closing(self) -> FollowUp | None:
        """The judgement that the area is closed by; None where it is open."""
        counting = [one for one in self.follow_ups if one.round_id not in self.overtaken]
        return counting[-1] if self.is_closed else None

    # Since when, and until when

    @property
    def since(self) -> int:
        """The year in which the area came up."""
        return self.origin_round.year if self.origin_round else self._noted_on.year

    @property
    def _noted_on(self) -> date:
        return swedish_day(self.area.created_at)

    def time_until(self, day: date) -> str:
        """How old the area is on that day, in words; of a year on paper only the year is known."""
        on_paper = self.origin_round is not None and self.origin_round.origin is Origin.PAPER
        return time_said(self.since if on_paper or self.since != self._noted_on.year else self._noted_on, day)

    def is_overdue(self, today: date) -> bool:
        return is_overdue(self.status, self.area.due_on, today)

    def late_measures(self, today: date) -> list[Measure]:
        """The measures that should have been done by now; none of a closed area."""
        late = [one for one in self.measures if measure_is_overdue(one.status, one.due_on, today)]
        return [] if self.is_closed else late

    @property
    def measures_standing(self) -> tuple[int, int]:
        """How many measures are done, out of those that were not dropped."""
        kept = [one for one in self.measures if one.status is not MeasureStatus.DROPPED]
        return sum(one.status is MeasureStatus.DONE for one in kept), len(kept)


def place_of(round_: Round | None) -> RoundPlace | None:
    return _place(round_) if round_ else None


def _place(round_: Round) -> RoundPlace:
    return round_.year, known(round_.id)


def areas(session: Session, *, board_ids: Iterable[int] | None = None, open_only: bool = False) -> list[Area]:
    """The areas of the boards (of any of them): what is open first, then by due day and title."""
    found = _with_belongings(session, _of_boards(session, board_ids))
    found.sort(key=lambda one: (one.is_closed, one.area.due_on or date.max, one.area.title))
    return [one for one in found if not (open_only and one.is_closed)]


def open_areas(session: Session, *, board_ids: Iterable[int] | None = None) -> list[Area]:
    """The areas of the boards that are not closed."""
    return areas(session, board_ids=board_ids, open_only=True)


def histories(session: Session, *, board_ids: Iterable[int]) -> list[Area]:
    """The areas of the boards in no order, with what decides how they stand and nothing else: for pages that count."""
    return _with_histories(session, _of_boards(session, board_ids))


def _of_boards(session: Session, board_ids: Iterable[int] | None) -> list[ImprovementArea]:
    query = select(ImprovementArea).order_by(col(ImprovementArea.id))
    if board_ids is not None:
        of_boards = select(ImprovementAreaBoard.area_id).where(col(ImprovementAreaBoard.board_id).in_(list(board_ids)))
        query = query.where(col(ImprovementArea.id).in_(of_boards))
    return list(session.exec(query))


def _with_histories(session: Session, found: list[ImprovementArea]) -> list[Area]:
    if not found:
        return []
    ids = [known(area.id) for area in found]
    follow_ups = _rows(session, FollowUp, ids, col(FollowUp.followed_on))
    recurrences = _rows(session, Recurrence, ids)
    told = {one.round_id for some in (*follow_ups.values(), *recurrences.values()) for one in some}
    rounds = _rounds(session, told | {area.origin_round_id for area in found})
    kinds = _kinds(session, ids)
    overtaken = frozenset(rounds) - set(session.exec(select(Round.id).where(col(Round.id).in_(rounds), standing())))
    return [
        Area(
            area=area,
            follow_ups=tuple(follow_ups[known(area.id)]),
            recurrences=tuple(recurrences[known(area.id)]),
            rounds=rounds,
            overtaken=overtaken,
            kinds=frozenset(kinds[known(area.id)]),
        )
        for area in found
    ]


def _kinds(session: Session, ids: Collection[int]) -> dict[int, set[RegisterKind]]:
    """What the checklists of each area's questions are for: a checklist's name begins with its template's."""
    by_template = {template: kind for kind, template in TEMPLATES.items()}
    query = select(ImprovementAreaQuestion.area_id, ImprovementAreaQuestion.checklist)
    found: dict[int, set[RegisterKind]] = defaultdict(set)
    for area_id, checklist in session.exec(query.where(col(ImprovementAreaQuestion.area_id).in_(ids)).distinct()):
        kind = by_template.get((checklist or "").partition("-")[0])
        found[area_id] |= {kind} if kind else set()
    return found


def _with_belongings(session: Session, found: list[ImprovementArea]) -> list[Area]:
    if not found:
        return []
    ids = [known(area.id) for area in found]
    boards, observed = _linked(session, ImprovementAreaBoard, ids), _linked(session, ImprovementAreaObservation, ids)
    measures, evidence = _rows(session, Measure, ids), _rows(session, Evidence, ids, col(Evidence.shown_on))
    names, links = board_names(session), _links(session, ids)
    return [
        replace(
            one,
            board_names={board: name for board, name in names.items() if board in boards[one.id]},
            links=links[one.id],
            observation_ids=tuple(sorted(observed[one.id])),
            measures=tuple(measures[one.id]),
            evidence=tuple(evidence[one.id]),
        )
        for one in _with_histories(session, found)
    ]


def _linked(session: Session, table: type[SQLModel], ids: Collection[int]) -> dict[int, set[Any]]:
    """What a linking table ties to each of the areas; its first key is the area's."""
    area_id, linked = table.__table__.primary_key.columns  # type: ignore[attr-defined]
    found: dict[int, set[Any]] = defaultdict(set)
    for area, one in session.execute(select(area_id, linked).where(area_id.in_(ids))):
        found[area].add(one)
    return found


def _links(session: Session, ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The linked questions of each area in the order of the checklists, with the one in which each was linked."""
    order = {question: place for place, question in enumerate(known_questions(session))}
    query = select(ImprovementAreaQuestion).where(col(ImprovementAreaQuestion.area_id).in_(ids))
    rows = sorted(session.exec(query), key=lambda one: (order.get(one.question_id, len(order)), one.question_id))
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in rows:
        found[row.area_id][row.question_id] = row.checklist or ""
    return found


def _rows(session: Session, table: type[Any], ids: Collection[int], *order: Any) -> dict[int, list[Any]]:
    """The rows of a table by the area that they belong to."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.exec(select(table).where(table.area_id.in_(ids)).order_by(*order, table.id)):
        found[row.area_id].append(row)
    return found


def _rounds(session: Session, ids: set[Any]) -> dict[int, Round]:
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


def area_as_it_stands(session: Session, area_id: int) -> Area:
    """The area with all that has been written of it so far in this transaction."""
    session.flush()
    return _with_belongings(session, [session.get_one(ImprovementArea, area_id)])[0]


def may_write(scope: Scope, area: Area) -> bool:
    """Whether the visitor coordinates all of the area's boards, and so may judge and change it."""
    return set(area.board_names) <= scope.boards(Role.COORDINATOR)
