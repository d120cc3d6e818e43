"""Taking an extract in for good: its units, and a frozen frame for each board, all or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import Frame, RegisterExtract, RegisterUnit
from audit.registers.operations.columns import keep_columns
from audit.registers.operations.knowing import board_ids
from audit.registers.operations.reconciling import reconciliation
from audit.registers.rules import RegisterKind
from audit.registers.rules.framing import FramedUnit, Period, tallies
from sampling import frame_hash

BATCH = 5_000


class AlreadyTakenInError(Exception):
    """The same file is taken in already, for the same reviewed period: as this extract, if one may see it."""

    def __init__(self, extract: RegisterExtract | None = None) -> None:
        super().__init__("the file is taken in already")
        self.extract = extract


@dataclass(frozen=True)
class Origin:
    """The file that an extract came in, and how it was read. A workbook has no separator."""

    name: str
    sha256: str
    size: int
    encoding: str
    separator: str


@dataclass(frozen=True)
class Intake:
    """An extract that was found faultless, ready to be taken in. `told` are the check's notices, gathered."""

    kind: RegisterKind
    period: Period
    origin: Origin
    units: Sequence[FramedUnit]
    rows: int
    skipped: int
    merged: int
    told: list[dict[str, Any]] = field(default_factory=list)
    dropped_columns: tuple[str, ...] = ()
    invented: bool = False


@dataclass(frozen=True)
class Taken:
    """An extract that was taken in, and its frozen frames by board id."""

    extract: RegisterExtract
    frames: dict[int, Frame]


def store(session: Session, *, stamp: Stamp, intake: Intake) -> Taken:
    """Take an extract in and freeze a frame for each of its boards. Raises AlreadyTakenInError."""
    extract = _extract(session, stamp, intake)
    codes = board_ids(session)
    _insert(session, known(extract.id), codes, intake.units)
    counted = tallies(intake.units)
    told = {str(codes[code]): [tally.units, tally.in_frame] for code, tally in counted.items()}
    journal.record(
        session, stamp, "register:imported", known(extract.id),
        kind=intake.kind.value, sha256=intake.origin.sha256, period=[day.isoformat() for day in intake.period],
        rows=intake.rows, accepted=len(intake.units), skipped=intake.skipped, merged=intake.merged,
        boards=told, dropped=list(intake.dropped_columns),
    )  # fmt: skip
    frames = {}
    for code, tally in counted.items():
        compared = reconciliation(session, kind=intake.kind, board_id=codes[code], period=intake.period, tally=tally)
        of_board = [unit for unit in intake.units if unit.board == code]
        keep_columns(session, extract_id=known(extract.id), board_id=codes[code], units=of_board)
        ids = [unit.unit_id for unit in of_board if unit.in_frame]
        frames[codes[code]] = _freeze(session, stamp, known(extract.id), codes[code], ids, compared)
    return Taken(extract, frames)


def _extract(session: Session, stamp: Stamp, intake: Intake) -> RegisterExtract:
    extract = RegisterExtract(
        kind=intake.kind,
        file_name=intake.origin.name,
        file_sha256=intake.origin.sha256,
        file_size=intake.origin.size,
        encoding=intake.origin.encoding,
        separator=intake.origin.separator,
        period_from=intake.period[0],
        period_to=intake.period[1],
        rows=intake.rows,
        accepted=len(intake.units),
        skipped=intake.skipped,
        merged=intake.merged,
        notices=intake.told,
        dropped_columns=list(intake.dropped_columns),
        invented=intake.invented,
        imported_at=stamp.at,
        imported_by=stamp.actor,
    )
    try:
        with session.begin_nested():
            session.add(extract)
    except IntegrityError as error:
        raise AlreadyTakenInError from error
    return extract


def _insert(session: Session, extract_id: int, boards: dict[str, int], units: Iterable[FramedUnit]) -> None:
    rows = (
        {
            "extract_id": extract_id,
            "board_id": boards[unit.board],
            "unit_id": unit.unit_id,
            "row": unit.row,
            "counterpart_row": unit.counterpart,
            "in_frame": unit.in_frame,
            "content": unit.content,
            "flags": list(unit.flags),
        }
        for unit in units
    )
    while batch := list(islice(rows, BATCH)):
        session.execute(insert(RegisterUnit), batch)


def _freeze(
    session: Session, stamp: Stamp, extract_id: int, board_id: int, ids: list[str], compared: list[dict[str, Any]]
) -> Frame:
    frame = Frame(
        extract_id=extract_id,
        board_id=board_id,
        population=len(ids),
        sha256=frame_hash(ids),
        reconciliation=compared,
        frozen_at=stamp.at,
        frozen_by=stamp.actor,
    )
    session.add(frame)
    session.flush()
    journal.record(
        session, stamp, "frame:frozen", known(frame.id),
        extract=extract_id, board=board_id, units=frame.population, sha256=frame.sha256,
    )  # fmt: skip
    return frame


def earlier_extracts(
    session: Session, *, kind: RegisterKind, sha256: str, board_ids: Iterable[int]
) -> list[RegisterExtract]:
    """The extracts that were taken in from the same file, as far as they concern any of the boards; newest first."""
    mine = select(Frame.extract_id).where(col(Frame.board_id).in_(list(board_ids)))
    query = (
        select(RegisterExtract)
        .where(RegisterExtract.kind == kind, RegisterExtract.file_sha256 == sha256, col(RegisterExtract.id).in_(mine))
        .order_by(col(RegisterExtract.id).desc())
    )
    return list(session.exec(query))
