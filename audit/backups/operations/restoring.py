"""A copy read back: to see that it is whole, or into an empty place that becomes an installation."""

import base64
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from audit import config
from audit import database as databases
from audit.backups import contents, sealing
from audit.backups.contents import ContentError, TableSum
from audit.backups.operations.form import END, FILES, FORM, UPLOADS, Advance, BackupError, Copy, Head, Steps, key_file
from audit.config import Settings
from audit.database import Database
from audit.encryption import operations as encryption
from audit.encryption.cipher import Cipher
from audit.journal import operations as journal
from audit.journal.rules import Stamp

Lines = Iterator[bytes]
OWNER_ONLY = 0o600
NO_COPY = "Filen {} är ingen säkerhetskopia från Stickprov."
NOT_FREE = "{} är inte tom. En säkerhetskopia läses bara in på en tom plats: ange en annan mapp med --instance."
NOT_EMPTY = "Databasen som allt ska läsas in i är inte tom. Ange en tom databas."
NEWER = (
    "Säkerhetskopian är gjord av en nyare version av Stickprov (databasens version {}, den här kan läsa {}). "
    "Installera samma version som gjorde kopian, eller en nyare."
)


@dataclass(frozen=True)
class Restored:
    """An installation that was restored: where it lies, from what, and how many entries its journal has."""

    settings: Settings
    copy: Copy
    entries: int


def read(file: Path, key: Any) -> Copy:
    """Read a copy from beginning to end. Raises BackupError for one that can't be used."""
    with _opened(file, key) as (head, lines):
        for _ in range(head.files):
            _take_file(lines, None)
        tables = contents.check(lines, head.tables)
        _come_to_the_end(lines)
    return Copy(file, head, tables)


def restore(
    file: Path, key: Any, instance: Path, *, environ: Mapping[str, str], now: datetime, advance: Advance
) -> Restored:
    """Make an installation in the empty place `instance` out of a copy, which is read to its end before it's begun.

    It has its database where `environ` and the copy's own settings say. Raises BackupError; then the place is as
    empty as before.
    """
    if instance.exists() and (not instance.is_dir() or any(instance.iterdir())):
        raise BackupError(NOT_FREE.format(instance))
    copy = read(file, key)
    if copy.head.revision not in databases.revisions():
        raise BackupError(NEWER.format(copy.head.revision, databases.newest_revision()))
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with _opened(file, key) as (head, lines):
            for _ in range(head.files):
                _take_file(lines, instance)
            settings = config.load(instance, environ)
            with made_ready(settings.database_url, head.revision) as database:
                fill_database(database, lines, head.tables, Steps(advance, head.rows))
                _come_to_the_end(lines)
                entries = _prove(settings, copy, now)
        sealing.write_key(key_file(settings), key)
    except BaseException as error:
        _clear(instance)
        if isinstance(error, config.SettingsError):
            raise BackupError("\n".join(error.faults)) from error
        raise
    return Restored(settings, copy, entries)


@contextmanager
def _opened(file: Path, key: Any) -> Iterator[tuple[Head, Lines]]:
    try:
        with sealing.unsealed(file, key) as sealed:
            lines = _until_the_end(sealed)
            yield _head(next(lines), file), lines
    except (ContentError, sealing.SealError) as error:
        raise BackupError(str(error)) from error
    except databases.UnreachableError as error:
        raise BackupError(f"Databasen kan inte öppnas ({error}). Kontrollera database_url.") from error
    except DBAPIError as error:
        raise BackupError(f"Databasen tog inte emot innehållet ({type(error.orig).__name__}).") from error
    except OSError as error:
        raise BackupError(f"Det gick inte att läsa in {file} ({error.strerror or error}).") from error


def _until_the_end(lines: Lines) -> Lines:
    """The lines with the last one, which is given out only when nothing follows and the seal is found whole."""
    for line in lines:
        if line == END and next(lines, None) is not None:
            break
        yield line
        if line == END:
            return
    raise sealing.SealError(sealing.NOT_WHOLE.format("slutet saknas"))


