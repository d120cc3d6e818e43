"""The differences between two reviews of the same file, settled one by one."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import ConfirmForm, SettleAmountForm, SettleForm
from audit.reviews.operations import AmountError, Compared, ComparedAt, ReviewClosedError, SettlementFaultError
from audit.reviews.rules.payments import AMOUNT, from_answer
from audit.reviews.rules.states import Action
from audit.reviews.views.room import page_of, reviews
from audit.web.forms import PageForm

PROPOSED = "Förslaget är sparat. Den andra granskaren bekräftar det."
CONFIRMED = "Förslaget är bekräftat. Svaret gäller nu."


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
        return _as_it_is_now(visit, found, Typed(question, value, reason, (str(error),)))
    flash("Svaret gäller nu." if made.settled_at else PROPOSED, "done")
    return _back(found)


@reviews.post("/granskning/<int:review_id>/skillnader-i-belopp")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.compared)
def settle_amount(visit: Visit[Compared]) -> ResponseReturnValue:
    found, form = visit.record, SettleAmountForm()
    if found.amount is None:
        abort(409, "De två har angett samma belopp. Det finns inget att avgöra.")
    if not form.validate_on_submit():
        return _page(visit, found, None, form), 422
    try:
        made = operations.propose_amount(
            visit.session,
            stamp=visit.stamp,
            found=found,
            overpaid=form.overpaid.data,
            underpaid=form.underpaid.data,
            reason=form.reason.data or "",
        )
    except AmountError as error:
        form[error.field].errors = [str(error)]
        return _page(visit, found, None, form), 422
    except (ReviewClosedError, SettlementFaultError) as error:
        return _as_it_is_now(visit, found, Typed(AMOUNT, "", "", (str(error),)))
    flash("Beloppet gäller nu." if made.settled_at else PROPOSED, "done")
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
        return _as_it_is_now(visit, found, Typed(question, "", "", (str(error),)))
    flash("Förslaget är bekräftat. Beloppet gäller nu." if question == AMOUNT else CONFIRMED, "done")
    return _back(found)


def _as_it_is_now(visit: Visit[Compared] | Visit[ComparedAt], found: Compared, typed: Typed) -> ResponseReturnValue:
    """What was not kept, on the page as the other has made it meanwhile."""
    now = operations.compared(visit.session, visit.scope, known(found.first.id))
    if now is None:
        abort(409, typed.faults[0])
    return _page(visit, now, typed), 422


def _back(found: Compared) -> ResponseReturnValue:
    return redirect(url_for("reviews.differences", review_id=found.first.id))


def _page(
    visit: Visit[Compared] | Visit[ComparedAt],
    found: Compared,
    typed: Typed | None,
    amount_form: SettleAmountForm | None = None,
) -> str:
    return render_template(
        "reviews/differences.html",
        **page_of(found.case),
        found=found,
        typed=typed,
        form=PageForm(formdata=None),
        amount_form=amount_form or SettleAmountForm(formdata=None),
        as_error=from_answer,
        decides=found.may(Action.DECIDE),
        proposes=found.may(Action.PROPOSE),
        names=account_names(visit.session),
    )
