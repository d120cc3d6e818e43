"""Somebody whose password was right and whose code is still to come, in this very browser."""

from datetime import datetime, timedelta

from flask import session
from sqlmodel import Session

from audit.accounts import second_factor, sessions
from audit.accounts.models import Account
from audit.accounts.operations import known
from audit.web import transactions

HALF_WAY = "half_way"
VALID_FOR = timedelta(minutes=5)


def remember(account: Account) -> None:
    """Keep in the browser's signed cookie whose password was right, and when."""
    session[HALF_WAY] = [known(account.id), transactions.clock()().isoformat(), _mark(account)]


def account(reading: Session) -> Account | None:
    """Whose code is awaited; None if nobody's, or if it took too long or the password was changed meanwhile."""
    account_id, since, mark = session.get(HALF_WAY) or (None, "", "")
    if account_id is None or transactions.clock()() - datetime.fromisoformat(since) > VALID_FOR:
        return None
    found = reading.get(Account, account_id)
    same = found is not None and found.active and _mark(found) == mark
    return found if same and second_factor.is_enrolled(reading, account_id) else None


def _mark(account: Account) -> str:
    return sessions.attempt_key(transactions.settings().secret_key, HALF_WAY, account.password_hash or "")