def _head(line: bytes, file: Path) -> Head:
    try:
        head = Head(**json.loads(line))
    except (ValueError, TypeError):
        raise BackupError(NO_COPY.format(file)) from None
    if head.form != FORM:
        raise BackupError(NEWER.format(head.revision, databases.newest_revision()))
    return head


def _come_to_the_end(lines: Lines) -> None:
    if next(lines) != END:
        raise sealing.SealError(sealing.NOT_WHOLE.format("det följer något som inte hör dit"))


def _take_file(lines: Lines, instance: Path | None) -> None:
    """Read the next file; keep it where there is a place for it."""
    name = json.loads(next(lines))["file"]
    if name not in FILES and (not name.startswith(f"{UPLOADS}/") or ".." in Path(name).parts):
        raise ContentError(f"Filen {name} hör inte till en säkerhetskopia.")
    digest = hashlib.sha256()
    target = instance / name if instance else None
    if target:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.touch(mode=OWNER_ONLY)
    for line in lines:
        if line.startswith(b"{"):
            break
        piece = base64.b64decode(json.loads(line)[0])
        digest.update(piece)
        if target:
            with target.open("ab") as opened:
                opened.write(piece)
    if json.loads(line)["sha256"] != digest.hexdigest():
        raise ContentError(f"Filen {name} är inte hel.")


# ---- The database -------------------------------------------------------------------------------------------------


@contextmanager
def made_ready(url: str, revision: str, cipher: Cipher | None = None) -> Iterator[Database]:
    """An empty database of this version, made so unless it is; left as it was found where the block fails.

    Raises BackupError for one that holds anything.
    """
    found = databases.revision_of(url)
    if found not in {None, revision} or databases.holds_rows(url):
        raise BackupError(NOT_EMPTY)
    databases.upgrade(url, revision, at_once=True)
    database = Database(url, cipher)
    try:
        yield database
    except BaseException:
        database.close()
        with suppress(Exception):  # what went wrong first is what has to be told
            databases.downgrade(url, "base")
            if found:
                databases.upgrade(url, found)
        raise
    finally:
        database.close()


def fill_database(database: Database, lines: Lines, tables: int, steps: contents.Progress) -> dict[str, TableSum]:
    """Fill `database`, whose tables are empty, and read it back. Raises ContentError unless it is the very same."""
    with database.engine.connect().execution_options(stickprov_writes=True) as connection, connection.begin():
        filled = contents.fill(connection, lines, tables, steps)
    with contents.moment(database) as connection:
        found = contents.sums(connection)
    if different := sorted(name for name in filled if filled[name] != found.get(name)):
        raise ContentError(f"Inlästa tabeller skiljer sig från kopian: {', '.join(different)}.")
    return filled


def _prove(settings: Settings, copy: Copy, now: datetime) -> int:
    """Bring the database up to date, verify its journal as far as the copy's head, and note where it comes from."""
    databases.upgrade(settings.database_url)
    try:
        cipher = encryption.cipher_for(settings, as_it_is=True)
    except encryption.EncryptionError as error:
        raise BackupError(str(error)) from error
    database = journal.attach(Database(settings.database_url, cipher))
    try:
        with database.transaction() as session:
            anchor = copy.head.journal
            count, faults = journal.verify(session, (anchor[0], anchor[1]) if anchor else None)
            if faults:
                raise BackupError(
                    f"Säkerhetskopians journal har {len(faults)} fel: den var ändrad redan när kopian gjordes. "
                    "Använd en äldre kopia, och kör »stickprov journal verify« där kopian gjordes."
                )
            journal.record(session, Stamp(now), "backup:restored", copy.file.name, made_at=copy.head.made_at)
        return count + 1
    finally:
        database.close()


def _clear(instance: Path) -> None:
    """Leave the place as empty as it was."""
    for each in instance.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
