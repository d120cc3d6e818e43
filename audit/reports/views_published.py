"""Pages of published reports: the list of them, each as it was frozen, its files, and the protocols with ids."""

import hashlib
import io

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.findings.rules.secrecy import KIND_NAMES
from audit.reports import operations
from audit.reports.content import Report, RowKind
from audit.reports.operations import Published
from audit.reports.rules.freezing import FrozenError
from audit.reports.views import of_report, reports

READERS = (Role.COORDINATOR, Role.READER, Role.UNIT_HEAD)
BASE = "/publicerad/<int:number>"


@reports.get("/rapporter")
@access(Role.READER, Role.UNIT_HEAD)
def published_reports(visit: Visit[bool]) -> ResponseReturnValue:
    """Every published report of one's boards, for those who see no draft."""
    found = operations.all_published(visit.session, visit.scope)
    return render_template("reports/published_reports.html", found=found)


@of_report(BASE)
@access(*READERS, load=operations.published)
def published(visit: Visit[Published]) -> ResponseReturnValue:
    of = visit.record
    return _page("reports/published.html", of, _whole(of, secret=False))


@of_report(f"{BASE}/fil/<form>")
@access(*READERS, load=operations.published_file, writes=True)
def published_file(visit: Visit[operations.PublishedFile]) -> ResponseReturnValue:
    of, form = visit.record.of, visit.record.form
    file = operations.file_of_published(of, report=_whole(of, secret=False), form=form)
    sha256 = hashlib.sha256(file).hexdigest()
    operations.note_taken_out(visit.session, stamp=visit.stamp, of=of, form=form.suffix, sha256=sha256)
    name = operations.file_name(of.title, form.suffix)
    return send_file(io.BytesIO(file), mimetype=form.mime, as_attachment=True, download_name=name)


@of_report(f"{BASE}/urvalsprotokoll")
@access(Role.COORDINATOR, load=operations.secret, writes=True)
def secret_protocol(visit: Visit[Published]) -> ResponseReturnValue:
    """The protocols with ids and tickets. Whoever looks at them stands in the journal."""
    operations.note_secret_seen(visit.session, stamp=visit.stamp, of=visit.record)
    return _page("reports/secret.html", visit.record, _whole(visit.record, secret=True))


@of_report(f"{BASE}/urvalsprotokoll/<form>")
@access(Role.COORDINATOR, load=operations.secret_file, writes=True)
def secret_protocol_file(visit: Visit[operations.PublishedFile]) -> ResponseReturnValue:
    of, form = visit.record.of, visit.record.form
    operations.note_secret_seen(visit.session, stamp=visit.stamp, of=of, form=form.suffix)
    file = operations.file_of_published(of, report=_whole(of, secret=True), form=form)
    name = operations.file_name(f"{of.annex.title}, version {of.row.number}", form.suffix)
    return send_file(io.BytesIO(file), mimetype=form.mime, as_attachment=True, download_name=name)


def _whole(of: Published, *, secret: bool) -> Report:
    """The report as it was frozen. Nothing is shown of one that somebody has changed since."""
    try:
        report = of.annex if secret else of.report
    except FrozenError:
        abort(409)
    return report if of.sound else abort(409)


def _page(template: str, of: Published, report: Report) -> str:
    return render_template(
        template,
        of=of,
        report=report,
        round=of.round_,
        board_id=of.row.board_id,
        kinds=RowKind,
        forms=operations.FORMS.values(),
        kind_names=KIND_NAMES,
    )
