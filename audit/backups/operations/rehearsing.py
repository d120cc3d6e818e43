"""The newest copy is restored in a place that is taken away again, so that one is known to work before it's needed."""

import shutil
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from audit.backups import sealing
from audit.backups.operations.form import BackupError, Copy, folder_of, key_file, newest_in
from audit.backups.operations.restoring import Restored, read, restore
from audit.config import Settings
from audit.database import Database
from audit.journal.models import JournalEntry

PLACE = "rehearsal-"


def rehearse(settings: Settings, database: Database, *, now: datetime) -> Restored:
    """Restore the newest copy beside the installation, and see that its journal is the one that goes on here.

    The place has the same protection as the installation, and always SQLite. Raises BackupError.
    """
    newest = newest_in(folder_of(settings))
    if newest is None:
        raise BackupError(f"Det finns ingen säkerhetskopia i {folder_of(settings)}. Gör en: stickprov backup")
    for left in settings.instance.glob(f"{PLACE}*"):  # by one that was interrupted
        shutil.rmtree(left)
    place = Path(tempfile.mkdtemp(prefix=PLACE, dir=settings.instance))
    try:
        key = sealing.read_key(key_file(settings))
        _see_that_the_journal_goes_on(database, read(newest, key))
        environ = {"STICKPROV_DATABASE_URL": f"sqlite:///{place / 'rehearsed.db'}"}
        if settings.encryption_key_file:  # wherever it is set
            environ["STICKPROV_ENCRYPTION_KEY_FILE"] = settings.encryption_key_file
        restored = restore(newest, key, place / "instance", environ=environ, now=now, advance=lambda *_: None)
    except sealing.SealError as error:
        raise BackupError(str(error)) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(place)
    return restored


def _see_that_the_journal_goes_on(database: Database, copy: Copy) -> None:
    anchor = copy.head.journal
    if anchor is None:
        return
    with database.transaction(write=False) as session:
        here = session.exec(select(JournalEntry.hash).where(JournalEntry.sequence == anchor[0])).first()
    if here != anchor[1]:
        raise BackupError(
            f"Post {anchor[0]} i journalen är en annan än i säkerhetskopian: journalen är ändrad i efterhand. "
            "Behåll kopian och säg till den som ansvarar för informationssäkerheten."
        )
