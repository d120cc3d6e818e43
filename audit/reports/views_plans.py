"""Files of risk analyses, control plans and their follow-ups, for those who see the boards' drafts.

What is not adopted is looked through first; a coordinator says why what was found may stand.
"""

import io

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.findings.rules.secrecy import ADVICE, KIND_NAMES, Hit, together
from audit.plans.forms import reason_fields, reasons_in
from audit.reports import operations
from audit.reports.operations import plan_files
from audit.reports.operations.plan_files import PlanFile
from audit.reports.views import reports
from audit.rounds.forms_faults import faults_on
from audit.web import transactions
from audit.web.forms import PageForm

SEERS = (Role.COORDINATOR, Role.READER)
ANALYSIS = "/intern-kontroll/riskanalys/<int:analysis_id>/fil/<form>"
PLAN = "/intern-kontroll/plan/<int:plan_id>/fil/<form>"
FOLLOW_UP = "/intern-kontroll/plan/<int:plan_id>/uppfoljning/<period>/fil/<form>"


@reports.get(ANALYSIS)
@access(*SEERS, load=plan_files.analysis_file_seen, writes=True)
def analysis_file(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _asked(visit)


@reports.post(ANALYSIS)
@access(Role.COORDINATOR, load=plan_files.analysis_file_seen)
def take_out_analysis(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _taken_out(visit)


@reports.get(PLAN)
@access(*SEERS, load=plan_files.plan_file_seen, writes=True)
def plan_file(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _asked(visit)


@reports.post(PLAN)
@access(Role.COORDINATOR, load=plan_files.plan_file_seen)
def take_out_plan(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _taken_out(visit)


@reports.get(FOLLOW_UP)
@access(*SEERS, load=plan_files.follow_up_file_seen, writes=True)
def follow_up_file(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _asked(visit)


@reports.post(FOLLOW_UP)
@access(Role.COORDINATOR, load=plan_files.follow_up_file_seen)
def take_out_follow_up(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _taken_out(visit)


def _asked(visit: Visit[PlanFile]) -> ResponseReturnValue:
    """The file, or what has to be judged before it is taken out."""
    hits = _hits(visit)
    if hits:
        return _page(visit, hits, _form(hits, formdata=None))
    plan_files.note_taken(visit.session, stamp=visit.stamp, file=visit.record)
    return _sent(visit.record)


def _taken_out(visit: Visit[PlanFile]) -> ResponseReturnValue:
    file, hits = visit.record, _hits(visit)
    if file.document.board_id not in visit.scope.boards(Role.COORDINATOR):
        abort(404)
    form = _form(hits)
    if form.validate_on_submit():
        with faults_on(form):
            plan_files.take_out(visit.session, stamp=visit.stamp, file=file, hits=hits, reasons=reasons_in(form))
            return _sent(file)
    return _page(visit, hits, form), 422


def _hits(visit: Visit[PlanFile]) -> tuple[Hit, ...]:
    return plan_files.hits_of(visit.session, visit.record, small=transactions.settings().small_cell_limit)


def _form(hits: tuple[Hit, ...], **about: object) -> PageForm:
    form: PageForm = type("TakeOutForm", (PageForm,), reason_fields(hits))(**about)
    return form


def _page(visit: Visit[PlanFile], hits: tuple[Hit, ...], form: PageForm) -> str:
    return render_template(
        "reports/plan_secrecy.html",
        file=visit.record,
        found=together(hits),
        form=form,
        judges=visit.record.document.board_id in visit.scope.boards(Role.COORDINATOR),
        kinds=KIND_NAMES,
        advice=ADVICE,
    )


def _sent(file: PlanFile) -> ResponseReturnValue:
    name = operations.file_name(file.report.title, file.form.suffix)
    content = io.BytesIO(file.form.make(file.report))
    return send_file(content, mimetype=file.form.mime, as_attachment=True, download_name=name)
