"""How an adopted document is followed up over its year: outcomes alone, and how far a goal has come."""

from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.indicators import operations
from audit.indicators.forms import FollowGoalForm, outcomes_form
from audit.indicators.forms.goals import outcome_keys
from audit.indicators.models import Goal
from audit.indicators.operations import Part, SeenIndicator
from audit.indicators.views.goals import back
from audit.indicators.views.room import indicators, page_of
from audit.rounds.forms_faults import faults_on


@indicators.route("/indikatorer/indikator/<int:indicator_id>/utfall", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.indicator_run)
def outcomes(visit: Visit[Part[SeenIndicator]]) -> ResponseReturnValue:
    seen, one = visit.record.seen, visit.record.row
    keys, form = outcome_keys(seen, one), outcomes_form(seen, one)
    if form.validate_on_submit():
        with faults_on(form):
            operations.save_outcomes(
                visit.session, stamp=visit.stamp, seen=seen, indicator=one, outcomes=form.written(keys)
            )
            return back(seen, "Utfallen är sparade.")
    page = page_of(visit, "indicators/outcomes.html", seen=seen, one=one, form=form, keys=keys)
    return page, form.answered_with


@indicators.route("/indikatorer/mal/<int:goal_id>/uppfoljning", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.goal_run)
def follow_goal(visit: Visit[Part[Goal]]) -> ResponseReturnValue:
    seen, goal = visit.record.seen, visit.record.row
    form = FollowGoalForm(obj=goal)
    if form.validate_on_submit():
        told = {"status": form.status.data or "", "deviation": form.deviation.data or ""}
        with faults_on(form):
            operations.follow_goal(visit.session, stamp=visit.stamp, seen=seen, goal=goal, **told)
            return back(seen, "Målets läge är sparat.")
    page = page_of(visit, "indicators/follow_goal.html", seen=seen, goal=goal, form=form)
    return page, form.answered_with
