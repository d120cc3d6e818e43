"""A draw's protocol as it may be shown: whole, or only the part that concerns some of the boards."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlmodel import Session

from audit.accounts.rules import Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds import rules
from audit.rounds.models import Draw, Round, RoundTarget, SampleUnit
from audit.rounds.operations.amounts import amounts_in_oren
from audit.rounds.operations.drawing import drawable_ids, drawn_hash, frame_of
from audit.rounds.operations.drawn import draw_of, sample
from audit.rounds.operations.focusing import focus_of
from audit.rounds.operations.parts import BoardPart
from audit.rounds.operations.reading import SeenRound, see_round
from audit.rounds.operations.seeding import seed_parts
from audit.rounds.rules import Standing, Target, ToldPart
from sampling import Protocol, frame_hash, protocol_from_json, protocol_to_json


@dataclass(frozen=True)
class SeenSample:
    """A round as one person sees it, and which of its samples is meant."""

    seen: SeenRound
    target: Target


def see_sample(session: Session, scope: Scope, round_id: int, target: str = Target.BOARD) -> SeenSample | None:
    """The boards' own sample of a round that one may see, or one of its targeted ones."""
    seen = see_round(session, scope, round_id)
    if seen is None or target not in {Target.BOARD, *(row.target for row in seen.targets)}:
        return None
    return SeenSample(seen, Target(target))


@dataclass(frozen=True)
class Replacement:
    """A drawn unit and the reserve that was called in for it."""

    board: str
    unit: SampleUnit
    reserve: SampleUnit


@dataclass(frozen=True)
class SetAside:
    """A payment drawn by amount that could not be reviewed."""

    board: str
    unit: SampleUnit


@dataclass(frozen=True)
class LeftOut:
    """How many of a frame's units were left out because they were drawn in those years, and which frame it was."""

    years: int
    units: int
    frame_units: int
    frame_sha256: str


@dataclass(frozen=True)
class Excerpt:
    """The protocol of the boards that one may see, and what was replaced after the draw.

    `parts` are the boards' parts by the names of their strata. By the same names: `left_out`, and `wanted`, the size
    of a targeted sample that its units didn't suffice for (0 units: there is no stratum). `focus` are the texts of the
    questions named before the draw, by their ids.
    """

    target: Target
    draw: Draw
    protocol: Protocol
    replacements: tuple[Replacement, ...]
    parts: Mapping[str, BoardPart]
    seed_parts: tuple[ToldPart, ...]
    seed_source: str
    left_out: Mapping[str, LeftOut]
    wanted: Mapping[str, int]
    focus: Mapping[str, str]
    set_aside: tuple[SetAside, ...] = ()


def excerpt(session: Session, seen: SeenRound, target: Target = Target.BOARD) -> Excerpt | None:
    """The protocol of one of the round's samples as far as one may see it; None before the draw.

    With only some of the boards, the frame's hash and count are those of their frames together, so that what
    is shown can be repeated and proven by itself and tells nothing of the others.
    """
    made = draw_of(session, seen.id, target)
    if made is None:
        return None
    protocol = protocol_from_json(made.protocol)
    parts = _by_stratum(session, seen, target, protocol)
    if len(parts) < len(protocol.strata):
        protocol = _part_of(session, seen, target, protocol, parts)
    told = _seed_parts(session, seen, parts)
    return Excerpt(
        target=target,
        draw=made,
        protocol=protocol,
        replacements=_replacements(session, seen, target),
        parts=parts,
        seed_parts=told,
        seed_source=_source(session, seen, made, told),
        left_out=_left_out(seen.round_, parts),
        wanted=_wanted(seen, target, protocol, parts),
        focus={question.id: question.text for question in focus_of(session, seen.round_)},
        set_aside=_set_aside(session, seen, target),
    )


def _row(seen: SeenRound, target: Target, item: BoardPart) -> RoundTarget | None:
    return next((row for row in seen.targets if row.target is target and row.board_id == item.part.board_id), None)


