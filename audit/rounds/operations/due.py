"""The day by which a round's reviews should be signed."""

from datetime import date

from sqlmodel import Session

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.models import Round


def set_review_due(session: Session, *, stamp: Stamp, round_: Round, day: date | None) -> None:
    """Decide the day, or that there is none. It stops nobody: what is not signed by then is shown as late."""
    if round_.review_due_on != day:
        round_.review_due_on = day
        session.add(round_)
        journal.record(session, stamp, "round:review_due", known(round_.id), day=day)
