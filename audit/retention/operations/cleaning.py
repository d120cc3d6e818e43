"""After an erasure: the database's files are written anew and files that waited are removed, by a job and its chore."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.clock import Clock
from audit.config import Settings
from audit.database import Database
from audit.jobs.models import Job
from audit.jobs.operations import Handler, JobError, Progress
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.operations.waiting_files import folder_of
from audit.retention.models import Erasure, ErasureState
from audit.retention.operations.proposing import CLEAN

BUSY = "Någon läste i databasen medan filerna skrevs om. Det görs om inom en timme."


@dataclass(frozen=True)
class Cleaning:
    """What the job is carried out with. Begun anew after a restart, it does the same again."""

    settings: Settings
    database: Database
    clock: Clock

    def __call__(self, job: Job, progress: Progress) -> None:  # noqa: ARG002 - it is one step
        if not clean(self.settings, self.database, self.clock):
            raise JobError(BUSY)


def clean(settings: Settings, database: Database, clock: Clock) -> bool:
    """Write the files anew and note it of every erasure so far. False where it has to be done again."""
    with database.transaction(write=False) as session:
        waiting = {erasure.id: erasure.gone_files for erasure in _uncleaned(session)}
    if not waiting:
        return True
    for files in waiting.values():
        for files_id in files:
            shutil.rmtree(folder_of(settings, files_id), ignore_errors=True)
    if not database.compact():
        return False
    with database.transaction() as session:
        for erasure in _uncleaned(session):
            if erasure.id in waiting:
                _note(session, erasure, database, clock)
    return True


def _uncleaned(session: Session) -> list[Erasure]:
    done = select(Erasure).where(Erasure.state == ErasureState.DONE, col(Erasure.cleaned_at).is_(None))
    return list(session.exec(done.order_by(col(Erasure.id))))


def _note(session: Session, erasure: Erasure, database: Database, clock: Clock) -> None:
    erasure.cleaned_at = clock()
    erasure.cleaned = {"engine": "SQLite" if database.is_sqlite else "PostgreSQL", "files": len(erasure.gone_files)}
    session.add(erasure)
    journal.record(session, Stamp(clock()), "retention:cleaned", erasure.id or 0, **erasure.cleaned)


def handlers(settings: Settings, database: Database, clock: Clock) -> Mapping[str, Handler]:
    """What carries out this room's jobs."""
    return {CLEAN: Cleaning(settings, database, clock)}


def tidy(settings: Settings, database: Database, clock: Clock) -> None:
    """Clean what a job could not."""
    clean(settings, database, clock)
