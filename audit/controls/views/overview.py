"""The controls over the years, the runs, and what each control is."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.controls import operations
from audit.controls.operations import SeenRun
from audit.controls.views.room import JUDGES, SEERS, controls


@controls.get("/kontroller")
@access(*SEERS)
def overview(visit: Visit[bool]) -> ResponseReturnValue:
    years, lines = operations.over_years(visit.session, visit.scope.boards())
    return render_template(
        "controls/overview.html",
        years=years,
        lines=lines,
        runs=operations.runs_seen(visit.session, visit.scope),
        may_run=visit.scope.has(Role.COORDINATOR),
        may_judge=visit.scope.has(*JUDGES),
    )


@controls.get("/kontroller/regler")
@access(*SEERS)
def catalogue(visit: Visit[bool]) -> ResponseReturnValue:  # noqa: ARG001
    return render_template("controls/catalogue.html")


@controls.get("/kontroller/korning/<int:run_id>")
@access(*SEERS, load=operations.run_seen)
def run(visit: Visit[SeenRun]) -> ResponseReturnValue:
    scope = visit.scope
    return render_template(
        "controls/run.html", seen=visit.record, may_judge=scope.has(*JUDGES), may_run=scope.has(Role.COORDINATOR)
    )
