"""Pages of a round's report: reading it, filling in its head, taking it out as a Word file."""

import hashlib
import io
import re

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.content import Report, RowKind
from audit.reports.forms import AskForm, HeadForm
from audit.reports.operations import BuiltReport, SeenReport
from audit.reports.renderings.word import MIME, word_file
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
        moved={key: operations.moved_in(seen.built, key) for key in seen.built.versions} if seen.built else {},
        ask=AskForm(formdata=None) if editing else None,
        waiting=operations.waiting_for(visit.session, visit.scope, round_id) if editing else [],
    )


@reports.get("/omgangar/<int:round_id>/rapport/word")
@access(Role.COORDINATOR, load=operations.report_for_reader, writes=True)
def download(visit: Visit[SeenReport]) -> ResponseReturnValue:
    """The Word file: the same that the command gives, for those boards that one is a coordinator of."""
    built = visit.record.built or abort(404)
    file = word_file(built.report)
    operations.note_export(visit.session, stamp=visit.stamp, built=built, sha256=hashlib.sha256(file).hexdigest())
    return send_file(io.BytesIO(file), mimetype=MIME, as_attachment=True, download_name=file_name(built.report))


def file_name(report: Report) -> str:
    """»Aktgranskning 2026 för Kungsholmen.docx«, with nothing in it that a file system would refuse."""
    return re.sub(r'[\\/:*?"<>|\s]+', " ", report.title).strip() + ".docx"


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
