"""A new draw: a round of its own that replaces the old one, openly and with a reason."""

from sqlmodel import Session

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds import rules
from audit.rounds.models import Round, RoundBoard, RoundReviewer, RoundTarget
from audit.rounds.operations.parts import parts, targets_of
from audit.rounds.operations.reading import guest_ids, locked, reviewer_ids, stage_of
from audit.rounds.rules import Change
from sampling import clean

SAME_PLAN = ("name", "year", "kind", "checklist", "areas", "period_from", "period_to", "invented", "leave_out_years",
             "focus", "drawing")  # fmt: skip


def redraw(session: Session, *, stamp: Stamp, round_: Round, reason: str) -> Round:
    """Plan the round anew with the same boards, frames, sizes and people, all free to be changed again.

    The old round stays to be read, closed for all other work. Raises StageError, or InputError for the reason.
    """
    old = locked(session, round_)
    rules.require(Change.REDRAW, stage_of(session, old))
    rules.refuse_if(rules.reason_faults(reason))
    new = Round(
        **{name: getattr(old, name) for name in SAME_PLAN},
        replaces_id=old.id,
        replaces_reason=clean(reason),
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(new)
    session.flush()
    _copy(session, known(old.id), known(new.id))
    journal.record(session, stamp, "round:replaced", known(old.id), by=new.id, reason=new.replaces_reason)
    return new


COPIED_OF_TARGET = {"board_id", "target", "size", "reserves", "stratum_id", "hit_ids"}


def _copy(session: Session, old_id: int, new_id: int) -> None:
    for part in parts(session, old_id):
        session.add(
            RoundBoard(round_id=new_id, **part.model_dump(include={"board_id", "frame_id", "size", "reserves"}))
        )
    for target in targets_of(session, old_id):
        session.add(RoundTarget(round_id=new_id, **target.model_dump(include=COPIED_OF_TARGET)))
    invited = guest_ids(session, old_id)
    for account_id in reviewer_ids(session, old_id):
        session.add(RoundReviewer(round_id=new_id, account_id=account_id, guest=account_id in invited))
    session.flush()
