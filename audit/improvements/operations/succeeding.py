"""Areas of a board that has ended: its successor follows those that are open, unless the ending is taken back."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from audit.clock import Clock
from audit.config import Settings
from audit.database import Database
from audit.improvements.models import ImprovementAreaBoard
from audit.improvements.operations.handing_over import by_itself, ended, hand_over
from audit.improvements.operations.reading import areas
from audit.improvements.operations.recurring import look_after_the_end
from audit.journal import operations as journal
from audit.journal.rules import Stamp


def follow_to_successors(settings: Settings, database: Database, clock: Clock) -> None:  # noqa: ARG001
    """See to it that the areas of ended boards are followed by their successors."""
    with database.transaction() as session:
        pass_on(session, stamp=Stamp(clock()))


def pass_on(session: Session, *, stamp: Stamp) -> None:
    """Let every open area of a board whose last day has passed be followed by its successor, and by nobody any more
    who has it from a board that goes on after all. Each change is in the journal, with the program as who acts."""
    successors = ended(session, stamp.day)
    _take_back(session, stamp, successors)
    # One board after the other: a successor may have ended too.
    while _pass_on(session, stamp, successors):
        session.flush()
    # Its rounds may have shown what was closed before, and nobody knew then that the board had ended.
    look_after_the_end(session, stamp)


def _pass_on(session: Session, stamp: Stamp, successors: Mapping[int, int]) -> bool:
    waiting = [
        (area.id, board, successors[board])
        for area in areas(session, board_ids=successors, open_only=True)
        for board in sorted(successors.keys() & area.followed_by.keys())
    ]
    for area_id, board, successor in waiting:
        hand_over(session, stamp, area_id, board, successor)
    return bool(waiting)


def _take_back(session: Session, stamp: Stamp, successors: Mapping[int, int]) -> None:
    passed = select(ImprovementAreaBoard).where(col(ImprovementAreaBoard.passed_to_id).is_not(None))
    for row in session.exec(passed.order_by(col(ImprovementAreaBoard.area_id), col(ImprovementAreaBoard.board_id))):
        if row.passed_to_id != successors.get(row.board_id):
            _let_go(session, stamp, row)


def _let_go(session: Session, stamp: Stamp, row: ImprovementAreaBoard) -> None:
    """The board follows the area itself again, and who had it from nobody else no longer does; nor does who had it
    from that one in turn."""
    successor, row.passed_to_id = row.passed_to_id, None
    session.flush()
    journal.record(
        session,
        by_itself(stamp),
        "area:taken_back",
        row.area_id,
        from_board=row.board_id,
        boards=sorted({row.board_id, successor or row.board_id}),
    )
    held = session.get(ImprovementAreaBoard, (row.area_id, successor))
    others = select(ImprovementAreaBoard).where(
        ImprovementAreaBoard.area_id == row.area_id, ImprovementAreaBoard.passed_to_id == successor
    )
    if held and not held.own and session.exec(others).first() is None:
        if held.passed_to_id is not None:
            _let_go(session, stamp, held)
        session.delete(held)
        session.flush()
