"""Invitations: a link that can be used once to choose a password, by somebody new or who forgot it."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from audit.accounts import sessions
from audit.accounts.models import Account, Invitation
from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp

VALID_FOR = timedelta(days=7)


def invite(session: Session, *, stamp: Stamp, account: Account) -> str:
    """The token of a new link for the account. Only its hash is stored; the account's older links stop working."""
    # The account is what two who invite at once wait for, so that the later link is the only one.
    session.exec(select(Account.id).where(Account.id == account.id).with_for_update(key_share=True)).one()
    withdraw(session, account_id=known(account.id))
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        account_id=known(account.id),
        token_hash=sessions.token_hash(token),
        created_at=stamp.at,
        expires_at=stamp.at + VALID_FOR,
    )
    session.add(invitation)
    journal.record(session, stamp, "account:invited", known(account.id), until=invitation.expires_at.isoformat())
    return token


def withdraw(session: Session, *, account_id: int) -> None:
    """Let no link of the account work any longer."""
    unused = (col(Invitation.account_id) == account_id, col(Invitation.used_at).is_(None))
    session.exec(delete(Invitation).where(*unused))


def invited(session: Session, *, token: str, now: datetime) -> Account | None:
    """Whose link this is, or None if it was used, replaced, is too old, or the account is closed."""
    query = (
        select(Account)
        .join(Invitation, col(Invitation.account_id) == col(Account.id))
        .where(
            Invitation.token_hash == sessions.token_hash(token),
            col(Invitation.used_at).is_(None),
            col(Invitation.expires_at) > now,
            col(Account.active),
        )
    )
    return session.exec(query).first()


def accept(session: Session, *, token: str, password_hash: str, now: datetime) -> Account | None:
    """Use the link: the password is set and older sessions end. The answer is whose it is, or None if the link no
    longer holds."""
    account = invited(session, token=token, now=now)
    if account is None:
        return None
    this_one = (col(Invitation.token_hash) == sessions.token_hash(token), col(Invitation.used_at).is_(None))
    if session.exec(update(Invitation).where(*this_one).values(used_at=now)).rowcount != 1:
        return None
    stamp = Stamp(now, known(account.id))
    account.password_hash = password_hash
    journal.record(session, stamp, "invitation:accepted", known(account.id))
    sessions.end_sessions(session, stamp=stamp, account_id=known(account.id))
    return account


def change_password(session: Session, *, stamp: Stamp, account: Account, password_hash: str, session_id: int) -> None:
    """A new password for somebody who knew the old one. All sessions end but the one it was changed in."""
    account.password_hash = password_hash
    journal.record(session, stamp, "account:password_changed", known(account.id))
    sessions.end_sessions(session, stamp=stamp, account_id=known(account.id), but=[session_id])


def set_first_password(session: Session, *, stamp: Stamp, account: Account, password_hash: str) -> None:
    """A password for an account that is made on the command line, by somebody who sits at the machine."""
    account.password_hash = password_hash
    journal.record(session, stamp, "account:password_changed", known(account.id))
