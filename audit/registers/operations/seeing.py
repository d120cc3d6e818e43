"""Extracts as one person sees them: only the parts of her boards."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.models import Account, Board
from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.registers.models import Frame, RegisterExtract, RegisterUnit
from audit.registers.operations.reconciling import as_comparisons
from audit.registers.rules.reconciling import Comparison


@dataclass(frozen=True)
class SeenFrame:
    """A board's frame, how many units of the board its extract has, and what the frame was held against."""

    frame: Frame
    board: str
    units: int

    @property
    def comparisons(self) -> list[Comparison]:
        return as_comparisons(self.frame.reconciliation)

    @property
    def deviations(self) -> int:
        return sum(1 for comparison in self.comparisons if comparison.deviates)


@dataclass(frozen=True)
class SeenExtract:
    """An extract with those of its frames that one may see; `whole` where that is all of them."""

    extract: RegisterExtract
    frames: tuple[SeenFrame, ...]
    whole: bool

    @property
    def id(self) -> int:
        return known(self.extract.id)


def extracts_seen(session: Session, scope: Scope) -> list[SeenExtract]:
    """Every extract with a board of one's own, newest first."""
    mine = select(Frame.extract_id).where(col(Frame.board_id).in_(scope.boards()))
    query = select(RegisterExtract).where(col(RegisterExtract.id).in_(mine)).order_by(col(RegisterExtract.id).desc())
    return [_seen(session, scope, extract) for extract in session.exec(query)]


def extract_seen(session: Session, scope: Scope, extract_id: int) -> SeenExtract | None:
    """The extract, if any of its boards is one's own."""
    extract = session.get(RegisterExtract, extract_id)
    seen = _seen(session, scope, extract) if extract else None
    return seen if seen and seen.frames else None


def _seen(session: Session, scope: Scope, extract: RegisterExtract) -> SeenExtract:
    query = (
        select(Frame, Board.name)
        .join(Board, col(Board.id) == col(Frame.board_id))
        .where(Frame.extract_id == extract.id)
        .order_by(Board.name)
    )
    everything, counted = list(session.exec(query)), _units(session, known(extract.id))
    frames = tuple(
        SeenFrame(frame, board, counted.get(frame.board_id, 0))
        for frame, board in everything
        if frame.board_id in scope.boards()
    )
    return SeenExtract(extract, frames, whole=len(frames) == len(everything))


def _units(session: Session, extract_id: int) -> dict[int, int]:
    """How many units each board has in the extract."""
    query = (
        select(RegisterUnit.board_id, func.count(col(RegisterUnit.id)))
        .where(RegisterUnit.extract_id == extract_id)
        .group_by(col(RegisterUnit.board_id))
    )
    return dict(session.exec(query).all())


def importer(session: Session, extract: RegisterExtract) -> str:
    """Whoever took the extract in."""
    account = session.get(Account, extract.imported_by) if extract.imported_by is not None else None
    return account.name if account else "Programmet"
