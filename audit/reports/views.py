"""Pages of a round's report: reading it, filling in its head, taking it out as a file."""

import hashlib
import io
from collections.abc import Callable, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.content import RowKind
from audit.reports.forms import AskForm, DivisionForm, HeadForm
from audit.reports.operations import BuiltReport, DraftFile, SeenReport
from audit.reports.rules.own_tables import unplaced
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.models import Round
from audit.rounds.rules import InputError

reports = Blueprint("reports", __name__)
READERS = (Role.COORDINATOR, Role.READER)
IN_COMMON, OF_A_BOARD = "/omgangar/<int:round_id>/rapport", "/omgangar/<int:round_id>/rapport/namnd/<int:board_id>"
View = Callable[..., ResponseReturnValue]


def of_report(rest: str = "", methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """A page of a report: of the one that the round's boards have in common, and of a board's own where each has one.

    The view is the same; its `load` gets the `board_id` only of a board's own.
    """

    def add(view: View) -> View:
        for base in (IN_COMMON, OF_A_BOARD):
            reports.add_url_rule(f"{base}{rest}", view_func=view, methods=list(methods))
        return view

    return add


@of_report()
@access(*READERS, load=operations.report_for_reader)
def show(visit: Visit[SeenReport]) -> ResponseReturnValue:
    """The draft, for coordinators; for everybody else what is published."""
    seen, round_id = visit.record, known(visit.record.round_.id)
    if seen.published and not seen.drafts:
        number = seen.published.row.number
        return redirect(url_for("reports.published", round_id=round_id, board_id=seen.board_id, number=number))
    asked_here = operations.round_with_files(visit.session, visit.scope, round_id) and seen.board_id is None
    return render_template(
        "reports/show.html",
        seen=seen,
        round=seen.round_,
        board_id=seen.board_id,
        kinds=RowKind,
        forms=operations.FORMS.values(),
        unplaced=unplaced,
        moved={key: operations.moved_in(seen.built, key) for key in seen.built.versions} if seen.built else {},
        ask=AskForm(formdata=None) if asked_here else None,
        waiting=operations.waiting_for(visit.session, visit.scope, round_id) if asked_here else [],
        division=DivisionForm(formdata=None, each=str(int(bool(seen.each)))) if seen.may_choose else None,
    )


@reports.post(f"{IN_COMMON}/fordelning")
@access(Role.COORDINATOR, load=operations.round_to_divide)
def divide(visit: Visit[Round]) -> ResponseReturnValue:
    """Whether the boards get one report in common or one each."""
    form, where = DivisionForm(), url_for("reports.show", round_id=known(visit.record.id))
    if not form.validate_on_submit():
        abort(400)
    try:
        changed = operations.choose(visit.session, stamp=visit.stamp, round_=visit.record, each=form.each.data == "1")
    except InputError as error:
        flash(error.faults[0].message, "wrong")
        return redirect(where)
    said = "Varje nämnd får nu sin egen rapport." if form.each.data == "1" else "Nämnderna får nu en gemensam rapport."
    flash(said if changed else "Valet är som förut. Inget behövde sparas.", "done")
    return redirect(where)


@of_report("/fil/<form>")
@access(Role.COORDINATOR, load=operations.draft_file, writes=True)
def download(visit: Visit[DraftFile]) -> ResponseReturnValue:
    """The file that the command gives too, for those boards that one is a coordinator of, or for one of them."""
    built, form = visit.record.built, visit.record.form
    file = operations.file_of(visit.session, built=built, form=form)
    sha256 = hashlib.sha256(file).hexdigest()
    operations.note_export(visit.session, stamp=visit.stamp, built=built, sha256=sha256, form=form.suffix)
    name = operations.file_name(built.report.title, form.suffix)
    return send_file(io.BytesIO(file), mimetype=form.mime, as_attachment=True, download_name=name)


# ---- The head ---------------------------------------------------------------------------------------------------


@of_report("/huvud", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.report_for_editor)
def head(visit: Visit[BuiltReport]) -> ResponseReturnValue:
    built = visit.record
    form = HeadForm(obj=built.head)
    if not form.validate_on_submit():
        return _head_page(built, form), form.answered_with
    try:
        operations.save_head(
            visit.session, stamp=visit.stamp, round_=built.round_, head=form.head(), board_id=built.board_id
        )
    except InputError as error:
        put_on_fields(form, error)
        return _head_page(built, form), 422
    flash("Huvudet är sparat.", "done")
    return redirect(url_for("reports.show", round_id=built.round_id, board_id=built.board_id))


def _head_page(built: BuiltReport, form: HeadForm) -> str:
    whose = {"built": built, "round": built.round_, "board_id": built.board_id}
    return render_template("reports/head.html", form=form, **whose)
