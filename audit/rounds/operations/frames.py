"""The frames that a round may draw from."""

from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.operations import known
from audit.registers.models import Frame, RegisterExtract
from audit.registers.operations import extract_of, frames_for
from audit.rounds import rules
from audit.rounds.models import Round, RoundBoard


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
