"""Which reports a round has: one that all its boards get in common, or one for each of them."""

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.models import ReportDivision, ReportPublication
from audit.rounds.models import Round
from audit.rounds.operations import require_standing
from audit.rounds.operations.reading import locked, round_boards
from audit.rounds.rules import Fault, Origin, refuse_if

ALREADY_PUBLISHED = "En rapport är redan publicerad, så det går inte att välja om."
NOT_SEVERAL = "Granskningen har en enda nämnd, så det finns inget att välja."


def per_board(session: Session, round_id: int) -> bool:
    """Whether each of the round's boards gets a report of its own; else they have one in common."""
    chosen = session.get(ReportDivision, round_id)
    return chosen is not None and chosen.per_board


def boards_of_report(session: Session, round_id: int, board_id: int | None) -> frozenset[int]:
    """The boards that a report is for: `board_id` names a board's own, None the one in common. Empty where the round
    has no such report."""
    boards = round_boards(session, round_id)
    if per_board(session, round_id):
        return boards & {board_id} if board_id is not None else frozenset()
    return boards if board_id is None else frozenset()


def runs_report(session: Session, scope: Scope, round_id: int, board_id: int | None) -> bool:
    """Whether one writes and publishes that report: one is the coordinator of every board that it is for."""
    boards = boards_of_report(session, round_id, board_id)
    return bool(boards) and boards <= scope.boards(Role.COORDINATOR)


def may_choose(session: Session, round_: Round) -> bool:
    """Whether it can still be chosen: there are several boards, drawn in the program, and nothing is published."""
    return round_.origin is Origin.PROGRAM and not _faults(session, known(round_.id))


def choose(session: Session, *, stamp: Stamp, round_: Round, each: bool) -> bool:
    """Let each of the boards have a report of its own, or all of them one in common; whether that was a change.

    Texts that were written for the other stay, and stand again if it is chosen again. Raises InputError where
    something is published already.
    """
    held = locked(session, round_)
    round_id = known(held.id)
    require_standing(session, round_id)
    refuse_if(_faults(session, round_id))
    if per_board(session, round_id) == each:
        return False
    row = session.get(ReportDivision, round_id) or ReportDivision(round_id=round_id, per_board=each, chosen_at=stamp.at)
    row.per_board, row.chosen_by, row.chosen_at = each, stamp.actor, stamp.at
    session.add(row)
    session.flush()
    journal.record(session, stamp, "report:divided", round_id, per_board=each)
    return True


def _faults(session: Session, round_id: int) -> list[Fault]:
    published = session.exec(select(ReportPublication.id).where(ReportPublication.round_id == round_id)).first()
    if published is not None:
        return [Fault("each", ALREADY_PUBLISHED)]
    return [] if len(round_boards(session, round_id)) > 1 else [Fault("each", NOT_SEVERAL)]
