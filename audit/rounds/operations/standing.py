"""Rounds that stand: all but those that a new draw has replaced, which are kept to be read and nothing more."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from audit.rounds.models import Round
from audit.rounds.rules import CLOSED, StageError


def standing() -> ColumnElement[bool]:
    """The condition that a round stands, for any query that finds rounds. Later rooms count and show no others."""
    return ~replaced(Round.id)


def replaced(round_id: Any) -> ColumnElement[bool]:
    """The condition that a new draw has replaced the round of this id, for any query that holds one."""
    later = aliased(Round)
    return select(later.id).where(col(later.replaces_id) == round_id).exists()


def replacement_of(session: Session, round_id: int) -> Round | None:
    """The new draw that has replaced the round, if there is one."""
    return session.exec(select(Round).where(Round.replaces_id == round_id)).first()


def require_standing(session: Session, round_id: int) -> None:
    """Do nothing if the round stands. Raises StageError with the words for it if it has been replaced."""
    if replacement_of(session, round_id):
        raise StageError(CLOSED)
