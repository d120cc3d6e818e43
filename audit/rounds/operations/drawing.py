"""The draw itself: once per round, out of frozen frames whose hashes still hold, and never by hand."""

from collections.abc import Iterable, Iterator, Sequence
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
from audit.rounds.operations.amounts import amounts_in_oren, by_krona
from audit.rounds.operations.parts import BoardPart, board_parts, targets_of
from audit.rounds.operations.reading import locked, stage_of
from audit.rounds.operations.seeding import seed_parts
from audit.rounds.rules import TARGETS, Change, StageError, Standing, Target, ToldPart
from sampling import (
    Protocol,
    Quota,
    StratumDraw,
    Unit,
    build_frame,
    frame_hash,
    make_monetary_protocol,
    make_protocol,
    protocol_to_json,
)

STRATUM_COLUMN, AMOUNT_COLUMN = "namnd", "belopp"


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
    amounts = _amounts(session, items) if by_krona(round_) else None
    made, taken = _make(session, stamp, round_, Target.BOARD, parts, sources, amounts)
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


def _amounts(session: Session, items: Iterable[BoardPart]) -> dict[str, int]:
    return {unit_id: amount for item in items for unit_id, amount in amounts_in_oren(session, item).items()}


def _make(
    session: Session,
    stamp: Stamp,
    round_: Round,
    target: Target,
    parts: Sequence[ToldPart],
    sources: list[Source],
    amounts: dict[str, int] | None = None,
) -> tuple[Draw, set[str]]:
    protocol = _protocol(round_, parts, sources, amounts)
    made = Draw(
        round_id=known(round_.id),
        target=target,
        seed=protocol.seed,
        seed_source=protocol.seed_source or "",
        protocol=protocol_to_json(protocol),
        journal_head=f"{head[0]}:{head[1]}" if (head := journal.head(session)) else None,
        drawn_at=stamp.at,
        drawn_by=stamp.actor,
    )
    session.add(made)
    session.flush()
    strata = {stratum.name: stratum for stratum in protocol.strata}
    for source in sources:
        session.add_all(_units(session, made, source.item, strata[source.item.board]))
    session.flush()
    _tell(session, stamp, round_, made, protocol)
    return made, {unit.id for stratum in protocol.strata for unit in stratum.sample + stratum.reserves}


def _tell(session: Session, stamp: Stamp, round_: Round, made: Draw, protocol: Protocol) -> None:
    told = {stratum.name: [len(stratum.sample), len(stratum.reserves)] for stratum in protocol.strata}
    bound = {stratum.name: stratum.monetary.amounts_sha256 for stratum in protocol.strata if stratum.monetary}
    action = "round:drawn" if made.target is Target.BOARD else "round:target_drawn"
    journal.record(
        session, stamp, action, known(round_.id),
        target=made.target, seed=protocol.seed, source=made.seed_source, frame=protocol.frame.sha256, drawn=told,
        focus=round_.focus, **({"amounts": bound} if bound else {}),
    )  # fmt: skip


def _protocol(
    round_: Round, parts: Sequence[ToldPart], sources: list[Source], amounts: dict[str, int] | None
) -> Protocol:
    units = (
        Unit(unit_id, source.item.board, row) for source in sources for row, unit_id in enumerate(source.ids, start=1)
    )
    frame, seed = build_frame(units), rules.joined(part.value for part in parts)
    texts = {
        "id_column": ID_COLUMN[round_.kind],
        "stratum_column": STRATUM_COLUMN,
        "seed_source": rules.sources_in_words(parts),
    }
    if amounts is None:
        quotas = {source.item.board: source.quota for source in sources}
        return make_protocol(frame=frame, seed=seed, quotas=quotas, **texts)
    sizes = {source.item.board: source.size for source in sources}
    return make_monetary_protocol(
        frame=frame, amounts=amounts, seed=seed, sizes=sizes, amount_column=AMOUNT_COLUMN, **texts
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
