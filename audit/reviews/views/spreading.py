"""»Detta gäller även«: choosing the questions that get a comment too."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.reviews import operations, rules
from audit.reviews.forms import SpreadForm
from audit.reviews.operations import NothingToSpreadError, ReviewClosedError, Spread, Spreading
from audit.reviews.views.room import page_of, reviews
from audit.web.formats import counted


@reviews.get("/granskning/<int:review_id>/galler-aven/<question_id>")
@access(Role.REVIEWER, load=operations.spreading, writes=True)
def spread(visit: Visit[Spreading]) -> ResponseReturnValue:
    operations.note_view(visit.session, stamp=visit.stamp, case=visit.record.case, page="gäller även")
    return _page(visit, SpreadForm(formdata=None).offer(visit.record.spots))


@reviews.post("/granskning/<int:review_id>/galler-aven/<question_id>")
@access(Role.REVIEWER, load=operations.spreading)
def spread_out(visit: Visit[Spreading]) -> ResponseReturnValue:
    found = visit.record
    form = SpreadForm().offer(found.spots)
    if not form.validate_on_submit():
        return _page(visit, form), 422
    try:
        done = operations.spread(visit.session, stamp=visit.stamp, found=found, question_ids=form.questions.data or ())
    except NothingToSpreadError as error:
        form.questions.errors = [str(error)]
        return _page(visit, form), 422
    except ReviewClosedError as error:
        abort(409, str(error))
    flash(_told(found, done), "waits" if done.left else "done")
    return redirect(_back(found))


def _told(found: Spreading, done: Spread) -> str:
    numbers = {spot.question.id: str(spot.number) for spot in found.spots}
    words = f"Kommentaren från fråga {found.number} står nu vid {counted(len(done.given), 'fråga', 'frågor')} till."
    if not done.left:
        return words
    left = rules.in_a_row([numbers[name] for name in done.left])
    return f"{words} Fråga {left} hade redan en kommentar, som står kvar."


def _back(found: Spreading) -> str:
    return url_for(
        "reviews.desk",
        review_id=found.case.review.id,
        omrade=found.question.area,
        _anchor=f"fraga-{found.question.id}",
    )


def _page(visit: Visit[Spreading], form: SpreadForm) -> str:
    found = visit.record
    return render_template("reviews/spread.html", **page_of(found.case), found=found, form=form, back=_back(found))
