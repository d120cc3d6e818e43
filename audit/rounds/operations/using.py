"""What happens to the drawn units: their files are fetched and returned, and some are replaced by the next reserve."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds import rules
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.operations.reading import locked, stage_of
from audit.rounds.operations.standing import require_standing
from audit.rounds.rules import Change, ReplacementReason, Retrieval, StageError, Standing

ALREADY_REPLACED = "Akten är redan ersatt av en reserv."
NOT_CALLED_IN = "Akten är en reserv som inte är inkallad. Bara det som granskas kan ersättas."
NO_RESERVE = "Det finns inga reserver kvar för nämnden. Akten kan inte ersättas."


def set_retrieval(session: Session, *, stamp: Stamp, units: Iterable[SampleUnit], retrieval: Retrieval) -> int:
    """Note where the units' paper files are. Gives how many of them that was news about. Raises StageError where the
    round has been replaced."""
    units = list(units)
    for round_id in {unit.round_id for unit in units}:
        require_standing(session, round_id)
    changed = [unit for unit in units if unit.retrieval != retrieval]
    for unit in changed:
        unit.retrieval, unit.retrieval_changed_at = retrieval, stamp.at
        session.add(unit)
        journal.record(session, stamp, "unit:retrieval", known(unit.id), retrieval=retrieval)
    session.flush()
    return len(changed)


def next_reserve(session: Session, unit: SampleUnit) -> SampleUnit | None:
    """The reserve that is called in if `unit` is replaced: the board's first in ticket order that is left."""
    query = (
        select(SampleUnit)
        .where(
            SampleUnit.draw_id == unit.draw_id,
            SampleUnit.board_id == unit.board_id,
            SampleUnit.standing == Standing.RESERVE,
        )
        .order_by(col(SampleUnit.position))
    )
    return session.exec(query).first()


def require_replaceable(unit: SampleUnit) -> None:
    """Do nothing if the unit is one of those that are reviewed. Raises StageError with the reason otherwise."""
    if unit.standing not in IN_USE:
        raise StageError(ALREADY_REPLACED if unit.standing is Standing.REPLACED else NOT_CALLED_IN)


def replace_unit(session: Session, *, stamp: Stamp, unit: SampleUnit, reason: ReplacementReason) -> SampleUnit:
    """Replace a unit by the next reserve, which is the answer. Raises StageError where that can't be done."""
    round_ = locked(session, session.get_one(Round, unit.round_id))
    rules.require(Change.SAMPLE, stage_of(session, round_))
    require_replaceable(unit)
    reserve = next_reserve(session, unit)
    if reserve is None:
        raise StageError(NO_RESERVE)
    reserve.standing = Standing.CALLED_IN
    unit.standing, unit.replaced_by_id = Standing.REPLACED, reserve.id
    unit.replacement_reason, unit.replaced_at = reason, stamp.at
    if reason is ReplacementReason.FILE_MISSING:
        unit.retrieval, unit.retrieval_changed_at = Retrieval.MISSING, stamp.at
    session.add_all([unit, reserve])
    session.flush()
    journal.record(session, stamp, "unit:replaced", known(unit.id), reason=reason, reserve=reserve.id)
    return reserve
