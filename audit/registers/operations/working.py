"""Checks and freezes of large extracts, carried out as jobs: the same steps, each in a transaction of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from sqlmodel import Session

from audit.accounts.operations import known
from audit.clock import Clock
from audit.config import Settings
from audit.database import Database
from audit.jobs.models import Job
from audit.jobs.operations import Handler, JobError, Progress, enqueue, unfinished
from audit.journal.rules import Stamp
from audit.registers.models import RegisterExtract, StagedUpload
from audit.registers.operations import checking, freezing, staging
from audit.registers.operations.files import UploadGoneError
from audit.registers.operations.freezing import Consent, NotFrozenError
from audit.registers.operations.storing import AlreadyTakenInError
from audit.registers.rules.framing import FramedUnit
from audit.registers.rules.rows import Advance, nobody_waits

CHECK, FREEZE = "register:check", "register:freeze"
AT_ONCE = 2_000
GONE = "Inläsningen är avbruten. Läs in filen igen."
TAKEN_IN = "Filen är redan inläst för den här perioden."


def is_long(upload: StagedUpload) -> bool:
    """Whether checking and freezing an upload takes longer than a page should."""
    return int(upload.reading["rows"]) > AT_ONCE


def ask_for_check(session: Session, *, stamp: Stamp, upload: StagedUpload, board_ids: list[int], location: str) -> Job:
    """Have the check carried out as a job; its result is shown at `location`."""
    return enqueue(
        session, kind=CHECK, title="Registerutdraget kontrolleras", owner_id=upload.owner_id,
        payload={"upload": known(upload.id), "boards": sorted(board_ids)}, location=location, now=stamp.at,
    )  # fmt: skip


def ask_for_freeze(session: Session, *, stamp: Stamp, upload: StagedUpload, consent: Consent, location: str) -> Job:
    """Have the frames frozen by a job."""
    payload = {
        "upload": known(upload.id),
        "seen": consent.seen,
        "boards": sorted(consent.board_ids),
        "invented": consent.invented,
    }
    return enqueue(
        session, kind=FREEZE, title="Ramen fryses", owner_id=upload.owner_id, payload=payload, location=location,
        now=stamp.at,
    )  # fmt: skip


def under_way(session: Session, upload: StagedUpload) -> Job | None:
    """The check or freeze of the upload that waits or goes on."""
    jobs = unfinished(session, owner_id=upload.owner_id)
    return next((job for job in jobs if job.kind in {CHECK, FREEZE} and job.payload["upload"] == upload.id), None)


# ---- In a page ----------------------------------------------------------------------------------------------------


def check_at_once(
    session: Session, *, stamp: Stamp, upload: StagedUpload, board_ids: list[int], settings: Settings
) -> None:
    """Check a small upload in the transaction of a page. Raises UploadGoneError where it has been taken away."""
    task = checking.prepare(session, upload=upload, board_ids=board_ids, today=stamp.day, key=settings.pseudonym_key)
    verdict = checking.judge(task, folder=settings.uploads)
    checking.keep(session, stamp=stamp, upload=upload, verdict=verdict, folder=settings.uploads)


def freeze_at_once(
    session: Session, *, stamp: Stamp, upload: StagedUpload, consent: Consent, settings: Settings
) -> RegisterExtract:
    """Freeze a small upload in the transaction of a page. Raises NotFrozenError and AlreadyTakenInError."""
    upload = freezing.locked(session, known(upload.id)) or upload
    units = _units(upload, settings)
    return freezing.freeze(session, stamp=stamp, upload=upload, units=units, consent=consent, folder=settings.uploads)


def _units(upload: StagedUpload, settings: Settings, advance: Advance = nobody_waits) -> list[FramedUnit]:
    if upload.extract_id is not None or upload.check_result is None:
        return []
    try:
        return freezing.load_units(upload.check_result, folder=settings.uploads, advance=advance)
    except UploadGoneError:
        raise NotFrozenError(GONE) from None


# ---- As a job -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """What a job is carried out with."""

    settings: Settings
    database: Database
    clock: Clock

    def check(self, job: Job, progress: Progress) -> None:
        """Prepare, judge and keep, each in a transaction of its own; nothing is open while it judges."""
        stamp, folder = Stamp(self.clock(), job.owner_id), self.settings.uploads
        with self.database.transaction(write=False) as session:
            task = checking.prepare(
                session,
                upload=_upload(session, job),
                board_ids=job.payload["boards"],
                today=stamp.day,
                key=self.settings.pseudonym_key,
            )
        verdict = checking.judge(task, folder=folder, advance=progress)
        with self.database.transaction() as session:
            checking.keep(session, stamp=stamp, upload=_locked(session, job), verdict=verdict, folder=folder)

    def freeze(self, job: Job, progress: Progress) -> None:
        """Read what the check found, and take it in with one transaction."""
        stamp, folder = Stamp(self.clock(), job.owner_id), self.settings.uploads
        consent = Consent(job.payload["seen"], frozenset(job.payload["boards"]), job.payload["invented"])
        with self.database.transaction(write=False) as session:
            upload = _upload(session, job)
        units = _units(upload, self.settings, progress)
        with self.database.transaction() as session:
            upload = _locked(session, job)
            freezing.freeze(session, stamp=stamp, upload=upload, units=units, consent=consent, folder=folder)


def handlers(settings: Settings, database: Database, clock: Clock) -> Mapping[str, Handler]:
    """What carries out this room's jobs."""
    work = Work(settings, database, clock)
    return {CHECK: _in_words(work.check), FREEZE: _in_words(work.freeze)}


def _in_words(handler: Handler) -> Handler:
    """The same, with what may go wrong said in words to whoever asked for the job."""

    def carry_out(job: Job, progress: Progress) -> None:
        try:
            handler(job, progress)
        except UploadGoneError:
            raise JobError(GONE) from None
        except NotFrozenError as error:
            raise JobError(str(error)) from None
        except AlreadyTakenInError:
            raise JobError(TAKEN_IN) from None

    return carry_out


def _upload(session: Session, job: Job) -> StagedUpload:
    return session.get(StagedUpload, job.payload["upload"]) or _gone()


def _locked(session: Session, job: Job) -> StagedUpload:
    return freezing.locked(session, job.payload["upload"]) or _gone()


def _gone() -> NoReturn:
    raise JobError(GONE)


def tidy(settings: Settings, database: Database, clock: Clock) -> None:
    """Take away what has waited for a day."""
    with database.transaction() as session:
        staging.tidy(session, folder=settings.uploads, now=clock())
