"""The files in which an upload waits to be confirmed: what is left after sanitising, for the program's account only."""

import json
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from audit.registers.rules import Fault, RawTable
from audit.registers.rules.framing import FramedUnit
from audit.registers.rules.tables import Change, RawRow, SkippedLine, SkipReason

ROWS, UNITS, ERRORS = "rows", "units", "errors"
ENDING = ".jsonl"
OWNER_ONLY = 0o600


class UploadGoneError(Exception):
    """The rows of an upload are not there any more: it was cancelled, frozen or left for too long."""


def name_of(token: str, *parts: str) -> str:
    """The file name of one part of an upload. Everything that belongs to the upload begins with its token."""
    return ".".join((token, *parts)) + ENDING


# ---- Lines --------------------------------------------------------------------------------------------------------


def write_lines(folder: Path, name: str, lines: Iterable[Any]) -> None:
    """Write one JSON value a line. The file has its name only when it is whole."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = folder / f"{name}.{secrets.token_hex(4)}"
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    unfinished.replace(folder / name)


def read_lines(folder: Path, name: str) -> Iterator[Any]:
    """Every line's value. Raises UploadGoneError where the upload has been taken away."""
    try:
        file = (folder / name).open(encoding="utf-8")
    except FileNotFoundError:
        raise UploadGoneError from None
    with file:
        for line in file:
            yield json.loads(line)


# ---- What lies in them --------------------------------------------------------------------------------------------


def write_table(folder: Path, token: str, table: RawTable) -> None:
    """Stage a table. Raises ValueError for one that still may hold what must not lie on a disk."""
    if not table.sanitised:
        raise ValueError("only a sanitised table may be staged")
    head = {
        "encoding": table.encoding,
        "separator": table.separator,
        "header": table.header,
        "header_row": table.header_row,
        "skipped": table.skipped,
        "changes": table.changes,
    }
    write_lines(folder, name_of(token, ROWS), (head, *table.rows))


def read_table(folder: Path, token: str) -> RawTable:
    lines = read_lines(folder, name_of(token, ROWS))
    head = next(lines)
    return RawTable(
        encoding=head["encoding"],
        separator=head["separator"],
        header=tuple(head["header"]),
        header_row=head["header_row"],
        rows=tuple(RawRow(line, tuple(cells), problem) for line, cells, problem in lines),
        skipped=tuple(SkippedLine(line, SkipReason(reason)) for line, reason in head["skipped"]),
        sanitised=True,
        changes=tuple(Change(*change) for change in head["changes"]),
    )


def write_units(folder: Path, name: str, units: Iterable[FramedUnit]) -> None:
    write_lines(
        folder,
        name,
        (
            (unit.row, unit.board, unit.unit_id, unit.in_frame, unit.content, unit.flags, unit.counterpart)
            for unit in units
        ),
    )


def read_units(folder: Path, name: str) -> Iterator[FramedUnit]:
    for row, board, unit_id, in_frame, content, flags, counterpart in read_lines(folder, name):
        yield FramedUnit(row, board, unit_id, in_frame, content, tuple(flags), counterpart)


def read_errors(folder: Path, name: str) -> Iterator[Fault]:
    return (Fault(*line) for line in read_lines(folder, name))


# ---- Taking away --------------------------------------------------------------------------------------------------


def remove_when_kept(session: Session, folder: Path, token: str, keep: Iterable[str] = ()) -> None:
    """Take away the upload's files, but for `keep`, as soon as the transaction is committed, and not if it fails."""
    kept = set(keep)

    def remove(committed: Session) -> None:  # noqa: ARG001
        for file in folder.glob(f"{token}.*"):
            if file.name not in kept:
                file.unlink(missing_ok=True)

    event.listen(session, "after_commit", remove, once=True)


def remove_abandoned(folder: Path, *, tokens: Iterable[str], before: datetime) -> None:
    """Take away what was last written before a moment and belongs to none of the uploads `tokens`."""
    waiting = set(tokens)
    for file in folder.glob(f"*{ENDING}*"):
        if file.name.partition(".")[0] not in waiting and file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)
