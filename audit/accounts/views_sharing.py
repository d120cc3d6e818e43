"""Pages on which boards share with each other: the list, a new sharing, and its end."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts import sharing
from audit.accounts.access import Visit, access
from audit.accounts.forms import SharingForm
from audit.accounts.operations import boards
from audit.accounts.rules import PURPOSE_NAMES, Role, SharingState, sharing_faults
from audit.accounts.sharing import SeenSharing, SharingError
from audit.accounts.views import accounts
from audit.web.forms import PageForm


@accounts.get("/delningar")
@access(Role.COORDINATOR, Role.READER)
def sharings(visit: Visit[bool]) -> ResponseReturnValue:
    return render_template(
        "accounts/sharings.html",
        found=sharing.sharings(visit.session, visit.scope),
        purposes=PURPOSE_NAMES,
        states=SharingState,
        coordinates=visit.scope.has(Role.COORDINATOR),
    )


@accounts.get("/delningar/ny")
@access(Role.COORDINATOR)
def sharing_new(visit: Visit[bool]) -> ResponseReturnValue:
    return render_template("accounts/sharing_new.html", form=_form(visit, formdata=None))


@accounts.post("/delningar/ny")
@access(Role.COORDINATOR)
def sharing_begun(visit: Visit[bool]) -> ResponseReturnValue:
    form = _form(visit)
    if _is_complete(form, visit.stamp.day):
        try:
            kept = sharing.share(visit.session, stamp=visit.stamp, wanted=form.wanted())
        except SharingError as refused:
            for name, message in refused.faults:
                form[name].errors = [message]
        else:
            flash(f"Delningen är beslutad. Den upphör av sig själv efter {kept.until.isoformat()}.", "done")
            return redirect(url_for("accounts.sharings"))
    return render_template("accounts/sharing_new.html", form=form), 422


@accounts.get("/delningar/<int:sharing_id>/aterkalla")
@access(Role.COORDINATOR, load=sharing.own_sharing)
def sharing_end(visit: Visit[SeenSharing]) -> ResponseReturnValue:
    return render_template(
        "accounts/sharing_end.html", one=visit.record, purposes=PURPOSE_NAMES, form=PageForm(formdata=None)
    )


@accounts.post("/delningar/<int:sharing_id>/aterkalla")
@access(Role.COORDINATOR, load=sharing.own_sharing)
def sharing_ended(visit: Visit[SeenSharing]) -> ResponseReturnValue:
    form = PageForm()
    if not form.validate_on_submit():
        return render_template("accounts/sharing_end.html", one=visit.record, purposes=PURPOSE_NAMES, form=form), 422
    if sharing.revoke(visit.session, stamp=visit.stamp, sharing=visit.record.sharing):
        flash(f"Delningen med {visit.record.receiver} är återkallad.", "done")
    else:
        flash("Delningen gällde inte längre. Ingenting är ändrat.", "waits")
    return redirect(url_for("accounts.sharings"))


def _form(visit: Visit[bool], **given: None) -> SharingForm:
    return SharingForm(**given).offer(boards(visit.session), own=visit.scope.boards())


def _is_complete(form: SharingForm, today: date) -> bool:
    """Whether it can be carried out; what no field can tell alone is said together with the rest."""
    fine, until = form.validate_on_submit(), form.until.data or today
    faults = sharing_faults(board_id=form.board.data, with_id=form.receiver.data, until=until, today=today)
    told = [(name, message) for name, message in faults if not form[name].errors]
    for name, message in told:
        form[name].errors = [message]
    return bool(fine) and not told
