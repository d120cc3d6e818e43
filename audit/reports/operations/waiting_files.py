"""Files of reports that take longer than a page should: made by a job, kept in the instance until they are fetched."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.clock import Clock
from audit.config import Settings
from audit.database import Database
from audit.jobs.models import Job
from audit.jobs.operations import Handler, JobError, Progress, enqueue
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.content import Report
from audit.reports.models import ReportFiles
from audit.reports.operations.building import build
from audit.reports.operations.division import per_board
from audit.reports.operations.formats import FORMS, Form, file_name
from audit.reports.operations.gathering import NotDrawnError
from audit.reports.operations.published import all_versions
from audit.reports.operations.templates import file_in, template_for
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import Origin

MAKE = "report:files"
KEPT = timedelta(days=30)
GONE = "Rapporten finns inte längre, eller har inget urval att redovisa."
NOT_PUBLISHED = "Ingen av rapporterna är publicerad."
CHANGED = "Det som är sparat av en publicerad rapport är inte det som frystes. Säg till administratören."
ALL = "alla filer"


def folder_of(settings: Settings, files_id: int) -> Path:
    """Where the files of one request lie."""
    return settings.instance / "reports" / str(files_id)


def round_with_files(session: Session, scope: Scope, round_id: int) -> Round | None:
    """A round whose files one may ask for, all of them: one is the coordinator of all its boards, and it is drawn."""
    round_ = rounds.round_for_coordinator(session, scope, round_id)
    told = round_ and (round_.origin is Origin.PAPER or rounds.draw_of(session, round_id))
    return round_ if told else None


def ask_for_files(
    session: Session, *, stamp: Stamp, owner_id: int, round_: Round, location: str, published: bool = False
) -> Job:
    """Have every file of a round's reports made by one job: of the drafts as they stand when it gets to it, the one in
    common and each board's, or of the newest `published` versions.

    `location` is the address of what is made, with `{id}` where its id belongs.
    """
    row = ReportFiles(round_id=known(round_.id), published=published, owner_id=owner_id, asked_at=stamp.at)
    session.add(row)
    session.flush()
    return enqueue(
        session, kind=MAKE, title=f"Rapportens filer: {round_.name}", owner_id=owner_id,
        payload={"files": known(row.id)}, location=location.format(id=known(row.id)), now=stamp.at,
    )  # fmt: skip


# ---- Fetching ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MadeFile:
    """A file that waits: what it is called and where it lies below its request's folder."""

    place: int
    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class MadeFiles:
    """What somebody has asked for, as she may fetch it; `made` is empty until the job has ended."""

    row: ReportFiles
    round_: Round
    made: tuple[MadeFile, ...]


def made_files(session: Session, scope: Scope, files_id: int) -> MadeFiles | None:
    """One's own request, as long as one is the coordinator of all the round's boards."""
    row = session.get(ReportFiles, files_id)
    if row is None or row.owner_id != scope.account_id:
        return None
    round_ = rounds.round_for_coordinator(session, scope, row.round_id)
    return MadeFiles(row, round_, tuple(MadeFile(**each) for each in row.files)) if round_ else None


def waiting_for(session: Session, scope: Scope, round_id: int) -> list[ReportFiles]:
    """What one has asked for of this round and may still fetch, the newest first."""
    query = select(ReportFiles).where(ReportFiles.round_id == round_id, ReportFiles.owner_id == scope.account_id)
    made = query.where(col(ReportFiles.made_at).is_not(None)).order_by(col(ReportFiles.id).desc())
    return list(session.exec(made))


@dataclass(frozen=True)
class OneFile:
    """One of the files that wait."""

    of: MadeFiles
    file: MadeFile


def made_file(session: Session, scope: Scope, files_id: int, place: int) -> OneFile | None:
    """One of one's own files."""
    of = made_files(session, scope, files_id)
    file = next((each for each in of.made if each.place == place), None) if of else None
    return OneFile(of, file) if of and file else None


def content_of(settings: Settings, files: MadeFiles, file: MadeFile) -> bytes | None:
    """What a file holds; None where it lies there no longer, or is not what was made."""
    path = folder_of(settings, known(files.row.id)) / str(file.place)
    content = path.read_bytes() if path.is_file() else b""
    return content if hashlib.sha256(content).hexdigest() == file.sha256 else None


