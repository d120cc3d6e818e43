"""Pages of the improvement areas: the list, one area with its history, and what a round has to judge."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.findings import operations as findings
from audit.findings.operations import Finding
from audit.findings.rules import SEVERITY_NAMES
from audit.improvements import operations
from audit.improvements.forms import AreaForm, FollowUpForm, NewAreaForm
from audit.improvements.operations import Area, AreaPlan
from audit.improvements.rules import MINIMUM_APPLICABLE, STATUS_NAMES, AreaStatus
from audit.rounds import operations as rounds
from audit.rounds.forms import put_on_fields
from audit.rounds.models import Round
from audit.rounds.rules import InputError
from audit.web.formats import SWEDEN
from audit.wording import standing_of

improvements = Blueprint("improvements", __name__)
improvements.add_app_template_global(standing_of)
READERS = (Role.COORDINATOR, Role.READER)
BETWEEN_ROUNDS = "ingen"


def _page(visit: Visit[Any], template: str, **values: object) -> str:
    """A page with what every page of this room needs."""
    return render_template(
        template,
        today=visit.stamp.at.astimezone(SWEDEN).date(),
        statuses=STATUS_NAMES,
        done=AreaStatus.DONE,
        severities=SEVERITY_NAMES,
        **values,
    )


# ---- The areas --------------------------------------------------------------------------------------------------


@improvements.get("/forbattringsomraden")
@access(*READERS)
def areas(visit: Visit[bool]) -> ResponseReturnValue:
    found = operations.areas(visit.session, board_ids=visit.scope.boards())
    rounds_seen = rounds.rounds_seen(visit.session, visit.scope)
    newest = next((seen for seen in rounds_seen if seen.runs), None)
    return _page(visit, "improvements/areas.html", areas=found, newest=newest)


@improvements.get("/forbattringsomraden/<int:area_id>")
@access(*READERS, load=operations.area_for_reader)
def show(visit: Visit[Area]) -> ResponseReturnValue:
    area, session = visit.record, visit.session
    seen = set(area.board_names) & visit.scope.boards()
    samples = {
        round_id: operations.sample_of(session, area=area, round_=round_, board_ids=seen)
        for round_id, round_ in area.rounds.items()
        if round_id != area.area.origin_round_id
    }
    return _page(
        visit,
        "improvements/show.html",
        area=area,
        questions=operations.question_texts(area.question_ids),
        observations=operations.observations_of(session, area, board_ids=seen),
        samples=samples,
        may_write=operations.may_write(visit.scope, area),
        # A round is linked to only where the visitor may open it.
        open_rounds={one.id for one in rounds.rounds_seen(session, visit.scope)},
    )


@improvements.route("/forbattringsomraden/<int:area_id>/andra", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.area_for_coordinator)
def edit(visit: Visit[Area]) -> ResponseReturnValue:
    form = AreaForm(obj=visit.record.area)
    if form.validate_on_submit():
        try:
            operations.change_area(visit.session, stamp=visit.stamp, area=visit.record, change=form.change())
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Ändringen är sparad.", "done")
            return redirect(url_for("improvements.show", area_id=visit.record.id))
    return _page(visit, "improvements/edit.html", form=form, area=visit.record), 422 if form.errors else 200


# ---- Following up -----------------------------------------------------------------------------------------------


@improvements.route("/forbattringsomraden/<int:area_id>/folj-upp", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.area_for_coordinator)
def follow_up(visit: Visit[Area]) -> ResponseReturnValue:
    """A judgement in the round that the address names (`omgang`), the newest if it names none."""
    area, session = visit.record, visit.session
    possible = operations.rounds_for(session, area=area)
    round_ = _named(possible)
    form = FollowUpForm(followed_on=visit.stamp.at.astimezone(SWEDEN).date())
    if form.validate_on_submit():
        try:
            judgement = form.judgement(round_.id if round_ else None)
            operations.follow_up(session, stamp=visit.stamp, area=area, judgement=judgement)
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Bedömningen är sparad.", "done")
            return redirect(_after(request.args.get("fran"), round_, area))
    sample = operations.sample_of(session, area=area, round_=round_) if round_ else None
    page = _page(
        visit,
        "improvements/follow_up.html",
        form=form,
        area=area,
        rounds=possible,
        chosen=round_,
        sample=sample,
        lacks=operations.lacks_of(area, sample),
        minimum=MINIMUM_APPLICABLE,
        between=BETWEEN_ROUNDS,
    )
    return page, 422 if form.errors else 200


def _named(possible: list[Round]) -> Round | None:
    wanted = request.args.get("omgang", "")
    if wanted == BETWEEN_ROUNDS:
        return None
    if not wanted:
        return possible[0] if possible else None
    return next((one for one in possible if str(one.id) == wanted), None) or abort(404)


def _after(came_from: str | None, round_: Round | None, area: Area) -> str:
    if came_from == "omgang" and round_:
        return url_for("improvements.carried", round_id=round_.id)
    return url_for("improvements.show", area_id=area.id)


# ---- A round's areas --------------------------------------------------------------------------------------------


@improvements.get("/forbattringsomraden/omgang/<int:round_id>")
@access(*READERS, load=rounds.round_for_reader)
def carried(visit: Visit[Round]) -> ResponseReturnValue:
    round_, session, boards = visit.record, visit.session, visit.scope.boards()
    found = operations.carried(session, round_=round_, board_ids=boards)
    return _page(
        visit,
        "improvements/carried.html",
        round=round_,
        carried=found,
        new=operations.new_in(session, round_=round_, board_ids=boards),
        observations=findings.observations(session, round_id=known(round_.id), board_ids=boards),
        board_names=findings.boards_of(session, round_id=known(round_.id), within=boards),
        writable={one.area.id for one in found if operations.may_write(visit.scope, one.area)},
        may_write=findings.may_run(session, visit.scope, round_),
    )


@improvements.route("/forbattringsomraden/omgang/<int:round_id>/nytt", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def new(visit: Visit[Round]) -> ResponseReturnValue:
    """A new area out of the round's observations; those that the address names fill in the form."""
    round_, session = visit.record, visit.session
    of_round = findings.observations(session, round_id=known(round_.id))
    boards = findings.boards_of(session, round_id=known(round_.id))
    chosen = [one for one in of_round if one.id in request.args.getlist("iakttagelse", type=int)]
    form = NewAreaForm(**_proposed(chosen, boards))
    form.boards.choices = {str(board): name for board, name in boards.items()}
    form.observations.choices = {str(one.id): one.observation.title for one in of_round}
    form.questions.choices = _question_choices(round_)
    if form.validate_on_submit():
        try:
            made = operations.create_area(session, stamp=visit.stamp, plan=_plan(form, round_))
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Förbättringsområdet är upplagt.", "done")
            return redirect(url_for("improvements.show", area_id=made.id))
    page = _page(
        visit,
        "improvements/new.html",
        form=form,
        round=round_,
        proposed={question for one in chosen for question in one.question_ids} | set(form.questions.data or ()),
    )
    return page, 422 if form.errors else 200


