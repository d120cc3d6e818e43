"""Published counts that frames are held against: entered by a coordinator, each with its source."""

from dataclasses import asdict, dataclass

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import KnownCount
from audit.registers.rules import RegisterKind


@dataclass(frozen=True)
class Count:
    """A published count of one board and year: what it is of (`label`), and the document it stands in."""

    board_id: int
    kind: RegisterKind
    year: int
    label: str
    value: int
    source: str


def known_counts(session: Session, scope: Scope) -> list[tuple[KnownCount, str]]:
    """The counts of one's boards with the board's name, board by board, newest year first."""
    query = (
        select(KnownCount, Board.name)
        .join(Board, col(Board.id) == col(KnownCount.board_id))
        .where(col(KnownCount.board_id).in_(scope.boards()))
        .order_by(Board.name, col(KnownCount.year).desc(), KnownCount.kind, KnownCount.label)
    )
    return list(session.exec(query))


def set_count(session: Session, *, stamp: Stamp, count: Count) -> None:
    """Keep a count. The same board, kind, year and label has one value: the newest that was entered."""
    query = select(KnownCount).where(
        KnownCount.board_id == count.board_id,
        KnownCount.kind == count.kind,
        KnownCount.year == count.year,
        KnownCount.label == count.label,
    )
    row = session.exec(query).first()
    before = row.value if row else None
    row = row or KnownCount(**asdict(count))
    row.value, row.source = count.value, count.source
    session.add(row)
    session.flush()
    journal.record(
        session, stamp, "known_count:set", known(row.id),
        board=count.board_id, kind=count.kind.value, year=count.year, label=count.label, before=before,
        value=count.value, source=count.source,
    )  # fmt: skip


def count_of(session: Session, scope: Scope, count_id: int) -> KnownCount | None:
    """The count, if it is one of one's boards'."""
    row = session.get(KnownCount, count_id)
    return row if row and row.board_id in scope.boards() else None


def remove_count(session: Session, *, stamp: Stamp, count: KnownCount) -> None:
    """Take a count away. What frames were held against is kept with them."""
    session.get_one(KnownCount, count.id, populate_existing=True, with_for_update=True)
    journal.record(
        session, stamp, "known_count:removed", known(count.id),
        board=count.board_id, year=count.year, label=count.label, value=count.value,
    )  # fmt: skip
    session.delete(count)
