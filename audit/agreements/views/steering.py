"""The steering group: its meetings, what they decided, and what went to the district directors."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.agreements import operations, rules
from audit.agreements.forms import MeetingForm
from audit.agreements.models import SteeringMeeting
from audit.agreements.operations import Agreed, SeenMeeting
from audit.agreements.views.room import READERS, agreements, page_of
from audit.rounds.forms_faults import faults_on


@agreements.get("/overenskommelser/<int:agreement_id>/styrgrupp")
@access(*READERS, load=operations.agreement_seen)
def steering(visit: Visit[Agreed]) -> ResponseReturnValue:
    agreed = visit.record
    meetings = operations.meetings_of(visit.session, agreed)
    days = [meeting.held_on for meeting in meetings]
    reminder = rules.reminder(days, year=agreed.agreement.year, today=visit.stamp.day)
    return page_of(visit, "agreements/steering.html", agreed=agreed, meetings=meetings, reminder=reminder)


@agreements.route("/overenskommelser/<int:agreement_id>/styrgrupp/mote", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.agreement_seen)
def new_meeting(visit: Visit[Agreed]) -> ResponseReturnValue:
    return _meeting_page(visit, visit.record, None)


@agreements.route("/overenskommelser/mote/<int:steering_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.steering_seen)
def edit_meeting(visit: Visit[SeenMeeting]) -> ResponseReturnValue:
    return _meeting_page(visit, visit.record.agreed, visit.record.meeting)


def _meeting_page(
    visit: Visit[Agreed] | Visit[SeenMeeting], agreed: Agreed, meeting: SteeringMeeting | None
) -> ResponseReturnValue:
    form = MeetingForm(obj=meeting) if meeting else MeetingForm()
    if form.validate_on_submit():
        with faults_on(form):
            operations.save_meeting(visit.session, stamp=visit.stamp, agreed=agreed, plan=form.plan(), meeting=meeting)
            flash("Mötet är sparat.", "done")
            return redirect(url_for("agreements.steering", agreement_id=agreed.id))
    page = page_of(visit, "agreements/meeting.html", form=form, agreed=agreed, meeting=meeting)
    return page, form.answered_with
