"""What can't wait for the report: raised at the desk, listed for the coordinator, answered on the unit's own page."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import CloseFlagForm, FlagForm, FlagNoteForm
from audit.reviews.operations import Case
from audit.reviews.operations import flags as flagging
from audit.reviews.operations.flags import FlagClosedError, SeenFlag
from audit.reviews.rules.flags import FLAG_HINTS, FLAG_NAMES, FlagState, reported_fault
from audit.reviews.views.room import page_of, reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import StageError
from audit.web.forms import PageForm

ALL = {"names": FLAG_NAMES, "hints": FLAG_HINTS, "standings": FlagState}

# ---- At the desk ------------------------------------------------------------------------------------------------


@reviews.get("/granskning/<int:review_id>/flagga")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.readable, writes=True)
def flag(visit: Visit[Case]) -> ResponseReturnValue:
    operations.note_view(visit.session, stamp=visit.stamp, case=visit.record, page="flagga")
    return _flag_page(visit, FlagForm(formdata=None))


@reviews.post("/granskning/<int:review_id>/flagga")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.readable)
def flagged(visit: Visit[Case]) -> ResponseReturnValue:
    case, form = visit.record, FlagForm()
    if not form.validate_on_submit():
        return _flag_page(visit, form), 422
    raised = form.raised()
    today = visit.stamp.day
    if fault := reported_fault(reported_to=raised.reported_to, reported_on=raised.reported_on, today=today):
        _put(form, *fault)
        return _flag_page(visit, form), 422
    try:
        flagging.raise_flag(visit.session, stamp=visit.stamp, case=case, raised=raised)
    except StageError:
        abort(409)
    flash("Flaggan är satt. Samordnaren och enhetschefen ser den nu.", "done")
    return redirect(url_for("reviews.desk", review_id=case.review.id))


def _put(form: PageForm, field: str, fault: str) -> None:
    form[field].errors = [*form[field].errors, fault]


def _flag_page(visit: Visit[Case], form: FlagForm) -> str:
    case = visit.record
    flags = flagging.flags_of_review(visit.session, known(case.review.id))
    return render_template("reviews/flag_new.html", **page_of(case), **ALL, form=form, flags=flags)


# ---- For the coordinator ----------------------------------------------------------------------------------------


@reviews.get("/granskning/omgang/<int:round_id>/flaggor")
@access(Role.COORDINATOR, Role.READER, load=rounds.round_for_reader, writes=True)
def flags(visit: Visit[Round]) -> ResponseReturnValue:
    """The round's flags for the coordinator of their boards; whoever only reads sees how many they are."""
    session, round_id = visit.session, known(visit.record.id)
    coordinated = visit.scope.boards(Role.COORDINATOR)
    found = flagging.flags_of_round(session, round_id=round_id, board_ids=coordinated)
    flagging.note_flags_seen(session, stamp=visit.stamp, flags=found, page="flaggor")
    return render_template(
        "reviews/flags.html",
        **ALL,
        round=visit.record,
        flags=found,
        coordinates=bool(coordinated),
        counts=flagging.count_flags(session, round_id=round_id, board_ids=visit.scope.boards()),
    )


@reviews.route("/granskning/flagga/<int:flag_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=flagging.flag_for_coordinator, writes=True)
def flag_shown(visit: Visit[SeenFlag]) -> ResponseReturnValue:
    form = FlagNoteForm()
    if form.validate_on_submit():
        _note(visit, form, by_unit=False)
        flash("Anteckningen är sparad.", "done")
        return redirect(url_for("reviews.flag_shown", flag_id=visit.record.flag.id))
    flagging.note_flags_seen(visit.session, stamp=visit.stamp, flags=[visit.record], page="flagga")
    return _shown_page(visit, form, CloseFlagForm(formdata=None)), form.answered_with


@reviews.post("/granskning/flagga/<int:flag_id>/avsluta")
@access(Role.COORDINATOR, load=flagging.flag_for_coordinator)
def flag_closed(visit: Visit[SeenFlag]) -> ResponseReturnValue:
    form, one = CloseFlagForm(), visit.record
    if not form.validate_on_submit():
        return _shown_page(visit, FlagNoteForm(formdata=None), form), 422
    try:
        flagging.close_flag(visit.session, stamp=visit.stamp, flag=one.flag, closing=str(form.closing.data))
    except FlagClosedError:
        abort(409)
    flash(f"Flaggan på {one.unit_id} är avslutad.", "done")
    return redirect(url_for("reviews.flags", round_id=one.flag.round_id))


def _shown_page(visit: Visit[SeenFlag], form: FlagNoteForm, closing: CloseFlagForm) -> str:
    return render_template("reviews/flag.html", **ALL, one=visit.record, form=form, closing=closing)


def _note(visit: Visit[SeenFlag], form: FlagNoteForm, *, by_unit: bool) -> None:
    try:
        flagging.note_flag(
            visit.session, stamp=visit.stamp, flag=visit.record.flag, text=str(form.text.data), by_unit=by_unit
        )
    except FlagClosedError:
        abort(409)


# ---- For the unit -----------------------------------------------------------------------------------------------


@reviews.get("/bradskande")
@access(Role.UNIT_HEAD, writes=True)
def urgent(visit: Visit[bool]) -> ResponseReturnValue:
    """What concerns single clients and can't wait, for the head of the unit."""
    found = flagging.flags_for_boards(visit.session, board_ids=visit.scope.boards())
    flagging.note_flags_seen(visit.session, stamp=visit.stamp, flags=found, page="brådskande")
    return render_template("reviews/urgent.html", **ALL, flags=found)


@reviews.route("/bradskande/<int:flag_id>", methods=["GET", "POST"])
@access(Role.UNIT_HEAD, load=flagging.flag_for_unit, writes=True)
def urgent_answer(visit: Visit[SeenFlag]) -> ResponseReturnValue:
    form = FlagNoteForm()
    if form.validate_on_submit():
        _note(visit, form, by_unit=True)
        flash("Svaret är lämnat. Samordnaren ser det nu.", "done")
        return redirect(url_for("reviews.urgent"))
    flagging.note_flags_seen(visit.session, stamp=visit.stamp, flags=[visit.record], page="brådskande")
    return render_template("reviews/urgent_answer.html", **ALL, one=visit.record, form=form), form.answered_with
