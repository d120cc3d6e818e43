"""The parts of a round: each board's frame and sizes, what is left out of its frame, and its targeted samples."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.registers.models import Frame
from audit.registers.operations import units_by_id
from audit.rounds.models import Round, RoundBoard, RoundTarget, SampleUnit
from audit.rounds.operations.standing import standing
from audit.rounds.rules import TARGETS, Standing

IN_USE = frozenset({Standing.SAMPLE, Standing.CALLED_IN})


@dataclass(frozen=True)
class BoardPart:
    """A board's part of a round, with its frame if one is chosen, and the ids of it that are left out of the draw.

    Until the sizes are fixed, those are what would be left out if it were done now.
    """

    part: RoundBoard
    board: str
    frame: Frame | None
    left_out: tuple[str, ...] = ()

    @property
    def population(self) -> int:
        """How many units can be drawn, of which the sample can tell: those of the frame that are not left out."""
        return self.frame.population - len(self.left_out) if self.frame else 0


def population_of(item: BoardPart) -> int:
    """How many units the board's sample is drawn from and can tell of; 0 as long as no frame is chosen."""
    return item.population


def parts(session: Session, round_id: int, board_ids: Iterable[int] | None = None) -> list[RoundBoard]:
    """The round's parts (of those boards only), in the order of the boards' names."""
    return [part for part, *_ in _parts(session, round_id, board_ids)]


def board_parts(session: Session, round_id: int, board_ids: Iterable[int] | None = None) -> tuple[BoardPart, ...]:
    """The same with their boards' names, their frames and what is left out of those."""
    round_ = session.get_one(Round, round_id)
    return tuple(
        BoardPart(part, board, frame, _left_out(session, round_, part, frame))
        for part, board, frame in _parts(session, round_id, board_ids)
    )


def _parts(
    session: Session, round_id: int, board_ids: Iterable[int] | None
) -> list[tuple[RoundBoard, str, Frame | None]]:
    query = (
        select(RoundBoard, Board.name, Frame)
        .join(Board, col(Board.id) == col(RoundBoard.board_id))
        .join(Frame, col(Frame.id) == col(RoundBoard.frame_id), isouter=True)
        .where(RoundBoard.round_id == round_id)
        .order_by(Board.name)
    )
    if board_ids is not None:
        query = query.where(col(RoundBoard.board_id).in_(list(board_ids)))
    return list(session.exec(query))


def _left_out(session: Session, round_: Round, part: RoundBoard, frame: Frame | None) -> tuple[str, ...]:
    """The ids of the frame that are in use in a standing round of the same kind, of this year or the years before."""
    if round_.sizes_fixed_at:
        return tuple(part.left_out)
    if frame is None or not round_.leave_out_years:
        return ()
    drawn = (
        select(SampleUnit.unit_id)
        .join(Round, col(Round.id) == col(SampleUnit.round_id))
        .where(
            Round.kind == round_.kind,
            Round.id != round_.id,
            col(Round.year).between(round_.year - round_.leave_out_years, round_.year),
            col(SampleUnit.standing).in_(IN_USE),
            standing(),
        )
    )
    return tuple(sorted(units_by_id(session, frame=frame, unit_ids=set(session.exec(drawn)))))


def targets_of(session: Session, round_id: int, board_ids: Iterable[int] | None = None) -> list[RoundTarget]:
    """The round's targeted samples (of those boards only), by what they target and then by the boards' names."""
    query = (
        select(RoundTarget)
        .join(Board, col(Board.id) == col(RoundTarget.board_id))
        .where(RoundTarget.round_id == round_id)
        .order_by(Board.name)
    )
    if board_ids is not None:
        query = query.where(col(RoundTarget.board_id).in_(list(board_ids)))
    return sorted(session.exec(query), key=lambda one: TARGETS.index(one.target))
