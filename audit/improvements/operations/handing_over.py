"""How an area goes from a board that has ended to the one that took over, and by which way."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from audit.accounts.operations import boards, known
from audit.improvements.models import ImprovementAreaBoard
from audit.journal import operations as journal
from audit.journal.rules import Stamp


def by_itself(stamp: Stamp) -> Stamp:
    """The same moment, with the program as the one who acts: nobody asked for it."""
    return Stamp(stamp.at, None)


def ended(session: Session, day: date) -> dict[int, int]:
    """The boards whose last day has passed on `day`, each with its successor."""
    return {
        known(board.id): board.successor_id
        for board in boards(session)
        if board.successor_id is not None and board.valid_to is not None and board.valid_to < day
    }


def ways(session: Session, day: date, to: Collection[int] | None = None) -> dict[int, list[int]]:
    """For each ended board the boards from itself to the one that took over in the end (one of `to`, if given)."""
    successors = ended(session, day)
    found = {board: [board] for board in successors}
    for way in found.values():
        while (after := successors.get(way[-1])) is not None and after not in way:
            way.append(after)
    return {board: way for board, way in found.items() if to is None or way[-1] in to}


def hand_over(session: Session, stamp: Stamp, area_id: int, board: int, successor: int) -> None:
    """Let the successor follow the board's area. It is in the journal, with the program as who acts."""
    session.get_one(ImprovementAreaBoard, (area_id, board)).passed_to_id = successor
    if session.get(ImprovementAreaBoard, (area_id, successor)) is None:
        session.add(ImprovementAreaBoard(area_id=area_id, board_id=successor, own=False))
    journal.record(
        session, by_itself(stamp), "area:passed_on", area_id, from_board=board, boards=sorted({board, successor})
    )
    session.flush()
