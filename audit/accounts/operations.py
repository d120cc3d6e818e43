"""Boards and accounts as every other room reads them."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from audit.accounts.models import Account, Board, OfficerId, RoleGrant
from audit.accounts.rules import Role


def boards(session: Session, ids: Iterable[int] | None = None) -> list[Board]:
    """All boards, or those with `ids`, in the order of their names."""
    query = select(Board).order_by(Board.name)
    if ids is not None:
        query = query.where(col(Board.id).in_(list(ids)))
    return list(session.exec(query))


def hold_boards(session: Session, ids: Iterable[int]) -> list[Board]:
    """The boards as they stand now, held until the transaction ends: here those wait for each other who at the same
    moment begin what a board can only have one of."""
    query = select(Board).where(col(Board.id).in_(list(ids))).order_by(col(Board.id))
    return list(session.exec(query.with_for_update(key_share=True).execution_options(populate_existing=True)))


def board_names(session: Session) -> dict[int, str]:
    return {known(board.id): board.name for board in boards(session)}


def account_names(session: Session) -> dict[int, str]:
    return {known(account.id): account.name for account in session.exec(select(Account))}


def accounts_with(session: Session, *, role: Role, board_ids: Iterable[int] | None = None) -> list[Account]:
    """The active accounts that have `role` for any of the boards (or at all), in the order of their names."""
    query = (
        select(Account)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .where(RoleGrant.role == role, col(Account.active))
        .order_by(Account.name, col(Account.id))
        .distinct()
    )
    if board_ids is not None:
        query = query.where(col(RoleGrant.board_id).in_(list(board_ids)))
    return list(session.exec(query))


def boards_of(session: Session, *, role: Role, account_id: int) -> frozenset[int]:
    """The boards for which the account has `role`."""
    query = select(RoleGrant.board_id).where(RoleGrant.role == role, RoleGrant.account_id == account_id)
    return frozenset(board for board in session.exec(query) if board is not None)


def homes(session: Session, *, role: Role) -> dict[int, list[str]]:
    """The names of the boards for which each account has `role`, in order, by the account's id."""
    query = (
        select(RoleGrant.account_id, Board.name)
        .join(Board, col(Board.id) == col(RoleGrant.board_id))
        .where(RoleGrant.role == role)
        .order_by(Board.name)
    )
    found: dict[int, list[str]] = {}
    for account_id, name in session.exec(query):
        found.setdefault(account_id, []).append(name)
    return found


def officer_ids(session: Session, account_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The ids under which the registers know each of the accounts (see `rules.officer_key`); none for most."""
    found: dict[int, set[str]] = {}
    for tied in session.exec(select(OfficerId).where(col(OfficerId.account_id).in_(list(account_ids)))):
        found.setdefault(tied.account_id, set()).add(tied.officer_id)
    return {account: frozenset(ids) for account, ids in found.items()}


def known(identity: int | None) -> int:
    """The id of a record that has been written. A record without id is a fault of the program."""
    if identity is None:
        raise ValueError("the record has not been written yet")
    return identity
