"""The round's compiled results with the observations that rest on them, and one observation in full."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.findings import operations
from audit.findings.operations import Placed
from audit.findings.views.room import READERS, findings, linked, note_answers, round_page
from audit.rounds import operations as rounds
from audit.rounds.models import Round


@findings.get("/iakttagelser/omgang/<int:round_id>")
@access(*READERS, load=rounds.round_for_reader, writes=True)
def overview(visit: Visit[Round]) -> ResponseReturnValue:
    round_, session, scope = visit.record, visit.session, visit.scope
    results = operations.results(session, round_=round_, board_ids=scope.boards())
    observations = operations.observations(session, round_id=known(round_.id), board_ids=scope.boards())
    targeted = operations.targeted_results(session, round_=round_, board_ids=scope.boards())
    shown = [results, *(one.results for one in targeted)]
    answers = [answer for each in shown for result in each.questions for answer in result.answers]
    note_answers(visit, round_, "iakttagelser", answers)
    return render_template(
        "findings/overview.html",
        results=results,
        observations=observations,
        targeted=targeted,
        proposals=operations.open_proposals(results, observations),
        area_names={area.id: area.name for area in results.areas},
        **round_page(visit, round_),
    )


@findings.get("/iakttagelser/<int:observation_id>")
@access(*READERS, load=operations.observation_for_reader, writes=True)
def show(visit: Visit[Placed]) -> ResponseReturnValue:
    placed, session = visit.record, visit.session
    results = operations.results(session, round_=placed.round_, board_ids=placed.board_names)
    questions = linked(results, placed.finding, placed.board_names)
    chosen = [one for result in questions for one in result.answers if one.answer_id in placed.finding.answer_ids]
    note_answers(visit, placed.round_, "iakttagelse", chosen)
    return render_template(
        "findings/show.html",
        placed=placed,
        finding=placed.finding,
        results=questions,
        finished=results.finished,
        chosen=chosen,
        **round_page(visit, placed.round_),
    )
