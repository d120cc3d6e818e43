"""A new area out of a round's observations, and changing what is said and linked of an area."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.meanwhile import tell_who
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.database import Session
from audit.findings import operations as findings
from audit.findings.operations import Finding
from audit.improvements import operations
from audit.improvements.forms import EditAreaForm, NewAreaForm
from audit.improvements.operations import Area, AreaPlan, Stated
from audit.improvements.views.room import improvements, page_of
from audit.rounds import operations as rounds
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.models import Round
from audit.rounds.rules import InputError

# ---- A new one --------------------------------------------------------------------------------------------------


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
    form.questions.choices = _question_choices(session, round_)
    form.measures.choices = {str(one.reply_id): _measure_words(one) for one in operations.stated_of(of_round)}
    if form.validate_on_submit():
        try:
            made = operations.create_area(session, stamp=visit.stamp, plan=_plan(form, round_))
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Förbättringsområdet är upplagt.", "done")
            return redirect(url_for("improvements.show", area_id=made.id))
    page = page_of(
        visit,
        "improvements/new.html",
        form=form,
        round=round_,
        proposed={question for one in chosen for question in one.question_ids} | set(form.questions.data or ()),
    )
    return page, form.answered_with


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
        "measures": [one.reply_id for one in operations.stated_of(chosen)],
    }


def _measure_words(stated: Stated) -> str:
    return f"{stated.what} ({stated.in_words})" if stated.in_words else stated.what


def _question_choices(session: Session, round_: Round) -> dict[str, str]:
    asked = findings.questions_of(round_) or operations.known_questions(session).values()
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
        reply_ids=tuple(form.measures.data or ()),
        invented=round_.invented,
    )


# ---- Changing one -----------------------------------------------------------------------------------------------


@improvements.route("/forbattringsomraden/<int:area_id>/andra", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.area_for_coordinator)
def edit(visit: Visit[Area]) -> ResponseReturnValue:
    area, session = visit.record, visit.session
    form = EditAreaForm(obj=area.area, questions=list(area.links), observations=list(area.observation_ids))
    choices = operations.observations_to_choose(session, board_ids=area.followed_by, linked=area.observation_ids)
    texts, apart = operations.known_questions(session), operations.apart_in_newest(session, area=area)
    form.observations.choices = _named(choices)
    form.questions.choices = {one: texts[one].text if one in texts else one for one in [*area.links, *texts]}
    form.reworded.choices = {one: form.questions.choices[one] for one in apart if one in texts}
    if form.validate_on_submit():
        try:
            operations.change_area(session, stamp=visit.stamp, area=area, change=form.change())
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Ändringen är sparad.", "done")
            return redirect(url_for("improvements.show", area_id=area.id))
    tell_who(session, form, "area:changed", area.id)
    page = page_of(visit, "improvements/edit.html", form=form, area=area, apart=apart, linked=set(area.links))
    return page, form.answered_with


def _named(choices: Iterable[tuple[Finding, Round]]) -> dict[str, str]:
    return {str(one.id): f"{one.observation.title} ({round_.name})" for one, round_ in choices}
