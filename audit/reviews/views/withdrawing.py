"""The coordinator takes back a second review that isn't signed."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import WithdrawForm
from audit.reviews.operations import Case, ReviewClosedError
from audit.reviews.rules.states import Action, Party, refusal
from audit.reviews.views.room import page_of, reviews


@reviews.get("/granskning/<int:review_id>/aterkalla")
@access(Role.COORDINATOR, load=operations.second_of_board, writes=True)
def withdraw(visit: Visit[Case]) -> ResponseReturnValue:
    operations.note_view(visit.session, stamp=visit.stamp, case=visit.record, page="återkalla")
    return _page(visit, WithdrawForm(formdata=None))


@reviews.post("/granskning/<int:review_id>/aterkalla")
@access(Role.COORDINATOR, load=operations.second_of_board)
def withdrawn(visit: Visit[Case]) -> ResponseReturnValue:
    case, form = visit.record, WithdrawForm()
    if not form.validate_on_submit():
        return _page(visit, form), 422
    try:
        operations.withdraw(visit.session, stamp=visit.stamp, review=case.review, reason=str(form.reason.data))
    except ReviewClosedError as error:
        abort(409, str(error))
    flash(f"Den andra granskningen av {case.unit.unit_id} är återkallad.", "done")
    return redirect(url_for("reviews.second", round_id=case.review.round_id))


def _page(visit: Visit[Case], form: WithdrawForm) -> str:
    case = visit.record
    state = operations.state_now(visit.session, case.review)
    return render_template(
        "reviews/withdraw.html",
        **page_of(case),
        form=form,
        names=account_names(visit.session),
        refused=refusal(state, Action.WITHDRAW, {Party.COORDINATOR}),
    )
