"""Publishing a report as its coordinator does, with a reason for whatever the check finds."""

from sqlmodel import Session, select

from audit.accounts.rules import Role, Scope
from audit.reports import operations
from audit.reports.models import ReportPublication
from audit.reports.operations import Decision
from audit.rounds.models import RoundBoard
from tests.support.house import House

REASON = "Påhittade uppgifter som inte pekar ut någon."


def coordinator(house: House, session: Session, round_id: int, account: str = "samordnare") -> Scope:
    """The account's grants as coordinator of the round's boards."""
    boards = session.exec(select(RoundBoard.board_id).where(RoundBoard.round_id == round_id))
    grants = frozenset((Role.COORDINATOR, board) for board in boards)
    return Scope(house.accounts[account], account, grants)


def publish(
    house: House, round_id: int, account: str = "samordnare", *, changed: str = "", board_id: int | None = None
) -> int:
    """Publish the report in common, or a board's own, as it stands. Gives the version's number."""
    with house.database.transaction() as session:
        of = operations.candidate(session, coordinator(house, session, round_id, account), round_id, board_id)
        assert of
        hits = operations.hits_of(session, of, small=5)
        decision = Decision(of.sha256, {hit.judged: REASON for hit in hits}, changed)
        return operations.publish(session, stamp=house.stamp(account), of=of, hits=hits, decision=decision).number


def stored(session: Session, round_id: int, number: int = 1, board_id: int | None = None) -> ReportPublication:
    """A published version as it is stored, of the report in common or of a board's own."""
    query = select(ReportPublication).where(ReportPublication.round_id == round_id, ReportPublication.number == number)
    return session.exec(query.where(ReportPublication.board_id == board_id)).one()
