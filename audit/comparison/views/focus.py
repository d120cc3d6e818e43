"""Naming a round's focus questions before its draw, with what they could be taken from."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.comparison.forms import FocusForm
from audit.comparison.views.room import comparison
from audit.improvements import operations as improvements
from audit.rounds import operations as rounds
from audit.rounds.operations import SeenRound
from audit.rounds.rules import Change, InputError, require


@dataclass(frozen=True)
class Suggestion:
    """Questions that the round asks and that could be its focus; `name` stands in the address."""

    name: str
    words: str
    questions: tuple[str, ...]


def suggestions(visit: Visit[SeenRound]) -> list[Suggestion]:
    """What an earlier round named, and what the boards' open improvement areas are about, as far as it is asked."""
    session, round_ = visit.session, visit.record.round_
    asked = {question.id for question in rounds.askable(session, round_)}
    before = rounds.focus_before(session, round_)
    areas = improvements.open_areas(session, board_ids=visit.record.board_ids)
    found = [
        Suggestion("tidigare", f"fokusfrågorna i {before.name}", tuple(before.focus)) if before else None,
        Suggestion(
            "omraden", "frågorna i de öppna förbättringsområdena", tuple(q for area in areas for q in area.links)
        ),
    ]
    told = [
        Suggestion(one.name, one.words, tuple(dict.fromkeys(q for q in one.questions if q in asked)))
        for one in found
        if one
    ]
    return [one for one in told if one.questions]


@comparison.get("/omgangar/<int:round_id>/fokus")
@access(Role.COORDINATOR, load=rounds.run_round)
def focus(visit: Visit[SeenRound]) -> ResponseReturnValue:
    require(Change.FOCUS, visit.record.stage)
    found = {one.name: one for one in suggestions(visit)}
    taken = found.get(request.args.get("forslag", ""))
    return _page(visit, _form(visit, taken.questions if taken else visit.record.round_.focus), found.values())


@comparison.post("/omgangar/<int:round_id>/fokus")
@access(Role.COORDINATOR, load=rounds.run_round)
def choose_focus(visit: Visit[SeenRound]) -> ResponseReturnValue:
    seen, form = visit.record, _form(visit, ())
    require(Change.FOCUS, seen.stage)
    if form.validate_on_submit():
        try:
            chosen = form.focus.data or ()
            rounds.set_focus(visit.session, stamp=visit.stamp, round_=seen.round_, question_ids=chosen)
        except InputError as error:
            form.focus.errors = [fault.message for fault in error.faults]
        else:
            flash("Fokusfrågorna är sparade." if chosen else "Omgången har inga fokusfrågor.", "done")
            return redirect(url_for("rounds.show", round_id=seen.id))
    return _page(visit, form, suggestions(visit)), 422


def _form(visit: Visit[SeenRound], chosen: Collection[str]) -> FocusForm:
    form = FocusForm(focus=list(chosen))
    form.focus.choices = [(asked.id, asked.text) for asked in rounds.askable(visit.session, visit.record.round_)]
    return form


def _page(visit: Visit[SeenRound], form: FocusForm, suggested: Collection[Suggestion]) -> str:
    boxes = {box.data: box for box in form.focus}
    areas = rounds.asked_areas(visit.session, visit.record.round_)
    return render_template(
        "comparison/focus.html",
        seen=visit.record,
        form=form,
        suggestions=suggested,
        areas={area.name: [boxes[question.id] for question in questions] for area, questions in areas},
    )
