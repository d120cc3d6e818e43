"""Signing a review when it is complete, and opening it again with a reason."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import ReopenForm, SignForm
from audit.reviews.operations import AmountMissingError, Case, IncompleteError, ReviewClosedError
from audit.reviews.views.desk import reading_page
from audit.reviews.views.room import page_of, remarks_on, reviews
from checklists import count


@reviews.get("/granskning/<int:review_id>/signera")
@access(Role.REVIEWER, load=operations.own_open, writes=True)
def sign(visit: Visit[Case]) -> ResponseReturnValue:
    operations.note_view(visit.session, stamp=visit.stamp, case=visit.record, page="signera")
    return _sign_page(visit, SignForm(formdata=None))


@reviews.post("/granskning/<int:review_id>/signera")
@access(Role.REVIEWER, load=operations.own)
def sign_submitted(visit: Visit[Case]) -> ResponseReturnValue:
    case, form = visit.record, SignForm()
    if not form.validate_on_submit():
        return _sign_page(visit, form), 422
    try:
        operations.sign_off(visit.session, stamp=visit.stamp, review=case.review)
    except (IncompleteError, AmountMissingError):
        return _sign_page(visit, form), 422
    except ReviewClosedError as error:
        abort(409, str(error))
    flash(f"{case.unit.unit_id} är signerad.", "done")
    return redirect(url_for("reviews.mine"))


def _sign_page(visit: Visit[Case], form: SignForm) -> str:
    case = visit.record
    now = operations.whole(visit.session, review=case.review, content=case.content)
    return render_template(
        "reviews/sign.html",
        **page_of(case),
        form=form,
        lacking=now.lacking,
        total=len(now.concern.questions) - len(now.concern.folded),
        lack_in_kronor=operations.lack_in_kronor(visit.session, review=case.review, kind=case.round_.kind, now=now),
        counts=count(now.concern.answers.values()),
        folded=len(now.concern.folded),
        **remarks_on(visit.session, case),
    )


@reviews.post("/granskning/<int:review_id>/oppna")
@access(Role.COORDINATOR, load=operations.of_board)
def reopen(visit: Visit[Case]) -> ResponseReturnValue:
    case, form = visit.record, ReopenForm()
    if not form.validate_on_submit():
        return reading_page(visit, form), 422
    try:
        operations.reopen(visit.session, stamp=visit.stamp, review=case.review, reason=str(form.reason.data))
    except ReviewClosedError as error:
        abort(409, str(error))
    flash(f"{case.unit.unit_id} är öppnad igen. Signeringen gäller inte längre.", "done")
    return redirect(url_for("reviews.desk", review_id=case.review.id))
