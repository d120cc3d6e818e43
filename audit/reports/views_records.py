"""The page behind a figure of the report: the reviews that it is made of."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.operations import FigureRecords
from audit.reports.views import of_report
from audit.wording import UNITS


@of_report("/siffra/<figure>")
@access(Role.COORDINATOR, load=operations.figure_for_coordinator, writes=True)
def records(visit: Visit[FigureRecords]) -> ResponseReturnValue:
    of = visit.record
    operations.note_records_viewed(visit.session, stamp=visit.stamp, of=of)
    return render_template(
        "reports/records.html", of=of, round=of.round_, board_id=of.board_id, unit=UNITS[of.round_.kind]
    )
