"""Declaring jäv: the reviewer leaves the file, and it goes to somebody else."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import DeclareForm
from audit.reviews.operations import Case, ReviewClosedError
from audit.reviews.rules.states import Seat
from audit.reviews.views.room import page_of, reviews


@reviews.get("/granskning/<int:review_id>/jav")
@access(Role.REVIEWER, load=operations.own_open, writes=True)
def declare(visit: Visit[Case]) -> ResponseReturnValue:
    operations.note_view(visit.session, stamp=visit.stamp, case=visit.record, page="jäv")
    return _page(visit, DeclareForm(formdata=None))


@reviews.post("/granskning/<int:review_id>/jav")
@access(Role.REVIEWER, load=operations.own_open)
def declared(visit: Visit[Case]) -> ResponseReturnValue:
    case, form = visit.record, DeclareForm()
    if not form.validate_on_submit():
        return _page(visit, form), 422
    seat, reason = case.review.seat, str(form.reason.data)
    try:
        chosen = operations.declare(visit.session, stamp=visit.stamp, review=case.review, reason=reason)
    except ReviewClosedError as error:
        abort(409, str(error))
    flash(f"Du har lämnat {case.unit.unit_id}. {_onwards(seat, chosen)}", "done")
    return redirect(url_for("reviews.mine"))


def _onwards(seat: Seat, chosen: int | None) -> str:
    if seat is Seat.CALIBRATION:
        return "De andra jämför sina svar utan dina."
    return "Någon annan granskar den." if chosen else "Samordnaren får veta att den behöver en annan granskare."


def _page(visit: Visit[Case], form: DeclareForm) -> str:
    return render_template("reviews/declare.html", **page_of(visit.record), form=form)
