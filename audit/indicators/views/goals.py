"""A document's goals and indicators, one by one in forms or many at once out of a table."""

from functools import partial

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.indicators import operations
from audit.indicators.forms import GoalForm, LinesForm, MoveForm, indicator_form
from audit.indicators.forms.goals import NONE, IndicatorForm, outcome_keys
from audit.indicators.models import Goal
from audit.indicators.operations import Part, Seen, SeenIndicator
from audit.indicators.rules.moving import Way, moved
from audit.indicators.rules.pasting import OF_GOALS, OF_INDICATORS, parse_goals, parse_indicators
from audit.indicators.views.room import indicators, page_of
from audit.rounds.forms_faults import faults_on
from audit.web.formats import counted
from audit.web.forms import PageForm


def back(seen: Seen, words: str) -> ResponseReturnValue:
    """To the document, which tells that it is done."""
    flash(words, "done")
    return redirect(url_for("indicators.show", year_document_id=seen.id))


# ---- Goals ----------------------------------------------------------------------------------------------------------


@indicators.route("/indikatorer/<int:year_document_id>/mal", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.document_run)
def new_goal(visit: Visit[Seen]) -> ResponseReturnValue:
    return _goal_page(visit, visit.record, GoalForm(), None)


@indicators.route("/indikatorer/mal/<int:goal_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.goal_run)
def edit_goal(visit: Visit[Part[Goal]]) -> ResponseReturnValue:
    return _goal_page(visit, visit.record.seen, GoalForm(obj=visit.record.row), visit.record.row)


def _goal_page(
    visit: Visit[Seen] | Visit[Part[Goal]], seen: Seen, form: GoalForm, goal: Goal | None
) -> ResponseReturnValue:
    form.after.choices = [(NONE, "Sist"), *((str(one.row.id), one.name) for one in seen.goals)]
    if goal:
        del form.after
    if form.validate_on_submit():
        after = int(form.after.data) if form.after and form.after.data else None
        with faults_on(form):
            operations.save_goal(visit.session, stamp=visit.stamp, seen=seen, row=form.row(), goal=goal, after=after)
            return back(seen, "Målet är sparat.")
    return _goal_shown(visit, seen, form, goal), form.answered_with


def _goal_shown(
    visit: Visit[Seen] | Visit[Part[Goal]], seen: Seen, form: GoalForm, goal: Goal | None, move: MoveForm | None = None
) -> str:
    if goal and move is None:
        move = MoveForm(formdata=None, prefix="flytta").of(seen, known(goal.id))
    levels, ids = [one.row.level for one in seen.goals], [one.row.id for one in seen.goals]
    ways = [way for way in (Way.UP, Way.DOWN) if goal and moved(levels, ids.index(goal.id), way)]
    remove = PageForm(formdata=None, prefix="bort")
    return page_of(visit, "indicators/goal.html", seen=seen, form=form, goal=goal, move=move, ways=ways, remove=remove)


@indicators.post("/indikatorer/mal/<int:goal_id>/flytta")
@access(Role.COORDINATOR, load=operations.goal_run)
def move_goal(visit: Visit[Part[Goal]]) -> ResponseReturnValue:
    seen, goal = visit.record.seen, visit.record.row
    form = MoveForm(prefix="flytta").of(seen, known(goal.id))
    way = request.form.get("way", "")
    if way not in set(Way):
        abort(400)
    if form.validate_on_submit():
        under = int(form.under.data) if way == Way.UNDER and form.under.data else None
        with faults_on(form):
            operations.move_goal(visit.session, stamp=visit.stamp, seen=seen, goal=goal, way=Way(way), under=under)
            flash("Målet är flyttat, med allt som hör till det.", "done")
            return redirect(url_for("indicators.edit_goal", goal_id=goal.id))
    shown = GoalForm(formdata=None, obj=goal)
    del shown.after
    return _goal_shown(visit, seen, shown, goal, form), 422


@indicators.post("/indikatorer/mal/<int:goal_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.goal_run)
def remove_goal(visit: Visit[Part[Goal]]) -> ResponseReturnValue:
    seen = visit.record.seen
    operations.remove_goal(visit.session, stamp=visit.stamp, seen=seen, goal=visit.record.row)
    return back(seen, "Målet är borttaget. Dess indikatorer finns kvar i dokumentet.")


# ---- Indicators -----------------------------------------------------------------------------------------------------


@indicators.route("/indikatorer/<int:year_document_id>/indikator", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.document_run)
def new_indicator(visit: Visit[Seen]) -> ResponseReturnValue:
    return _indicator_page(visit, visit.record, indicator_form(visit.record), None)


@indicators.route("/indikatorer/indikator/<int:indicator_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.indicator_run)
def edit_indicator(visit: Visit[Part[SeenIndicator]]) -> ResponseReturnValue:
    seen, one = visit.record.seen, visit.record.row
    return _indicator_page(visit, seen, indicator_form(seen, one), one)


def _indicator_page(
    visit: Visit[Seen] | Visit[Part[SeenIndicator]], seen: Seen, form: IndicatorForm, one: SeenIndicator | None
) -> ResponseReturnValue:
    keys = outcome_keys(seen, one)
    if form.validate_on_submit():
        row = form.row(keys, seen)
        with faults_on(form):
            operations.save_indicator(visit.session, stamp=visit.stamp, seen=seen, row=row, indicator=one)
            return back(seen, "Indikatorn är sparad.")
    page = page_of(
        visit,
        "indicators/indicator.html",
        seen=seen,
        form=form,
        one=one,
        keys=keys,
        remove=PageForm(formdata=None, prefix="bort"),
    )
    return page, form.answered_with


@indicators.post("/indikatorer/indikator/<int:indicator_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.indicator_run)
def remove_indicator(visit: Visit[Part[SeenIndicator]]) -> ResponseReturnValue:
    seen, one = visit.record.seen, visit.record.row
    operations.remove_indicator(visit.session, stamp=visit.stamp, seen=seen, indicator=one)
    return back(seen, "Indikatorn är borttagen. Dess utfall står kvar i journalen.")


# ---- Many at once -----------------------------------------------------------------------------------------------


@indicators.route("/indikatorer/<int:year_document_id>/las-in/mal", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.document_run)
def paste_goals(visit: Visit[Seen]) -> ResponseReturnValue:
    seen, form = visit.record, LinesForm()
    if form.validate_on_submit() and (rows := form.read(parse_goals)):
        with faults_on(form):
            operations.add_goals(visit.session, stamp=visit.stamp, seen=seen, rows=rows)
            return back(seen, f"{counted(len(rows), 'rad är inläst', 'rader är inlästa')}.")
    page = page_of(visit, "indicators/paste.html", seen=seen, form=form, goals=True, columns=OF_GOALS)
    return page, form.answered_with


@indicators.route("/indikatorer/<int:year_document_id>/las-in/indikatorer", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.document_run)
def paste_indicators(visit: Visit[Seen]) -> ResponseReturnValue:
    seen, form = visit.record, LinesForm()
    parse = partial(parse_indicators, known=operations.known_of(seen))
    if form.validate_on_submit() and (rows := form.read(parse)):
        with faults_on(form):
            operations.set_indicators(visit.session, stamp=visit.stamp, seen=seen, rows=rows)
            return back(seen, f"{counted(len(rows), 'indikator är inläst', 'indikatorer är inlästa')}.")
    page = page_of(visit, "indicators/paste.html", seen=seen, form=form, goals=False, columns=OF_INDICATORS)
    return page, form.answered_with
