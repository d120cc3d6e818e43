"""Pages of a round's report: reading it, filling in its head, taking it out as a file."""

import hashlib
import io

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.content import RowKind
from audit.reports.forms import AskForm, HeadForm
from audit.reports.operations import BuiltReport, DraftFile, SeenReport
from audit.reports.rules.composition import HeadText
from audit.rounds.forms import put_on_fields
from audit.rounds.rules import InputError

reports = Blueprint("reports", __name__)
READERS = (Role.COORDINATOR, Role.READER)


@reports.get("/omgangar/<int:round_id>/rapport")
@access(*READERS, load=operations.report_for_reader)
def show(visit: Visit[SeenReport]) -> ResponseReturnValue:
    """The draft, for coordinators; for everybody else what is published."""
    seen, round_id = visit.record, known(visit.record.round_.id)
    if seen.published and not seen.drafts:
        return redirect(url_for("reports.published", round_id=round_id, number=seen.published.row.number))
    editing = seen.built is not None and seen.may_edit and seen.built.whole
    return render_template(
        "reports/show.html",
        seen=seen,
        round=seen.round_,
        kinds=RowKind,
        forms=operations.FORMS.values(),
        moved={key: operations.moved_in(seen.built, key) for key in seen.built.versions} if seen.built else {},
        ask=AskForm(formdata=None) if editing else None,
        waiting=operations.waiting_for(visit.session, visit.scope, round_id) if editing else [],
    )


@reports.get("/omgangar/<int:round_id>/rapport/fil/<form>")
@access(Role.COORDINATOR, load=operations.draft_file, writes=True)
def download(visit: Visit[DraftFile]) -> ResponseReturnValue:
    """The file that the command gives too, for those boards that one is a coordinator of."""
    return _sent(visit)


@reports.get("/omgangar/<int:round_id>/rapport/namnd/<int:board_id>/fil/<form>")
@access(Role.COORDINATOR, load=operations.draft_file_of_board, writes=True)
def download_of_board(visit: Visit[DraftFile]) -> ResponseReturnValue:
    """The report of one board alone, where each board gets its own."""
    return _sent(visit)


def _sent(visit: Visit[DraftFile]) -> ResponseReturnValue:
    built, form = visit.record.built, visit.record.form
    file = operations.file_of(visit.session, built=built, form=form)
    sha256 = hashlib.sha256(file).hexdigest()
    operations.note_export(visit.session, stamp=visit.stamp, built=built, sha256=sha256, form=form.suffix)
    name = operations.file_name(built.report.title, form.suffix)
    return send_file(io.BytesIO(file), mimetype=form.mime, as_attachment=True, download_name=name)


# ---- The head ---------------------------------------------------------------------------------------------------


@reports.route("/omgangar/<int:round_id>/rapport/huvud", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.report_for_editor)
def head(visit: Visit[BuiltReport]) -> ResponseReturnValue:
    built = visit.record
    form = HeadForm(obj=built.head, seen=operations.fingerprint(built.head))
    if not form.validate_on_submit():
        return _head_page(built, form), 422 if form.errors else 200
    try:
        other = operations.save_head(
            visit.session, stamp=visit.stamp, round_=built.round_, head=form.head(), seen=str(form.seen.data)
        )
    except InputError as error:
        put_on_fields(form, error)
        return _head_page(built, form), 422
    if other:
        form.seen.data = operations.fingerprint(other)
        return _head_page(built, form, other), 422
    flash("Huvudet är sparat.", "done")
    return redirect(url_for("reports.show", round_id=built.round_id))


def _head_page(built: BuiltReport, form: HeadForm, other: HeadText | None = None) -> str:
    return render_template("reports/head.html", built=built, form=form, other=other, round=built.round_)
