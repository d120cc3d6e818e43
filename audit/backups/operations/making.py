"""A copy of the whole installation as it is at one moment, while it is in use."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from audit.backups import contents, rules, sealing
from audit.backups.contents import ContentError, as_line
from audit.backups.operations.form import (
    END,
    FILES,
    FORM,
    UPLOADS,
    Advance,
    BackupError,
    Copy,
    Head,
    Steps,
    folder_of,
    key_file,
)
from audit.backups.operations.restoring import read
from audit.config import Settings
from audit.database import Database
from audit.journal import operations as journal
from audit.refusals import has_no_room

PIECE = 48_000


def make(settings: Settings, database: Database, *, now: datetime, advance: Advance) -> Copy:
    """Copy the installation as it is at this moment, read the copy back, and take away those that need not be kept.

    Raises BackupError.
    """
    folder = folder_of(settings)
    target = folder / rules.name_of(now)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not key_file(settings).exists():
            sealing.make_key(key_file(settings))
        key = sealing.read_key(key_file(settings))
        with contents.moment(database) as connection:
            sealing.seal(_lines(settings, connection, now, advance), target, key)
        copy = read(target, key)
        _take_away_outlived(settings, folder, now)
    except OSError as error:
        raise BackupError(_unwritable(folder, error)) from error
    except DBAPIError as error:
        raise BackupError("Databasen svarade inte. Kontrollera att den är igång, och försök igen.") from error
    except (ContentError, sealing.SealError) as error:
        raise BackupError(str(error)) from error
    return copy


def _take_away_outlived(settings: Settings, folder: Path, now: datetime) -> None:
    keep = rules.Keep(settings.backup_days, settings.backup_weeks, settings.backup_months)
    for name in rules.outlived([file.name for file in folder.iterdir()], keep):
        (folder / name).unlink(missing_ok=True)
    for part in folder.glob("*.part"):  # of one that was cut off
        begun = rules.made_at(part.stem)
        if begun and now - begun > timedelta(days=1):
            part.unlink(missing_ok=True)


def _unwritable(folder: Path, error: OSError) -> str:
    if has_no_room(error):
        return f"Det finns inte plats för säkerhetskopian i {folder}. Gör plats där, eller ange en annan backup_folder."
    return f"Det går inte att skriva i {folder} ({error.strerror or error}). Ange en annan backup_folder."


def _lines(settings: Settings, connection: Connection, now: datetime, advance: Advance) -> Iterator[bytes]:
    """The head, the files, the tables and the end. Files come first: where the tables are to lie stands in one."""
    tables = contents.tables_of(connection)
    files = list(_files(settings.instance))
    head = _head(connection, now, files=len(files), tables=tables)
    steps = Steps(advance, head.rows)
    yield as_line(vars(head))
    for file in files:
        yield from _file_lines(file, file.relative_to(settings.instance).as_posix())
    for table in tables.values():
        yield from contents.table_lines(connection, table, steps)
    yield END


def _head(connection: Connection, now: datetime, *, files: int, tables: contents.Tables) -> Head:
    revision = connection.exec_driver_sql(f"SELECT version_num FROM {contents.VERSIONS}").scalar()  # noqa: S608 - ours
    with Session(connection) as session:
        newest = journal.head(session)
    rows = contents.row_count(connection, tables)
    return Head(FORM, str(revision), now.isoformat(), files, len(tables), rows, newest)


def _files(instance: Path) -> Iterator[Path]:
    found = [instance / name for name in FILES] + sorted((instance / UPLOADS).rglob("*"))
    return (file for file in found if file.is_file() and not file.is_symlink())


def _file_lines(file: Path, name: str) -> Iterator[bytes]:
    """A file in pieces. One that was taken away meanwhile (an upload that was frozen) stands as empty."""
    yield as_line({"file": name})
    digest = hashlib.sha256()
    try:
        with file.open("rb") as opened:
            while piece := opened.read(PIECE):
                digest.update(piece)
                yield as_line([base64.b64encode(piece).decode()])
    except FileNotFoundError:
        pass
    yield as_line({"sha256": digest.hexdigest()})
