"""Accounts, boards and sessions: reading and writing them. The only door to their tables."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import Session, col, delete, select

from audit.accounts.models import (
    Account,
    Board,
    FormSubmission,
    RoleGrant,
    SignInAttempt,
    SignInSession,
)
from audit.accounts.rules import Role, Scope, SessionLimits, too_many_attempts
from audit.journal import operations as journal
from audit.journal.rules import Stamp

HASHER = PasswordHasher()
INVITATION_TIME = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
FORM_TIME = timedelta(days=2)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# ---- Signing in -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Credentials:
    """What somebody typed to sign in, and from where (keyed hashes, see `attempt_key`)."""

    username: str
    password: str
    account_key: str
    address_key: str


@dataclass(frozen=True)
class SignedIn:
    account: Account
    token: str


@dataclass(frozen=True)
class Refused:
    """A sign-in that failed; `until` is set where the account or address has to wait."""

    until: datetime | None = None


def attempt_key(secret: bytes, kind: str, value: str) -> str:
    """A keyed hash to count attempts by, so that no address and no mistyped name is stored."""
    return hmac.new(secret, f"{kind}:{value.casefold()}".encode(), hashlib.sha256).hexdigest()


def sign_in(session: Session, *, credentials: Credentials, now: datetime) -> SignedIn | Refused:
    """A new session if name and password are right. A failure is recorded by the caller, see `note_failure`."""
    until = waiting_until(session, (credentials.account_key, credentials.address_key), now)
    if until:
        return Refused(until)
    account = session.exec(select(Account).where(Account.username == credentials.username)).first()
    # An unknown name takes as long as a known one: nobody learns which accounts exist.
    stored = account.password_hash if account and account.password_hash else HASHER_OF_NOTHING
    matches = _matches(stored, credentials.password)
    if not account or not account.active or not account.password_hash or not matches:
        return Refused()
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.key) == credentials.account_key))
    session.exec(delete(FormSubmission).where(col(FormSubmission.at) < now - FORM_TIME))
    if HASHER.check_needs_rehash(stored):
        account.password_hash = HASHER.hash(credentials.password)
    return SignedIn(account, open_session(session, account, now))


def open_session(session: Session, account: Account, now: datetime) -> str:
    """A new signed-in session; the answer is the token that only the browser keeps."""
    token = secrets.token_urlsafe(32)
    session.add(SignInSession(account_id=known(account.id), token_hash=sha256(token), created_at=now, last_seen=now))
    journal.record(session, Stamp(now, account.id), "session:opened", known(account.id))
    return token


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


HASHER_OF_NOTHING = HASHER.hash(secrets.token_hex(16))


def waiting_until(session: Session, keys: Iterable[str], now: datetime) -> datetime | None:
    """Until when sign-in is closed for any of `keys`, or None if it is open."""
    waits = [until for key in keys if (until := too_many_attempts(_attempts(session, key, now), now=now)) is not None]
    return max(waits, default=None)


def _attempts(session: Session, key: str, now: datetime) -> list[datetime]:
    recent = select(SignInAttempt.at).where(SignInAttempt.key == key, col(SignInAttempt.at) > now - timedelta(hours=1))
    return list(session.exec(recent.order_by(col(SignInAttempt.at))))


def note_failure(session: Session, *, credentials: Credentials, now: datetime) -> None:
    for key in (credentials.account_key, credentials.address_key):
        session.add(SignInAttempt(key=key, at=now))
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.at) < now - timedelta(days=1)))
    journal.record(session, Stamp(now), "session:refused", credentials.account_key)


# ---- Sessions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Current:
    """A signed-in session that still holds, and whether its last-seen time should be written."""

    session_id: int
    scope: Scope
    seen_long_ago: bool


def current(session: Session, *, token: str, limits: SessionLimits, now: datetime) -> Current | None:
    """The session that `token` stands for, or None if it has ended or the account is closed."""
    query = (
        select(SignInSession, Account)
        .join(Account, col(Account.id) == col(SignInSession.account_id))
        .where(
            SignInSession.token_hash == sha256(token),
            col(SignInSession.ended_at).is_(None),
            col(Account.active),
        )
    )
    found = session.exec(query).first()
    if found is None:
        return None
    kept, account = found
    if limits.has_ended(created_at=kept.created_at, last_seen=kept.last_seen, now=now):
        return None
    return Current(known(kept.id), scope_of(session, account), now - kept.last_seen > SEEN_EVERY)


def scope_of(session: Session, account: Account) -> Scope:
    grants = session.exec(select(RoleGrant).where(RoleGrant.account_id == account.id))
    return Scope(known(account.id), account.name, frozenset((grant.role, grant.board_id) for grant in grants))


def note_seen(session: Session, session_id: int, now: datetime) -> None:
    kept = session.get(SignInSession, session_id)
    if kept:
        kept.last_seen = now


def sign_out(session: Session, *, token: str, stamp: Stamp) -> None:
    kept = session.exec(select(SignInSession).where(SignInSession.token_hash == sha256(token))).first()
    if kept and kept.ended_at is None:
        kept.ended_at = stamp.at
        journal.record(session, stamp, "session:closed", kept.account_id)


# ---- Forms sent twice -------------------------------------------------------------------------------------------


def finished_form(session: Session, *, token: str, account_id: int) -> FormSubmission | None:
    return session.get(FormSubmission, (token, account_id))


def begin_form(session: Session, *, token: str, account_id: int, now: datetime) -> FormSubmission:
    """Claim `token` for this request. If another request has it already, IntegrityError is raised."""
    submission = FormSubmission(token=token, account_id=account_id, location="", at=now)
    session.add(submission)
    session.flush()
    return submission


# ---- Boards -----------------------------------------------------------------------------------------------------


def boards(session: Session, ids: Iterable[int] | None = None) -> list[Board]:
    """All boards, or those with `ids`, in the order of their names."""
    query = select(Board).order_by(Board.name)
    if ids is not None:
        query = query.where(col(Board.id).in_(list(ids)))
    return list(session.exec(query))


def board_names(session: Session) -> dict[int, str]:
    return {known(board.id): board.name for board in boards(session)}


def account_names(session: Session) -> dict[int, str]:
    return {known(account.id): account.name for account in session.exec(select(Account))}


def accounts_with(session: Session, *, role: Role, board_ids: Iterable[int]) -> list[Account]:
    """The active accounts that have `role` for any of the boards, in the order of their names."""
    query = (
        select(Account)
        .join(RoleGrant, col(RoleGrant.account_id) == col(Account.id))
        .where(RoleGrant.role == role, col(RoleGrant.board_id).in_(list(board_ids)), col(Account.active))
        .order_by(Account.name)
        .distinct()
    )
    return list(session.exec(query))


def known(identity: int | None) -> int:
    """The id of a record that has been written. A record without id is a fault of the program."""
    if identity is None:
        raise ValueError("the record has not been written yet")
    return identity
