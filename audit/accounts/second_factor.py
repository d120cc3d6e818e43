"""The second factor of an account: enrolled with an app, used at sign-in, removed by its owner or an administrator."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, delete, func, select, update

from audit.accounts import codes, sessions
from audit.accounts.models import Account, RecoveryCode, SecondFactor, SignInSession
from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp


class Proof(StrEnum):
    """By what somebody who is signed in shows again that the account is hers."""

    PASSWORD = "password"  # noqa: S105
    CODE = "code"
    SIGN_ON = "sign_on"


@dataclass(frozen=True)
class Enrolled:
    """Since when an account has one-time codes, and how many of its recovery codes are left."""

    since: datetime
    recovery_left: int


def enrolled(session: Session, account_id: int) -> Enrolled | None:
    factor = session.get(SecondFactor, account_id)
    return Enrolled(factor.since, _left(session, account_id)) if factor else None


def is_enrolled(session: Session, account_id: int) -> bool:
    return session.get(SecondFactor, account_id) is not None


def proof_of(session: Session, account: Account) -> Proof:
    """What to ask the account's person for. Who signs on by the provider may have no password here."""
    if account.password_hash is not None or account.sso_subject is None:
        return Proof.PASSWORD
    return Proof.CODE if is_enrolled(session, known(account.id)) else Proof.SIGN_ON


def enrol(session: Session, *, stamp: Stamp, account_id: int, session_id: int, key: bytes, salt: str, step: int) -> str:
    """Ask the account for codes from now on. The answer is the salt of its recovery codes, which nothing else keeps.

    `step` is that of the code by which the app was shown to work (`codes.step_of`). What the account had before stops
    working, and its other sessions end.
    """
    _clear(session, account_id)
    session.flush()
    session.add(SecondFactor(account_id=account_id, salt=salt, since=stamp.at, last_step=step))
    recovery_salt = codes.new_salt()
    for code in codes.recovery_codes(key, recovery_salt):
        kept = codes.recovery_hash(key, codes.normal_code(code))
        session.add(RecoveryCode(account_id=account_id, code_hash=kept))
    session.exec(update(SignInSession).where(col(SignInSession.id) == session_id).values(strong=True))
    journal.record(session, stamp, "second_factor:enrolled", account_id)
    sessions.end_sessions(session, stamp=stamp, account_id=account_id, but=[session_id])
    return recovery_salt


def use(session: Session, *, account_id: int, key: bytes, code: str, now: datetime) -> bool:
    """Whether `code` (in its normal form) is right. Each is right once, even for two who send it at the same moment."""
    factor = session.get(SecondFactor, account_id)
    if factor is None:
        return False
    if codes.is_one_time(code):
        step = codes.step_of(key, factor.salt, code, now=now)
        unused = (col(SecondFactor.account_id) == account_id, col(SecondFactor.last_step) < (step or 0))
        return session.exec(update(SecondFactor).where(*unused).values(last_step=step or 0)).rowcount == 1
    this_one = (
        col(RecoveryCode.account_id) == account_id,
        col(RecoveryCode.code_hash) == codes.recovery_hash(key, code),
        col(RecoveryCode.used_at).is_(None),
    )
    if session.exec(update(RecoveryCode).where(*this_one).values(used_at=now)).rowcount != 1:
        return False
    journal.record(session, Stamp(now, account_id), "second_factor:recovery_code", account_id)
    return True


def remove(session: Session, *, stamp: Stamp, account_id: int, but: int = 0) -> bool:
    """Ask the account for no codes any longer; its sessions end, but the one named. False if it had none."""
    if not is_enrolled(session, account_id):
        return False
    _clear(session, account_id)
    journal.record(session, stamp, "second_factor:removed", account_id)
    sessions.end_sessions(session, stamp=stamp, account_id=account_id, but=[but])
    return True


def _clear(session: Session, account_id: int) -> None:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    session.exec(delete(SecondFactor).where(col(SecondFactor.account_id) == account_id))


def _left(session: Session, account_id: int) -> int:
    unused = (RecoveryCode.account_id == account_id, col(RecoveryCode.used_at).is_(None))
    return session.exec(select(func.count()).select_from(RecoveryCode).where(*unused)).one()
