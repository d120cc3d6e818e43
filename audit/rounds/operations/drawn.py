"""What was drawn: the draws, their units, and how far the fetching of the files has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.database import rows_of
from audit.registers.models import RegisterUnit
from audit.rounds.models import Draw, SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.rules import Retrieval, Target

AT_HAND = frozenset({Retrieval.FETCHED, Retrieval.RETURNED})


def by_sample() -> tuple[ColumnElement[Any], ...]:
    """How a query puts the boards' own units before those of the targeted samples, one sample after the other."""
    target = rows_of(SampleUnit).target
    return target != Target.BOARD, target.asc()


def draw_of(session: Session, round_id: int, target: Target = Target.BOARD) -> Draw | None:
    """The draw of the boards' own sample, or of a targeted one."""
    return session.exec(select(Draw).where(Draw.round_id == round_id, Draw.target == target)).first()


def sample(
    session: Session, round_id: int, board_ids: Iterable[int] | None = None, target: Target | None = Target.BOARD
) -> list[SampleUnit]:
    """All drawn units with the reserves, in the order of the boards' names and then of the tickets.

    That is the boards' own sample unless a targeted one is asked for; with None it is all of them, one after the
    other. What is said of the boards may only build on their own sample.
    """
    query = (
        select(SampleUnit)
        .join(Board, col(Board.id) == col(SampleUnit.board_id))
        .where(SampleUnit.round_id == round_id)
        .order_by(*by_sample(), Board.name, col(SampleUnit.position))
    )
    if board_ids is not None:
        query = query.where(col(SampleUnit.board_id).in_(list(board_ids)))
    if target is not None:
        query = query.where(SampleUnit.target == target)
    return list(session.exec(query))


def in_use(
    session: Session, round_id: int, board_ids: Iterable[int] | None = None, target: Target | None = Target.BOARD
) -> list[SampleUnit]:
    """The units that are reviewed: drawn and not replaced, or called in. `target` as for `sample`."""
    return [unit for unit in sample(session, round_id, board_ids, target) if unit.standing in IN_USE]


@dataclass(frozen=True)
class Fetched:
    """How many of a board's files in use are at hand, and how many were looked for in vain."""

    total: int
    fetched: int
    missing: int


def fetched(
    session: Session, round_id: int, board_ids: Iterable[int], target: Target = Target.BOARD
) -> dict[int, Fetched]:
    """For each board how far the fetching of its files has come."""
    units = in_use(session, round_id, board_ids, target)
    return {
        board: Fetched(
            total=sum(1 for unit in units if unit.board_id == board),
            fetched=sum(1 for unit in units if unit.board_id == board and unit.retrieval in AT_HAND),
            missing=sum(1 for unit in units if unit.board_id == board and unit.retrieval is Retrieval.MISSING),
        )
        for board in {unit.board_id for unit in units}
    }


PROTECTED = "skyddad"


def protected(session: Session, units: Iterable[SampleUnit]) -> set[int]:
    """The ids (in the sample) of the units whose person has protected identity: never on a printed list."""
    registered = {unit.register_unit_id: known(unit.id) for unit in units}
    query = select(RegisterUnit).where(col(RegisterUnit.id).in_(registered))
    return {registered[known(unit.id)] for unit in session.exec(query) if unit.content.get(PROTECTED) is True}


def protected_ids(session: Session) -> frozenset[str]:
    """The ids of all drawn units whose person has protected identity."""
    query = (
        select(SampleUnit.unit_id)
        .join(RegisterUnit, col(RegisterUnit.id) == col(SampleUnit.register_unit_id))
        .where(col(RegisterUnit.content)[PROTECTED].as_boolean().is_(True))
    )
    return frozenset(session.exec(query))