def _proposed(chosen: list[Finding], boards: dict[int, str]) -> dict[str, Any]:
    if not chosen:
        return {"boards": list(boards)}
    concerned = {one.observation.board_id for one in chosen}
    replies = [one.reply for one in chosen if one.reply]
    due_days = [reply.due_on for reply in replies if reply.due_on]
    return {
        "title": chosen[0].observation.title,
        "description": "\n\n".join(one.observation.recommendation for one in chosen if one.observation.recommendation),
        "due_on": max(due_days, default=None),
        "boards": list(boards) if None in concerned else [board for board in boards if board in concerned],
        "observations": [one.id for one in chosen],
        "questions": sorted({question for one in chosen for question in one.question_ids}),
    }


def _question_choices(round_: Round) -> dict[str, str]:
    asked = findings.questions_of(round_) or operations.known_questions().values()
    return {question.id: question.text for question in asked}


def _plan(form: NewAreaForm, round_: Round) -> AreaPlan:
    change = form.change()
    return AreaPlan(
        title=change.title,
        description=change.description,
        owner=change.owner,
        due_on=change.due_on,
        origin=f"Iakttagelser i {round_.name}" if form.observations.data else round_.name,
        origin_round_id=known(round_.id),
        board_ids=tuple(form.boards.data or ()),
        question_ids=tuple(form.questions.data or ()),
        observation_ids=tuple(form.observations.data or ()),
        invented=round_.invented,
    )
