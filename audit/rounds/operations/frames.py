"""The frames that a round may draw from, and their units."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.registers.models import Frame, RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.rounds import rules
from audit.rounds.models import Round, RoundBoard


def frames_for(session: Session, *, kind: RegisterKind, board_ids: Iterable[int]) -> list[Frame]:
    """The frozen frames of the boards, newest first."""
    query = (
        select(Frame)
        .join(RegisterExtract, col(RegisterExtract.id) == col(Frame.extract_id))
        .where(RegisterExtract.kind == kind, col(Frame.board_id).in_(list(board_ids)))
        .order_by(col(Frame.frozen_at).desc(), col(Frame.id).desc())
    )
    return list(session.exec(query))


def frame_unit_ids(session: Session, frame_id: int) -> list[str]:
    frame = session.get_one(Frame, frame_id)
    query = select(RegisterUnit.unit_id).where(
        RegisterUnit.extract_id == frame.extract_id, RegisterUnit.board_id == frame.board_id, col(RegisterUnit.in_frame)
    )
    return sorted(session.exec(query))


def units_by_id(session: Session, *, frame: Frame, unit_ids: Iterable[str]) -> dict[str, RegisterUnit]:
    query = select(RegisterUnit).where(
        RegisterUnit.extract_id == frame.extract_id,
        RegisterUnit.board_id == frame.board_id,
        col(RegisterUnit.in_frame),
        col(RegisterUnit.unit_id).in_(list(unit_ids)),
    )
    return {unit.unit_id: unit for unit in session.exec(query)}


def extract_of(session: Session, frame: Frame) -> RegisterExtract:
    return session.get_one(RegisterExtract, frame.extract_id)


def fits(session: Session, round_: Round, frame: Frame) -> bool:
    """Whether the round may draw from the frame: the same kind of units, decided on in the reviewed period."""
    extract = extract_of(session, frame)
    if extract.kind != round_.kind or round_.period_from is None or round_.period_to is None:
        return False
    return rules.frame_fits(
        extract_period=(extract.period_from, extract.period_to),
        reviewed_period=(round_.period_from, round_.period_to),
    )


@dataclass(frozen=True)
class FrameChoice:
    """A frozen frame of a board, and whether the round may draw from it."""

    frame: Frame
    extract: RegisterExtract
    fits: bool

    @property
    def id(self) -> int:
        return known(self.frame.id)


def frame_choices(session: Session, round_: Round, part: RoundBoard) -> list[FrameChoice]:
    """The board's frames of the round's kind, newest first, also those that don't fit."""
    frames = frames_for(session, kind=round_.kind, board_ids=[part.board_id])
    return [FrameChoice(frame, extract_of(session, frame), fits(session, round_, frame)) for frame in frames]
