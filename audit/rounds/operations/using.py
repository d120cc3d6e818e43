"""What happens to the drawn units: their files are fetched and returned, and some are replaced by the next reserve.

Where the sample was drawn by amount nothing replaces a payment that can't be reviewed: it is set aside.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds import rules
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.amounts import by_krona
from audit.rounds.operations.parts import IN_USE
from audit.rounds.operations.reading import locked, stage_of
from audit.rounds.operations.standing import require_standing
from audit.rounds.rules import Change, ReplacementReason, Retrieval, StageError, Standing, Target

ALREADY_REPLACED = "Den är redan ersatt av en reserv."
ALREADY_ASIDE = "Utbetalningen är redan lagd åt sidan: den kunde inte granskas."
NOT_CALLED_IN = "Den är en reserv som inte är inkallad. Bara det som granskas kan ersättas."
NO_RESERVES_AT_ALL = (
    "Urvalet är draget efter belopp och har inga reserver. En utbetalning som inte kan granskas läggs åt sidan."
)
HAS_RESERVES = "Urvalet har reserver. En utbetalning som inte kan granskas ersätts av nästa reserv i stället."
NO_RESERVE = "Det finns inga reserver kvar för nämnden. Den kan inte ersättas."

REFUSED = {Standing.REPLACED: ALREADY_REPLACED, Standing.SET_ASIDE: ALREADY_ASIDE}


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


def sets_aside(session: Session, unit: SampleUnit) -> bool:
    """Whether the unit has no reserve to be replaced by, because it was drawn by amount."""
    return unit.target is Target.BOARD and by_krona(session.get_one(Round, unit.round_id))


def require_replaceable(unit: SampleUnit) -> None:
    """Do nothing if the unit is one of those that are reviewed. Raises StageError with the reason otherwise."""
    if unit.standing not in IN_USE:
        raise StageError(REFUSED.get(unit.standing, NOT_CALLED_IN))


def replace_unit(session: Session, *, stamp: Stamp, unit: SampleUnit, reason: ReplacementReason) -> SampleUnit:
    """Replace a unit by the next reserve, which is the answer. Raises StageError where that can't be done."""
    round_ = locked(session, session.get_one(Round, unit.round_id))
    rules.require(Change.SAMPLE, stage_of(session, round_))
    require_replaceable(unit)
    if sets_aside(session, unit):
        raise StageError(NO_RESERVES_AT_ALL)
    reserve = next_reserve(session, unit)
    if reserve is None:
        raise StageError(NO_RESERVE)
    reserve.standing = Standing.CALLED_IN
    unit.replaced_by_id = reserve.id
    _leave(unit, stamp, Standing.REPLACED, reason)
    session.add_all([unit, reserve])
    session.flush()
    journal.record(session, stamp, "unit:replaced", known(unit.id), reason=reason, reserve=reserve.id)
    return reserve


def set_aside(session: Session, *, stamp: Stamp, unit: SampleUnit, reason: ReplacementReason) -> None:
    """Say that a payment drawn by amount can't be reviewed, and why. Raises StageError where that can't be done.

    It stays in the protocol, nothing takes its place, and the upper bound counts it as wholly wrong.
    """
    round_ = locked(session, session.get_one(Round, unit.round_id))
    rules.require(Change.SAMPLE, stage_of(session, round_))
    require_replaceable(unit)
    if not sets_aside(session, unit):
        raise StageError(HAS_RESERVES)
    _leave(unit, stamp, Standing.SET_ASIDE, reason)
    session.add(unit)
    session.flush()
    journal.record(session, stamp, "unit:set_aside", known(unit.id), reason=reason)


def _leave(unit: SampleUnit, stamp: Stamp, standing: Standing, reason: ReplacementReason) -> None:
    unit.standing, unit.replacement_reason, unit.replaced_at = standing, reason, stamp.at
    if reason is ReplacementReason.FILE_MISSING:
        unit.retrieval, unit.retrieval_changed_at = Retrieval.MISSING, stamp.at
