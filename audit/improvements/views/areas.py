"""The list of areas, and one area with its whole life."""

from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Scope
from audit.database import Session
from audit.improvements import operations
from audit.improvements.operations import Area
from audit.improvements.views.room import READERS, improvements, page_of
from audit.rounds import operations as rounds
from audit.rounds.operations import SeenRound
from audit.web import transactions


@dataclass(frozen=True)
class Filter:
    """One way to look at the list: its name in the address, what it is called, and how many areas it shows."""

    name: str
    label: str
    areas: list[Area]


@improvements.get("/forbattringsomraden")
@access(*READERS)
def areas(visit: Visit[bool]) -> ResponseReturnValue:
    found = operations.areas(visit.session, board_ids=visit.scope.boards())
    names = {board: name for one in found for board, name in one.board_names.items() if board in visit.scope.boards()}
    board = request.args.get("namnd", type=int)
    shown = [one for one in found if board not in names or board in one.board_names]
    late = [one for one in shown if one.is_overdue(visit.stamp.day) or one.late_measures(visit.stamp.day)]
    filters = [
        Filter("oppna", "Öppna", [one for one in shown if not one.is_closed]),
        Filter("forsenade", "Försenade", late),
        Filter("aterkommande", "Återkommande", [one for one in shown if one.recurred()]),
        Filter("atgardade", "Åtgärdade", [one for one in shown if one.is_closed]),
        Filter("alla", "Alla", shown),
    ]
    wanted = request.args.get("visa", "alla")
    rounds_seen = rounds.rounds_seen(visit.session, visit.scope)
    return page_of(
        visit,
        "improvements/areas.html",
        any_area=bool(found),
        filters=filters,
        chosen=next((one for one in filters if one.name == wanted), filters[-1]),
        boards=dict(sorted(names.items(), key=lambda each: each[1])),
        board=board if board in names else None,
        newest=next((seen for seen in rounds_seen if seen.runs and not seen.replaced_by), None),
    )


@improvements.get("/forbattringsomraden/<int:area_id>")
@access(*READERS, load=operations.area_for_reader)
def show(visit: Visit[Area]) -> ResponseReturnValue:
    area, session = visit.record, visit.session
    seen = set(area.board_names) & visit.scope.boards()
    seen |= area.before(seen).keys()
    mine = rounds.rounds_seen(session, visit.scope)
    samples = {
        round_id: operations.sample_of(session, area=area, round_=round_, board_ids=seen)
        for round_id, round_ in area.rounds.items()
        if round_id != area.area.origin_round_id
    }
    linked = [*area.observation_ids, *(one.observation_id for one in area.evidence if one.observation_id)]
    observations = {one.id: one for one in operations.observations_of(session, linked, board_ids=seen)}
    return page_of(
        visit,
        "improvements/show.html",
        area=area,
        life=operations.life_of(area),
        questions=operations.question_texts(session, area.question_ids),
        observations=observations,
        stated=operations.not_taken(area, operations.stated_of(observations.values())),
        samples=samples,
        unsupported=_unsupported(session, area),
        newest=operations.apart_in_newest(session, area=area),
        may_write=operations.may_write(visit.scope, area),
        # A round is linked to only where the visitor may open it.
        open_rounds={one.id for one in mine},
        to_judge=_to_judge(visit.scope, area, mine),
    )


def _unsupported(session: Session, area: Area) -> list[str]:
    """Why the sample by which the area was closed supports it no longer: its answers have been changed since then."""
    closing = area.closing
    if closing is None or closing.round_id is None or closing.exception:
        return []
    sample = operations.sample_of(session, area=area, round_=area.rounds[closing.round_id])
    return operations.lacks_of(session, area=area, sample=sample, minimum=transactions.settings().closing_minimum)


def _to_judge(scope: Scope, area: Area, seen: list[SeenRound]) -> str | None:
    """Where the area waits to be judged: in the newest round that carries it and has not judged it."""
    if not operations.may_write(scope, area):
        return None
    waiting = (one for one in seen if one.runs and not one.replaced_by)
    found = next((one for one in waiting if operations.waits_in(area, one.round_, one.board_ids)), None)
    return url_for("improvements.follow_up", area_id=area.id, omgang=found.id) if found else None
