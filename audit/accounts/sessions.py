"""Signing in and out: attempts, signed-in sessions, and forms that must not be carried out twice."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select, update

from audit.accounts import passwords
from audit.accounts.models import Account, FormSubmission, RoleGrant, SignInAttempt, SignInSession
from audit.accounts.operations import known
from audit.accounts.rules import ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS, Scope, SessionLimits, too_many_attempts
from audit.clock import swedish_day
from audit.database import rows_of
from audit.journal import operations as journal
from audit.journal.rules import Stamp

SEEN_EVERY = timedelta(minutes=1)
ATTEMPTS_KEPT = timedelta(days=1)
FORMS_KEPT = timedelta(days=2)
SESSIONS_KEPT = timedelta(days=30)


def token_hash(token: str) -> str:
    """What is stored of a token: with only this, nobody can sign in."""
    return hashlib.sha256(token.encode()).hexdigest()


# ---- Signing in -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Credentials:
    """What somebody typed to sign in, and from where (keyed hashes, see `attempt_key`)."""

    username: str
    password: str
    account_key: str
    address_key: str


@dataclass(frozen=True)
class Refused:
    """A sign-in that failed; `until` is set where the account or address has to wait."""

    until: datetime | None = None


def attempt_key(secret: bytes, kind: str, value: str) -> str:
    """A keyed hash to count attempts by, so that no address and no mistyped name is stored."""
    return hmac.new(secret, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def check(session: Session, *, credentials: Credentials, now: datetime) -> Account | Refused:
    """Whose name and password these are. Only reads: the slow comparison must not hold anybody up.

    A failure is recorded by the caller, see `note_failure`.
    """
    if until := waiting_until(session, credentials=credentials, now=now):
        return Refused(until)
    account = session.exec(select(Account).where(Account.username == credentials.username)).first()
    # An unknown name takes as long as a known one: nobody learns which accounts exist.
    right = passwords.matches(account.password_hash if account else None, credentials.password)
    return account if account and account.active and right else Refused()


def sign_in(
    session: Session,
    *,
    account_id: int,
    credentials: Credentials,
    now: datetime,
    strong: bool = False,
    by_provider: bool = False,
) -> str | None:
    """The token of a new session for the account that `check` found, or None if it was closed a moment ago.

    `strong`: a code was right too. Then there is no password at hand any longer; `by_provider`: there never was.
    """
    account = session.get(Account, account_id)
    if account is None or not account.active or (account.password_hash is None and not by_provider):
        return None
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.key) == credentials.account_key))
    if credentials.password and passwords.outdated(account.password_hash or ""):
        account.password_hash = passwords.hashed(credentials.password)
    _clear_away(session, now)
    if by_provider:
        return open_by_provider(session, account, now, strong=strong)
    return open_session(session, account, now, strong=strong)


def _clear_away(session: Session, now: datetime) -> None:
    session.exec(delete(FormSubmission).where(col(FormSubmission.at) < now - FORMS_KEPT))
    session.exec(delete(SignInSession).where(col(SignInSession.last_seen) < now - SESSIONS_KEPT))


def waiting_until(session: Session, *, credentials: Credentials, now: datetime) -> datetime | None:
    """Until when sign-in is closed for this account name or address, or None if it is open."""
    account = too_many_attempts(_attempts(session, credentials.account_key, now), ATTEMPTS_PER_ACCOUNT, now=now)
    address = too_many_attempts(_attempts(session, credentials.address_key, now), ATTEMPTS_PER_ADDRESS, now=now)
    return max(filter(None, (account, address)), default=None)


def _attempts(session: Session, key: str, now: datetime) -> list[datetime]:
    recent = select(SignInAttempt.at).where(SignInAttempt.key == key, col(SignInAttempt.at) > now - ATTEMPTS_KEPT)
    return list(session.exec(recent.order_by(col(SignInAttempt.at))))


def note_failure(session: Session, *, credentials: Credentials, now: datetime) -> None:
    for key in (credentials.account_key, credentials.address_key):
        session.add(SignInAttempt(key=key, at=now))
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.at) < now - ATTEMPTS_KEPT))
    # Whose account it was tried for, so that those who oversee it see it; a name that nobody has says nothing.
    account = session.exec(select(Account.id).where(Account.username == credentials.username)).first()
    journal.record(session, Stamp(now), "session:refused", credentials.account_key, account=account)


# ---- Sessions ---------------------------------------------------------------------------------------------------


def open_session(session: Session, account: Account, now: datetime, *, strong: bool = False) -> str:
    """A new signed-in session; the answer is the token that only the browser keeps."""
    token = secrets.token_urlsafe(32)
    account_id = known(account.id)
    kept = SignInSession(account_id=account_id, token_hash=token_hash(token), created_at=now, last_seen=now)
    kept.strong = strong
    session.add(kept)
    journal.record(session, Stamp(now, account_id), "session:opened", account_id)
    return token


def open_by_provider(session: Session, account: Account, now: datetime, *, strong: bool) -> str:
    """The token of a new session of somebody whom the provider of single sign-on vouches for."""
    token, account_id = open_session(session, account, now, strong=strong), known(account.id)
    journal.record(session, Stamp(now, account_id), "session:by_provider", account_id)
    return token


@dataclass(frozen=True)
class Current:
    """A signed-in session that still holds, and whether its last-seen time should be written.

    `strong`: it was opened with more than a password.
    """

    session_id: int
    scope: Scope
    strong: bool
    seen_long_ago: bool


# Every request asks this, so it is put together once: a row for each grant, or one without a role.
_SESSION, _ACCOUNT, _GRANT = rows_of(SignInSession), rows_of(Account), rows_of(RoleGrant)
_OF_WHOM: list[Any] = [_SESSION.id, _SESSION.created_at, _SESSION.last_seen, _SESSION.account_id]
_OF_WHOM += [_SESSION.strong, _ACCOUNT.name, _GRANT.role, _GRANT.board_id]
_WHO = (
    select(*_OF_WHOM)
    .join(_ACCOUNT.id.table, _ACCOUNT.id == _SESSION.account_id)
    .join(_GRANT.id.table, _GRANT.account_id == _ACCOUNT.id, isouter=True)
    .where(_SESSION.token_hash == bindparam("token_hash"), _SESSION.ended_at.is_(None), _ACCOUNT.active)
)


def current(session: Session, *, token: str, limits: SessionLimits, now: datetime) -> Current | None:
    """The session that `token` stands for, or None if it has ended or the account is closed."""
    rows = session.exec(_WHO, params={"token_hash": token_hash(token)}).all()
    if not rows:
        return None
    kept = rows[0]
    if limits.has_ended(created_at=kept.created_at, last_seen=kept.last_seen, now=now):
        return None
    grants = frozenset((row.role, row.board_id) for row in rows if row.role)
    scope = Scope(kept.account_id, kept.name, grants, swedish_day(now))
    return Current(kept.id, scope, bool(kept.strong), now - kept.last_seen > SEEN_EVERY)


def note_seen(session: Session, *, session_id: int, now: datetime) -> None:
    kept = session.get(SignInSession, session_id)
    if kept:
        kept.last_seen = now


def open_sessions(session: Session, *, account_id: int, limits: SessionLimits, now: datetime) -> list[SignInSession]:
    """The account's sessions that still hold, the one used last first."""
    query = select(SignInSession).where(SignInSession.account_id == account_id, col(SignInSession.ended_at).is_(None))
    rows = session.exec(query.order_by(col(SignInSession.last_seen).desc(), col(SignInSession.id).desc()))
    return [row for row in rows if not limits.has_ended(created_at=row.created_at, last_seen=row.last_seen, now=now)]


