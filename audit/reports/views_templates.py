"""Pages of the boards' own Word templates: sending one in with all its faults told, fetching it, taking it away."""

import io
from pathlib import PurePath

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.forms import BackForm, TemplateForm
from audit.reports.operations import BoardTemplate, TemplateFaultsError
from audit.reports.renderings.word import MIME, TEMPLATE
from audit.reports.views import reports

BASE = "/rapporter/wordmall"


@reports.get(BASE)
@access(Role.COORDINATOR, load=operations.boards_with_templates)
def templates_of_mine(visit: Visit[tuple[Board, ...]]) -> ResponseReturnValue:
    return redirect(url_for("reports.template", board_id=visit.record[0].id))


@reports.route(f"{BASE}/<int:board_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.board_template)
def template(visit: Visit[BoardTemplate]) -> ResponseReturnValue:
    of, form = visit.record, TemplateForm()
    if not form.validate_on_submit():
        return _page(of, form), form.answered_with
    name = PurePath(form.file.data.filename or "mall.docx").name[:200]
    try:
        operations.keep_template(visit.session, stamp=visit.stamp, of=of, name=name, file=form.file.data.stream.read())
    except TemplateFaultsError as error:
        form.file.errors = error.faults
        return _page(of, form), 422
    flash(f"Mallen används nu för {of.board.name}.", "done")
    return redirect(url_for("reports.template", board_id=known(of.board.id)))


@reports.get(f"{BASE}/<int:board_id>/fil")
@access(Role.COORDINATOR, load=operations.board_template)
def template_file(visit: Visit[BoardTemplate]) -> ResponseReturnValue:
    """The board's own template, or the program's to begin from."""
    row = visit.record.row
    file, name = (row.content, row.name) if row else (TEMPLATE.read_bytes(), TEMPLATE.name)
    return send_file(io.BytesIO(file), mimetype=MIME, as_attachment=True, download_name=name)


@reports.post(f"{BASE}/<int:board_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.board_template)
def remove_template(visit: Visit[BoardTemplate]) -> ResponseReturnValue:
    if not BackForm().validate_on_submit():
        abort(400)
    operations.remove_template(visit.session, stamp=visit.stamp, of=visit.record)
    flash(f"{visit.record.board.name} har programmets mall igen.", "done")
    return redirect(url_for("reports.template", board_id=known(visit.record.board.id)))


def _page(of: BoardTemplate, form: TemplateForm) -> str:
    return render_template("reports/template.html", of=of, form=form, remove=BackForm(formdata=None, seen="0"))
