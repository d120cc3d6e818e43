"""The unit head's own pages: what has been communicated to the unit, and her replies."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names
from audit.accounts.rules import Role
from audit.findings import operations
from audit.findings.forms import ReplyForm
from audit.findings.operations import Placed, Results
from audit.findings.rules import SEVERITY_NAMES, QuestionResult
from audit.findings.views.room import findings
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.rules import InputError


@findings.get("/kommunicering")
@access(Role.UNIT_HEAD)
def shared(visit: Visit[bool]) -> ResponseReturnValue:
    rounds = operations.shared_with(visit.session, board_ids=visit.scope.boards())
    return render_template("findings/shared.html", rounds=rounds, severities=SEVERITY_NAMES)


@findings.route("/kommunicering/iakttagelse/<int:observation_id>", methods=["GET", "POST"])
@access(Role.UNIT_HEAD, load=operations.observation_for_unit_head)
def reply(visit: Visit[Placed]) -> ResponseReturnValue:
    form = ReplyForm()
    if form.validate_on_submit():
        try:
            operations.reply(
                visit.session, stamp=visit.stamp, observation_id=visit.record.finding.id, given=form.given()
            )
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Svaret är lämnat. Samordnaren ser det nu.", "done")
            return redirect(url_for("findings.shared"))
    return _reply_page(visit, form), form.answered_with


def _reply_page(visit: Visit[Placed], form: ReplyForm) -> str:
    placed = visit.record
    results = operations.results(visit.session, round_=placed.round_, board_ids=placed.board_names)
    return render_template(
        "findings/reply.html",
        form=form,
        placed=placed,
        finding=placed.finding,
        round=placed.round_,
        results=operations.as_shared(placed.finding, _of_boards(results, placed)),
        finished=results.finished,
        severities=SEVERITY_NAMES,
        names=account_names(visit.session),
        # Never any single answers here.
        answers_of=frozenset(),
    )


def _of_boards(results: Results, placed: Placed) -> list[QuestionResult]:
    """The questions that the unit was told of, for the boards that the unit head may see."""
    sharing = placed.finding.sharing
    asked = set(sharing.question_ids) if sharing else set(placed.finding.question_ids)
    return [one.of_boards(placed.board_names) for one in results.questions if one.question.id in asked]