def note_fetched(session: Session, *, stamp: Stamp, files: MadeFiles, file: MadeFile) -> None:
    """Note that a file was taken out."""
    journal.record(session, stamp, "report:exported", files.row.round_id, file=file.name, sha256=file.sha256)


def all_in_one(settings: Settings, files: MadeFiles) -> bytes | None:
    """All the files in one, packed without the time of packing; None where any is not what was made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files.made:
            content = content_of(settings, files, file)
            if content is None:
                return None
            packed.writestr(zipfile.ZipInfo(file.name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue() if files.made else None


def note_all_fetched(session: Session, *, stamp: Stamp, files: MadeFiles) -> None:
    """Note that all the files were taken out, with the hash of each."""
    told = {file.name: file.sha256 for file in files.made}
    journal.record(session, stamp, "report:exported", files.row.round_id, file=ALL, sha256=told)


# ---- Making -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Making:
    """What the job is carried out with."""

    settings: Settings
    database: Database
    clock: Clock

    def __call__(self, job: Job, progress: Progress) -> None:
        """Read the reports, make their files with nothing open, and write down what came of it.

        Begun anew after a restart, it writes the same files in the same places.
        """
        files_id = int(job.payload["files"])
        with self.database.transaction(write=False) as session:
            drafts = _drafts(session, session.get(ReportFiles, files_id))
        folder = folder_of(self.settings, files_id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        wanted = [(draft, form) for draft in drafts for form in FORMS.values()]
        made = []
        for place, (draft, form) in enumerate(wanted, start=1):
            progress(place - 1, len(wanted))
            made.append(_made(folder, place, draft, form))
        with self.database.transaction() as session:
            row = session.get(ReportFiles, files_id) or _gone()
            row.files, row.made_at = [vars(file) for file in made], self.clock()
            stamp = Stamp(self.clock(), job.owner_id)
            journal.record(session, stamp, "report:files_made", row.round_id, files=row.files)


@dataclass(frozen=True)
class Draft:
    """A report to make files of, what they are called, and the Word template to make them in (None: the program's)."""

    report: Report
    name: str
    template: bytes | None


def _made(folder: Path, place: int, draft: Draft, form: Form) -> MadeFile:
    content = file_in(draft.template, report=draft.report, form=form)
    part = folder / f"{place}.part"
    part.write_bytes(content)
    part.replace(folder / str(place))
    name = file_name(draft.name, form.suffix)
    return MadeFile(place, name, len(content), hashlib.sha256(content).hexdigest())


def _drafts(session: Session, row: ReportFiles | None) -> list[Draft]:
    """What is to be made, read at once so that all of it is of the same moment."""
    round_ = session.get(Round, row.round_id) if row else None
    if row is None or round_ is None:
        _gone()
    boards = [part.board_id for part in rounds.parts(session, row.round_id)]
    each = per_board(session, row.round_id)
    if row.published:
        return _published(session, row.round_id, boards if each else [None])
    alone = [[board] for board in boards]
    wanted = alone if each else [boards, *alone] if len(boards) > 1 else [boards]
    try:
        return [_draft(session, round_, some) for some in wanted]
    except NotDrawnError:
        _gone()


def _draft(session: Session, round_: Round, boards: Collection[int]) -> Draft:
    report = build(session, round_=round_, board_ids=boards).report
    return Draft(report, report.title, template_for(session, boards))


def _published(session: Session, round_id: int, board_ids: Iterable[int | None]) -> list[Draft]:
    """The newest published version of each report, in the template that was frozen with it."""
    found = [each for board_id in board_ids if (each := all_versions(session, round_id, board_id))]
    if not found:
        _gone(NOT_PUBLISHED)
    if not all(each.sound for each in found):
        _gone(CHANGED)
    return [Draft(each.report, each.title, each.template) for each in found]


def _gone(why: str = GONE) -> NoReturn:
    raise JobError(why)


def handlers(settings: Settings, database: Database, clock: Clock) -> Mapping[str, Handler]:
    """What carries out this room's jobs."""
    return {MAKE: Making(settings, database, clock)}


def tidy(settings: Settings, database: Database, clock: Clock) -> None:
    """Take away what has waited for a month."""
    with database.transaction() as session:
        for row in session.exec(select(ReportFiles).where(col(ReportFiles.asked_at) < clock() - KEPT)):
            shutil.rmtree(folder_of(settings, known(row.id)), ignore_errors=True)
            session.delete(row)
