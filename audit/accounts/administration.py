"""What the administrator does: accounts with their roles, and the boards."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, delete, select

from audit.accounts import invitations, sessions
from audit.accounts.models import Account, Board, Invitation, OfficerId, RoleGrant
from audit.accounts.operations import boards, hold_boards, known, officer_ids
from audit.accounts.rules import FIRST_BOARDS, AccountState, Grants, Role, account_state, board_ending_fault
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail


class RefusedError(Exception):
    """Something that can't be done, with a sentence in Swedish and the form's field that it concerns."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


# ---- Accounts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AccountLine:
    """An account with its grants and how it stands. `invited_until` is set while it has an unused invitation."""

    account: Account
    grants: Grants
    invited_until: datetime | None
    state: AccountState


def account_lines(session: Session, *, now: datetime, account_id: int | None = None) -> list[AccountLine]:
    """All accounts in the order of their names, or the one with `account_id`."""
    query = select(Account).order_by(Account.name, Account.username)
    if account_id is not None:
        query = query.where(Account.id == account_id)
    grants: dict[int, set[tuple[Role, int | None]]] = defaultdict(set)
    for grant in session.exec(select(RoleGrant)):
        grants[grant.account_id].add((grant.role, grant.board_id))
    unused = session.exec(select(Invitation).where(col(Invitation.used_at).is_(None)))
    until = {invitation.account_id: invitation.expires_at for invitation in unused}
    return [
        _line(account, frozenset(grants[known(account.id)]), until.get(known(account.id)), now)
        for account in session.exec(query)
    ]


def _line(account: Account, grants: Grants, until: datetime | None, now: datetime) -> AccountLine:
    state = account_state(
        active=account.active, has_password=account.password_hash is not None, invited_until=until, now=now
    )
    return AccountLine(account, grants, until, state)


def create_account(session: Session, *, stamp: Stamp, username: str, name: str, grants: Grants) -> Account:
    """A new account, not yet invited. Raises RefusedError if the username is taken."""
    account = Account(username=username, name=name, created_at=stamp.at)
    _add_unique(session, account, RefusedError("username", f"Användarnamnet {username} är upptaget. Välj ett annat."))
    _set_grants(session, known(account.id), grants)
    journal.record(session, stamp, "account:created", known(account.id), grants=_told(grants))
    return account


def change_account(session: Session, *, stamp: Stamp, line: AccountLine, name: str, grants: Grants) -> None:
    """Another name or other roles. Raises RefusedError if nobody could administer afterwards."""
    account_id = known(line.account.id)
    was, will = Role.ADMINISTRATOR in _roles(line.grants), Role.ADMINISTRATOR in _roles(grants)
    if was and not will:
        _require_another_administrator(session, account_id, "grants")
    _hold(session, account_id)
    renamed = line.account.name != name
    line.account.name = name
    _set_grants(session, account_id, grants)
    if renamed or grants != line.grants:
        content = {"before": _told(line.grants), "after": _told(grants), "renamed": renamed}
        journal.record(session, stamp, "account:changed", account_id, **content)


def close_account(session: Session, *, stamp: Stamp, line: AccountLine) -> None:
    """Nobody can sign in to the account any longer; its sessions end at once. What was done with it stays."""
    account_id = known(line.account.id)
    if Role.ADMINISTRATOR in _roles(line.grants):
        _require_another_administrator(session, account_id, "")
    _hold(session, account_id)
    if line.account.active:
        line.account.active = False
        invitations.withdraw(session, account_id=account_id)
        sessions.end_sessions(session, stamp=stamp, account_id=account_id)
        if mail.address_of(session, account_id=account_id):
            mail.set_address(session, stamp=stamp, account_id=account_id, address="", wanted=False)
        journal.record(session, stamp, "account:closed", account_id)


def reopen_account(session: Session, *, stamp: Stamp, line: AccountLine) -> None:
    if not line.account.active:
        line.account.active = True
        journal.record(session, stamp, "account:reopened", known(line.account.id))


