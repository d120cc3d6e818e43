"""What the unit says is wrong in fact, ruled on by the coordinator."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.findings import operations
from audit.findings.forms import RulingForm
from audit.findings.operations import AlreadyRuledError, Correction
from audit.findings.rules import Ruling
from audit.findings.views.room import findings, note_answers, round_page
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.rules import InputError

DONE = {
    Ruling.REVIEW: "Granskningen är öppnad igen med en anmärkning vid frågan. Enheten ser ditt besked.",
    Ruling.TEXT: "Påpekandet är godtaget. Rätta texten och dela iakttagelsen på nytt.",
    Ruling.TURNED_DOWN: "Påpekandet är avslaget. Enheten ser skälet.",
}


@findings.get("/kommunicering/svar/<int:reply_id>/sakfel")
@access(Role.COORDINATOR, load=operations.correction_for_coordinator, writes=True)
def correction(visit: Visit[Correction]) -> ResponseReturnValue:
    return _page(visit, RulingForm(formdata=None, answers=[]))


@findings.post("/kommunicering/svar/<int:reply_id>/sakfel")
@access(Role.COORDINATOR, load=operations.correction_for_coordinator)
def correction_ruled(visit: Visit[Correction]) -> ResponseReturnValue:
    placed, form = visit.record.placed, RulingForm()
    answers = operations.answers_behind(visit.session, placed=placed)
    form.answers.choices = {str(one.answer_id): "" for one in answers}
    if form.validate_on_submit():
        given = form.given()
        try:
            operations.rule_on(visit.session, stamp=visit.stamp, correction=visit.record, given=given)
        except InputError as error:
            put_on_fields(form, error)
        except AlreadyRuledError:
            abort(409)
        else:
            flash(DONE[given.ruling], "done")
            endpoint = "findings.edit" if given.ruling is Ruling.TEXT else "findings.show"
            return redirect(url_for(endpoint, observation_id=placed.finding.id))
    return _page(visit, form), 422


def _page(visit: Visit[Correction], form: RulingForm) -> str:
    placed = visit.record.placed
    answers = operations.answers_behind(visit.session, placed=placed)
    note_answers(visit, placed.round_, "sakfel", answers)
    form.answers.choices = {str(one.answer_id): "" for one in answers}
    asked = {question.id: question.text for question in operations.questions_of(placed.round_)}
    return render_template(
        "findings/correction.html",
        form=form,
        correction=visit.record,
        placed=placed,
        finding=placed.finding,
        answers=answers,
        answer_boxes={int(box.data): box for box in form.answers},
        question_texts=asked,
        **round_page(visit, placed.round_),
    )
