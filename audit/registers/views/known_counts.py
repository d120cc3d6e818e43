"""Published counts that frames are held against."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import boards
from audit.accounts.rules import Role
from audit.registers import operations
from audit.registers.forms import CountForm
from audit.registers.models import KnownCount
from audit.registers.operations import Count
from audit.registers.rules import RegisterKind
from audit.registers.views.room import registers


@registers.get("/register/publicerade-tal")
@access(Role.COORDINATOR)
def known_counts(visit: Visit[bool]) -> ResponseReturnValue:
    return _page(visit, _form(visit))


@registers.post("/register/publicerade-tal")
@access(Role.COORDINATOR)
def set_count(visit: Visit[bool]) -> ResponseReturnValue:
    form = _form(visit)
    if not form.validate_on_submit():
        return _page(visit, form), 422
    count = Count(
        board_id=form.board.data,
        kind=RegisterKind(form.kind.data),
        year=form.year.data or 0,
        label=form.label.data or "",
        value=form.value.data or 0,
        source=form.source.data or "",
    )
    operations.set_count(visit.session, stamp=visit.stamp, count=count)
    flash("Antalet är sparat.", "done")
    return redirect(url_for("registers.known_counts"))


@registers.post("/register/publicerade-tal/<int:count_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.count_of)
def remove_count(visit: Visit[KnownCount]) -> ResponseReturnValue:
    operations.remove_count(visit.session, stamp=visit.stamp, count=visit.record)
    flash("Antalet är borttaget. Avstämningar som är gjorda ändras inte.", "done")
    return redirect(url_for("registers.known_counts"))


def _form(visit: Visit[bool]) -> CountForm:
    form = CountForm()
    form.board.choices = [(board.id, board.name) for board in boards(visit.session, visit.scope.boards())]
    return form


def _page(visit: Visit[bool], form: CountForm) -> str:
    found = operations.known_counts(visit.session, visit.scope)
    return render_template("registers/known_counts.html", form=form, found=found)
