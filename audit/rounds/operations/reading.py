"""Who sees which rounds and which parts of them, and where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts import sharing
from audit.accounts.models import Account
from audit.accounts.operations import accounts_with, known
from audit.accounts.rules import Purpose, Role, Scope
from audit.rounds import rules
from audit.rounds.models import Draw, Round, RoundBoard, RoundReviewer, RoundTarget, SampleUnit, SeedPart
from audit.rounds.operations.parts import BoardPart, board_parts, targets_of
from audit.rounds.operations.standing import replacement_of
from audit.rounds.rules import Facts, Origin, Stage

# ---- Who sees what ------------------------------------------------------------------------------------------------


def round_boards(session: Session, round_id: int) -> frozenset[int]:
    return frozenset(session.exec(select(RoundBoard.board_id).where(RoundBoard.round_id == round_id)))


def handled_boards(session: Session, scope: Scope, round_id: int) -> frozenset[int]:
    """The round's boards whose files one works with: as coordinator, or as one of the round's reviewers."""
    return _handled_of(session, scope, round_id, round_boards(session, round_id))


def seen_boards(session: Session, scope: Scope, round_id: int) -> frozenset[int]:
    """The round's boards that one may see: those whose files one works with, and those one reads for."""
    return _seen_of(session, scope, round_id, round_boards(session, round_id))


def _handled_of(session: Session, scope: Scope, round_id: int, boards: frozenset[int]) -> frozenset[int]:
    mine = scope.boards(Role.COORDINATOR)
    if scope.has(Role.REVIEWER) and scope.account_id in reviewer_ids(session, round_id):
        mine |= scope.boards(Role.REVIEWER)
    return mine & boards


def _seen_of(session: Session, scope: Scope, round_id: int, boards: frozenset[int]) -> frozenset[int]:
    return _handled_of(session, scope, round_id, boards) | (scope.boards(Role.READER) & boards)


def round_for_reader(session: Session, scope: Scope, round_id: int) -> Round | None:
    """The round, if one may see any of its boards."""
    return session.get(Round, round_id) if seen_boards(session, scope, round_id) else None


def round_for_coordinator(session: Session, scope: Scope, round_id: int) -> Round | None:
    """The round, if one is the coordinator of all its boards."""
    boards = round_boards(session, round_id)
    return session.get(Round, round_id) if boards and boards <= scope.boards(Role.COORDINATOR) else None


@dataclass(frozen=True)
class SeenRound:
    """A round as one person sees it: only the parts of her boards, and whether she runs it.

    `replaced_by` is the new draw that has replaced it, and `replaces` the one that it is a new draw of.
    """

    round_: Round
    stage: Stage
    parts: tuple[BoardPart, ...]
    whole: bool
    runs: bool
    targets: tuple[RoundTarget, ...] = ()
    replaced_by: Round | None = None
    replaces: Round | None = None

    @property
    def id(self) -> int:
        return known(self.round_.id)

    @property
    def board_ids(self) -> list[int]:
        return [item.part.board_id for item in self.parts]

    @property
    def unframed(self) -> list[BoardPart]:
        return [item for item in self.parts if item.frame is None]


def see_round(session: Session, scope: Scope, round_id: int) -> SeenRound | None:
    """The round with those of its parts that one may see; None if that is none of them."""
    round_ = session.get(Round, round_id)
    return _seen(session, scope, round_) if round_ else None


def run_round(session: Session, scope: Scope, round_id: int) -> SeenRound | None:
    """The round, whole, if one is the coordinator of all its boards."""
    seen = see_round(session, scope, round_id)
    return seen if seen and seen.whole and set(seen.board_ids) <= scope.boards(Role.COORDINATOR) else None


def _seen(session: Session, scope: Scope, round_: Round) -> SeenRound | None:
    round_id = known(round_.id)
    everything = board_parts(session, round_id)
    boards = frozenset(item.part.board_id for item in everything)
    mine = _seen_of(session, scope, round_id, boards)
    if not mine:
        return None
    replaced_by = replacement_of(session, round_id)
    return SeenRound(
        round_=round_,
        stage=_stage(session, round_, everything, replaced_by),
        parts=tuple(item for item in everything if item.part.board_id in mine),
        whole=boards == mine,
        runs=boards <= scope.boards(Role.COORDINATOR) and round_.origin is Origin.PROGRAM,
        targets=tuple(targets_of(session, round_id, mine)),
        replaced_by=replaced_by,
        replaces=session.get(Round, round_.replaces_id) if round_.replaces_id else None,
    )


