"""Writing to the journal and proving that nobody has tampered with it."""

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, delete, func, text
from sqlalchemy import select as core_select
from sqlmodel import Session, SQLModel, col, select

from audit.database import Database, rows_of
from audit.encryption.columns import cipher_of
from audit.journal import belonging, rules
from audit.journal.belonging import Sealed
from audit.journal.models import JournalContent, JournalEntry
from audit.journal.rules import Entry, Fault, Stamp

PENDING = "journal"
# Any number will do, as long as no one else uses it for an advisory lock in the same database.
LOCK = 7_141_008
# All who write wait for these, so they are put together once.
LINK, CONTENT = (SQLModel.metadata.tables[name].insert() for name in ("journal", "journal_content"))
_CHAIN = rows_of(JournalEntry)
HEAD = select(_CHAIN.sequence, _CHAIN.hash).order_by(_CHAIN.sequence.desc()).limit(1)
END = HEAD.add_columns(belonging.LAST)
Row = dict[str, Any]
# Entries that are gone through together.
AT_A_TIME = 1000


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


def take_over(session: Session, *, noted_in: Session) -> None:
    """Have what was noted in a session that only reads sealed in this one, which writes."""
    session.info.setdefault(PENDING, []).extend(noted_in.info.pop(PENDING, []))


def seal(session: Session) -> None:
    """Chain the pending entries. Called last before the commit, so that the lock on the chain is held shortly."""
    pending: list[Pending] = session.info.pop(PENDING, [])
    if not pending:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    sequence, previous = _end(session)
    links, contents = [], []
    for number, entry in enumerate(pending, start=sequence + 1):
        link, content = _link(entry, number, previous)
        previous = str(link["hash"])
        links.append(link)
        contents.append(content)
    # The chain is written before the contents that point to it. As rows and not as objects: nobody looks at them again,
    # and all who write wait for this.
    session.flush()
    connection = session.connection()
    connection.execute(LINK, links)
    connection.execute(CONTENT, contents)
    sealed = [
        Sealed(number, entry.actor, entry.action, entry.object_id, entry.content)
        for number, entry in enumerate(pending, start=sequence + 1)
    ]
    belonging.keep(session, sealed)


def _end(session: Session) -> tuple[int, str]:
    """Where the chain goes on. Whose the entries of a cut-off end were is forgotten: their numbers come again."""
    newest = session.execute(END).first()
    sequence, previous, placed = newest or (0, rules.GENESIS, None)
    if newest is None or (placed or 0) > sequence:
        belonging.forget_after(session, sequence)
    return sequence, previous


def _link(entry: Pending, sequence: int, previous: str) -> tuple[Row, Row]:
    """The entry as a link of the chain, and its content."""
    salt = secrets.token_hex(32)
    content = rules.canonical(entry.content)
    link: Row = {
        "sequence": sequence,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "object_id": entry.object_id,
        "previous": previous,
        "content_hash": rules.content_hash(salt, content),
    }
    link["hash"] = rules.entry_hash(**link)
    return link, {"sequence": sequence, "salt": salt, "content": content}


class ErasureError(Exception):
    """Contents that can't be erased: their entries are not there, or tell of an erasure themselves."""


# As many as one question to a database surely bears.
AT_ONCE = 500


def about(session: Session, *, action: str, object_ids: Iterable[int | str]) -> list[int]:
    """The sequence numbers of the entries that tell of `action` done to any of these records, rising."""
    wanted = sorted({str(object_id) for object_id in object_ids})
    found: list[int] = []
    for first in range(0, len(wanted), AT_ONCE):
        some = col(JournalEntry.object_id).in_(wanted[first : first + AT_ONCE])
        found += session.exec(select(JournalEntry.sequence).where(JournalEntry.action == action, some))
    return sorted(found)


def erase(session: Session, stamp: Stamp, sequences: Iterable[int], *, reason: str) -> None:
    """Erase what these entries tell, for good. The chain stays sound: an entry of its own names what was erased.

    Raises ErasureError where an entry is not there or is an erasure itself; then nothing is erased.
    """
    wanted = sorted(set(sequences))
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        may_go = select(JournalEntry.sequence).where(
            col(JournalEntry.sequence).in_(some), JournalEntry.action != rules.ERASED
        )
        if len(session.exec(may_go).all()) != len(some):
            raise ErasureError
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        session.execute(delete(JournalContent).where(col(JournalContent.sequence).in_(some)))
    if wanted:
        record(session, stamp, rules.ERASED, "journal", entries=wanted, reason=reason)


