"""The round's compiled results with the observations that rest on them, and one observation in full."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.findings import operations
from audit.findings.operations import Finding, Placed, Results
from audit.findings.rules import BY_NAMES, By, Line, Wanted, Words, choices, grouped
from audit.findings.views.room import READERS, findings, linked, note_answers, round_page
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.web.forms import PageForm

ORDER = "ordna"


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
    page = round_page(visit, round_)
    overruled = reviews.overruled_in(
        session, round_id=known(round_.id), board_ids=scope.boards(Role.COORDINATOR) & results.board_names.keys()
    )
    proposals = operations.open_proposals(
        session, round_=round_, results=results, findings=observations, overruled=overruled
    )
    return render_template(
        "findings/overview.html",
        results=results,
        money=operations.money(session, round_=round_, results=results),
        observations=observations,
        listed=_listed(results, observations),
        targeted=targeted,
        overruled=overruled,
        proposals=proposals if page["may_write"] else [],
        turned_down=operations.turned_down(session, round_id=known(round_.id)) if page["may_write"] else [],
        question_texts={result.question.id: result.question.text for result in results.questions},
        area_names={area.id: area.name for area in results.areas},
        button=PageForm(formdata=None),
        **page,
    )


@dataclass(frozen=True)
class Listed:
    """The written observations as they are asked for: under which headings, and how many there are in all."""

    by: By
    names: dict[By, str]
    groups: list[tuple[str, list[Finding]]]
    shown: int
    filters: dict[By, dict[str, str]]
    wanted: dict[By, str]


def _listed(results: Results, observations: list[Finding]) -> Listed:
    words = _words(results)
    by = next((one for one in By if one.value == request.args.get(ORDER)), By.SEVERITY)
    of_id = {finding.id: finding for finding in observations}
    lines = [_line(finding) for finding in observations]
    offered = {one: _offered(one, lines, words) for one in BY_NAMES}
    wanted = {one: value for one in By if (value := request.args.get(one.value, "")) in offered[one]}
    kept = [line for line in lines if Wanted(wanted).lets_in(line, words)]
    groups = [(name, [of_id[one] for one in ids]) for name, ids in grouped(kept, by, words)]
    return Listed(by, BY_NAMES, groups, len(kept), {one: found for one, found in offered.items() if found}, wanted)


def _offered(by: By, lines: list[Line], words: Words) -> dict[str, str]:
    """What there is to choose between: nothing where all observations are alike."""
    named = choices(by, words)
    found = {value: name for value, name in named.items() if name in dict(grouped(lines, by, words))}
    return found if len(found) > 1 else {}


def _words(results: Results) -> Words:
    questions = [result.question for result in results.questions]
    return Words(
        boards=results.board_names,
        areas={area.id: area.name for area in results.areas},
        questions={question.id: question.text for question in questions},
        area_of={question.id: question.area for question in questions},
    )


def _line(finding: Finding) -> Line:
    one = finding.observation
    return Line(finding.id, one.board_id, one.severity, one.cause, finding.question_ids)


@findings.get("/iakttagelser/<int:observation_id>")
@access(*READERS, load=operations.observation_for_reader, writes=True)
def show(visit: Visit[Placed]) -> ResponseReturnValue:
    placed, session = visit.record, visit.session
    results = operations.results(session, round_=placed.round_, board_ids=placed.board_names)
    questions = linked(results, placed.finding, placed.board_names)
    behind = [answer for one in questions for answer in one.answers]
    note_answers(visit, placed.round_, "iakttagelse", behind)
    return render_template(
        "findings/show.html",
        placed=placed,
        finding=placed.finding,
        results=questions,
        finished=results.finished,
        chosen=set(placed.finding.answer_ids),
        count_changes=operations.count_changes(results, placed.finding),
        question_texts={result.question.id: result.question.text for result in results.questions},
        may_share=operations.may_be_shared(results, placed.finding),
        **round_page(visit, placed.round_),
    )
