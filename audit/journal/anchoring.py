"""The chain's head written down outside the database, once a day, where the installation has chosen a file for it."""

import os
import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from audit.clock import Clock
from audit.config import Settings
from audit.database import Database
from audit.journal import operations
from audit.journal.rules import Stamp

ANCHORED, NOT_ANCHORED = "journal:anchored", "journal:not_anchored"
EVERY = timedelta(hours=23)
HEAD = re.compile(r"\b[0-9]+:[0-9a-f]{64}\b")


def anchor(settings: Settings, database: Database, clock: Clock) -> None:
    """Append the head to the file, unless that was done less than a day ago. That it failed is in the journal."""
    if not settings.journal_head_file:
        return
    now, file = clock(), Path(settings.journal_head_file)
    with database.transaction() as session:
        last, newest = operations.newest(session, ANCHORED), operations.head(session)
        if newest is None or (last and now - last.at < EVERY):
            return
        sequence, digest = newest
        try:
            _append(file, f"{now.isoformat(timespec='seconds')} {sequence}:{digest}\n")
        except OSError as error:
            operations.record(session, Stamp(now), NOT_ANCHORED, "journal", fault=type(error).__name__)
        else:
            operations.record(session, Stamp(now), ANCHORED, "journal", sequence=sequence)


def _append(file: Path, line: str) -> None:
    file.touch(mode=0o600)
    with file.open("a", encoding="ascii") as opened:
        opened.write(line)
        opened.flush()
        os.fsync(opened.fileno())


def last_in(file: Path) -> str:
    """The head that was written down last, as `stickprov journal head` writes it; empty where the file holds none.

    The file is that of `journal_head_file`, or a letter to `journal_head_mailbox` as a mail program keeps it.
    """
    kept = file.read_bytes()
    letter = message_from_bytes(kept, policy=policy.default).get_body(("plain",))
    texts = [str(letter.get_content()) if letter else "", kept.decode("utf-8", "replace")]
    return next((found[-1] for text in texts if (found := HEAD.findall(text))), "")
