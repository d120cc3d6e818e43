"""The installation's own kinds, year by year: what the journal tells of accounts and sign-ins, and finished jobs."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, or_
from sqlmodel import Session, col, select

from audit.clock import SWEDEN, swedish_day
from audit.jobs.models import Job, JobStatus
from audit.journal import operations as journal
from audit.journal.models import JournalContent, JournalEntry
from audit.journal.rules import Stamp
from audit.retention.operations.places import number_of
from audit.retention.rules import Event, Found, KindId

SUBJECTS = ("session", "account", "second_factor", "invitation", "access")
REASON = "Gallring"


def _year(column: Any, year: int) -> tuple[Any, Any]:
    first, next_ = datetime(year, 1, 1, tzinfo=SWEDEN), datetime(year + 1, 1, 1, tzinfo=SWEDEN)
    return col(column) >= first, col(column) < next_


def _years(session: Session, column: Any, *conditions: Any) -> range:
    first, last = session.exec(select(func.min(column), func.max(column)).where(*conditions)).one()
    return range(swedish_day(first).year, swedish_day(last).year + 1) if first else range(0)


def _found(kind: KindId, year: int, counts: dict[str, int]) -> Found:
    return Found(kind, None, year, str(year), {Event.YEAR_ENDED: date(year, 12, 31)}, counts)


def _told() -> tuple[Any, ...]:
    """The entries about accounts that still tell anything."""
    of_accounts = or_(*(col(JournalEntry.action).startswith(f"{subject}:") for subject in SUBJECTS))
    return of_accounts, col(JournalContent.sequence) == col(JournalEntry.sequence), JournalContent.content != "{}"


def account_logs(session: Session) -> list[Found]:
    years = _years(session, JournalEntry.at, *_told())
    return [
        _found(KindId.ACCOUNT_LOG, year, {"poster": number_of(session, *_told(), *_year(JournalEntry.at, year))})
        for year in years
    ]


def erase_account_log(session: Session, stamp: Stamp, found: Found) -> None:
    query = select(JournalEntry.sequence).where(*_told(), *_year(JournalEntry.at, found.of_id))
    journal.erase(session, stamp, list(session.exec(query)), reason=REASON)


DONE = (JobStatus.DONE, JobStatus.FAILED)


def jobs(session: Session) -> list[Found]:
    ended = col(Job.status).in_(DONE)
    return [
        _found(KindId.JOB, year, {"arbeten": number_of(session, ended, *_year(Job.created_at, year))})
        for year in _years(session, Job.created_at, ended)
    ]


def erase_jobs(session: Session, stamp: Stamp, found: Found) -> None:  # noqa: ARG001 - as the others
    session.execute(delete(Job).where(col(Job.status).in_(DONE), *_year(Job.created_at, found.of_id)))


OF_HOUSE: Mapping[KindId, Callable[[Session], list[Found]]] = {
    KindId.ACCOUNT_LOG: account_logs,
    KindId.JOB: jobs,
}
