"""Asking for a run of controls."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit import __version__
from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.controls import operations
from audit.controls.forms import RunForm, parameter_field, run_form
from audit.controls.operations import WishError
from audit.controls.views.room import controls


@controls.get("/kontroller/ny")
@access(Role.COORDINATOR)
def new(visit: Visit[bool]) -> ResponseReturnValue:
    return _page(_form(visit))


@controls.post("/kontroller/ny")
@access(Role.COORDINATOR)
def start(visit: Visit[bool]) -> ResponseReturnValue:
    form = _form(visit)
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        _, job = operations.ask(
            visit.session,
            stamp=visit.stamp,
            scope=visit.scope,
            wish=form.wish(),
            code=__version__,
            location=url_for("controls.run", run_id=0).removesuffix("0"),
        )
    except WishError as error:
        form.put(error)
        return _page(form), 422
    return redirect(url_for("home.job", job_id=known(job.id)))


def _form(visit: Visit[bool]) -> RunForm:
    return run_form(operations.runnable_extracts(visit.session, visit.scope))


def _page(form: RunForm) -> str:
    return render_template("controls/new.html", form=form, parameter_field=parameter_field)
