"""A risk analysis: its matrix and risks, writing it, adopting it, and following on it."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.plans import operations, rules
from audit.plans.forms import NoteForm, RiskForm, ScaleForm, SureForm, risk_form, scale_form
from audit.plans.operations import SeenAnalysis, SeenRisk
from audit.plans.rules import STEPS, DocumentKind
from audit.plans.views.room import SEERS, draft_or_conflict, may_write_to, page_of, plans
from audit.plans.views.steps import adopted, adoption_asked, discarded, followed_on
from audit.rounds.forms_faults import faults_on
from audit.web.forms import PageForm

ROOT = "/intern-kontroll/riskanalys/<int:analysis_id>"


@plans.get(ROOT)
@access(*SEERS, load=operations.analysis_seen)
def analysis(visit: Visit[SeenAnalysis]) -> ResponseReturnValue:
    return _page(visit)


def _page(visit: Visit[SeenAnalysis], form: PageForm | None = None) -> str:
    """The analysis' page, with `form` (one of its three) as it was sent."""
    of = visit.record
    document = of.document
    newest = operations.newest(visit.session, DocumentKind.ANALYSIS, document.board_id, document.year)
    plan = operations.newest(visit.session, DocumentKind.PLAN, document.board_id, document.year)
    return page_of(
        visit,
        "analysis.html",
        of=of,
        steps=STEPS,
        squares=rules.matrix(of.scale, [(risk.likelihood, risk.materiality) for risk in of.risks]),
        compared=operations.compared(visit.session, of),
        lacks=operations.lacks(of) if of.is_draft else [],
        later=newest if newest and newest.id != of.id and _sees(visit, newest.adopted_at is None) else None,
        plan=plan if plan and _sees(visit, plan.adopted_at is None) else None,
        writes=may_write_to(visit, of),
        sure=SureForm(formdata=None, prefix="ny"),
        throw=SureForm(formdata=None, prefix="kasta"),
        failed=form,
        **adoption_asked(visit, form),
    )


def _sees(visit: Visit[SeenAnalysis], draft: bool) -> bool:
    return not draft or visit.record.document.board_id in visit.scope.boards(Role.COORDINATOR, Role.READER)


@plans.post(f"{ROOT}/anta")
@access(Role.COORDINATOR, load=operations.analysis_seen)
def adopt_analysis(visit: Visit[SeenAnalysis]) -> ResponseReturnValue:
    return adopted(
        visit, "Riskanalysen är antagen och låst.", url_for("plans.analysis", analysis_id=visit.record.id), _page
    )


@plans.post(f"{ROOT}/ny-version")
@access(Role.COORDINATOR, load=operations.analysis_seen)
def new_analysis_version(visit: Visit[SeenAnalysis]) -> ResponseReturnValue:
    return followed_on(visit, lambda made: url_for("plans.analysis", analysis_id=made), _page)


@plans.post(f"{ROOT}/kasta")
@access(Role.COORDINATOR, load=operations.analysis_seen)
def discard_analysis(visit: Visit[SeenAnalysis]) -> ResponseReturnValue:
    return discarded(visit, _page)


# ---- What a draft says ----------------------------------------------------------------------------------------------


@plans.route(f"{ROOT}/risk", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.analysis_seen)
def new_risk(visit: Visit[SeenAnalysis]) -> ResponseReturnValue:
    draft_or_conflict(visit.record)
    return _risk_page(visit, visit.record, risk_form(visit.record), None)


@plans.route("/intern-kontroll/risk/<int:risk_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.risk_seen)
def edit_risk(visit: Visit[SeenRisk]) -> ResponseReturnValue:
    seen = visit.record
    draft_or_conflict(seen.analysis)
    return _risk_page(visit, seen.analysis, risk_form(seen.analysis, seen.risk), seen)


def _risk_page(
    visit: Visit[SeenAnalysis] | Visit[SeenRisk], of: SeenAnalysis, form: RiskForm, seen: SeenRisk | None
) -> ResponseReturnValue:
    if form.validate_on_submit():
        risk = seen.risk if seen else None
        with faults_on(form):
            operations.save_risk(visit.session, stamp=visit.stamp, analysis=of, entry=form.entry(), risk=risk)
            flash("Risken är sparad.", "done")
            return redirect(url_for("plans.analysis", analysis_id=of.id))
    remove = SureForm(formdata=None, prefix="bort")
    page = page_of(visit, "risk.html", of=of, seen=seen, form=form, remove=remove)
    return page, form.answered_with


@plans.post("/intern-kontroll/risk/<int:risk_id>/bort")
@access(Role.COORDINATOR, load=operations.risk_seen)
def remove_risk(visit: Visit[SeenRisk]) -> ResponseReturnValue:
    seen, form = visit.record, SureForm(prefix="bort")
    draft_or_conflict(seen.analysis)
    if not form.validate_on_submit():
        abort(400)
    with faults_on(form):
        operations.remove_risk(visit.session, stamp=visit.stamp, seen=seen)
        flash("Risken är borttagen.", "done")
        return redirect(url_for("plans.analysis", analysis_id=seen.analysis.id))
    shown = risk_form(seen.analysis, seen.risk)
    shown.form_errors.extend(form.form_errors)
    return page_of(visit, "risk.html", of=seen.analysis, seen=seen, form=shown, remove=form), 422


@plans.route(f"{ROOT}/skala", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.analysis_seen)
def scale(visit: Visit[SeenAnalysis]) -> ResponseReturnValue:
    of = visit.record
    draft_or_conflict(of)
    form: ScaleForm = scale_form(of.scale)
    if form.validate_on_submit():
        with faults_on(form):
            operations.save_scale(visit.session, stamp=visit.stamp, analysis=of, scale=form.scale())
            flash("Skalan är sparad.", "done")
            return redirect(url_for("plans.analysis", analysis_id=of.id))
    return page_of(visit, "scale.html", of=of, form=form), form.answered_with


@plans.route(f"{ROOT}/inledning", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.analysis_seen)
def analysis_note(visit: Visit[SeenAnalysis]) -> ResponseReturnValue:
    of = visit.record
    draft_or_conflict(of)
    form, back = NoteForm(obj=of.document), url_for("plans.analysis", analysis_id=of.id)
    if form.validate_on_submit():
        with faults_on(form):
            operations.change_note(visit.session, stamp=visit.stamp, of=of, note=form.note.data or "")
            flash("Inledningen är sparad.", "done")
            return redirect(back)
    return page_of(visit, "note.html", of=of, form=form, back=back), form.answered_with