def rounds_seen(session: Session, scope: Scope) -> list[SeenRound]:
    """Every round with a part that one may see, newest first."""
    mine = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(scope.boards()))
    query = select(Round).where(col(Round.id).in_(mine)).order_by(col(Round.year).desc(), col(Round.id).desc())
    found = (_seen(session, scope, round_) for round_ in session.exec(query))
    return [seen for seen in found if seen]


# ---- Where it stands ----------------------------------------------------------------------------------------------


def stage_of(session: Session, round_: Round) -> Stage:
    round_id = known(round_.id)
    return _stage(session, round_, board_parts(session, round_id), replacement_of(session, round_id))


def _stage(session: Session, round_: Round, everything: Sequence[BoardPart], replaced_by: Round | None) -> Stage:
    # The draw holds its whole protocol: a page that only asks whether there is one doesn't read it.
    drawn = select(Draw.id).where(Draw.round_id == round_.id)
    parts_in = select(func.count(col(SeedPart.id))).where(SeedPart.round_id == round_.id)
    facts = Facts(
        paper=round_.origin is Origin.PAPER,
        boards=len(everything),
        framed=sum(1 for item in everything if item.part.frame_id is not None),
        sizes_fixed=round_.sizes_fixed_at is not None,
        drawn=session.exec(drawn).first() is not None,
        seed_parts=session.exec(parts_in).one(),
        replaced=replaced_by is not None,
    )
    return rules.stage(facts)


def locked(session: Session, round_: Round) -> Round:
    """The round as it stands now, held against everybody else until the transaction ends."""
    query = select(Round).where(Round.id == round_.id).with_for_update()
    held = session.exec(query.execution_options(populate_existing=True)).one()
    # What was read before the lock may have been changed by the one who had it.
    session.expire_all()
    return held


# ---- Who reviews it -----------------------------------------------------------------------------------------------


def reviewer_ids(session: Session, round_id: int) -> set[int]:
    return set(session.exec(select(RoundReviewer.account_id).where(RoundReviewer.round_id == round_id)))


def reviewers(session: Session, round_id: int, board_ids: Iterable[int]) -> list[Account]:
    """The round's reviewers who may review for any of the boards, and its guests, in the order of their names."""
    chosen, invited = reviewer_ids(session, round_id), guest_ids(session, round_id)
    able = [one for one in accounts_with(session, role=Role.REVIEWER, board_ids=board_ids) if one.id in chosen]
    if not invited:
        return able
    from_elsewhere = [one for one in accounts_with(session, role=Role.REVIEWER) if one.id in invited]
    return sorted({one.id: one for one in [*able, *from_elsewhere]}.values(), key=lambda one: one.name)


def guest_ids(session: Session, round_id: int) -> set[int]:
    """Those who are invited from boards outside the round."""
    query = select(RoundReviewer.account_id).where(RoundReviewer.round_id == round_id, col(RoundReviewer.guest))
    return set(session.exec(query))


def guests(session: Session, board_ids: Iterable[int], *, today: date) -> list[Account]:
    """The reviewers of those boards with which all of `board_ids` share their files today."""
    receivers = sharing.receivers_of(session, purpose=Purpose.REVIEWING, board_ids=board_ids, day=today)
    return accounts_with(session, role=Role.REVIEWER, board_ids=receivers)


# ---- One part, one unit -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunPart:
    """One board's part of a round that one runs."""

    seen: SeenRound
    item: BoardPart


def run_part(session: Session, scope: Scope, round_id: int, board_id: int) -> RunPart | None:
    """The board's part of the round, if one may run the round."""
    seen = run_round(session, scope, round_id)
    items = (item for item in (seen.parts if seen else ()) if item.part.board_id == board_id)
    item = next(items, None)
    return RunPart(seen, item) if seen and item else None


@dataclass(frozen=True)
class RunUnit:
    """One drawn unit of a round that one runs."""

    seen: SeenRound
    unit: SampleUnit
    board: str


def run_unit(session: Session, scope: Scope, round_id: int, unit_id: int) -> RunUnit | None:
    """The drawn unit (by its own id in the sample), if one may run the round."""
    seen, unit = run_round(session, scope, round_id), session.get(SampleUnit, unit_id)
    if seen is None or unit is None or unit.round_id != round_id:
        return None
    board = next(item.board for item in seen.parts if item.part.board_id == unit.board_id)
    return RunUnit(seen, unit, board)
