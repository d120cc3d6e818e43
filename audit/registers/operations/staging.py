"""A file between upload and confirmation: sanitised before it is written anywhere, gone after a day in any case."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, delete, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import StagedUpload
from audit.registers.operations import files, knowing
from audit.registers.operations.storing import AlreadyTakenInError, earlier_extracts
from audit.registers.operations.taking_in import Delivery
from audit.registers.reading import read_table
from audit.registers.rules import ColumnMapping, RawTable, sanitise, suggest_mapping
from audit.registers.rules.checking import wrong_file
from audit.registers.rules.framing import Period
from audit.registers.rules.names import safe_name
from audit.registers.rules.samples import samples

KEPT = timedelta(days=1)


class NoExtractError(Exception):
    """The file can be read but is no extract of the kind it is said to be; the message says what it is."""


@dataclass(frozen=True)
class Read:
    """A delivery whose table was read and sanitised. Its raw bytes are no longer needed."""

    delivery: Delivery
    sha256: str
    size: int
    table: RawTable


def read(delivery: Delivery, *, key: bytes, today: date, max_bytes: int) -> Read:
    """Read and sanitise a file. It takes its time, so no transaction should wait for it. Raises UnreadableError."""
    table = read_table(delivery.data, max_bytes=max_bytes, encoding=delivery.encoding, separator=delivery.separator)
    sanitised = sanitise(table, kind=delivery.kind, key=key, today=today)
    emptied = replace(delivery, data=b"", name=safe_name(delivery.name))
    return Read(emptied, delivery.sha256, len(delivery.data), sanitised)


def stage(
    session: Session, *, stamp: Stamp, owner_id: int, found: Read, folder: Path, board_ids: Iterable[int]
) -> StagedUpload:
    """Let a file wait for its confirmation. The same file of the same owner waits only once.

    Raises NoExtractError, and AlreadyTakenInError where the same file and period is taken in for any of `board_ids`.
    """
    kind, period = found.delivery.kind, found.delivery.period
    for extract in earlier_extracts(session, kind=kind, sha256=found.sha256, board_ids=board_ids):
        if (extract.period_from, extract.period_to) == period:
            raise AlreadyTakenInError(extract)
    mapping = suggest_mapping(found.table.header, kind, knowing.remembered_columns(session, kind))
    if wrong := wrong_file(found.table, kind, mapping):
        raise NoExtractError(wrong)
    values = {**_facts(found), "mapping": mapping, "check_result": None, "created_at": stamp.at}
    upload = _waiting(session, owner_id, found) or StagedUpload(
        token=secrets.token_hex(16), owner_id=owner_id, **values
    )
    for name, value in values.items():
        setattr(upload, name, value)
    session.add(upload)
    session.flush()
    files.write_table(folder, upload.token, found.table)
    journal.record(
        session, stamp, "register:staged", known(upload.id),
        kind=kind.value, sha256=found.sha256, rows=len(found.table.rows), dropped=list(found.table.dropped),
    )  # fmt: skip
    return upload


def _waiting(session: Session, owner_id: int, found: Read) -> StagedUpload | None:
    query = select(StagedUpload).where(
        StagedUpload.owner_id == owner_id,
        StagedUpload.kind == found.delivery.kind,
        StagedUpload.file_sha256 == found.sha256,
        col(StagedUpload.extract_id).is_(None),
    )
    return session.exec(query).first()


def _facts(found: Read) -> dict[str, Any]:
    return {
        "kind": found.delivery.kind,
        "file_name": found.delivery.name,
        "file_sha256": found.sha256,
        "file_size": found.size,
        "period_from": found.delivery.period[0],
        "period_to": found.delivery.period[1],
        "reading": _told(found),
    }


def _told(found: Read) -> dict[str, Any]:
    """What the pages say of how a file was read."""
    table = found.table
    return {
        "encoding": table.encoding,
        "separator": table.separator,
        "header": table.header,
        "rows": len(table.rows),
        "skipped": len(table.skipped),
        "changes": table.changes,
        "dropped": table.dropped,
        "samples": samples(table, found.delivery.kind),
    }


# ---- Waiting uploads ----------------------------------------------------------------------------------------------


def own_upload(session: Session, scope: Scope, token: str) -> StagedUpload | None:
    """The upload, if it is one's own."""
    query = select(StagedUpload).where(StagedUpload.token == token, StagedUpload.owner_id == scope.account_id)
    return session.exec(query).first()


def waiting_uploads(session: Session, *, owner_id: int) -> list[StagedUpload]:
    """One's uploads that are not frozen, newest first."""
    query = select(StagedUpload).where(StagedUpload.owner_id == owner_id, col(StagedUpload.extract_id).is_(None))
    return list(session.exec(query.order_by(col(StagedUpload.created_at).desc(), col(StagedUpload.id).desc())))


def map_columns(
    session: Session, *, stamp: Stamp, upload: StagedUpload, mapping: ColumnMapping, period: Period
) -> None:
    """Decide what the columns mean and which period is reviewed. The mapping is proposed again next time."""
    upload.mapping = dict(mapping)
    upload.period_from, upload.period_to = period
    upload.check_result = None
    session.add(upload)
    knowing.remember_columns(session, upload.kind, mapping)
    chosen = sum(1 for name in mapping.values() if name)
    journal.record(session, stamp, "register:mapped", known(upload.id), columns=len(mapping), chosen=chosen)


def choose_codes(
    session: Session, *, stamp: Stamp, upload: StagedUpload, choices: Mapping[tuple[str, str], str | None]
) -> None:
    """Decide what words in coded columns mean: (column, word) → code, or None for no meaning any more."""
    knowing.remember_codes(session, upload.kind, choices)
    upload.check_result = None
    session.add(upload)
    given = [[column, word, code] for (column, word), code in choices.items()]
    journal.record(session, stamp, "register:codes_chosen", known(upload.id), choices=given)


def note_errors_taken(session: Session, *, stamp: Stamp, upload: StagedUpload) -> None:
    """Note in the journal that what is wrong in an extract was taken out as a file."""
    journal.record(session, stamp, "register:errors_exported", known(upload.id), sha256=upload.file_sha256)


def cancel(session: Session, *, stamp: Stamp, upload: StagedUpload, folder: Path) -> None:
    """Take an upload away without taking it in."""
    session.get_one(StagedUpload, upload.id, populate_existing=True, with_for_update=True)
    journal.record(session, stamp, "register:cancelled", known(upload.id), sha256=upload.file_sha256)
    session.delete(upload)
    files.remove_when_kept(session, folder, upload.token)


def tidy(session: Session, *, folder: Path, now: datetime) -> None:
    """Take away every upload that is a day old, and every file whose upload is gone."""
    old = col(StagedUpload.created_at) < now - KEPT
    for token in session.exec(select(StagedUpload.token).where(old)):
        files.remove_when_kept(session, folder, token)
    session.exec(delete(StagedUpload).where(old))
    files.remove_abandoned(folder, tokens=session.exec(select(StagedUpload.token)), before=now - KEPT)
