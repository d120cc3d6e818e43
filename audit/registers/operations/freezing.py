"""Taking in a staged upload that was found faultless: exactly what was checked and shown, once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.journal.rules import Stamp
from audit.registers.models import RegisterExtract, StagedUpload
from audit.registers.operations import files, knowing
from audit.registers.operations.checking import ids_in_frame
from audit.registers.operations.storing import Intake, Origin, store
from audit.registers.rules.framing import FramedUnit
from audit.registers.rules.rows import Advance, nobody_waits
from sampling import frame_hash

STEP = 1_000


class NotFrozenError(Exception):
    """The frames were not frozen; the message says why and what to do."""


@dataclass(frozen=True)
class Consent:
    """Who freezes: what she had seen of the check (`seen`), and the boards that she may freeze for."""

    seen: str
    board_ids: frozenset[int]
    invented: bool = False


def load_units(result: Mapping[str, Any], *, folder: Path, advance: Advance = nobody_waits) -> list[FramedUnit]:
    """The units that the check found. Raises UploadGoneError where they have been taken away."""
    units: list[FramedUnit] = []
    total = int(result["accepted"])
    for number, unit in enumerate(files.read_units(folder, str(result["units_file"])), start=1):
        units.append(unit)
        if number % STEP == 0:
            advance(number, total)
    return units


def locked(session: Session, upload_id: int) -> StagedUpload | None:
    """The upload as it is now. Whoever else wants to freeze it waits."""
    query = select(StagedUpload).where(StagedUpload.id == upload_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def freeze(
    session: Session, *, stamp: Stamp, upload: StagedUpload, units: list[FramedUnit], consent: Consent, folder: Path
) -> RegisterExtract:
    """Take the upload in and freeze a frame for each board; an upload that is frozen already gives its extract.

    `units` are what the check found. Raises NotFrozenError, and AlreadyTakenInError for the same file and period.
    """
    if upload.extract_id is not None:
        return session.get_one(RegisterExtract, upload.extract_id)
    result = upload.check_result or {}
    _require_unchanged(session, result, units, consent)
    taken = store(session, stamp=stamp, intake=_intake(upload, result, units, invented=consent.invented))
    upload.extract_id = known(taken.extract.id)
    session.add(upload)
    files.remove_when_kept(session, folder, upload.token)
    return taken.extract


def _require_unchanged(
    session: Session, result: Mapping[str, Any], units: Iterable[FramedUnit], consent: Consent
) -> None:
    if not result or result["errors"] or result["seen"] != consent.seen:
        raise NotFrozenError("Kontrollen har gjorts om sedan du läste den. Läs siffrorna igen innan du fryser ramen.")
    if not any(board["in_frame"] for board in result["boards"]):
        raise NotFrozenError("Ingenting i filen hör till den granskade perioden. Ändra perioden.")
    if not {board["board"] for board in result["boards"]} <= consent.board_ids:
        raise NotFrozenError("Du är inte längre samordnare för alla nämnder i filen. Kontrollera utdraget igen.")
    found = list(units)
    ids = knowing.board_ids(session)
    codes = {board_id: code for code, board_id in ids.items()}
    if any(frame_hash(ids_in_frame(found, codes[board["board"]])) != board["sha256"] for board in result["boards"]):
        raise NotFrozenError("De kontrollerade raderna stämmer inte längre. Kontrollera utdraget igen.")


def _intake(upload: StagedUpload, result: Mapping[str, Any], units: list[FramedUnit], *, invented: bool) -> Intake:
    reading = upload.reading
    return Intake(
        kind=upload.kind,
        period=(upload.period_from, upload.period_to),
        origin=Origin(
            name=upload.file_name,
            sha256=upload.file_sha256,
            size=upload.file_size,
            encoding=reading["encoding"],
            separator=reading["separator"] or "",
        ),
        units=units,
        rows=result["rows"],
        skipped=result["skipped"],
        merged=result["merged"],
        told=result["told"],
        dropped_columns=tuple(reading["dropped"]),
        invented=invented,
    )
