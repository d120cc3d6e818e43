"""Checking a staged upload: prepared out of the database, judged with no transaction open, and the verdict kept."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlmodel import Session

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import StagedUpload
from audit.registers.operations import files, knowing
from audit.registers.operations.reconciling import reconciliation
from audit.registers.rules import COLUMNS, CheckedExtract, Codes, ColumnMapping, KnownBoard, RegisterKind, check
from audit.registers.rules.columns import Holds
from audit.registers.rules.framing import FramedUnit, Period, Tally, framed, tallies
from audit.registers.rules.rows import Advance, nobody_waits
from audit.registers.rules.tables import Value
from audit.registers.rules.telling import gathered
from audit.registers.rules.unknown import CodedWord, coded_words
from sampling import frame_hash

PREVIEWED = 3
PROTECTED = "skyddad"


@dataclass(frozen=True)
class Task:
    """Everything that a check needs, so that it can be carried out with no transaction open."""

    token: str
    kind: RegisterKind
    period: Period
    mapping: ColumnMapping
    boards: Sequence[KnownBoard]
    codes: Codes
    closures: Mapping[str, date]
    today: date
    key: bytes


@dataclass(frozen=True)
class Verdict:
    """What a check found, with the names of the files that hold its units and its errors."""

    task: Task
    checked: CheckedExtract
    tallies: Mapping[str, Tally]
    frames: Mapping[str, str]
    words: Sequence[CodedWord]
    preview: Sequence[Sequence[str]]
    units_file: str
    errors_file: str


def prepare(session: Session, *, upload: StagedUpload, board_ids: Iterable[int], today: date, key: bytes) -> Task:
    """Gather what the check needs. Only rows of the boards with `board_ids` will do."""
    mine = list(board_ids)
    return Task(
        token=upload.token,
        kind=upload.kind,
        period=(upload.period_from, upload.period_to),
        mapping=dict(upload.mapping),
        boards=knowing.known_boards(session, own=mine, today=today),
        codes=knowing.codes_known(session, upload.kind),
        closures=knowing.closures(session, kind=upload.kind, board_ids=mine),
        today=today,
        key=key,
    )


def judge(task: Task, *, folder: Path, advance: Advance = nobody_waits) -> Verdict:
    """Check the staged rows. `advance` is told of how many rows the work of so many is done.

    Raises UploadGoneError where the upload has been taken away.
    """
    table = files.read_table(folder, task.token)
    rows = len(table.rows)
    checked = check(
        table, kind=task.kind, mapping=task.mapping, boards=task.boards, codes=task.codes, today=task.today,
        key=task.key, closures=task.closures, advance=lambda done, total: advance(rows * done // total, rows),
    )  # fmt: skip
    units = framed(checked, task.period)
    own_name = secrets.token_hex(4)
    units_file, errors_file = (files.name_of(task.token, own_name, what) for what in (files.UNITS, files.ERRORS))
    files.write_units(folder, units_file, units)
    files.write_lines(folder, errors_file, checked.errors)
    counted = tallies(units)
    return Verdict(
        task=task,
        checked=checked,
        tallies=counted,
        frames={board: frame_hash(ids_in_frame(units, board)) for board in counted},
        words=coded_words(table, kind=task.kind, mapping=task.mapping, codes=task.codes),
        preview=_preview(units, task),
        units_file=units_file,
        errors_file=errors_file,
    )


def ids_in_frame(units: Iterable[FramedUnit], board: str) -> list[str]:
    return [unit.unit_id for unit in units if unit.in_frame and unit.board == board]


def _preview(units: Iterable[FramedUnit], task: Task) -> list[list[str]]:
    """The first units as they were understood: the lines they stand on, then a line for each column with its label.

    Nobody with protected identity is shown.
    """
    chosen = set(task.mapping.values())
    columns = [column for column in COLUMNS[task.kind] if column.name in chosen]
    names = {board.code: board.name for board in task.boards}
    shown = list(islice((unit for unit in units if unit.content.get(PROTECTED) is not True), PREVIEWED))
    lines = [
        [column.label, *(_shown(unit.content.get(column.name), column.holds, names) for unit in shown)]
        for column in columns
    ]
    return [["Uppgift", *(f"Rad {unit.row}" for unit in shown)], *lines] if shown else []


def _shown(value: Value, holds: Holds, boards: Mapping[str, str]) -> str:
    if value is None:
        return "–"
    if holds is Holds.PERSON:
        return "(kondensat)"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return boards[str(value)] if holds is Holds.BOARD else str(value)


def keep(session: Session, *, stamp: Stamp, upload: StagedUpload, verdict: Verdict, folder: Path) -> bool:
    """Keep the verdict on an upload; False where its mapping or period has been changed since, so that it is of no use.

    The reconciliation is made here: it depends on what else has been taken in.
    """
    task, checked = verdict.task, verdict.checked
    if upload.mapping != task.mapping or (upload.period_from, upload.period_to) != task.period:
        return False
    ids = knowing.board_ids(session)
    boards = [
        {
            "board": ids[code],
            "units": tally.units,
            "in_frame": tally.in_frame,
            "sha256": verdict.frames[code],
            "reconciliation": reconciliation(
                session, kind=task.kind, board_id=ids[code], period=task.period, tally=tally
            ),
        }
        for code, tally in verdict.tallies.items()
    ]
    upload.check_result = _result(verdict, boards)
    session.add(upload)
    session.flush()
    files.remove_when_kept(
        session, folder, upload.token,
        keep=(files.name_of(upload.token, files.ROWS), verdict.units_file, verdict.errors_file),
    )  # fmt: skip
    journal.record(
        session, stamp, "register:checked", known(upload.id), errors=len(checked.errors), accepted=checked.accepted
    )
    return True


def _result(verdict: Verdict, boards: list[dict[str, Any]]) -> dict[str, Any]:
    checked = verdict.checked
    return {
        "rows": checked.rows,
        "accepted": checked.accepted,
        "skipped": checked.skipped,
        "merged": checked.merged,
        "errors": len(checked.errors),
        "told": [asdict(told) for told in gathered(checked)],
        "words": [asdict(word) for word in verdict.words],
        "preview": verdict.preview,
        "boards": boards,
        "units_file": verdict.units_file,
        "errors_file": verdict.errors_file,
        "seen": _seen(verdict.task.period, boards),
    }


def _seen(period: Period, boards: list[dict[str, Any]]) -> str:
    """What a page showed, so that it can be told whether it is still the same."""
    shown = [[str(day) for day in period], [[board["board"], board["units"], board["sha256"]] for board in boards]]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()