def head(session: Session) -> tuple[int, str] | None:
    """The newest entry's sequence and hash: what to write down outside, to anchor the chain."""
    newest = session.exec(HEAD).first()
    return (newest[0], newest[1]) if newest else None


@dataclass(frozen=True)
class Told:
    """An entry with what it tells, empty where that is erased."""

    sequence: int
    at: datetime
    content: dict[str, Any]


def newest_about(session: Session, *, action: str, object_id: int) -> JournalEntry | None:
    """The newest entry that tells of `action` done to the record."""
    about_it = (JournalEntry.action == action, JournalEntry.object_id == str(object_id))
    return session.exec(select(JournalEntry).where(*about_it).order_by(col(JournalEntry.sequence).desc())).first()


def newest(session: Session, action: str) -> Told | None:
    """The newest entry that tells of `action`."""
    query = (
        select(JournalEntry, JournalContent.content)
        .join(JournalContent, col(JournalContent.sequence) == col(JournalEntry.sequence), isouter=True)
        .where(JournalEntry.action == action)
        .order_by(col(JournalEntry.sequence).desc())
        .limit(1)
    )
    found = session.exec(query).first()
    return Told(found[0].sequence, found[0].at, json.loads(found[1] or "{}")) if found else None


def telling(session: Session, word: str, *, action: str = "") -> Iterator[tuple[int, str]]:
    """The contents with `word` in them, of one action or all, in order. Encrypted ones are all opened for that."""
    query = select(JournalContent.sequence, JournalContent.content).order_by(col(JournalContent.sequence))
    if action:
        same = col(JournalEntry.sequence) == col(JournalContent.sequence)
        query = query.join(JournalEntry, same).where(JournalEntry.action == action)
    if cipher_of(session.get_bind().dialect) is None:
        query = query.where(_holds(word))
    for sequence, content in session.exec(query.execution_options(yield_per=1000)):
        if word in content:
            yield sequence, content


def tells(session: Session, word: str, *, action: str) -> Any:
    """The condition that an entry of this action tells something with `word` in it."""
    if cipher_of(session.get_bind().dialect):
        return col(JournalEntry.sequence).in_([sequence for sequence, _ in telling(session, word, action=action)])
    told = select(JournalContent.sequence).where(JournalContent.sequence == JournalEntry.sequence, _holds(word))
    return told.exists()


def _holds(word: str) -> Any:
    return cast(col(JournalContent.content), Text).contains(word, autoescape=True)


def entries(session: Session) -> Iterator[Entry]:
    """The whole chain in order, with the contents that are still there."""
    told = rows_of(JournalContent)
    links = [_CHAIN.actor, _CHAIN.action, _CHAIN.object_id, _CHAIN.previous, _CHAIN.content_hash, _CHAIN.hash]
    columns = [_CHAIN.sequence, _moment(session), *links, told.salt, told.content]
    query = core_select(*columns).join_from(LINK.table, CONTENT.table, isouter=True).order_by(_CHAIN.sequence)
    # Rows without objects, for a million of them are gone through.
    for some in session.connection().execute(query, execution_options={"yield_per": AT_A_TIME}).partitions():
        yield from map(Entry._make, some)


def _moment(session: Session) -> ColumnElement[str]:
    """The moment as it is hashed. By the database: one made unreadable is a fault of its entry, not of this program."""
    if session.get_bind().dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", _CHAIN.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    return func.replace(cast(_CHAIN.at, Text), " ", "T") + "Z"


def verify(session: Session, anchor: tuple[int, str] | None = None) -> tuple[int, list[Fault]]:
    """How many entries the journal has, and every fault in it."""
    count = 0

    def counted() -> Iterator[Entry]:
        nonlocal count
        for entry in entries(session):
            count += 1
            yield entry

    faults = rules.verify(counted(), anchor)
    return count, faults


def attach(database: Database) -> Database:
    """Let every writing transaction of `database` end with the sealing of its journal entries."""
    database.before_commit.append(seal)
    return database