def sign_out(session: Session, *, token: str, now: datetime) -> None:
    """End the session that `token` stands for, if it has not ended yet."""
    kept = session.exec(select(SignInSession).where(SignInSession.token_hash == token_hash(token))).first()
    if kept and kept.ended_at is None:
        kept.ended_at = now
        journal.record(session, Stamp(now, kept.account_id), "session:closed", kept.account_id)


def end_session(session: Session, *, stamp: Stamp, account_id: int, session_id: int) -> bool:
    """End one of the account's sessions from another one. False if it isn't one of them, or has ended already."""
    kept = session.get(SignInSession, session_id)
    if kept is None or kept.account_id != account_id or kept.ended_at is not None:
        return False
    kept.ended_at = stamp.at
    journal.record(session, stamp, "session:closed_elsewhere", account_id)
    return True


def end_sessions(session: Session, *, stamp: Stamp, account_id: int, but: Iterable[int] = ()) -> None:
    """End all sessions of an account at once, but those whose ids are named."""
    open_ones = (
        col(SignInSession.account_id) == account_id,
        col(SignInSession.ended_at).is_(None),
        col(SignInSession.id).not_in(list(but)),
    )
    ended = session.exec(update(SignInSession).where(*open_ones).values(ended_at=stamp.at))
    if ended.rowcount:
        journal.record(session, stamp, "session:all_closed", account_id, sessions=ended.rowcount)


# ---- Forms sent twice -------------------------------------------------------------------------------------------


def finished_form(session: Session, *, token: str, account_id: int) -> FormSubmission | None:
    return session.get(FormSubmission, (token, account_id))


def begin_form(session: Session, *, token: str, account_id: int, now: datetime) -> FormSubmission:
    """Claim `token` for this request. If another request has it already, IntegrityError is raised."""
    submission = FormSubmission(token=token, account_id=account_id, location="", at=now)
    session.add(submission)
    session.flush()
    return submission