def _ids(session: Session, seen: SeenRound, target: Target, item: BoardPart) -> list[str]:
    """The ids that the board's units were drawn from."""
    if target is Target.BOARD:
        return drawable_ids(session, item)
    row = _row(seen, target, item)
    return row.frame_ids if row else []


def _by_stratum(session: Session, seen: SeenRound, target: Target, protocol: Protocol) -> dict[str, BoardPart]:
    # A stratum's hash is that of what its board's units were drawn from: it tells which board it is, whatever that
    # is called by now.
    names = {stratum.sha256: stratum.name for stratum in protocol.strata}
    hashes = {
        drawn_hash(session, item) if target is Target.BOARD else frame_hash(_ids(session, seen, target, item)): item
        for item in seen.parts
    }
    return {names[sha256]: item for sha256, item in hashes.items() if sha256 in names}


def _part_of(
    session: Session, seen: SeenRound, target: Target, protocol: Protocol, parts: Mapping[str, BoardPart]
) -> Protocol:
    strata = tuple(stratum for stratum in protocol.strata if stratum.name in parts)
    ids = [unit_id for item in parts.values() for unit_id in _ids(session, seen, target, item)]
    frame = replace(protocol.frame, sha256=frame_hash(ids), units=len(ids))
    return replace(protocol, frame=frame, strata=strata)


def _seed_parts(session: Session, seen: SeenRound, parts: Mapping[str, BoardPart]) -> tuple[ToldPart, ...]:
    names = {item.board: name for name, item in parts.items()}
    told = seed_parts(session, seen.round_, seen.board_ids)
    return tuple(replace(part, board=names.get(part.board, part.board)) for part in told)


def _source(session: Session, seen: SeenRound, made: Draw, told: tuple[ToldPart, ...]) -> str:
    if seen.whole or not told:
        return made.seed_source
    return rules.sources_in_words(told, others=len(seed_parts(session, seen.round_)) - len(told))


def _left_out(round_: Round, parts: Mapping[str, BoardPart]) -> dict[str, LeftOut]:
    if not round_.leave_out_years:
        return {}
    frames = {name: frame_of(item) for name, item in parts.items()}
    return {
        name: LeftOut(round_.leave_out_years, len(item.left_out), frames[name].population, frames[name].sha256)
        for name, item in parts.items()
    }


def _wanted(seen: SeenRound, target: Target, protocol: Protocol, parts: Mapping[str, BoardPart]) -> dict[str, int]:
    names = {item.part.board_id: name for name, item in parts.items()}
    drawn = {stratum.name: len(stratum.sample) for stratum in protocol.strata}
    rows = {
        names.get(item.part.board_id, item.board): row.size for item in seen.parts if (row := _row(seen, target, item))
    }
    return {name: size for name, size in rows.items() if drawn.get(name, 0) < size}


def _replacements(session: Session, seen: SeenRound, target: Target) -> tuple[Replacement, ...]:
    boards = {item.part.board_id: item.board for item in seen.parts}
    units = {unit.id: unit for unit in sample(session, seen.id, seen.board_ids, target)}
    return tuple(
        Replacement(boards[unit.board_id], unit, units[unit.replaced_by_id])
        for unit in units.values()
        if unit.standing is Standing.REPLACED and unit.replaced_by_id is not None
    )


def _set_aside(session: Session, seen: SeenRound, target: Target) -> tuple[SetAside, ...]:
    boards = {item.part.board_id: item.board for item in seen.parts}
    units = sample(session, seen.id, seen.board_ids, target)
    return tuple(SetAside(boards[unit.board_id], unit) for unit in units if unit.standing is Standing.SET_ASIDE)


# ---- Files --------------------------------------------------------------------------------------------------------


