"""Pages of files that take their time: asking for all of a report's files, and fetching them when they are made."""

import io

from flask import abort, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.forms import AskForm
from audit.reports.operations import FORMS, MadeFiles
from audit.reports.views import reports
from audit.rounds.models import Round
from audit.web import transactions

MADE_AT = "/rapporter/filer/{id}"


@reports.post("/omgangar/<int:round_id>/rapport/filer")
@access(Role.COORDINATOR, load=operations.round_with_files)
def ask_for_files(visit: Visit[Round]) -> ResponseReturnValue:
    form = AskForm()
    if not form.validate_on_submit():
        abort(400)
    job = operations.ask_for_files(
        visit.session,
        stamp=visit.stamp,
        owner_id=visit.scope.account_id,
        round_=visit.record,
        location=MADE_AT,
        published=bool(form.published.data),
    )
    return redirect(url_for("home.job", job_id=known(job.id)))


@reports.get("/rapporter/filer/<int:files_id>")
@access(Role.COORDINATOR, load=operations.made_files)
def files(visit: Visit[MadeFiles]) -> ResponseReturnValue:
    return render_template("reports/files.html", files=visit.record, round=visit.record.round_)


@reports.get("/rapporter/filer/<int:files_id>/<int:place>")
@access(Role.COORDINATOR, load=operations.made_file, writes=True)
def fetch(visit: Visit[operations.OneFile]) -> ResponseReturnValue:
    of, file = visit.record.of, visit.record.file
    content = operations.content_of(transactions.settings(), of, file) or abort(404)
    operations.note_fetched(visit.session, stamp=visit.stamp, files=of, file=file)
    mime = FORMS[file.name.rpartition(".")[2]].mime
    return send_file(io.BytesIO(content), mimetype=mime, as_attachment=True, download_name=file.name)


@reports.get("/rapporter/filer/<int:files_id>/alla")
@access(Role.COORDINATOR, load=operations.made_files, writes=True)
def fetch_all(visit: Visit[MadeFiles]) -> ResponseReturnValue:
    """All of them packed as one."""
    of = visit.record
    content = operations.all_in_one(transactions.settings(), of) or abort(404)
    operations.note_all_fetched(visit.session, stamp=visit.stamp, files=of)
    name = operations.file_name(f"{of.round_.name}, alla filer", "zip")
    return send_file(io.BytesIO(content), mimetype="application/zip", as_attachment=True, download_name=name)
