"""Files of risk analyses, control plans and their follow-ups, for those who see the boards' drafts."""

import io

from flask import send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.operations import plan_files
from audit.reports.operations.plan_files import PlanFile
from audit.reports.views import reports

SEERS = (Role.COORDINATOR, Role.READER)


@reports.get("/intern-kontroll/riskanalys/<int:analysis_id>/fil/<form>")
@access(*SEERS, load=plan_files.analysis_file_seen)
def analysis_file(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _sent(visit.record)


@reports.get("/intern-kontroll/plan/<int:plan_id>/fil/<form>")
@access(*SEERS, load=plan_files.plan_file_seen)
def plan_file(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _sent(visit.record)


@reports.get("/intern-kontroll/plan/<int:plan_id>/uppfoljning/<period>/fil/<form>")
@access(*SEERS, load=plan_files.follow_up_file_seen)
def follow_up_file(visit: Visit[PlanFile]) -> ResponseReturnValue:
    return _sent(visit.record)


def _sent(file: PlanFile) -> ResponseReturnValue:
    name = operations.file_name(file.report.title, file.form.suffix)
    content = io.BytesIO(file.form.make(file.report))
    return send_file(content, mimetype=file.form.mime, as_attachment=True, download_name=name)
