"""Finding improvement areas, with all that belongs to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, or_, select

from audit.accounts.models import Board
from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
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
from audit.improvements.operations.area import Area, follows_from_of
from audit.improvements.operations.linking import known_questions
from audit.registers.rules import RegisterKind
from audit.rounds.models import Round
from audit.rounds.operations import standing
from audit.rounds.rules import TEMPLATES


def areas(
    session: Session,
    *,
    board_ids: Iterable[int] | None = None,
    open_only: bool = False,
    within: Round | None = None,
) -> list[Area]:
    """The areas of the boards (of any of them): what is open first, then by due day and title.

    Of those that a board has from one that ended only such as its round `within` follows, where it is given.
    """
    found = _with_belongings(session, _of_boards(session, board_ids, within))
    found.sort(key=lambda one: (one.is_closed, one.area.due_on or date.max, one.area.title))
    return [one for one in found if not (open_only and one.is_closed)]


def open_areas(session: Session, *, board_ids: Iterable[int] | None = None) -> list[Area]:
    """The areas of the boards that are not closed."""
    return areas(session, board_ids=board_ids, open_only=True)


def histories(session: Session, *, board_ids: Iterable[int], within: Round) -> list[Area]:
    """The areas that the round of the boards follows, in no order, with what decides how they stand and nothing else:
    for pages that count."""
    return _with_histories(session, _of_boards(session, board_ids, within))


def _of_boards(session: Session, board_ids: Iterable[int] | None, within: Round | None) -> list[ImprovementArea]:
    query = select(ImprovementArea).order_by(col(ImprovementArea.id))
    if board_ids is not None:
        of_boards = select(ImprovementAreaBoard.area_id).where(col(ImprovementAreaBoard.board_id).in_(list(board_ids)))
        of_boards = of_boards.where(_is_followed(within)) if within else of_boards
        query = query.where(col(ImprovementArea.id).in_(of_boards))
    return list(session.exec(query))


def _is_followed(within: Round) -> ColumnElement[bool]:
    """That a board has the area of its own, or had it passed on before the round."""
    passed = aliased(ImprovementAreaBoard)
    before = (
        select(passed.area_id)
        .join(Board, col(Board.id) == col(passed.board_id))
        .where(
            col(passed.area_id) == col(ImprovementAreaBoard.area_id),
            col(passed.passed_to_id) == col(ImprovementAreaBoard.board_id),
            col(Board.valid_to) < follows_from_of(within),
        )
    )
    return or_(col(ImprovementAreaBoard.own), before.exists())


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
    boards, observed = _boards(session, ids), _linked(session, ImprovementAreaObservation, ids)
    measures, evidence = _rows(session, Measure, ids), _rows(session, Evidence, ids, col(Evidence.shown_on))
    names, links = board_names(session), _links(session, ids)
    return [
        replace(
            one,
            board_names={board: name for board, name in names.items() if board in boards[one.id]},
            passed_on={board: row.passed_to_id for board, (row, _) in boards[one.id].items() if row.passed_to_id},
            inherited=_inherited(boards[one.id]),
            links=links[one.id],
            observation_ids=tuple(sorted(observed[one.id])),
            measures=tuple(measures[one.id]),
            evidence=tuple(evidence[one.id]),
        )
        for one in _with_histories(session, found)
    ]


Ties = dict[int, tuple[ImprovementAreaBoard, date | None]]


def _boards(session: Session, ids: Collection[int]) -> dict[int, Ties]:
    """What ties each of the areas to its boards, with the boards' last days."""
    query = select(ImprovementAreaBoard, Board).join(Board, col(Board.id) == ImprovementAreaBoard.board_id)
    found: dict[int, Ties] = defaultdict(dict)
    for row, board in session.exec(query.where(col(ImprovementAreaBoard.area_id).in_(ids))):
        found[row.area_id][row.board_id] = row, board.valid_to
    return found


def _inherited(ties: Ties) -> dict[int, date]:
    return {
        board: min((last for row, last in ties.values() if row.passed_to_id == board and last), default=date.max)
        for board, (tie, _) in ties.items()
        if not tie.own
    }


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
    """The area, if the coordinator has all of the boards that follow it."""
    found = area_for_reader(session, scope, area_id)
    return found if found and may_write(scope, found) else None


def area_as_it_stands(session: Session, area_id: int) -> Area:
    """The area with all that has been written of it so far in this transaction."""
    session.flush()
    return _with_belongings(session, [session.get_one(ImprovementArea, area_id)])[0]


def may_write(scope: Scope, area: Area) -> bool:
    """Whether the visitor coordinates all of the boards that follow the area, and so may judge and change it."""
    return set(area.followed_by) <= scope.boards(Role.COORDINATOR)
