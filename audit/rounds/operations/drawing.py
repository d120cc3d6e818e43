"""The draw itself: once per round, out of frozen frames whose hashes still hold, and never by hand."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import Frame
from audit.registers.operations import frame_unit_ids, units_by_id
from audit.registers.rules import ID_COLUMN
from audit.rounds import rules
from audit.rounds.models import Draw, Round, SampleUnit
from audit.rounds.operations.reading import BoardPart, board_parts, locked, stage_of
from audit.rounds.rules import Change, SeedSource, StageError, Standing
from audit.web.formats import SWEDEN
from sampling import Protocol, Quota, StratumDraw, Unit, build_frame, frame_hash, make_protocol, protocol_to_json

STRATUM_COLUMN = "namnd"


class FrameChangedError(StageError):
    """A frame no longer has the hash that it was frozen with."""

    def __init__(self, board: str) -> None:
        super().__init__(
            f"Ramen för {board} stämmer inte med den hash som den frystes med. Urvalet drogs inte. "
            "Säg till administratören: registerutdraget kan ha ändrats utanför programmet."
        )


def draw(session: Session, *, stamp: Stamp, round_: Round, seed: str, seed_source: SeedSource) -> Draw:
    """Draw the sample and the reserves of every board.

    Raises StageError if the round is not ready or already drawn, InputError for the seed and its source, and
    FrameChangedError.
    """
    round_ = locked(session, round_)
    rules.require(Change.SEED, stage_of(session, round_))
    _check_seed(stamp, round_, seed, seed_source)
    items = board_parts(session, known(round_.id))
    protocol = _protocol(session, round_, items, seed, seed_source)
    made = Draw(
        round_id=known(round_.id),
        seed=protocol.seed,
        seed_source=seed_source.words,
        protocol=protocol_to_json(protocol),
        drawn_at=stamp.at,
        drawn_by=stamp.actor,
    )
    session.add(made)
    session.flush()
    strata = {stratum.name: stratum for stratum in protocol.strata}
    for item in items:
        session.add_all(_units(session, made, item, strata[item.board]))
    session.flush()
    told = {stratum.name: [len(stratum.sample), len(stratum.reserves)] for stratum in protocol.strata}
    journal.record(
        session, stamp, "round:drawn", known(round_.id),
        seed=protocol.seed, source=seed_source.words, frame=protocol.frame.sha256, drawn=told,
    )  # fmt: skip
    return made


def _check_seed(stamp: Stamp, round_: Round, seed: str, source: SeedSource) -> None:
    fixed_at = round_.sizes_fixed_at or stamp.at
    fixed_on, today = (moment.astimezone(SWEDEN).date() for moment in (fixed_at, stamp.at))
    rules.refuse_if(rules.seed_faults(seed=seed, source=source, fixed_on=fixed_on, today=today))


def _protocol(session: Session, round_: Round, items: Sequence[BoardPart], seed: str, source: SeedSource) -> Protocol:
    frame = build_frame(unit for item in items for unit in _frame_units(session, item))
    return make_protocol(
        frame=frame,
        seed=seed,
        quotas={item.board: Quota(item.part.size, item.part.reserves) for item in items},
        id_column=ID_COLUMN[round_.kind],
        stratum_column=STRATUM_COLUMN,
        seed_source=source.words,
    )


def _frame_units(session: Session, item: BoardPart) -> Iterator[Unit]:
    frame = frame_of(item)
    ids = frame_unit_ids(session, known(frame.id))
    if frame_hash(ids) != frame.sha256:
        raise FrameChangedError(item.board)
    return (Unit(unit_id, item.board, row) for row, unit_id in enumerate(ids, start=1))


def frame_of(item: BoardPart) -> Frame:
    """The part's frame. A round with fixed sizes has one for every board; anything else is a fault of the program."""
    if item.frame is None:
        raise ValueError("the board has no frame")
    return item.frame


def _units(session: Session, made: Draw, item: BoardPart, drawn: StratumDraw) -> Iterator[SampleUnit]:
    everything = [*drawn.sample, *drawn.reserves]
    registered = units_by_id(session, frame=frame_of(item), unit_ids=[unit.id for unit in everything])
    for position, unit in enumerate(everything, start=1):
        yield SampleUnit(
            draw_id=known(made.id),
            round_id=made.round_id,
            board_id=item.part.board_id,
            register_unit_id=known(registered[unit.id].id),
            unit_id=unit.id,
            ticket=unit.ticket,
            position=position,
            standing=Standing.SAMPLE if position <= len(drawn.sample) else Standing.RESERVE,
        )