def protocol_file(session: Session, *, stamp: Stamp, seen: SeenRound, target: Target = Target.BOARD) -> str | None:
    """The protocol as JSON text, with what it needs not for its proof under keys of their own.

    Leaves an entry in the journal.
    """
    shown = excerpt(session, seen, target)
    if shown is None:
        return None
    journal.record(session, stamp, "protocol:exported", seen.id, boards=seen.board_ids, target=target)
    return json.dumps(protocol_content(seen, shown), ensure_ascii=False, indent=2) + "\n"


def protocol_content(seen: SeenRound, shown: Excerpt) -> dict[str, object]:
    """All that the protocol tells, as plain values: the same for every form in which it is given out."""
    content = protocol_to_json(replace(shown.protocol, seed_source=shown.seed_source))
    strata: dict[str, dict[str, object]] = content["strata"]  # type: ignore[assignment]
    for name, stratum in strata.items():
        stratum |= {"left_out": asdict(shown.left_out[name])} if name in shown.left_out else {}
        stratum |= {"size_wanted": shown.wanted[name]} if name in shown.wanted else {}
    content |= _target_content(shown, strata)
    return content | {
        "seed_parts": [{"board": part.board, "part": part.value, "source": part.source} for part in shown.seed_parts],
        "round": {"name": seen.round_.name, "year": seen.round_.year, "invented": seen.round_.invented},
        "drawn_at": shown.draw.drawn_at.isoformat(),
        **({"journal_head": shown.draw.journal_head} if shown.draw.journal_head else {}),
        "focus_questions": shown.focus,
        "replacements": [_told(replacement) for replacement in shown.replacements],
        **({"set_aside": [_told_aside(one) for one in shown.set_aside]} if shown.set_aside else {}),
        **_replaced(seen),
    }


def _target_content(shown: Excerpt, strata: Mapping[str, object]) -> dict[str, object]:
    if shown.target is Target.BOARD:
        return {}
    nothing = {name: size for name, size in shown.wanted.items() if name not in strata}
    told = {"code": shown.target, "name": rules.TARGET_NAMES[shown.target], "criterion": rules.CRITERIA[shown.target]}
    return {"target": {**told, "wanted_without_units": nothing}}


def _replaced(seen: SeenRound) -> dict[str, object]:
    later = seen.replaced_by
    return {"replaced_by": {"round": later.id, "reason": later.replaces_reason}} if later else {}


def _told(replacement: Replacement) -> dict[str, object]:
    unit = replacement.unit
    return {
        "stratum": replacement.board,
        "id": unit.unit_id,
        "replaced_by": replacement.reserve.unit_id,
        "reason": unit.replacement_reason,
        "at": unit.replaced_at.isoformat() if unit.replaced_at else None,
    }


def _told_aside(one: SetAside) -> dict[str, object]:
    at = one.unit.replaced_at
    return {
        "stratum": one.board,
        "id": one.unit.unit_id,
        "reason": one.unit.replacement_reason,
        "at": at.isoformat() if at else None,
    }


def frame_file(session: Session, *, stamp: Stamp, seen: SeenRound, target: Target = Target.BOARD) -> str | None:
    """The ids that were drawn from with their boards as CSV, to repeat the draw by, and their amounts if it needs them.

    Leaves an entry in the journal.
    """
    shown = excerpt(session, seen, target)
    if shown is None:
        return None
    columns, text = shown.protocol.frame, io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    by_amount = columns.amount_column is not None
    writer.writerow([columns.id_column, columns.stratum_column, *([columns.amount_column] if by_amount else [])])
    for name, item in shown.parts.items():
        amounts = amounts_in_oren(session, item) if by_amount else {}
        for unit_id in _ids(session, seen, target, item):
            writer.writerow([unit_id, name, *([_written(amounts.get(unit_id))] if by_amount else [])])
    journal.record(session, stamp, "frame:exported", seen.id, boards=seen.board_ids, target=target)
    return text.getvalue()


def _written(amount: int | None) -> str:
    """An amount in öre as kronor with two decimals, so that the öre are what is left without the comma."""
    if amount is None:
        return ""
    kronor, oren = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{kronor},{oren:02}"
