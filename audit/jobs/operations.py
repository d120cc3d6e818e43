"""Putting work in the queue, and the worker that carries it out in a thread of its own."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import Session, col, select, update

from audit.clock import Clock
from audit.database import Database
from audit.jobs.models import Job, JobStatus

Progress = Callable[[int, int], None]
Handler = Callable[[Job, Progress], None]
Chore = Callable[[], None]
CHORES_EVERY = 3600.0
log = structlog.get_logger()
FAULT = "Arbetet kunde inte slutföras. Inget är sparat till hälften. Försök igen."


class JobError(Exception):
    """A job that can't be done, with a message in Swedish for the person who asked for it."""


def enqueue(
    session: Session,
    *,
    kind: str,
    title: str,
    owner_id: int,
    payload: Mapping[str, Any],
    location: str,
    now: datetime,
) -> Job:
    """Ask for a piece of work. `location` is the address where its result is shown."""
    job = Job(kind=kind, title=title, owner_id=owner_id, payload=dict(payload), location=location, created_at=now)
    session.add(job)
    session.flush()
    return job


def job_of(session: Session, *, owner_id: int, job_id: int) -> Job | None:
    job = session.get(Job, job_id)
    return job if job and job.owner_id == owner_id else None


def unfinished(session: Session, *, owner_id: int) -> list[Job]:
    statuses = (JobStatus.WAITING, JobStatus.RUNNING)
    query = select(Job).where(Job.owner_id == owner_id, col(Job.status).in_(statuses)).order_by(col(Job.id))
    return list(session.exec(query))


class Worker:
    """Carries out waiting jobs, one at a time. `handlers` maps a job's kind to what does it.

    `chores` are what has to be done now and then without anybody asking for it: at the start, and then every hour.
    """

    def __init__(
        self, database: Database, handlers: Mapping[str, Handler], clock: Clock, chores: Sequence[Chore] = ()
    ) -> None:
        self._database = database
        self._handlers = handlers
        self._clock = clock
        self._chores = chores
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self.take_up_interrupted()
        self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, patience: float | None = None) -> None:
        """Stop after the job that is under way, or after `patience` seconds: it is begun anew at the next start."""
        self._stop.set()
        self._wake.set()
        if self._thread:
            self._thread.join(patience)

    def wake(self) -> None:
        self._wake.set()

    def take_up_interrupted(self) -> None:
        """What was under way when the program stopped is done again from the beginning."""
        with self._database.transaction() as session:
            session.exec(
                update(Job).where(col(Job.status) == JobStatus.RUNNING).values(status=JobStatus.WAITING, done=0)
            )

    def run_waiting(self) -> None:
        """Carry out everything that waits, then return."""
        while not self._stop.is_set() and (job := self._next()):
            self._carry_out(job)

    def run_chores(self) -> None:
        for chore in self._chores:
            chore()

    def _loop(self) -> None:
        chores_due = time.monotonic()
        while not self._stop.is_set():
            try:
                if time.monotonic() >= chores_due:
                    chores_due += CHORES_EVERY
                    self.run_chores()
                self.run_waiting()
            except Exception as error:
                # The database may be out of reach for a moment; the worker goes on when it is back.
                log.error("jobs could not be read", exc_info=error)
            self._wake.wait(timeout=1.0)
            self._wake.clear()

    def _next(self) -> Job | None:
        with self._database.transaction(write=False) as session:
            waiting = session.exec(select(Job.id).where(Job.status == JobStatus.WAITING).limit(1)).first()
        if waiting is None:
            return None
        with self._database.transaction() as session:
            query = select(Job).where(Job.status == JobStatus.WAITING).order_by(col(Job.id)).limit(1)
            job = session.exec(query.with_for_update(skip_locked=True)).first()
            if job:
                job.status = JobStatus.RUNNING
            return job

    def _carry_out(self, job: Job) -> None:
        def progress(done: int, total: int) -> None:
            self._change(job, done=done, total=total)

        try:
            self._handlers[job.kind](job, progress)
        except JobError as error:
            self._change(job, status=JobStatus.FAILED, fault=str(error), finished_at=self._clock())
        except Exception as error:
            # A job must never take the worker with it; the log tells what happened.
            log.error("job failed", job=job.id, kind=job.kind, exc_info=error)
            self._change(job, status=JobStatus.FAILED, fault=FAULT, finished_at=self._clock())
        else:
            self._change(job, status=JobStatus.DONE, finished_at=self._clock())

    def _change(self, job: Job, **values: Any) -> None:
        with self._database.transaction() as session:
            session.exec(update(Job).where(col(Job.id) == job.id).values(**values))
