"""Carrying a run out as a job: a board at a time, with nothing open while the controls work, kept all or nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.clock import Clock
from audit.config import Settings as Installation
from audit.controls import rules
from audit.controls.models import ControlHit, ControlResult, ControlRun
from audit.controls.operations.asking import RUN
from audit.controls.operations.loading import frame_of, protected_cases, units_of
from audit.controls.rules import Settings
from audit.database import Database
from audit.jobs.models import Job
from audit.jobs.operations import Handler, JobError, Progress
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.refusals import has_no_room
from audit.registers.models import RegisterExtract
from audit.registers.rules import RegisterKind

if TYPE_CHECKING:
    import pandas as pd

    from audit.controls.rules.finding import Outcome

log = structlog.get_logger()
MOST_HITS = 20_000
BATCH = 5_000
GONE = "Körningen finns inte längre."
Frames = dict[RegisterKind, "pd.DataFrame"]


@dataclass(frozen=True)
class Ran:
    """What a control found for a board."""

    board_id: int
    control_id: str
    as_of: date
    outcome: "Outcome"
    protected: frozenset[str]


class Counter:
    """Tells a job how far it has come: rows that are read, and then controls that are run."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, max(total, 1), 0

    def add(self, steps: int) -> None:
        self._done += steps
        self._progress(min(self._done, self._total), self._total)


@dataclass(frozen=True)
class Work:
    """What a run is carried out with."""

    database: Database
    clock: Clock

    def run(self, job: Job, progress: Progress) -> None:
        """Carry the run out, or let it tell why it could not be."""
        try:
            self._carry_out(job, progress)
        except JobError as error:
            with self.database.transaction() as session:
                if run := session.get(ControlRun, job.payload["run"]):
                    run.fault = str(error)
            raise

    def _carry_out(self, job: Job, progress: Progress) -> None:
        """Read each board's units, run the controls over them, and keep everything in one transaction."""
        with self.database.transaction(write=False) as session:
            run = session.get(ControlRun, job.payload["run"])
            if run is None:
                raise JobError(GONE)
            extracts = extracts_of(session, run)
            counter = Counter(progress, _steps(session, run, extracts))
        found: list[Ran] = []
        for board_id in run.board_ids:
            with self.database.transaction(write=False) as session:
                frames, hidden = _units(session, extracts, board_id, counter)
            found += _outcomes(run, extracts, board_id, frames, hidden, counter)
        with telling(rules.KEEPING), self.database.transaction() as session:
            keep(session, stamp=Stamp(self.clock(), job.owner_id), run_id=known(run.id), found=found)


@contextmanager
def telling(doing: str) -> Iterator[None]:
    """Let a fault inside be told by what was done then. Raises JobError."""
    try:
        yield
    except Exception as error:
        log.error("controls failed", doing=doing, exc_info=error)
        raise JobError(rules.failure(doing, memory=isinstance(error, MemoryError), full=has_no_room(error))) from error


def run_at_once(session: Session, *, stamp: Stamp, run: ControlRun) -> None:
    """The same in one transaction, for registers that are small."""
    extracts, counter = extracts_of(session, run), Counter(lambda _done, _total: None, 1)
    found: list[Ran] = []
    for board_id in run.board_ids:
        frames, hidden = _units(session, extracts, board_id, counter)
        found += _outcomes(run, extracts, board_id, frames, hidden, counter)
    keep(session, stamp=stamp, run_id=known(run.id), found=found)


def _units(
    session: Session, extracts: Mapping[RegisterKind, RegisterExtract], board_id: int, counter: Counter
) -> tuple[Frames, frozenset[str]]:
    """The board's units by kind, and its cases whose person has protected identity."""
    frames: Frames = {}
    for kind, extract in extracts.items():
        with telling(rules.reading(extract.file_name, session.get_one(Board, board_id).name)):
            frame = frame_of(session, extract=extract, board_id=board_id)
        if frame is not None:
            frames[kind] = frame
            counter.add(len(frame))
    return frames, frozenset(protected_cases(session, board_id=board_id))


