"""How entries are hashed and what a sound chain is; decided without a database."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from audit.clock import swedish_day

GENESIS = "0" * 64
ERASED = "journal:erased"
# What is hashed of an entry, a line for each of the first seven parts of `Entry`.
LINES = "\n".join(["%s"] * 7)


@dataclass(frozen=True)
class Stamp:
    """Who does something, and when. `actor` is an account's id; None is the program itself."""

    at: datetime
    actor: int | None = None

    @property
    def day(self) -> date:
        """Which day it is in Sweden."""
        return swedish_day(self.at)


class Entry(NamedTuple):
    """One entry as it lies in the chain, its `moment` as it is hashed. `salt` and `content` are None once erased.

    A tuple, because a million of them are gone through.
    """

    sequence: int
    moment: str
    actor: str
    action: str
    object_id: str
    previous: str
    content_hash: str
    hash: str
    salt: str | None
    content: str | None


class FaultKind(StrEnum):
    ALTERED = "altered"
    CONTENT_ALTERED = "content_altered"
    CONTENT_MISSING = "content_missing"
    MISSING = "missing"
    REORDERED = "reordered"
    CUT_OFF = "cut_off"


@dataclass(frozen=True)
class Fault:
    """What is wrong with the chain, and at which entry (its sequence number); `last` ends a run of missing ones."""

    kind: FaultKind
    sequence: int
    last: int | None = None


def canonical(content: Mapping[str, object]) -> str:
    """`content` as JSON in one form only: sorted keys, no spaces, no escaping of letters."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def content_hash(salt: str, content: str) -> str:
    """SHA-256 over the salt's bytes (64 hex digits) followed by the content's UTF-8 bytes, in lower-case hex."""
    return hashlib.sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def entry_hash(
    *, sequence: int, at: datetime, actor: str, action: str, object_id: str, previous: str, content_hash: str
) -> str:
    """SHA-256 of one entry, in lower-case hex.

    The parts are joined by line feeds, in the order of the arguments; `at` is written in UTC with microseconds
    (2026-11-22T06:12:47.000000Z). No part can hold a line feed, so the text is unambiguous.
    """
    return _hash(sequence, moment_of(at), actor, action, object_id, previous, content_hash)


def moment_of(at: datetime) -> str:
    """A moment as it is hashed: in UTC, with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _hash(*parts: object) -> str:
    return hashlib.sha256((LINES % parts).encode()).hexdigest()


def verify(entries: Iterable[Entry], head: tuple[int, str] | None = None) -> list[Fault]:
    """Every fault in the chain, in its order; an empty list is a sound chain.

    `entries` come in the order of their sequence. `head` is the sequence and hash of an entry that was written
    down outside the database: only with it can a cut-off end be found. Content may be missing only where a later,
    sound entry of the action `journal:erased` names it in its content (`{"entries": [sequence, …]}`).
    """
    faults: list[Fault] = []
    without_content: set[int] = set()
    anchored: str | None = None
    previous, expected = GENESIS, 1
    for entry in entries:
        if entry.sequence > expected:
            faults.append(_missing(expected, entry.sequence - 1))
        before = previous if expected == entry.sequence else None
        found = [] if _is_sound(entry, before) else list(_faults_of(entry, before))
        faults.extend(found)
        if entry.content is None or entry.salt is None:
            without_content.add(entry.sequence)
        elif entry.action == ERASED and not found:
            without_content -= set(json.loads(entry.content).get("entries", ()))
        if head and entry.sequence == head[0]:
            anchored = entry.hash
        previous, expected = entry.hash, entry.sequence + 1
    faults.extend(Fault(FaultKind.CONTENT_MISSING, sequence) for sequence in without_content)
    if head and anchored != head[1]:
        faults.append(Fault(FaultKind.CUT_OFF if head[0] >= expected else FaultKind.ALTERED, head[0]))
    return sorted(set(faults), key=lambda fault: (fault.sequence, fault.kind))


def _missing(first: int, last: int) -> Fault:
    return Fault(FaultKind.MISSING, first, last if last > first else None)


def unsound(entry: Entry) -> list[FaultKind]:
    """What is wrong with an entry by itself, without those around it."""
    return [fault.kind for fault in _faults_of(entry, None)]


def _is_sound(entry: Entry, previous: str | None) -> bool:
    """Whether nothing is wrong with it, as of nearly every entry: what is wrong is asked for only then."""
    follows = previous is None or entry.previous == previous
    return follows and _computed(entry) == entry.hash and _content_is_its_own(entry)


def _faults_of(entry: Entry, previous: str | None) -> Iterable[Fault]:
    if _computed(entry) != entry.hash:
        yield Fault(FaultKind.ALTERED, entry.sequence)
    if previous is not None and entry.previous != previous:
        yield Fault(FaultKind.REORDERED, entry.sequence)
    if not _content_is_its_own(entry):
        yield Fault(FaultKind.CONTENT_ALTERED, entry.sequence)


def _computed(entry: Entry) -> str:
    return _hash(*entry[:7])


def _content_is_its_own(entry: Entry) -> bool:
    if entry.salt is None or entry.content is None:
        return True
    try:
        return content_hash(entry.salt, entry.content) == entry.content_hash
    except ValueError:  # the salt is no longer a number
        return False
