"""The round's communication: what is shared with the unit and answered, and the meetings held."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.meanwhile import tell_who
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.findings import operations
from audit.findings.forms import MeetingForm, ShareForm
from audit.findings.operations import Finding, Held
from audit.findings.rules import AlreadySharedError
from audit.findings.views.room import READERS, findings, round_page
from audit.rounds import operations as rounds
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.models import Round
from audit.rounds.rules import InputError


@findings.get("/kommunicering/omgang/<int:round_id>")
@access(*READERS, load=rounds.round_for_reader)
def communication(visit: Visit[Round]) -> ResponseReturnValue:
    return _page(visit)


def _page(visit: Visit[Round], fault: str = "") -> str:
    round_, session, boards = visit.record, visit.session, visit.scope.boards()
    observations = operations.observations(session, round_id=known(round_.id), board_ids=boards)
    results = operations.results(session, round_=round_, board_ids=boards)
    return render_template(
        "findings/communication.html",
        observations=observations,
        to_share=[finding for finding in observations if operations.may_be_shared(results, finding)],
        finished=results.finished,
        recount={finding.id for finding in observations if operations.count_changes(results, finding)},
        meetings=operations.meetings(session, round_id=known(round_.id)),
        board_names=operations.boards_of(session, round_id=known(round_.id), within=boards),
        fault=fault,
        **round_page(visit, round_),
    )


# ---- Sharing ----------------------------------------------------------------------------------------------------


@findings.get("/kommunicering/omgang/<int:round_id>/dela")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def share(visit: Visit[Round]) -> ResponseReturnValue:
    """What will happen, to whom and how many, before it happens."""
    chosen = _chosen(visit, request.args.getlist("iakttagelse", type=int))
    if not chosen:
        return _page(visit, fault="Kryssa för minst en iakttagelse att dela."), 422
    form = ShareForm(formdata=None, observations=[finding.id for finding in chosen])
    return _share_page(visit, form, chosen)


@findings.post("/kommunicering/omgang/<int:round_id>/dela")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def share_submitted(visit: Visit[Round]) -> ResponseReturnValue:
    form = ShareForm()
    chosen = _chosen(visit, form.observations.data or [])
    form.observations.choices = {str(finding.id): finding.observation.title for finding in chosen}
    # Where the form doesn't stand, what was chosen has been shared or removed by somebody else meanwhile.
    if not form.validate_on_submit():
        abort(409)
    try:
        ids = form.observations.data or []
        count = operations.share(visit.session, stamp=visit.stamp, round_=visit.record, observation_ids=ids)
    except (AlreadySharedError, InputError):
        abort(409)
    flash("Iakttagelsen är delad med enheten." if count == 1 else f"{count} iakttagelser är delade.", "done")
    return redirect(url_for("findings.communication", round_id=visit.record.id))


def _chosen(visit: Visit[Round], ids: list[int]) -> list[Finding]:
    """Those of the round's observations that are among `ids` and have anything to be shared."""
    round_, session = visit.record, visit.session
    of_round = operations.observations(session, round_id=known(round_.id))
    results = operations.results(session, round_=round_, board_ids=visit.scope.boards())
    return [one for one in of_round if one.id in ids and operations.may_be_shared(results, one)]


def _share_page(visit: Visit[Round], form: ShareForm, chosen: list[Finding]) -> str:
    form.observations.choices = {str(finding.id): finding.observation.title for finding in chosen}
    return render_template(
        "findings/share.html",
        form=form,
        chosen=chosen,
        recipients=operations.recipients(visit.session, round_=visit.record, findings=chosen),
        **round_page(visit, visit.record),
    )


# ---- Meetings ---------------------------------------------------------------------------------------------------


@findings.route("/kommunicering/omgang/<int:round_id>/samtal", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def new_meeting(visit: Visit[Round]) -> ResponseReturnValue:
    form = MeetingForm(held_on=visit.stamp.day)
    if form.validate_on_submit():
        try:
            operations.add_meeting(visit.session, stamp=visit.stamp, round_=visit.record, talk=form.talk())
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Samtalet är antecknat.", "done")
            return redirect(url_for("findings.communication", round_id=visit.record.id))
    page = render_template("findings/meeting.html", form=form, meeting=None, **round_page(visit, visit.record))
    return page, form.answered_with


@findings.route("/kommunicering/samtal/<int:meeting_id>/andra", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.meeting_for_coordinator)
def edit_meeting(visit: Visit[Held]) -> ResponseReturnValue:
    form = MeetingForm(obj=visit.record.meeting)
    if form.validate_on_submit():
        try:
            operations.change_meeting(visit.session, stamp=visit.stamp, held=visit.record, talk=form.talk())
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Ändringen är sparad.", "done")
            return redirect(url_for("findings.communication", round_id=visit.record.round_.id))
    tell_who(visit.session, form, "meeting:changed", known(visit.record.meeting.id))
    page = render_template(
        "findings/meeting.html", form=form, meeting=visit.record.meeting, **round_page(visit, visit.record.round_)
    )
    return page, form.answered_with
