"""Accounts of those whom a provider of single sign-on vouches for: found, tied to the provider, given roles, made."""

from sqlmodel import Session, select

from audit.accounts import administration
from audit.accounts.models import Account, RoleGrant
from audit.accounts.operations import boards, known
from audit.accounts.rules import Grants, Role, grants_of_claims, normal_username, username_fault
from audit.journal import operations as journal
from audit.journal.rules import Stamp


class NotKnownError(Exception):
    """Why nobody is let in whom the provider vouches for, in words; `kind` is for the journal."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


NO_ACCOUNT = NotKnownError("no_account", "Det finns inget öppet konto för dig här. Be administratören om ett.")
OTHERS = NotKnownError(
    "other_subject", "Kontot hör till någon annan hos inloggningstjänsten. Be administratören om hjälp."
)
NO_ROLE = NotKnownError(
    "no_role", "Inloggningstjänsten ger dig ingen roll i Stickprov. Be den som sköter rollerna om en."
)


def account_of(
    session: Session, *, stamp: Stamp, subject: str, username: str, name: str, roles: tuple[str, ...] | None
) -> Account:
    """The account of the provider's `subject`, tied to it from the first time on. Raises NotKnownError.

    Where the provider tells of `roles` they are the account's from now on, and an account that is missing is made;
    else what the account may do is for the administrator to say.
    """
    by_code = {board.code: known(board.id) for board in boards(session)}
    grants = None if roles is None else grants_of_claims(roles, by_code)
    if grants is not None and not grants:
        raise NO_ROLE
    account = _found(session, subject, normal_username(username)) or _made(session, stamp, username, name, grants)
    if not account.active:
        raise NO_ACCOUNT
    own = Stamp(stamp.at, known(account.id))
    if account.sso_subject is None:
        account.sso_subject = subject
        journal.record(session, own, "account:tied_to_provider", known(account.id))
    if grants is not None:
        _take_over(session, own, account, grants)
    return account


def roles_of(session: Session, account: Account) -> frozenset[Role]:
    grants = session.exec(select(RoleGrant).where(RoleGrant.account_id == known(account.id)))
    return frozenset(grant.role for grant in grants)


def _found(session: Session, subject: str, username: str) -> Account | None:
    tied = session.exec(select(Account).where(Account.sso_subject == subject)).first()
    if tied:
        return tied
    named = session.exec(select(Account).where(Account.username == username)).first()
    if named and named.sso_subject is not None:
        raise OTHERS
    return named


def _made(session: Session, stamp: Stamp, username: str, name: str, grants: Grants | None) -> Account:
    normal = normal_username(username)
    if grants is None or username_fault(normal):
        raise NO_ACCOUNT
    return administration.create_account(session, stamp=stamp, username=normal, name=name, grants=grants)


def _take_over(session: Session, stamp: Stamp, account: Account, grants: Grants) -> None:
    [line] = administration.account_lines(session, now=stamp.at, account_id=account.id)
    if line.grants != grants:
        administration.change_account(session, stamp=stamp, line=line, name=account.name, grants=grants)
