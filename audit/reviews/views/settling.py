"""The differences between two reviews of the same file, settled one by one."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import ConfirmForm, SettleForm
from audit.reviews.operations import Compared, ComparedAt, ReviewClosedError, SettlementFaultError
from audit.reviews.rules.states import Action
from audit.reviews.views.room import page_of, reviews
from audit.web.forms import PageForm


@dataclass(frozen=True)
class Typed:
    """What was given for one question, and why it was not kept."""

    question_id: str
    value: str
    reason: str
    faults: tuple[str, ...]


@reviews.get("/granskning/<int:review_id>/skillnader")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.compared, writes=True)
def differences(visit: Visit[Compared]) -> ResponseReturnValue:
    found = visit.record
    operations.note_view(visit.session, stamp=visit.stamp, case=found.case, page="skillnader")
    return _page(visit, found, None)


@reviews.post("/granskning/<int:review_id>/skillnader/<question_id>")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.compared_at)
def settle(visit: Visit[ComparedAt]) -> ResponseReturnValue:
    found, question = visit.record.found, visit.record.question_id
    form = SettleForm().offer(found.case.checklist)
    value, reason = str(form.value.data or ""), str(form.reason.data or "")
    if not form.validate_on_submit():
        faults = tuple(fault for _, fault in form.faults())
        return _page(visit, found, Typed(question, value, reason, faults)), 422
    try:
        made = operations.propose(
            visit.session, stamp=visit.stamp, found=found, question_id=question, value=value, reason=reason
        )
    except (ReviewClosedError, SettlementFaultError) as error:
        return _as_it_is_now(visit, Typed(question, value, reason, (str(error),)))
    settled = "Svaret gäller nu." if made.settled_at else "Förslaget är sparat. Den andra granskaren bekräftar det."
    flash(settled, "done")
    return _back(found)


@reviews.post("/granskning/<int:review_id>/skillnader/<question_id>/bekrafta")
@access(Role.REVIEWER, load=operations.compared_at)
def confirm(visit: Visit[ComparedAt]) -> ResponseReturnValue:
    found, question, form = visit.record.found, visit.record.question_id, ConfirmForm()
    if not form.validate_on_submit():
        faults = tuple(fault for _, fault in form.faults())
        return _page(visit, found, Typed(question, "", "", faults)), 422
    try:
        operations.confirm(
            visit.session, stamp=visit.stamp, found=found, question_id=question, number=int(form.number.data or 0)
        )
    except (ReviewClosedError, SettlementFaultError) as error:
        return _as_it_is_now(visit, Typed(question, "", "", (str(error),)))
    flash("Förslaget är bekräftat. Svaret gäller nu.", "done")
    return _back(found)


def _as_it_is_now(visit: Visit[ComparedAt], typed: Typed) -> ResponseReturnValue:
    """What was not kept, on the page as the other has made it meanwhile."""
    now = operations.compared(visit.session, visit.scope, known(visit.record.found.first.id))
    if now is None:
        abort(409, typed.faults[0])
    return _page(visit, now, typed), 422


def _back(found: Compared) -> ResponseReturnValue:
    return redirect(url_for("reviews.differences", review_id=found.first.id))


def _page(visit: Visit[Compared] | Visit[ComparedAt], found: Compared, typed: Typed | None) -> str:
    return render_template(
        "reviews/differences.html",
        **page_of(found.case),
        found=found,
        typed=typed,
        form=PageForm(formdata=None),
        me=visit.scope,
        decides=found.may(Action.DECIDE),
        proposes=found.may(Action.PROPOSE),
        names=account_names(visit.session),
    )