def set_officer_ids(session: Session, *, stamp: Stamp, account_id: int, ids: tuple[str, ...]) -> None:
    """The ids under which the registers know the account's person. Whoever has handled a case may not review it."""
    _hold(session, account_id)
    before = tuple(sorted(officer_ids(session, [account_id]).get(account_id, frozenset())))
    if ids == before:
        return
    session.exec(delete(OfficerId).where(col(OfficerId.account_id) == account_id))
    session.add_all(OfficerId(account_id=account_id, officer_id=one) for one in ids)
    session.flush()
    journal.record(session, stamp, "account:officer_ids", account_id, before=list(before), after=list(ids))


def _require_another_administrator(session: Session, account_id: int, field: str) -> None:
    """Raise RefusedError unless somebody else can still administer.

    The rows are locked: two administrators who close each other at the same moment must not both succeed.
    """
    query = (
        select(Account, RoleGrant)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .where(RoleGrant.role == Role.ADMINISTRATOR, col(Account.active), col(Account.password_hash).is_not(None))
        .order_by(col(Account.id))
        .with_for_update()
    )
    if all(account.id == account_id for account, _ in session.exec(query).all()):
        words = "Det måste finnas minst en administratör som kan logga in. Lägg till en annan först."
        raise RefusedError(field, words)


def _hold(session: Session, account_id: int) -> None:
    """Have those who change the same account wait for each other: what one has written the other is to replace."""
    held = select(Account).where(Account.id == account_id).with_for_update(key_share=True)
    session.exec(held.execution_options(populate_existing=True)).one()


def _set_grants(session: Session, account_id: int, grants: Grants) -> None:
    session.exec(delete(RoleGrant).where(col(RoleGrant.account_id) == account_id))
    for role, board_id in sorted(grants, key=lambda grant: (grant[0], grant[1] or 0)):
        session.add(RoleGrant(account_id=account_id, role=role, board_id=board_id))
    session.flush()


def _roles(grants: Grants) -> set[Role]:
    return {role for role, _ in grants}


def _told(grants: Grants) -> list[str]:
    return sorted(f"{role}:{board}" if board is not None else str(role) for role, board in grants)


# ---- Boards -----------------------------------------------------------------------------------------------------


def board_of(session: Session, board_id: int) -> Board | None:
    return session.get(Board, board_id)


def add_board(session: Session, *, stamp: Stamp, code: str, name: str, valid_from: date | None) -> Board:
    """A new board. Raises RefusedError if its code or its name is taken."""
    for board in boards(session):
        if board.code.casefold() == code.casefold():
            raise RefusedError("code", f"Koden {board.code} används redan för {board.name}.")
        if board.name.casefold() == name.casefold():
            raise RefusedError("name", f"Nämnden {board.name} finns redan.")
    board = Board(code=code, name=name, valid_from=valid_from)
    _add_unique(session, board, RefusedError("code", "Koden eller namnet är upptaget. Ladda om sidan och se efter."))
    journal.record(session, stamp, "board:created", known(board.id), code=code, name=name)
    return board


def end_board(session: Session, *, stamp: Stamp, board: Board, valid_to: date | None, successor_id: int | None) -> None:
    """When the board ceases and which board takes over; None for both if it goes on. Raises RefusedError."""
    # All of them, so that no two at the same moment are each to take over the other.
    everyone = hold_boards(session, [known(each.id) for each in boards(session)])
    successors = {known(each.id): each.successor_id for each in everyone}
    fault = board_ending_fault(
        board_id=known(board.id),
        valid_from=board.valid_from,
        valid_to=valid_to,
        successor_id=successor_id,
        successors=successors,
    )
    if fault:
        raise RefusedError(*fault)
    board.valid_to, board.successor_id = valid_to, successor_id
    journal.record(session, stamp, "board:changed", known(board.id), valid_to=valid_to, successor_id=successor_id)


def first_boards(session: Session, *, stamp: Stamp) -> list[Board]:
    """All boards; on an instance that has none, those that every new one begins with."""
    if not boards(session):
        for code, name in FIRST_BOARDS:
            add_board(session, stamp=stamp, code=code, name=name, valid_from=None)
    return boards(session)


def _add_unique(session: Session, row: SQLModel, taken: RefusedError) -> None:
    # Somebody else may have taken it a moment ago: the table's own constraint decides.
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise taken from None
