"""Following a plan up: a period's page, judging a control, handing in, measures, and the material for ILS."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.plans import operations, rules
from audit.plans.forms import HandInForm, JudgeForm, PlanMeasureForm, TakeBackForm
from audit.plans.operations import FollowedControl, FollowedPlan, SeenMeasure
from audit.plans.rules import SHORT
from audit.plans.views.room import SEERS, may_write_to, page_of, plans
from audit.rounds.forms_faults import faults_on
from audit.web.forms import PageForm

ROOT = "/intern-kontroll/plan/<int:plan_id>/uppfoljning/<period>"
OF_CONTROL = "/intern-kontroll/kontrollmoment/<int:plan_control_id>"


def _address(of: FollowedPlan) -> str:
    return url_for("plans.follow_up", plan_id=of.plan.id, period=of.period)


@plans.get(ROOT)
@access(*SEERS, load=operations.standing_seen)
def follow_up(visit: Visit[FollowedPlan]) -> ResponseReturnValue:
    return _page(visit)


def _page(visit: Visit[FollowedPlan], form: PageForm | None = None) -> str:
    of, today = visit.record, visit.stamp.day
    return page_of(
        visit,
        "follow_up.html",
        of=of,
        writes=may_write_to(visit, of.plan),
        late=[measure.id for line in of.lines for measure in line.measures if operations.is_late(measure, today)],
        over=rules.last_day(of.plan.year, of.period) < today,
        last_day=rules.last_day(of.plan.year, of.period),
        hand_in=form if isinstance(form, HandInForm) else HandInForm(formdata=None, prefix="lamna"),
        take_back=form if isinstance(form, TakeBackForm) else TakeBackForm(formdata=None, prefix="ater"),
        failed=form,
    )


@plans.post(f"{ROOT}/lamna")
@access(Role.COORDINATOR, load=operations.standing_seen)
def hand_in(visit: Visit[FollowedPlan]) -> ResponseReturnValue:
    form = HandInForm(prefix="lamna")
    if form.validate_on_submit():
        with faults_on(form):
            summary = str(form.summary.data)
            operations.hand_in(visit.session, stamp=visit.stamp, of=visit.record, summary=summary)
            flash("Uppföljningen är lämnad och låst.", "done")
            return redirect(_address(visit.record))
    return _page(visit, form), 422


@plans.post(f"{ROOT}/ta-tillbaka")
@access(Role.COORDINATOR, load=operations.standing_seen)
def take_back(visit: Visit[FollowedPlan]) -> ResponseReturnValue:
    form = TakeBackForm(prefix="ater")
    if form.validate_on_submit():
        with faults_on(form):
            operations.take_back(visit.session, stamp=visit.stamp, of=visit.record, reason=str(form.reason.data))
            flash("Uppföljningen är öppen igen.", "done")
            return redirect(_address(visit.record))
    return _page(visit, form), 422


@plans.get(f"{ROOT}/ils")
@access(Role.COORDINATOR, Role.READER, load=operations.standing_seen)
def ils(visit: Visit[FollowedPlan]) -> ResponseReturnValue:
    of = visit.record
    summary = of.report.summary if of.report else ""
    material = rules.material(of.plan.year, of.period, operations.told(of), summary)
    return page_of(visit, "ils.html", of=of, material=material, short=SHORT, headings=rules.HEADINGS)


@plans.route(f"{OF_CONTROL}/uppfoljning/<period>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.control_followed)
def judge(visit: Visit[FollowedControl]) -> ResponseReturnValue:
    seen = visit.record
    # Where it can't be judged any longer that is said, and not what stands.
    form = JudgeForm(obj=seen.line.follow_up, edits=not (seen.of.newer_id or seen.of.report))
    if form.validate_on_submit():
        with faults_on(form):
            operations.judge(visit.session, stamp=visit.stamp, of=seen, judged=form.judged())
            flash("Bedömningen är sparad.", "done")
            return redirect(_address(seen.of))
    return page_of(visit, "judge.html", of=seen.of, line=seen.line, form=form), form.answered_with


@plans.route(f"{OF_CONTROL}/atgard/<period>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.control_followed)
def new_measure(visit: Visit[FollowedControl]) -> ResponseReturnValue:
    return _measure_page(visit, visit.record, PlanMeasureForm())


@plans.route("/intern-kontroll/atgard/<int:plan_measure_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.measure_seen)
def edit_measure(visit: Visit[SeenMeasure]) -> ResponseReturnValue:
    return _measure_page(visit, visit.record, PlanMeasureForm(obj=visit.record.measure))


def _measure_page(
    visit: Visit[FollowedControl] | Visit[SeenMeasure], seen: FollowedControl | SeenMeasure, form: PlanMeasureForm
) -> ResponseReturnValue:
    measure = seen.measure if isinstance(seen, SeenMeasure) else None
    if form.validate_on_submit():
        with faults_on(form):
            operations.save_measure(
                visit.session, stamp=visit.stamp, of=seen, entry=form.entry(), today=visit.stamp.day
            )
            flash("Åtgärden är sparad.", "done")
            return redirect(_address(seen.of))
    page = page_of(visit, "measure.html", of=seen.of, line=seen.line, measure=measure, form=form)
    return page, form.answered_with
