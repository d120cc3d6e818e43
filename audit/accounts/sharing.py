"""What one board lets another see: decided by its coordinator for a time, ended by itself or by being revoked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from audit.accounts.models import BoardSharing
from audit.accounts.operations import account_names, board_names, hold_boards, known
from audit.accounts.rules import Purpose, Role, Scope, SharingState, sharing_faults, sharing_state
from audit.journal import operations as journal
from audit.journal.rules import Stamp

# ---- What it opens ----------------------------------------------------------------------------------------------


def sharing_with(session: Session, *, purpose: Purpose, receivers: Iterable[int], day: date) -> frozenset[int]:
    """The boards that share this with any of `receivers` on that day."""
    query = select(BoardSharing.board_id).where(
        BoardSharing.purpose == purpose,
        col(BoardSharing.with_id).in_(list(receivers)),
        col(BoardSharing.ended_at).is_(None),
        BoardSharing.until >= day,
    )
    return frozenset(session.exec(query))


def receivers_of(session: Session, *, purpose: Purpose, board_ids: Iterable[int], day: date) -> frozenset[int]:
    """The boards with which every one of `board_ids` shares this on that day."""
    query = select(BoardSharing.with_id, BoardSharing.board_id).where(
        BoardSharing.purpose == purpose, col(BoardSharing.ended_at).is_(None), BoardSharing.until >= day
    )
    found: dict[int, set[int]] = {}
    for receiver, board in session.exec(query):
        found.setdefault(receiver, set()).add(board)
    return frozenset(receiver for receiver, boards in found.items() if boards >= set(board_ids))


def open_to(session: Session, scope: Scope, purpose: Purpose, *roles: Role) -> frozenset[int]:
    """The boards that one sees for this purpose: those for which one has any of `roles`, and those that share it."""
    own = scope.boards(*roles)
    return own | sharing_with(session, purpose=purpose, receivers=own, day=scope.day)


# ---- Deciding and revoking --------------------------------------------------------------------------------------


class SharingError(Exception):
    """A sharing that can't be: each fault as the form's field and a sentence."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(", ".join(field for field, _ in faults))
        self.faults = faults


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to share."""

    board_id: int
    with_id: int
    purpose: Purpose
    until: date
    ground: str
    reason: str


def share(session: Session, *, stamp: Stamp, wanted: Wanted) -> BoardSharing:
    """Let another board see this from now on. Raises SharingError."""
    hold_boards(session, [wanted.board_id])
    faults = sharing_faults(board_id=wanted.board_id, with_id=wanted.with_id, until=wanted.until, today=stamp.day)
    already = sharing_with(session, purpose=wanted.purpose, receivers=[wanted.with_id], day=stamp.day)
    if not faults and wanted.board_id in already:
        faults = [("purpose", "Det delas redan med den nämnden. Återkalla den delning som gäller först.")]
    if faults:
        raise SharingError(faults)
    kept = BoardSharing(**vars(wanted), begun_at=stamp.at, begun_by=known(stamp.actor))
    session.add(kept)
    session.flush()
    journal.record(session, stamp, "sharing:begun", known(kept.id), **_told(kept))
    return kept


def revoke(session: Session, *, stamp: Stamp, sharing: BoardSharing) -> bool:
    """End a sharing at once. False if it held no longer."""
    query = select(BoardSharing).where(BoardSharing.id == sharing.id).with_for_update()
    held = session.exec(query.execution_options(populate_existing=True)).one()
    if held.ended_at is not None or held.until < stamp.day:
        return False
    held.ended_at, held.ended_by = stamp.at, stamp.actor
    session.add(held)
    journal.record(session, stamp, "sharing:revoked", known(held.id), **_told(held))
    return True


def _told(kept: BoardSharing) -> dict[str, object]:
    told: dict[str, object] = {"board": kept.board_id, "with": kept.with_id, "purpose": kept.purpose}
    return told | {"until": kept.until.isoformat(), "ground": kept.ground, "reason": kept.reason}


# ---- The list ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeenSharing:
    """A sharing as the people of either board see it; `mine`: one coordinates the board that shares."""

    sharing: BoardSharing
    board: str
    receiver: str
    state: SharingState
    begun_by: str
    ended_by: str | None
    mine: bool

    @property
    def revocable(self) -> bool:
        return self.mine and self.state is SharingState.HOLDS


def sharings(session: Session, scope: Scope) -> list[SeenSharing]:
    """What one's boards share and what is shared with them: what holds first, then the newest."""
    either = or_(col(BoardSharing.board_id).in_(scope.boards()), col(BoardSharing.with_id).in_(scope.boards()))
    rows = list(session.exec(select(BoardSharing).where(either).order_by(col(BoardSharing.id).desc())))
    boards, people = board_names(session), account_names(session)
    found = [_seen(row, scope, boards, people) for row in rows]
    return sorted(found, key=lambda one: one.state is not SharingState.HOLDS)


def _seen(row: BoardSharing, scope: Scope, boards: dict[int, str], people: dict[int, str]) -> SeenSharing:
    return SeenSharing(
        row,
        boards[row.board_id],
        boards[row.with_id],
        sharing_state(until=row.until, revoked=row.ended_at is not None, today=scope.day),
        people[row.begun_by],
        people[row.ended_by] if row.ended_by else None,
        row.board_id in scope.boards(Role.COORDINATOR),
    )


def own_sharing(session: Session, scope: Scope, sharing_id: int) -> SeenSharing | None:
    """A sharing that one may revoke: one coordinates the board that shares."""
    return next((one for one in sharings(session, scope) if one.sharing.id == sharing_id and one.mine), None)
