"""The draw itself: once per round, out of frozen frames whose hashes still hold, and never by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import Frame
from audit.registers.operations import frame_contents, frame_unit_ids, units_by_id
from audit.registers.rules import ID_COLUMN
from audit.rounds import rules
from audit.rounds.models import Draw, Round, RoundTarget, SampleUnit
from audit.rounds.operations.parts import BoardPart, board_parts, targets_of
from audit.rounds.operations.reading import locked, stage_of
from audit.rounds.operations.seeding import seed_parts
from audit.rounds.rules import TARGETS, Change, StageError, Standing, Target, ToldPart
from sampling import Protocol, Quota, StratumDraw, Unit, build_frame, frame_hash, make_protocol, protocol_to_json

STRATUM_COLUMN = "namnd"


class FrameChangedError(StageError):
    """A frame no longer has the hash that it was frozen with."""

    def __init__(self, board: str) -> None:
        super().__init__(
            f"Ramen för {board} stämmer inte med den hash som den frystes med. Urvalet drogs inte. "
            "Säg till administratören: registerutdraget kan ha ändrats utanför programmet."
        )


@dataclass(frozen=True)
class Source:
    """What a board's sample is drawn from: the ids, and how many units and reserves are wanted from them."""

    item: BoardPart
    ids: Sequence[str]
    size: int
    reserves: int

    @property
    def quota(self) -> Quota:
        """A targeted sample that its units don't suffice for takes them all."""
        return Quota(min(self.size, len(self.ids)), self.reserves)


def draw(session: Session, *, stamp: Stamp, round_: Round) -> Draw:
    """Draw the sample and the reserves of every board, and the targeted ones, with the seed of all the boards' parts.

    Gives the draw of the boards' own samples. Raises StageError if the round is not ready or already drawn, and
    FrameChangedError.
    """
    round_ = locked(session, round_)
    rules.require(Change.DRAW, stage_of(session, round_))
    items = board_parts(session, known(round_.id))
    parts = seed_parts(session, round_)
    sources = [Source(item, drawable_ids(session, item), item.part.size, item.part.reserves) for item in items]
    made, taken = _make(session, stamp, round_, Target.BOARD, parts, sources)
    wanted = targets_of(session, known(round_.id))
    contents = {item.part.board_id: frame_contents(session, frame_of(item)) for item in items} if wanted else {}
    for target in TARGETS:
        of_target = [row for row in wanted if row.target is target]
        sources = [_targeted(round_, row, items, contents, taken) for row in of_target]
        taken |= _draw_target(session, stamp, round_, target, parts, sources)
    return made


def drawable_ids(session: Session, item: BoardPart) -> list[str]:
    """The ids that a board's own sample is drawn from: those of the frozen frame that are not left out."""
    frame = frame_of(item)
    ids = frame_unit_ids(session, known(frame.id))
    if frame_hash(ids) != frame.sha256:
        raise FrameChangedError(item.board)
    left_out = set(item.left_out)
    return [unit_id for unit_id in ids if unit_id not in left_out]


def drawn_hash(session: Session, item: BoardPart) -> str:
    """The hash of what a board's own sample is drawn from."""
    return frame_hash(drawable_ids(session, item)) if item.left_out else frame_of(item).sha256


def frame_of(item: BoardPart) -> Frame:
    """The part's frame. A round with fixed sizes has one for every board; anything else is a fault of the program."""
    if item.frame is None:
        raise ValueError("the board has no frame")
    return item.frame


# ---- Targeted samples ---------------------------------------------------------------------------------------------


def fulfilling(
    round_: Round, row: RoundTarget, item: BoardPart, contents: dict[str, dict[str, Any]], taken: set[str]
) -> list[str]:
    """The ids that a targeted sample may be drawn from: they fulfil its criterion and aren't drawn or left out."""
    if round_.period_from is None or round_.period_to is None:
        return []
    period, apart = (round_.period_from, round_.period_to), taken.union(item.left_out)
    if row.target is Target.HITS:
        return sorted(contents.keys() & set(row.hit_ids) - apart)
    fitting = (unit_id for unit_id, content in contents.items() if rules.fulfils(row.target, content, period=period))
    return sorted(unit_id for unit_id in fitting if unit_id not in apart)


def _targeted(
    round_: Round,
    row: RoundTarget,
    items: Sequence[BoardPart],
    contents: dict[int, dict[str, dict[str, Any]]],
    taken: set[str],
) -> Source:
    item = next(item for item in items if item.part.board_id == row.board_id)
    row.frame_ids = fulfilling(round_, row, item, contents[row.board_id], taken)
    return Source(item, row.frame_ids, row.size, row.reserves)


def _draw_target(
    session: Session, stamp: Stamp, round_: Round, target: Target, parts: Sequence[ToldPart], sources: list[Source]
) -> set[str]:
    """Draw a targeted sample from those boards that have any unit for it. Gives the ids that it took."""
    sources = [source for source in sources if source.ids]
    return _make(session, stamp, round_, target, parts, sources)[1] if sources else set()


# ---- One draw -----------------------------------------------------------------------------------------------------


def _make(
    session: Session, stamp: Stamp, round_: Round, target: Target, parts: Sequence[ToldPart], sources: list[Source]
) -> tuple[Draw, set[str]]:
    protocol = _protocol(round_, parts, sources)
    made = Draw(
        round_id=known(round_.id),
        target=target,
        seed=protocol.seed,
        seed_source=protocol.seed_source or "",
        protocol=protocol_to_json(protocol),
        drawn_at=stamp.at,
        drawn_by=stamp.actor,
    )
    session.add(made)
    session.flush()
    strata = {stratum.name: stratum for stratum in protocol.strata}
    for source in sources:
        session.add_all(_units(session, made, source.item, strata[source.item.board]))
    session.flush()
    told = {stratum.name: [len(stratum.sample), len(stratum.reserves)] for stratum in protocol.strata}
    action = "round:drawn" if target is Target.BOARD else "round:target_drawn"
    journal.record(
        session, stamp, action, known(round_.id),
        target=target, seed=protocol.seed, source=made.seed_source, frame=protocol.frame.sha256, drawn=told,
        focus=round_.focus,
    )  # fmt: skip
    return made, {unit.id for stratum in protocol.strata for unit in stratum.sample + stratum.reserves}


def _protocol(round_: Round, parts: Sequence[ToldPart], sources: list[Source]) -> Protocol:
    units = (
        Unit(unit_id, source.item.board, row) for source in sources for row, unit_id in enumerate(source.ids, start=1)
    )
    return make_protocol(
        frame=build_frame(units),
        seed=rules.joined(part.value for part in parts),
        quotas={source.item.board: source.quota for source in sources},
        id_column=ID_COLUMN[round_.kind],
        stratum_column=STRATUM_COLUMN,
        seed_source=rules.sources_in_words(parts),
    )


def _units(session: Session, made: Draw, item: BoardPart, drawn: StratumDraw) -> Iterator[SampleUnit]:
    everything = [*drawn.sample, *drawn.reserves]
    registered = units_by_id(session, frame=frame_of(item), unit_ids=[unit.id for unit in everything])
    for position, unit in enumerate(everything, start=1):
        yield SampleUnit(
            draw_id=known(made.id),
            round_id=made.round_id,
            board_id=item.part.board_id,
            target=made.target,
            register_unit_id=known(registered[unit.id].id),
            unit_id=unit.id,
            ticket=unit.ticket,
            position=position,
            standing=Standing.SAMPLE if position <= len(drawn.sample) else Standing.RESERVE,
        )
