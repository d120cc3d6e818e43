"""Suggested groupings that nobody wants: turned down with a reason, or taken back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.findings import operations
from audit.findings.forms import TurnDownForm
from audit.findings.operations import AlreadyTurnedDownError
from audit.findings.rules import Proposal
from audit.findings.views.room import findings, round_page
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.web.forms import PageForm

WHICH = "forslag"


@findings.route("/iakttagelser/omgang/<int:round_id>/forslag/avboj", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def turn_down(visit: Visit[Round]) -> ResponseReturnValue:
    round_, form = visit.record, TurnDownForm()
    proposal = _named(visit)
    if proposal is None:
        flash(
            "Förslaget finns inte längre. Någon har tagit det eller avböjt det, eller så har svaren ändrats.", "waits"
        )
        return redirect(url_for("findings.overview", round_id=round_.id))
    if form.validate_on_submit():
        try:
            operations.turn_down(
                visit.session, stamp=visit.stamp, round_=round_, proposal=proposal, reason=form.reason.data or ""
            )
        except AlreadyTurnedDownError:
            abort(409, "Någon annan har redan avböjt förslaget.")
        flash("Förslaget är avböjt och kommer inte tillbaka i den här omgången.", "done")
        return redirect(url_for("findings.overview", round_id=round_.id, _anchor="forslag"))
    asked = {question.id: question for question in operations.questions_of(round_)}
    page = render_template(
        "findings/turn_down.html",
        form=form,
        proposal=proposal,
        texts=[asked[one].text for one in proposal.question_ids],
        **round_page(visit, round_),
    )
    return page, form.answered_with


def _named(visit: Visit[Round]) -> Proposal | None:
    """The open grouping that the address names: nothing is turned down that is not suggested now."""
    round_, session = visit.record, visit.session
    results = operations.results(session, round_=round_, board_ids=visit.scope.boards())
    found = operations.open_proposals(
        session,
        round_=round_,
        results=results,
        findings=operations.observations(session, round_id=known(round_.id)),
        overruled=reviews.overruled_in(session, round_id=known(round_.id), board_ids=results.board_names),
    )
    return next((one for one in found if one.key == request.args.get(WHICH)), None)


@findings.post("/iakttagelser/omgang/<int:round_id>/forslag/ta-tillbaka")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def take_back(visit: Visit[Round]) -> ResponseReturnValue:
    if not PageForm().validate_on_submit():
        abort(400)
    which = request.form.get(WHICH, type=int) or 0
    if operations.take_back(visit.session, stamp=visit.stamp, round_=visit.record, turned_down_id=which):
        flash("Förslaget visas igen.", "done")
    return redirect(url_for("findings.overview", round_id=visit.record.id, _anchor="forslag"))
