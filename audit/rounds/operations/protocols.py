"""A draw's protocol as it may be shown: whole, or only the part that concerns some of the boards."""

import csv
import io
import json
from dataclasses import dataclass, replace

from sqlmodel import Session

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.operations import frame_unit_ids
from audit.rounds.models import Draw, SampleUnit
from audit.rounds.operations.drawing import frame_of
from audit.rounds.operations.reading import SeenRound, draw_of, sample
from audit.rounds.rules import Standing
from sampling import Protocol, frame_hash, protocol_from_json, protocol_to_json


@dataclass(frozen=True)
class Replacement:
    """A drawn unit and the reserve that was called in for it."""

    board: str
    unit: SampleUnit
    reserve: SampleUnit


@dataclass(frozen=True)
class Excerpt:
    """The protocol of the boards that one may see, and what was replaced after the draw."""

    draw: Draw
    protocol: Protocol
    replacements: tuple[Replacement, ...]


def excerpt(session: Session, seen: SeenRound) -> Excerpt | None:
    """The round's protocol as far as one may see it; None before the draw.

    With only some of the boards, the frame's hash and count are those of their frames together, so that what
    is shown can be repeated and proven by itself and tells nothing of the others.
    """
    made = draw_of(session, seen.id)
    if made is None:
        return None
    protocol = protocol_from_json(made.protocol)
    if not seen.whole:
        protocol = _part_of(session, seen, protocol)
    return Excerpt(made, protocol, _replacements(session, seen))


def _part_of(session: Session, seen: SeenRound, protocol: Protocol) -> Protocol:
    # A stratum's hash is that of its board's frame: it tells which one it is, whatever the board is called by now.
    hashes = {frame_of(item).sha256 for item in seen.parts}
    strata = tuple(stratum for stratum in protocol.strata if stratum.sha256 in hashes)
    ids = [unit_id for item in seen.parts for unit_id in frame_unit_ids(session, known(frame_of(item).id))]
    frame = replace(protocol.frame, sha256=frame_hash(ids), units=len(ids))
    return replace(protocol, frame=frame, strata=strata)


def _replacements(session: Session, seen: SeenRound) -> tuple[Replacement, ...]:
    boards = {item.part.board_id: item.board for item in seen.parts}
    units = {known(unit.id): unit for unit in sample(session, seen.id, seen.board_ids)}
    return tuple(
        Replacement(boards[unit.board_id], unit, units[unit.replaced_by_id])
        for unit in units.values()
        if unit.standing is Standing.REPLACED and unit.replaced_by_id is not None
    )


def protocol_file(session: Session, *, stamp: Stamp, seen: SeenRound) -> str | None:
    """The protocol as JSON text, with the replacements under a key of their own. Leaves an entry in the journal."""
    shown = excerpt(session, seen)
    if shown is None:
        return None
    written = {
        **protocol_to_json(shown.protocol),
        "round": {"name": seen.round_.name, "year": seen.round_.year, "invented": seen.round_.invented},
        "drawn_at": shown.draw.drawn_at.isoformat(),
        "replacements": [_told(replacement) for replacement in shown.replacements],
    }
    journal.record(session, stamp, "protocol:exported", seen.id, boards=seen.board_ids)
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _told(replacement: Replacement) -> dict[str, object]:
    unit = replacement.unit
    return {
        "stratum": replacement.board,
        "id": unit.unit_id,
        "replaced_by": replacement.reserve.unit_id,
        "reason": unit.replacement_reason,
        "at": unit.replaced_at.isoformat() if unit.replaced_at else None,
    }


def frame_file(session: Session, *, stamp: Stamp, seen: SeenRound) -> str | None:
    """The frames' ids with their boards as CSV, to repeat the draw with. Leaves an entry in the journal."""
    shown = excerpt(session, seen)
    if shown is None:
        return None
    columns, names = shown.protocol.frame, {stratum.sha256: stratum.name for stratum in shown.protocol.strata}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([columns.id_column, columns.stratum_column])
    for item in seen.parts:
        frame = frame_of(item)
        writer.writerows([unit_id, names[frame.sha256]] for unit_id in frame_unit_ids(session, known(frame.id)))
    journal.record(session, stamp, "frame:exported", seen.id, boards=seen.board_ids)
    return text.getvalue()
