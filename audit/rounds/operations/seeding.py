"""The seed's ceremony: each board's part from an account of its own, hidden from everybody until all are in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.clock import swedish_day
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds import rules
from audit.rounds.models import Draw, Round, RoundBoard, SeedPart
from audit.rounds.operations.parts import BoardPart, board_parts
from audit.rounds.operations.reading import SeenRound, locked, see_round, seen_boards, stage_of
from audit.rounds.operations.standing import standing
from audit.rounds.rules import Change, Fault, SeedSource, Stage, ToldPart
from sampling import clean

# ---- Giving a part ------------------------------------------------------------------------------------------------


def give_seed_part(
    session: Session, *, stamp: Stamp, round_: Round, board_id: int, value: str, source: SeedSource
) -> bool:
    """Put a board's part into the seed, or another in the place of one's own. Gives whether all parts are in now.

    Raises StageError, or InputError for the part, its source or the account. What the part is stands neither in the
    journal nor anywhere else to be read until all are in: a public figure would tell it, so its source neither.
    """
    round_ = locked(session, round_)
    rules.require(Change.SEED, stage_of(session, round_))
    round_id = known(round_.id)
    items = board_parts(session, round_id)
    given = {part.board_id: part for part in _given(session, round_id)}
    faults = rules.part_faults(value=value, source=source, **_days(stamp, round_, items))
    rules.refuse_if(faults + _account_faults(items, given, board_id, stamp))
    action = "seed:part_changed" if board_id in given else "seed:part_given"
    part = given.get(board_id) or SeedPart(
        round_id=round_id, board_id=board_id, account_id=known(stamp.actor), value="", source=source.kind,
        given_at=stamp.at,
    )  # fmt: skip
    part.value, part.given_at, part.source = clean(value), stamp.at, source.kind
    part.figure, part.dated = clean(source.figure), source.dated
    session.add(part)
    session.flush()
    journal.record(session, stamp, action, round_id, board=board_id)
    return _joined_now(session, stamp, round_)


def _days(stamp: Stamp, round_: Round, items: Iterable[BoardPart]) -> dict[str, date]:
    fixed_at = round_.sizes_fixed_at or stamp.at
    frozen_at = max((item.frame.frozen_at for item in items if item.frame), default=fixed_at)
    moments = {"frozen_on": frozen_at, "fixed_on": fixed_at, "today": stamp.at}
    return {name: swedish_day(moment) for name, moment in moments.items()}


def _account_faults(items: Iterable[BoardPart], given: dict[int, SeedPart], board_id: int, stamp: Stamp) -> list[Fault]:
    """Every board has one part, and every part an account of its own; only that account may replace it."""
    kept = given.get(board_id)
    if kept and kept.account_id != stamp.actor:
        return [Fault("value", "Nämndens del är redan lämnad av ett annat konto. Bara det kontot kan ändra den.")]
    other = next((item for item in items if _is_of(given.get(item.part.board_id), stamp) and not kept), None)
    if other is None:
        return []
    what = f"Du har redan lämnat delen för {other.board}. Varje nämnds del lämnas från ett eget konto."
    return [Fault("value", what)]


def _is_of(part: SeedPart | None, stamp: Stamp) -> bool:
    return part is not None and part.account_id == stamp.actor


def _joined_now(session: Session, stamp: Stamp, round_: Round) -> bool:
    if stage_of(session, round_) is not Stage.READY:
        return False
    parts = seed_parts(session, round_)
    journal.record(
        session, stamp, "seed:joined", known(round_.id),
        seed=rules.joined(part.value for part in parts), source=rules.sources_in_words(parts),
    )  # fmt: skip
    return True


def _given(session: Session, round_id: int) -> list[SeedPart]:
    """The parts that are in, in the order of the boards' codes."""
    query = select(SeedPart).join(Board, col(Board.id) == col(SeedPart.board_id)).where(SeedPart.round_id == round_id)
    return list(session.exec(query.order_by(Board.code)))


# ---- Reading what is in -------------------------------------------------------------------------------------------


def seed_parts(session: Session, round_: Round, board_ids: Collection[int] | None = None) -> tuple[ToldPart, ...]:
    """The parts (of those boards only) in the order in which they are joined: none of them until all are in."""
    items = {item.part.board_id: item for item in board_parts(session, known(round_.id))}
    given = _given(session, known(round_.id))
    if len(given) < len(items):
        return ()
    return tuple(
        ToldPart(items[part.board_id].board, part.value, _source(part).words)
        for part in given
        if board_ids is None or part.board_id in board_ids
    )


def _source(part: SeedPart) -> SeedSource:
    return SeedSource(part.source, part.figure, part.dated)


def seed_source_of(session: Session, drawn: Draw, board_ids: Collection[int] | None = None) -> str:
    """Where the seed of a draw came from, in words; for some of the boards only those are named."""
    round_ = session.get_one(Round, drawn.round_id)
    told, all_of = seed_parts(session, round_, board_ids), seed_parts(session, round_)
    return rules.sources_in_words(told, others=len(all_of) - len(told)) if told else drawn.seed_source


@dataclass(frozen=True)
class SeedPlace:
    """A board's place in the seed of a round, as its representative sees it: `own` is the part that she gave."""

    seen: SeenRound
    item: BoardPart
    own: SeedPart | None

    @property
    def own_source(self) -> SeedSource | None:
        return _source(self.own) if self.own else None


def seed_place(session: Session, scope: Scope, round_id: int, board_id: int) -> SeedPlace | None:
    """The board's place in the seed, if one sees the board in the round as coordinator, reviewer or reader of it."""
    seen = see_round(session, scope, round_id)
    items = (item for item in (seen.parts if seen else ()) if item.part.board_id == board_id)
    item = next(items, None)
    if seen is None or item is None or seen.stage is Stage.PAPER:
        return None
    mine = (part for part in _given(session, round_id) if part.account_id == scope.account_id)
    return SeedPlace(seen, item, next((part for part in mine if part.board_id == board_id), None))


@dataclass(frozen=True)
class PartState:
    """Whether a board's part is in, and since when; `own`: it is this person's, so that she may replace it."""

    board_id: int
    board: str
    given_at: datetime | None
    own: bool


def part_states(session: Session, seen: SeenRound, account_id: int) -> list[PartState]:
    """How far the seed has come, for the boards that one sees; what the parts are is not told."""
    given = {part.board_id: part for part in _given(session, seen.id)}
    states = []
    for item in seen.parts:
        part = given.get(item.part.board_id)
        own = part is not None and part.account_id == account_id
        states.append(PartState(item.part.board_id, item.board, part.given_at if part else None, own))
    return states


@dataclass(frozen=True)
class AwaitedParts:
    """A round that waits for parts of its seed which one may give: for one of the boards."""

    round_: Round
    board_ids: tuple[int, ...]


def seed_parts_awaited(session: Session, scope: Scope) -> list[AwaitedParts]:
    """The rounds whose seed waits for a part from one of one's boards, and not yet has one from oneself."""
    drawn = select(Draw.round_id)
    mine = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(scope.boards()))
    query = select(Round).where(
        col(Round.id).in_(mine), col(Round.id).not_in(drawn), col(Round.sizes_fixed_at).is_not(None), standing()
    )
    found = []
    for round_ in session.exec(query.order_by(col(Round.id))):
        given = _given(session, known(round_.id))
        left = seen_boards(session, scope, known(round_.id)) - {part.board_id for part in given}
        if left and scope.account_id not in {part.account_id for part in given}:
            found.append(AwaitedParts(round_, tuple(sorted(left))))
    return found
