"""Targeted samples of what the machine controls point at: a stratum of hits for a board of the round, or none."""

from dataclasses import dataclass

from sqlmodel import Session, col, delete

from audit.accounts.operations import known
from audit.controls.operations import SeenStratum, strata
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.operations import frame_unit_ids
from audit.registers.rules import RegisterKind
from audit.rounds import rules
from audit.rounds.models import RoundTarget
from audit.rounds.operations.parts import BoardPart
from audit.rounds.operations.reading import SeenRound, locked, stage_of
from audit.rounds.rules import Change, Fault, PartPlan, Target

NOT_OFFERED = "Välj ett stratum för nämnden och den sorts omgång som du planerar."
NONE_IN_FRAME = "Inga av träffarna finns i nämndens ram. De hör till en annan period eller ett annat utdrag."


@dataclass(frozen=True)
class Offer:
    """A stratum that a board's part may draw from, and how many of its ids are in the part's frame (None: no frame)."""

    stratum: SeenStratum
    ids: frozenset[str]
    in_frame: int | None


def offers(session: Session, seen: SeenRound) -> dict[int, list[Offer]]:
    """The strata of hits that each board (by its id) of the round can draw from, the newest first.

    Hits among payments give a round of payments those payments, and a round of case files their cases. Estates have no
    controls.
    """
    found: dict[int, list[Offer]] = {}
    for item in seen.parts:
        mine = [(one, one.ids_for(seen.round_.kind)) for one in strata(session, [item.part.board_id])]
        framed = set(frame_unit_ids(session, known(item.frame.id))) if item.frame else None
        found[item.part.board_id] = [
            Offer(one, ids, None if framed is None else len(framed & ids)) for one, ids in mine if ids
        ]
    return found


def can_hold_hits(seen: SeenRound) -> bool:
    return seen.round_.kind is not RegisterKind.ESTATES


def choose_hits(
    session: Session, *, stamp: Stamp, seen: SeenRound, item: BoardPart, stratum_id: int, plan: PartPlan
) -> None:
    """Let a board's targeted sample of hits be drawn from a stratum, or with 0 have none.

    The ids are kept as they are now. Raises StageError once the sizes are fixed, and InputError.
    """
    round_ = locked(session, seen.round_)
    rules.require(Change.PLAN, stage_of(session, round_))
    offered = {one.stratum.id: one for one in offers(session, seen)[item.part.board_id]}
    if stratum_id:
        rules.refuse_if(_faults(offered.get(stratum_id), plan))
    session.exec(
        delete(RoundTarget).where(
            col(RoundTarget.round_id) == seen.id,
            col(RoundTarget.board_id) == item.part.board_id,
            col(RoundTarget.target) == Target.HITS,
        )
    )
    if stratum_id:
        session.add(
            RoundTarget(
                round_id=seen.id,
                board_id=item.part.board_id,
                target=Target.HITS,
                size=plan.size,
                reserves=plan.reserves,
                stratum_id=stratum_id,
                hit_ids=sorted(offered[stratum_id].ids),
            )
        )
    session.flush()
    journal.record(
        session, stamp, "round:hits_chosen", seen.id,
        board=item.part.board_id, stratum=stratum_id or None, size=plan.size, reserves=plan.reserves,
    )  # fmt: skip


def _faults(offer: Offer | None, plan: PartPlan) -> list[Fault]:
    if offer is None:
        return [Fault("stratum", NOT_OFFERED)]
    if offer.in_frame == 0:
        return [Fault("stratum", NONE_IN_FRAME)]
    names = {f"size_{plan.board_id}": "size", f"reserves_{plan.board_id}": "reserves"}
    return [Fault(names.get(fault.field, fault.field), fault.message) for fault in rules.size_faults(plan)]
