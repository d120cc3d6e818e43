"""Writing to the journal and proving that nobody has tampered with it."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from audit.database import Database
from audit.journal import rules
from audit.journal.models import JournalContent, JournalEntry
from audit.journal.rules import Entry, Fault, Stamp

PENDING = "journal"
# Any number will do, as long as no one else uses it for an advisory lock in the same database.
LOCK = 7_141_008


@dataclass(frozen=True)
class Pending:
    at: datetime
    actor: str
    action: str
    object_id: str
    content: dict[str, object] = field(default_factory=dict)


def record(session: Session, stamp: Stamp, action: str, object_id: int | str, **content: object) -> None:
    """Note that `action` (`subject:action`) was done to the record `object_id`; sealed when the transaction ends."""
    actor = "program" if stamp.actor is None else str(stamp.actor)
    pending = Pending(stamp.at, actor, action, str(object_id), content)
    session.info.setdefault(PENDING, []).append(pending)


def seal(session: Session) -> None:
    """Chain the pending entries. Called last before the commit, so that the lock on the chain is held shortly."""
    pending: list[Pending] = session.info.pop(PENDING, [])
    if not pending:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    last = head(session)
    sequence, previous = last or (0, rules.GENESIS)
    for entry in pending:
        sequence += 1
        previous = _chain(session, entry, sequence, previous)


def _chain(session: Session, entry: Pending, sequence: int, previous: str) -> str:
    salt = secrets.token_hex(32)
    content = rules.canonical(entry.content)
    content_hash = rules.content_hash(salt, content)
    own_hash = rules.entry_hash(
        sequence=sequence,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        object_id=entry.object_id,
        previous=previous,
        content_hash=content_hash,
    )
    session.add(
        JournalEntry(
            sequence=sequence,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            object_id=entry.object_id,
            previous=previous,
            content_hash=content_hash,
            hash=own_hash,
        )
    )
    session.flush()
    session.add(JournalContent(sequence=sequence, salt=salt, content=content))
    session.flush()
    return own_hash


def head(session: Session) -> tuple[int, str] | None:
    """The newest entry's sequence and hash: what to write down outside, to anchor the chain."""
    newest = session.exec(select(JournalEntry).order_by(col(JournalEntry.sequence).desc()).limit(1)).first()
    return (newest.sequence, newest.hash) if newest else None


def entries(session: Session) -> Iterator[Entry]:
    """The whole chain in order, with the contents that are still there."""
    query = (
        select(JournalEntry, JournalContent)
        .join(JournalContent, col(JournalContent.sequence) == col(JournalEntry.sequence), isouter=True)
        .order_by(col(JournalEntry.sequence))
        .execution_options(yield_per=1000)
    )
    for entry, content in session.exec(query):
        yield Entry(
            **entry.model_dump(),
            salt=content.salt if content else None,
            content=content.content if content else None,
        )


def verify(session: Session, anchor: tuple[int, str] | None = None) -> tuple[int, list[Fault]]:
    """How many entries the journal has, and every fault in it."""
    read = list(entries(session))
    return len(read), rules.verify(read, anchor)


def attach(database: Database) -> Database:
    """Let every writing transaction of `database` end with the sealing of its journal entries."""
    database.before_commit.append(seal)
    return database
