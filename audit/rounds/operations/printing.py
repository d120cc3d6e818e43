"""A protocol to be printed: what it tells, what became of each unit, and whose ids may not stand on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.models import SampleUnit
from audit.rounds.operations.drawn import protected, sample
from audit.rounds.operations.protocols import Excerpt, excerpt
from audit.rounds.operations.reading import SeenRound
from audit.rounds.rules import Standing, Target

# Pages that list cases, as the journal names them: all that was drawn, and a reviewer's own.
RETRIEVAL_LIST, PROTOCOL, OWN_FILES = "hämtlista", "urvalsprotokoll", "min granskning"


def drawn_units(shown: Excerpt, units: Iterable[SampleUnit]) -> dict[str, SampleUnit]:
    """The sample's units by the ids that the protocol has: found by their places, for their own may be erased."""
    places = {(unit.board_id, unit.position): unit for unit in units}
    return {
        drawn.id: places[shown.parts[stratum.name].part.board_id, place]
        for stratum in shown.protocol.strata
        for place, drawn in enumerate([*stratum.sample, *stratum.reserves], start=1)
    }


@dataclass(frozen=True)
class PrintedProtocol:
    """A protocol with the standing of each of its units and the ids that must not be printed."""

    shown: Excerpt
    standings: Mapping[str, Standing]
    hidden: frozenset[str]


def note_list_viewed(session: Session, *, stamp: Stamp, seen: SeenRound, page: str, units: int) -> None:
    """Note in the journal that somebody saw, or printed, a list of the round's cases, if there are any on it."""
    if units:
        journal.record(session, stamp, "unit:listed", seen.id, boards=seen.board_ids, page=page, count=units)


def note_units_listed(session: Session, *, stamp: Stamp, units: Iterable[SampleUnit], page: str) -> None:
    """Note in the journal that somebody saw these cases listed: an entry a round, with their boards and number."""
    of_rounds: dict[int, list[int]] = {}
    for unit in units:
        of_rounds.setdefault(unit.round_id, []).append(unit.board_id)
    for round_id, boards in of_rounds.items():
        listed = {"boards": sorted(set(boards)), "page": page, "count": len(boards)}
        journal.record(session, stamp, "unit:listed", round_id, **listed)


def printed_protocol(
    session: Session, *, stamp: Stamp, seen: SeenRound, target: Target = Target.BOARD
) -> PrintedProtocol | None:
    """The protocol of one of the round's samples, for paper; None before the draw. Leaves an entry in the journal."""
    shown = excerpt(session, seen, target)
    if shown is None:
        return None
    units = sample(session, seen.id, seen.board_ids, target)
    by_id, hidden = drawn_units(shown, units), protected(session, units)
    journal.record(session, stamp, "protocol:exported", seen.id, boards=seen.board_ids, target=target, form="pdf")
    return PrintedProtocol(
        shown=shown,
        standings={drawn: unit.standing for drawn, unit in by_id.items()},
        hidden=frozenset(drawn for drawn, unit in by_id.items() if known(unit.id) in hidden),
    )
