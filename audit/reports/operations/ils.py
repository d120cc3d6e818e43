"""Who may take out the material for the city's management system, and of which boards."""

from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.rules import Role, Scope
from audit.agreements import rules as agreements
from audit.indicators import operations as indicators
from audit.indicators.operations import Outcome
from audit.indicators.rules.numbers import said
from audit.reports.operations.building import build
from audit.reports.operations.gathering import NotDrawnError
from audit.reports.rules.facts import ReportFacts
from audit.reports.rules.ils import Period
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import Origin


@dataclass(frozen=True)
class IlsOf:
    """A round with what there is to tell of each of its boards that one coordinates, in the order of their names."""

    round_: Round
    boards: tuple[ReportFacts, ...]


def own_indicators(session: Session, *, board_id: int, year: int, period: Period) -> list[tuple[str, str, str]]:
    """A board's indicators with an outcome for the period: name, outcome with its unit, and how it stands."""
    outcomes = indicators.outcomes_of(
        session, board_id=board_id, year=year, period=agreements.Period(period.value.upper())
    )
    return [(one.name, f"{said(one.figure)} {one.unit}".strip(), _lights_said(one)) for one in outcomes]


def _lights_said(one: Outcome) -> str:
    own = f"{one.standing.name}. {one.standing.why}"
    return f"{own} Kommunfullmäktiges årsmål: {one.city.name.lower()}. {one.city.why}" if one.city else own


def ils_for_coordinator(session: Session, scope: Scope, round_id: int) -> IlsOf | None:
    seen = rounds.see_round(session, scope, round_id)
    if seen is None or seen.round_.origin is Origin.PAPER:
        return None
    boards = [board for board in seen.board_ids if board in scope.boards(Role.COORDINATOR)]
    try:
        found = [build(session, round_=seen.round_, board_ids=[board]).facts for board in boards]
    except NotDrawnError:
        return None
    return IlsOf(seen.round_, tuple(sorted(found, key=lambda facts: facts.boards[0].name))) if found else None
