"""What is done about an area and what shows how it goes: measures and evidence."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.improvements import operations
from audit.improvements.forms import NO_OBSERVATION, EvidenceForm, MeasureForm
from audit.improvements.operations import Area, HeldMeasure
from audit.improvements.views.room import improvements, page_of
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.rules import InputError


@improvements.route("/forbattringsomraden/<int:area_id>/atgarder/ny", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.area_for_coordinator)
def new_measure(visit: Visit[Area]) -> ResponseReturnValue:
    """An empty form, or one that a measure out of the unit's reply has filled in (`svar` in the address)."""
    area, form = visit.record, MeasureForm(**_stated(visit))
    if form.validate_on_submit():
        try:
            operations.add_measure(visit.session, stamp=visit.stamp, area=area, plan=form.plan())
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Åtgärden är sparad.", "done")
            return redirect(url_for("improvements.show", area_id=area.id))
    page = page_of(visit, "improvements/measure.html", form=form, area=area, measure=None)
    return page, form.answered_with


def _stated(visit: Visit[Area]) -> dict[str, Any]:
    area, wanted = visit.record, request.args.get("svar", type=int)
    observations = operations.observations_of(visit.session, area.observation_ids, board_ids=area.board_names)
    found = next((one for one in operations.stated_of(observations) if one.reply_id == wanted), None)
    return asdict(found.plan()) if found else {"responsible": area.area.owner}


@improvements.route("/forbattringsomraden/<int:area_id>/atgarder/<int:measure_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.measure_for_coordinator)
def edit_measure(visit: Visit[HeldMeasure]) -> ResponseReturnValue:
    held, form = visit.record, MeasureForm(obj=visit.record.measure)
    if form.validate_on_submit():
        try:
            operations.change_measure(visit.session, stamp=visit.stamp, held=held, plan=form.plan())
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Ändringen är sparad.", "done")
            return redirect(url_for("improvements.show", area_id=held.area.id))
    page = page_of(visit, "improvements/measure.html", form=form, area=held.area, measure=held.measure)
    return page, form.answered_with


@improvements.route("/forbattringsomraden/<int:area_id>/underlag", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.area_for_coordinator)
def new_evidence(visit: Visit[Area]) -> ResponseReturnValue:
    area, form = visit.record, EvidenceForm(shown_on=visit.stamp.day)
    choices = operations.observations_to_choose(visit.session, board_ids=area.followed_by)
    named = {str(one.id): f"{one.observation.title} ({round_.name})" for one, round_ in choices}
    form.observation.choices = {NO_OBSERVATION: "Ingen"} | named
    if form.validate_on_submit():
        try:
            operations.add_evidence(visit.session, stamp=visit.stamp, area=area, shown=form.shown())
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Underlaget är sparat.", "done")
            return redirect(url_for("improvements.show", area_id=area.id))
    page = page_of(visit, "improvements/evidence.html", form=form, area=area)
    return page, form.answered_with
