"""A control plan: its controls, writing it, adopting it, and following on it."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.plans import operations
from audit.plans.forms import ControlForm, NoteForm, SureForm, control_form
from audit.plans.operations import SeenControl, SeenPlan
from audit.plans.rules import DocumentKind
from audit.plans.views.room import SEERS, draft_or_conflict, may_write_to, page_of, plans
from audit.plans.views.steps import adopted, adoption_asked, discarded, followed_on
from audit.rounds.forms_faults import faults_on
from audit.web.forms import PageForm

ROOT = "/intern-kontroll/plan/<int:plan_id>"


@plans.get(ROOT)
@access(*SEERS, load=operations.plan_seen)
def plan(visit: Visit[SeenPlan]) -> ResponseReturnValue:
    return _page(visit)


def _page(visit: Visit[SeenPlan], form: PageForm | None = None) -> str:
    """The plan's page, with `form` (one of its three) as it was sent."""
    of = visit.record
    document = of.document
    newest = operations.newest(visit.session, DocumentKind.PLAN, document.board_id, document.year)
    inside = document.board_id in visit.scope.boards(Role.COORDINATOR, Role.READER)
    return page_of(
        visit,
        "plan.html",
        of=of,
        compared=operations.compared(visit.session, of),
        lacks=operations.lacks(of) if of.is_draft else [],
        later=newest if newest and newest.id != of.id and (newest.adopted_at or inside) else None,
        changed=None if of.is_draft else _changed_since(visit),
        reports=operations.reports_of(visit.session, document),
        rounds=operations.rounds_by_control(visit.session, of),
        writes=may_write_to(visit, of),
        inside=inside,
        sure=SureForm(formdata=None, prefix="ny"),
        throw=SureForm(formdata=None, prefix="kasta"),
        failed=form,
        **adoption_asked(visit, form),
    )


def _changed_since(visit: Visit[SeenPlan]) -> object:
    """A newer adopted version of the analysis than the one that the plan rests on."""
    of = visit.record
    board, year = of.document.board_id, of.document.year
    newest = operations.newest(visit.session, DocumentKind.ANALYSIS, board, year, adopted=True)
    return newest if newest and of.analysis and newest.id != of.analysis.id else None


@plans.post(f"{ROOT}/anta")
@access(Role.COORDINATOR, load=operations.plan_seen)
def adopt_plan(visit: Visit[SeenPlan]) -> ResponseReturnValue:
    return adopted(
        visit, "Internkontrollplanen är antagen och låst.", url_for("plans.plan", plan_id=visit.record.id), _page
    )


@plans.post(f"{ROOT}/ny-version")
@access(Role.COORDINATOR, load=operations.plan_seen)
def new_plan_version(visit: Visit[SeenPlan]) -> ResponseReturnValue:
    return followed_on(visit, lambda made: url_for("plans.plan", plan_id=made), _page)


@plans.post(f"{ROOT}/kasta")
@access(Role.COORDINATOR, load=operations.plan_seen)
def discard_plan(visit: Visit[SeenPlan]) -> ResponseReturnValue:
    return discarded(visit, _page)


# ---- What a draft says ----------------------------------------------------------------------------------------------


@plans.route(f"{ROOT}/kontrollmoment", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.plan_seen)
def new_control(visit: Visit[SeenPlan]) -> ResponseReturnValue:
    draft_or_conflict(visit.record)
    risk = request.args.get("risk", type=int)
    return _control_page(visit, visit.record, control_form(visit.record, risk_root_id=risk), None)


@plans.route("/intern-kontroll/kontrollmoment/<int:plan_control_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.control_seen)
def edit_control(visit: Visit[SeenControl]) -> ResponseReturnValue:
    seen = visit.record
    draft_or_conflict(seen.plan)
    return _control_page(visit, seen.plan, control_form(seen.plan, seen.control), seen)


def _control_page(
    visit: Visit[SeenPlan] | Visit[SeenControl], of: SeenPlan, form: ControlForm, seen: SeenControl | None
) -> ResponseReturnValue:
    if form.validate_on_submit():
        control = seen.control if seen else None
        with faults_on(form):
            operations.save_control(visit.session, stamp=visit.stamp, plan=of, entry=form.entry(), control=control)
            flash("Kontrollmomentet är sparat.", "done")
            return redirect(url_for("plans.plan", plan_id=of.id))
    remove = SureForm(formdata=None, prefix="bort")
    page = page_of(visit, "control.html", of=of, seen=seen, form=form, remove=remove)
    return page, form.answered_with


@plans.post("/intern-kontroll/kontrollmoment/<int:plan_control_id>/bort")
@access(Role.COORDINATOR, load=operations.control_seen)
def remove_control(visit: Visit[SeenControl]) -> ResponseReturnValue:
    seen, form = visit.record, SureForm(prefix="bort")
    draft_or_conflict(seen.plan)
    if not form.validate_on_submit():
        abort(400)
    with faults_on(form):
        operations.remove_control(visit.session, stamp=visit.stamp, seen=seen)
    flash("Kontrollmomentet är borttaget.", "done")
    return redirect(url_for("plans.plan", plan_id=seen.plan.id))


@plans.route(f"{ROOT}/inledning", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.plan_seen)
def plan_note(visit: Visit[SeenPlan]) -> ResponseReturnValue:
    of = visit.record
    draft_or_conflict(of)
    form, back = NoteForm(obj=of.document), url_for("plans.plan", plan_id=of.id)
    if form.validate_on_submit():
        with faults_on(form):
            operations.change_note(visit.session, stamp=visit.stamp, of=of, note=form.note.data or "")
            flash("Inledningen är sparad.", "done")
            return redirect(back)
    return page_of(visit, "note.html", of=of, form=form, back=back), form.answered_with
