"""Hits set aside to be drawn from in a round: as the round's own units, or as the cases that the payments belong to."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.controls import rules
from audit.controls.models import ControlResult, ControlRun, HitStratum
from audit.controls.operations.judging import SeenHit, hits_of
from audit.controls.operations.reading import SeenResult
from audit.controls.operations.running import MOST_HITS, extracts_of
from audit.controls.rules import Control, Verdict
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import RegisterUnit
from audit.registers.rules import RegisterKind

AT_ONCE = 500
NONE_LEFT = "Det finns inga träffar att dra ur när de som bedömts som »inte fel« är borttagna."
TOO_MANY = f"Kontrollen har fler än {MOST_HITS} träffar och alla är inte sparade. Skärp inställningarna och kör om."


class StratumError(Exception):
    """Hits that can't be set aside, with why in words."""


@dataclass(frozen=True)
class SeenStratum:
    """A stratum with what it is of."""

    stratum: HitStratum
    control: Control
    board: str
    year: int

    @property
    def id(self) -> int:
        return known(self.stratum.id)

    def ids_for(self, kind: RegisterKind) -> frozenset[str]:
        """The ids that a round of `kind` may draw: its units, or the cases of its payments."""
        if kind is self.stratum.kind:
            return frozenset(self.stratum.unit_ids)
        return frozenset(self.stratum.case_ids) if kind is RegisterKind.CASES else frozenset()


def make_stratum(session: Session, *, stamp: Stamp, of: SeenResult) -> HitStratum:
    """Set the hits aside, but for those that stand judged as no fault. Raises StratumError."""
    if of.result.hits > of.kept:
        raise StratumError(TOO_MANY)
    unit_ids = [hit.hit.unit_id for hit in hits_of(session, of.id) if _to_draw(hit)]
    if not unit_ids:
        raise StratumError(NONE_LEFT)
    kind = of.control.kind
    cases = unit_ids if kind is RegisterKind.CASES else _cases(session, of.result, unit_ids)
    stratum = HitStratum(
        result_id=of.id,
        board_id=of.result.board_id,
        kind=kind,
        unit_ids=sorted(unit_ids),
        case_ids=sorted(cases),
        made_at=stamp.at,
        made_by=stamp.actor,
    )
    session.add(stratum)
    session.flush()
    journal.record(
        session, stamp, "control:stratum_made", known(stratum.id),
        result=of.id, board=stratum.board_id, units=len(unit_ids), cases=len(cases),
    )  # fmt: skip
    return stratum


def _to_draw(hit: SeenHit) -> bool:
    return hit.standing is None or hit.standing.verdict.verdict is not Verdict.RIGHT


def _cases(session: Session, result: ControlResult, unit_ids: list[str]) -> set[str]:
    """The cases that the payments belong to."""
    extract = extracts_of(session, session.get_one(ControlRun, result.run_id))[RegisterKind.PAYMENTS]
    found: set[str] = set()
    for first in range(0, len(unit_ids), AT_ONCE):
        query = select(RegisterUnit.content).where(
            RegisterUnit.extract_id == extract.id,
            RegisterUnit.board_id == result.board_id,
            col(RegisterUnit.unit_id).in_(unit_ids[first : first + AT_ONCE]),
        )
        found |= {str(content["arende_id"]) for content in session.exec(query) if content.get("arende_id")}
    return found


def strata(session: Session, board_ids: Iterable[int], *, result_id: int | None = None) -> list[SeenStratum]:
    """The strata of the boards (of that result only), the newest first."""
    query = (
        select(HitStratum, ControlResult, Board.name)
        .join(ControlResult, col(ControlResult.id) == col(HitStratum.result_id))
        .join(Board, col(Board.id) == col(HitStratum.board_id))
        .where(col(HitStratum.board_id).in_(list(board_ids)))
        .order_by(col(HitStratum.id).desc())
    )
    if result_id is not None:
        query = query.where(HitStratum.result_id == result_id)
    return [
        SeenStratum(stratum, rules.BY_ID[result.control_id], board, result.as_of.year)
        for stratum, result, board in session.exec(query)
    ]


def stratum_of(session: Session, stratum_id: int) -> SeenStratum | None:
    """One stratum; who may see it is the caller's to know."""
    stratum = session.get(HitStratum, stratum_id)
    if stratum is None:
        return None
    result, board = session.get_one(ControlResult, stratum.result_id), session.get_one(Board, stratum.board_id)
    return SeenStratum(stratum, rules.BY_ID[result.control_id], board.name, result.as_of.year)
