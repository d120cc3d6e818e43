"""By how much a payment was wrong, told by its reviewer."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.registers.rules import RegisterKind
from audit.reviews import operations
from audit.reviews.forms import PaymentErrorForm
from audit.reviews.operations import AmountError, Case, ReviewClosedError
from audit.reviews.views.room import page_of, reviews


@reviews.get("/granskning/<int:review_id>/belopp")
@access(Role.REVIEWER, load=operations.own_open, writes=True)
def amount(visit: Visit[Case]) -> ResponseReturnValue:
    case = _payment(visit)
    operations.note_view(visit.session, stamp=visit.stamp, case=case, page="belopp")
    said = operations.error_of(visit.session, known(case.review.id))
    form = PaymentErrorForm(
        formdata=None,
        overpaid=said.overpaid if said else None,
        underpaid=said.underpaid if said else None,
        seen=said.number if said else 0,
    )
    return render_template("reviews/amount.html", **page_of(case), form=form)


@reviews.post("/granskning/<int:review_id>/belopp")
@access(Role.REVIEWER, load=operations.own)
def amount_given(visit: Visit[Case]) -> ResponseReturnValue:
    case, form = _payment(visit), PaymentErrorForm()
    if form.validate_on_submit() and _kept(visit, form):
        flash("Beloppet i fel är sparat.", "done")
        left = operations.lacking(visit.session, review=case.review)
        return redirect(url_for("reviews.desk" if left else "reviews.sign", review_id=case.review.id))
    return render_template("reviews/amount.html", **page_of(case), form=form), 422


def _payment(visit: Visit[Case]) -> Case:
    if visit.record.round_.kind is not RegisterKind.PAYMENTS:
        abort(404)
    return visit.record


def _kept(visit: Visit[Case], form: PaymentErrorForm) -> bool:
    try:
        operations.say_error(
            visit.session,
            stamp=visit.stamp,
            case=visit.record,
            overpaid=form.overpaid.data,
            underpaid=form.underpaid.data,
            seen=form.seen.data or 0,
        )
    except AmountError as error:
        form[error.field].errors = [str(error)]
        return False
    except ReviewClosedError as error:
        abort(409, str(error))
    return True
