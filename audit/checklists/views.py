"""The pages of checklists: which there are, one of them in full, and how a board's own is taken into use."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.checklists import operations, rules
from audit.checklists.forms import DiscardForm, SendForm, TakeForm
from audit.checklists.models import OwnChecklist
from audit.checklists.operations import Known, TakenError
from audit.checklists_shipped import SUFFIX, load, shipped
from audit.web.formats import counted
from checklists import SEVERITIES, TEMPLATES, ChecklistError, Fault

checklists = Blueprint("checklists", __name__)
READERS = (Role.COORDINATOR, Role.REVIEWER, Role.READER)


@checklists.get("/mallar")
@access(*READERS)
def all_checklists(visit: Visit[bool]) -> ResponseReturnValue:
    return render_template(
        "checklists/list.html",
        found=operations.seen(visit.session, visit.scope.boards()),
        templates=TEMPLATES,
        may_send=visit.scope.has(Role.COORDINATOR),
    )


@checklists.get("/mallar/<name>")
@access(*READERS, load=operations.one_seen)
def show(visit: Visit[Known]) -> ResponseReturnValue:
    return _page(visit, TakeForm(formdata=None))


@checklists.get("/mallar/<name>/fil")
@access(*READERS, load=operations.one_seen)
def file(visit: Visit[Known]) -> ResponseReturnValue:
    """The file itself, to begin one's own from."""
    one = visit.record
    text = one.own.text if one.own else shipped()[one.name]
    headers = {"Content-Disposition": f'attachment; filename="{one.checklist.name}{SUFFIX}"'}
    return Response(text, mimetype="application/toml", headers=headers)


def _page(visit: Visit[Known], form: TakeForm) -> str:
    one = visit.record
    before = operations.version_before(visit.session, one, visit.scope.boards())
    return render_template(
        "checklists/show.html",
        one=one,
        form=form,
        discard=DiscardForm(formdata=None, prefix="bort"),
        before=before,
        notices=rules.notices(one.checklist, before) if one.own else (),
        changes=rules.changes(one.checklist, before),
        gone=rules.gone(one.checklist, before),
        severities=SEVERITIES,
        templates=TEMPLATES,
        may_take=visit.scope.has(Role.COORDINATOR) and not one.in_use,
    )


@checklists.get("/mallar/ny")
@access(Role.COORDINATOR)
def new(visit: Visit[bool]) -> ResponseReturnValue:  # noqa: ARG001
    return _new_page(SendForm(formdata=None), ())


@checklists.post("/mallar/ny")
@access(Role.COORDINATOR)
def send(visit: Visit[bool]) -> ResponseReturnValue:
    form = SendForm()
    if not form.validate_on_submit():
        return _new_page(form, ()), 422
    name = (form.file.data.filename or "filen").replace("\\", "/").rpartition("/")[2]
    try:
        own = operations.send(
            visit.session,
            stamp=visit.stamp,
            data=form.file.data.read(rules.LARGEST_FILE + 1),
            source=name,
            board_ids=visit.scope.boards(),
        )
    except ChecklistError as error:
        form.file.errors = [f"Filen har {counted(len(error.faults), 'fel', 'fel')}. Rätta dem och välj filen igen."]
        return _new_page(form, error.faults), 422
    return redirect(url_for("checklists.show", name=own.name))


def _new_page(form: SendForm, faults: tuple[Fault, ...]) -> str:
    newest = rules.newest_first(map(load, shipped()))
    return render_template("checklists/new.html", form=form, faults=faults, shipped=newest)


@checklists.post("/mallar/<name>/bruk")
@access(Role.COORDINATOR, load=operations.draft)
def take(visit: Visit[OwnChecklist]) -> ResponseReturnValue:
    own, form = visit.record, TakeForm()
    if not form.validate_on_submit():
        return _again(visit, form)
    try:
        operations.take_into_use(visit.session, stamp=visit.stamp, own=own)
    except TakenError:
        abort(409)
    flash("Mallen är tagen i bruk. Den kan nu väljas när en omgång planeras.", "done")
    return redirect(url_for("checklists.show", name=own.name))


def _again(visit: Visit[OwnChecklist], form: TakeForm) -> ResponseReturnValue:
    one = operations.one_seen(visit.session, visit.scope, visit.record.name) or abort(404)
    return _page(Visit(visit.scope, visit.session, visit.stamp, one), form), 422


@checklists.post("/mallar/<name>/bort")
@access(Role.COORDINATOR, load=operations.draft)
def discard(visit: Visit[OwnChecklist]) -> ResponseReturnValue:
    if not DiscardForm(prefix="bort").validate_on_submit():
        return _again(visit, TakeForm(formdata=None))
    try:
        operations.discard(visit.session, stamp=visit.stamp, own=visit.record)
    except TakenError:
        abort(409)
    flash("Utkastet är borttaget.", "done")
    return redirect(url_for("checklists.all_checklists"))