def _outcomes(
    run: ControlRun,
    extracts: Mapping[RegisterKind, RegisterExtract],
    board_id: int,
    frames: Frames,
    hidden: frozenset[str],
    counter: Counter,
) -> Iterator[Ran]:
    from audit.controls.rules.finding import carry_out, prepared

    for kind, frame in frames.items():
        with telling(rules.PREPARING):
            ready = prepared(frame, kind, frames.get(RegisterKind.CASES))
        as_of = extracts[kind].period_to
        protected = _protected_units(frame, kind, hidden)
        for name in (one for one in run.settings if rules.BY_ID[one].kind is kind):
            control = rules.BY_ID[name]
            with telling(rules.running(control)):
                outcome = carry_out(control, ready, Settings(as_of.isoformat(), run.settings[name]))
            counter.add(len(frame) // 10)
            yield Ran(board_id, name, as_of, outcome, protected)


def _protected_units(frame: "pd.DataFrame", kind: RegisterKind, hidden: frozenset[str]) -> frozenset[str]:
    column = "unit_id" if kind is RegisterKind.CASES else "arende_id"
    if not hidden or column not in frame:
        return frozenset()
    return frozenset(frame["unit_id"][frame[column].isin(list(hidden))])


def _steps(session: Session, run: ControlRun, extracts: Mapping[RegisterKind, RegisterExtract]) -> int:
    """Every row is a step, and each control run over ten of them another."""
    steps = 0
    for kind, extract in extracts.items():
        controls = sum(1 for name in run.settings if rules.BY_ID[name].kind is kind)
        for board_id in run.board_ids:
            rows = units_of(session, extract_id=known(extract.id), board_id=board_id)
            steps += rows + controls * (rows // 10)
    return steps


def extracts_of(session: Session, run: ControlRun) -> dict[RegisterKind, RegisterExtract]:
    """The extracts that the run is over, by their kind."""
    chosen = [one for one in (run.payments_id, run.cases_id) if one is not None]
    rows = session.exec(select(RegisterExtract).where(col(RegisterExtract.id).in_(chosen)))
    return {extract.kind: extract for extract in rows}


def keep(session: Session, *, stamp: Stamp, run_id: int, found: list[Ran]) -> None:
    """Keep what a run found; a run that is carried out again after an interruption has kept nothing before."""
    query = select(ControlRun).where(ControlRun.id == run_id).with_for_update()
    run = session.exec(query.execution_options(populate_existing=True)).one()
    if run.finished_at is not None:
        return
    session.exec(delete(ControlResult).where(col(ControlResult.run_id) == run_id))
    told = [_kept(session, run_id, ran) for ran in found]
    run.finished_at, run.fault = stamp.at, ""
    session.add(run)
    journal.record(session, stamp, "control:run", run_id, results=told, code=run.code)


def _kept(session: Session, run_id: int, ran: Ran) -> dict[str, Any]:
    outcome = ran.outcome
    result = ControlResult(
        run_id=run_id,
        board_id=ran.board_id,
        control_id=ran.control_id,
        version=rules.BY_ID[ran.control_id].version,
        as_of=ran.as_of,
        judged=outcome.judged,
        unjudged=outcome.unjudged,
        apart=outcome.apart,
        hits=len(outcome.hits),
        lacking=list(outcome.lacking),
    )
    session.add(result)
    session.flush()
    rows = iter(_hits(known(result.id), ran))
    while batch := list(islice(rows, BATCH)):
        session.execute(insert(ControlHit), batch)
    return {"board": ran.board_id, "control": ran.control_id, "judged": outcome.judged, "hits": result.hits}


def _hits(result_id: int, ran: Ran) -> Iterator[dict[str, Any]]:
    """The hits that are kept, largest measure first; a unit that is hit twice stands once."""
    largest = sorted(dict(ran.outcome.hits).items(), key=lambda hit: (-hit[1], hit[0]))
    for unit_id, measure in largest[:MOST_HITS]:
        yield {"result_id": result_id, "unit_id": unit_id, "measure": measure, "protected": unit_id in ran.protected}


def handlers(settings: Installation, database: Database, clock: Clock) -> Mapping[str, Handler]:  # noqa: ARG001
    """What carries out this room's jobs."""
    return {RUN: Work(database, clock).run}
