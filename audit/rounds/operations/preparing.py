"""Preparing the draw: a frame for every board, and then the sizes, fixed for good."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from sqlmodel import Session

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import Frame
from audit.registers.operations import extract_of, frame_contents, frame_unit_ids
from audit.rounds import rules
from audit.rounds.models import Round, RoundBoard, RoundTarget
from audit.rounds.operations.amounts import Payable, payables
from audit.rounds.operations.drawing import frame_of, fulfilling
from audit.rounds.operations.frames import fits
from audit.rounds.operations.parts import BoardPart, board_parts, population_of, targets_of
from audit.rounds.operations.reading import SeenRound, locked, stage_of
from audit.rounds.rules import Change, Fault, PartPlan

CHANGED_MEANWHILE = "Någon ändrade omgången medan du läste. Siffrorna här är de nya: kontrollera dem igen."


def attach_frame(session: Session, *, stamp: Stamp, part: RoundBoard, frame: Frame) -> None:
    """Let a board's part be drawn out of `frame`. Raises StageError or InputError (field `frame`)."""
    round_ = locked(session, session.get_one(Round, part.round_id))
    rules.require(Change.FRAME, stage_of(session, round_))
    if frame.board_id != part.board_id or not fits(session, round_, frame):
        rules.refuse_if([Fault("frame", "Ramen gäller inte nämnden och perioden. Välj en annan.")])
    rules.refuse_if(_shared_units(session, part, frame))
    part.frame_id = frame.id
    session.add(part)
    session.flush()
    if extract_of(session, frame).invented:
        round_.invented = True
    journal.record(
        session, stamp, "round:frame_chosen", known(round_.id), board=part.board_id, frame=frame.id, sha256=frame.sha256
    )


def _shared_units(session: Session, part: RoundBoard, frame: Frame) -> list[Fault]:
    """A unit can only be drawn for one board: a fault for every other board whose frame holds any of the same."""
    ids = set(frame_unit_ids(session, known(frame.id)))
    faults = []
    for item in board_parts(session, part.round_id):
        if item.frame and item.part.board_id != part.board_id:
            shared = sorted(ids.intersection(frame_unit_ids(session, known(item.frame.id))))
            faults += [Fault("frame", _shared_words(shared, item.board))] if shared else []
    return faults


def _shared_words(shared: list[str], board: str) -> str:
    more = f" och {len(shared) - 1} till" if len(shared) > 1 else ""
    return (
        f"Ärende {shared[0]}{more} står också i ramen för {board}. Ett ärende kan bara dras för en nämnd. "
        "Rätta registerutdraget och frys ramen på nytt."
    )


# ---- Sizes --------------------------------------------------------------------------------------------------------


def fix_sizes(
    session: Session, *, stamp: Stamp, round_: Round, sizes: Mapping[int, tuple[int, int]], seen: str | None = None
) -> None:
    """Decide for good how many units and reserves are drawn per board: `sizes` is (size, reserves) by board id.

    What is left out of each frame because it was drawn lately is decided in the same moment. `seen` is the
    fingerprint of what the person was shown (see `fingerprint`); None does without it. Raises StageError, or
    InputError where a size does not fit what is left of its frame or a board is left out.
    """
    round_ = locked(session, round_)
    rules.require(Change.SIZES, stage_of(session, round_))
    items, targets = board_parts(session, known(round_.id)), targets_of(session, known(round_.id))
    if set(sizes) != {item.part.board_id for item in items} or seen not in (None, fingerprint(items, targets)):
        rules.refuse_if([Fault("seen", CHANGED_MEANWHILE)])
    plans = [PartPlan(item.part.board_id, *sizes[item.part.board_id]) for item in items]
    rules.refuse_if(list(_unfit(round_, items, plans, payables(session, round_, items))))
    for item, plan in zip(items, plans, strict=True):
        item.part.size, item.part.reserves, item.part.left_out = plan.size, plan.reserves, list(item.left_out)
    round_.sizes_fixed_at = stamp.at
    session.flush()
    journal.record(
        session, stamp, "round:sizes_fixed", known(round_.id),
        parts=[_told(item, plan) for item, plan in zip(items, plans, strict=True)],
        targets=[row.model_dump(mode="json", include=TOLD_OF_TARGET) for row in targets],
        leave_out_years=round_.leave_out_years, drawing=round_.drawing,
    )  # fmt: skip


TOLD_OF_TARGET = {"target", "board_id", "size", "reserves", "stratum_id"}


def _told(item: BoardPart, plan: PartPlan) -> dict[str, object]:
    return {"frame": item.part.frame_id, **asdict(plan), "left_out": len(item.left_out)}


def _unfit(
    round_: Round, items: Iterable[BoardPart], plans: list[PartPlan], able: Mapping[int, Payable]
) -> Iterator[Fault]:
    yield from rules.drawing_faults(round_.drawing, kind=round_.kind, parts=plans)
    for item, plan in zip(items, plans, strict=True):
        drawn_from = able.get(item.part.board_id)
        population = drawn_from.payments if drawn_from else population_of(item)
        yield from rules.size_faults(plan, population=population, board=item.board, drawing=round_.drawing)


def fingerprint(items: Iterable[BoardPart], targets: Iterable[RoundTarget] = ()) -> str:
    """Which frames and sizes a page showed, so that it can be told whether they are still the same."""
    parts = [
        f"{item.part.board_id}:{item.part.frame_id}:{item.part.size}:{item.part.reserves}:{len(item.left_out)}"
        for item in items
    ]
    parts += [f"{row.target}:{row.board_id}:{row.size}:{row.reserves}" for row in targets]
    return ";".join(parts)


def target_populations(session: Session, seen: SeenRound) -> dict[int, int]:
    """How many units each targeted sample (by its id) may be drawn from, before the boards' own are drawn."""
    items = {item.part.board_id: item for item in seen.parts}
    boards = {row.board_id for row in seen.targets}
    contents = {board: frame_contents(session, frame_of(items[board])) for board in boards}
    return {
        known(row.id): len(fulfilling(seen.round_, row, items[row.board_id], contents[row.board_id], set()))
        for row in seen.targets
    }
