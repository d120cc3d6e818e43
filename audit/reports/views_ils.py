"""The page with material for the city's management system (ILS): text and rows to paste, for each board."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.content import RowKind
from audit.reports.operations import IlsOf
from audit.reports.rules.facts import ReportFacts
from audit.reports.rules.ils import PERIOD_NAMES, SHORT, Period, material
from audit.reports.views import reports


@reports.get("/omgangar/<int:round_id>/rapport/ils")
@access(Role.COORDINATOR, load=operations.ils_for_coordinator)
def ils(visit: Visit[IlsOf]) -> ResponseReturnValue:
    asked = request.args.get("period", "")
    period = Period(asked) if asked in set(Period) else Period.VB
    return render_template(
        "reports/ils.html",
        round=visit.record.round_,
        period=period,
        periods=PERIOD_NAMES,
        materials=[material(facts, period, _own_indicators(visit, facts, period)) for facts in visit.record.boards],
        kinds=RowKind,
        short=SHORT,
    )


def _own_indicators(visit: Visit[IlsOf], facts: ReportFacts, period: Period) -> list[tuple[str, str, str]]:
    board, year = facts.boards[0].id, visit.record.round_.year
    return operations.own_indicators(visit.session, board_id=board, year=year, period=period)
