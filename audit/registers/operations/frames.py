"""Frozen frames as the rounds draw from them, and their units."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from audit.accounts.rules import Scope
from audit.registers.models import Frame, RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind


def frames_for(session: Session, *, kind: RegisterKind, board_ids: Iterable[int]) -> list[Frame]:
    """The frozen frames of the boards that can be drawn from, newest first."""
    query = (
        select(Frame)
        .join(RegisterExtract, col(RegisterExtract.id) == col(Frame.extract_id))
        .where(RegisterExtract.kind == kind, col(Frame.board_id).in_(list(board_ids)), col(Frame.erased_at).is_(None))
        .order_by(col(Frame.frozen_at).desc(), col(Frame.id).desc())
    )
    return list(session.exec(query))


def frame_of(session: Session, scope: Scope, frame_id: int) -> Frame | None:
    """The frame, if it is one of one's boards'."""
    frame = session.get(Frame, frame_id)
    return frame if frame and frame.board_id in scope.boards() else None


def extract_of(session: Session, frame: Frame) -> RegisterExtract:
    return session.get_one(RegisterExtract, frame.extract_id)


def frame_unit_ids(session: Session, frame_id: int) -> list[str]:
    """The ids of the frame's units, sorted by code point."""
    frame = session.get_one(Frame, frame_id)
    query = select(RegisterUnit.unit_id).where(
        RegisterUnit.extract_id == frame.extract_id, RegisterUnit.board_id == frame.board_id, col(RegisterUnit.in_frame)
    )
    return sorted(session.exec(query))


def frame_contents(session: Session, frame: Frame) -> dict[str, dict[str, Any]]:
    """What the register says of each of the frame's units, by the units' ids."""
    query = select(RegisterUnit.unit_id, RegisterUnit.content).where(
        RegisterUnit.extract_id == frame.extract_id, RegisterUnit.board_id == frame.board_id, col(RegisterUnit.in_frame)
    )
    return {unit_id: dict(content) for unit_id, content in session.exec(query)}


def frame_amounts(session: Session, frame: Frame) -> dict[str, Decimal]:
    """The amount of each of the frame's payments in kronor, by the payments' ids; one without amount is left out."""
    content: Any = col(RegisterUnit.content)
    query = select(RegisterUnit.unit_id, content["belopp"].as_string()).where(
        RegisterUnit.extract_id == frame.extract_id, RegisterUnit.board_id == frame.board_id, col(RegisterUnit.in_frame)
    )
    return {unit_id: Decimal(amount) for unit_id, amount in session.exec(query) if amount is not None}


def units_by_id(session: Session, *, frame: Frame, unit_ids: Iterable[str]) -> dict[str, RegisterUnit]:
    """Those of the frame's units that have the ids. What is not in the frame (a reversal) is not among them."""
    query = select(RegisterUnit).where(
        RegisterUnit.extract_id == frame.extract_id,
        RegisterUnit.board_id == frame.board_id,
        col(RegisterUnit.in_frame),
        col(RegisterUnit.unit_id).in_(list(unit_ids)),
    )
    return {unit.unit_id: unit for unit in session.exec(query)}
