"""Making a copy of an installation, reading it back, restoring it into an empty place, and rehearsing that."""

from audit.backups.operations.form import Advance, BackupError, Copy, folder_of, key_file, newest_in
from audit.backups.operations.making import make
from audit.backups.operations.moving import move
from audit.backups.operations.rehearsing import rehearse
from audit.backups.operations.restoring import Restored, read, restore
from audit.backups.operations.telling import MADE, REHEARSED, copies_gone_on, note, note_failure, standing

__all__ = [
    "MADE",
    "REHEARSED",
    "Advance",
    "BackupError",
    "Copy",
    "Restored",
    "copies_gone_on",
    "folder_of",
    "key_file",
    "make",
    "move",
    "newest_in",
    "note",
    "note_failure",
    "read",
    "rehearse",
    "restore",
    "standing",
]
