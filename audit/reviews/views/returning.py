"""Sending a review back with remarks, resolving them one by one, and seeing what a reopened one stood at."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import REMARK, ResolveForm, remark_form, remarks_in
from audit.reviews.models import Remark
from audit.reviews.operations import Case, Earlier, ReviewClosedError
from audit.reviews.rules.states import Action, Party, refusal
from audit.reviews.views.room import page_of, reviews
from audit.web.forms import PageForm


@reviews.get("/granskning/<int:review_id>/aterlamna")
@access(Role.COORDINATOR, load=operations.of_board, writes=True)
def send_back(visit: Visit[Case]) -> ResponseReturnValue:
    case = visit.record
    operations.note_view(visit.session, stamp=visit.stamp, case=case, page="återlämna")
    return _page(visit, remark_form(case.areas))


@reviews.post("/granskning/<int:review_id>/aterlamna")
@access(Role.COORDINATOR, load=operations.of_board)
def sent_back(visit: Visit[Case]) -> ResponseReturnValue:
    case = visit.record
    form = remark_form(case.areas)
    remarks = remarks_in(form)
    if not form.validate_on_submit():
        return _page(visit, form), 422
    if not remarks:
        return _page(visit, form, "Skriv minst en anmärkning."), 422
    try:
        operations.send_back(visit.session, stamp=visit.stamp, review=case.review, remarks=remarks)
    except ReviewClosedError as error:
        abort(409, str(error))
    flash(f"{case.unit.unit_id} är återlämnad. Signeringen gäller inte längre.", "done")
    return redirect(url_for("reviews.desk", review_id=case.review.id))


def _page(visit: Visit[Case], form: PageForm, fault: str = "") -> str:
    case, session = visit.record, visit.session
    state = operations.state_now(session, case.review)
    return render_template(
        "reviews/send_back.html",
        **page_of(case),
        form=form,
        fault=fault,
        field_of=REMARK,
        answers=operations.contents(operations.answers_of(session, case.review.id or 0).values()),
        names=account_names(session),
        refused=refusal(state, Action.SEND_BACK, {Party.COORDINATOR}),
    )


@reviews.post("/granskning/<int:review_id>/anmarkning/<int:remark_id>")
@access(Role.REVIEWER, load=operations.own_remark)
def resolve(visit: Visit[Remark]) -> ResponseReturnValue:
    remark, form = visit.record, ResolveForm()
    if not form.validate_on_submit():
        flash("Anmärkningen är inte löst: " + " ".join(fault for _, fault in form.faults()), "wrong")
        return redirect(_at_question(visit))
    try:
        operations.resolve(visit.session, stamp=visit.stamp, remark=remark, resolution=str(form.resolution.data or ""))
    except ReviewClosedError as error:
        abort(409, str(error))
    flash("Anmärkningen är löst.", "done")
    return redirect(_at_question(visit))


def _at_question(visit: Visit[Remark]) -> str:
    """The area on the desk in which the remark stands."""
    remark = visit.record
    area = operations.area_of(visit.session, remark.review_id, remark.question_id)
    return url_for("reviews.desk", review_id=remark.review_id, omrade=area, _anchor="anmarkningar")


@reviews.get("/granskning/<int:review_id>/tidigare/<int:reopening_id>")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.earlier, writes=True)
def earlier(visit: Visit[Earlier]) -> ResponseReturnValue:
    found = visit.record
    operations.note_view(visit.session, stamp=visit.stamp, case=found.case, page="tidigare")
    return render_template(
        "reviews/earlier.html", **page_of(found.case), earlier=found, names=account_names(visit.session)
    )
