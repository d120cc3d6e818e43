"""The list of the boards' years, and beginning a new one."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import board_names
from audit.accounts.rules import Role
from audit.plans import operations
from audit.plans.forms import NewYearForm
from audit.plans.rules import DOCUMENT_NAMES, DocumentKind
from audit.plans.views.room import SEERS, page_of, plans
from audit.rounds.forms_faults import faults_on


@plans.get("/intern-kontroll")
@access(*SEERS)
def overview(visit: Visit[bool]) -> ResponseReturnValue:
    today = visit.stamp.day
    years = operations.board_years(visit.session, visit.scope, today)
    inside = visit.scope.boards(Role.COORDINATOR, Role.READER)
    return page_of(
        visit,
        "overview.html",
        years=years,
        this_year=today.year,
        without=operations.without_plan(visit.session, visit.scope, years, today.year) if years else [],
        late=operations.measures_late(visit.session, board_ids=inside, today=today),
        coordinated=visit.scope.boards(Role.COORDINATOR),
    )


@plans.route("/intern-kontroll/ny-riskanalys", methods=["GET", "POST"])
@access(Role.COORDINATOR)
def new_analysis(visit: Visit[bool]) -> ResponseReturnValue:
    return _new(visit, DocumentKind.ANALYSIS)


@plans.route("/intern-kontroll/ny-plan", methods=["GET", "POST"])
@access(Role.COORDINATOR)
def new_plan(visit: Visit[bool]) -> ResponseReturnValue:
    return _new(visit, DocumentKind.PLAN)


def _new(visit: Visit[bool], kind: DocumentKind) -> ResponseReturnValue:
    asked = request.args.get("namnd", type=int), request.args.get("ar", type=int)
    form = NewYearForm(board=asked[0], year=asked[1] or visit.stamp.day.year)
    names = board_names(visit.session)
    mine = [board for board in names if board in visit.scope.boards()]
    form.board.choices = {str(board): names[board] for board in mine}
    if len(mine) == 1 and form.board.data is None:
        form.board.data = mine[0]
    if form.validate_on_submit():
        with faults_on(form):
            address = _make(visit, kind, form)
            flash("Utkastet är skapat.", "done")
            return redirect(address)
    return page_of(visit, "new.html", form=form, name=DOCUMENT_NAMES[kind], kind=kind), form.answered_with


def _make(visit: Visit[bool], kind: DocumentKind, form: NewYearForm) -> str:
    board, year, copy = int(form.board.data), int(form.year.data or 0), bool(form.copy.data)
    if kind is DocumentKind.ANALYSIS:
        made = operations.create_analysis(visit.session, stamp=visit.stamp, board_id=board, year=year, copy=copy)
        return url_for("plans.analysis", analysis_id=made.id)
    plan = operations.create_plan(visit.session, stamp=visit.stamp, board_id=board, year=year, copy=copy)
    return url_for("plans.plan", plan_id=plan.id)
