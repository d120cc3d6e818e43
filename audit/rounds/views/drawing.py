"""From frames to sample: choosing each board's frame, fixing the sizes, drawing, and drawing anew."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.rounds import operations
from audit.rounds.forms import DrawForm, FixForm, FrameForm, RedrawForm, frame_form
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.operations import FrameChoice, RunPart, SeenRound
from audit.rounds.rules import Change, InputError, require
from audit.rounds.views.room import rounds
from audit.rounds.views.seeding import seed_page


@rounds.get("/omgangar/<int:round_id>/ram/<int:board_id>")
@access(Role.COORDINATOR, load=operations.run_part)
def choose_frame(visit: Visit[RunPart]) -> ResponseReturnValue:
    require(Change.FRAME, visit.record.seen.stage)
    choices = _choices(visit)
    return _frame_page(visit, choices, frame_form(choices, visit.record.item.part.frame_id))


@rounds.post("/omgangar/<int:round_id>/ram/<int:board_id>")
@access(Role.COORDINATOR, load=operations.run_part)
def frame_chosen(visit: Visit[RunPart]) -> ResponseReturnValue:
    seen, item = visit.record.seen, visit.record.item
    require(Change.FRAME, seen.stage)
    choices = _choices(visit)
    form = frame_form(choices, None)
    if form.validate_on_submit():
        frame = next(choice.frame for choice in choices if choice.id == form.frame.data)
        try:
            operations.attach_frame(visit.session, stamp=visit.stamp, part=item.part, frame=frame)
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash(f"Ramen för {item.board} är vald.", "done")
            return redirect(url_for("rounds.show", round_id=seen.id))
    return _frame_page(visit, choices, form), 422


def _choices(visit: Visit[RunPart]) -> list[FrameChoice]:
    return operations.frame_choices(visit.session, visit.record.seen.round_, visit.record.item.part)


def _frame_page(visit: Visit[RunPart], choices: list[FrameChoice], form: FrameForm) -> str:
    return render_template(
        "rounds/frame.html", seen=visit.record.seen, item=visit.record.item, choices=choices, form=form
    )


@rounds.get("/omgangar/<int:round_id>/storlekar")
@access(Role.COORDINATOR, load=operations.run_round)
def sizes(visit: Visit[SeenRound]) -> ResponseReturnValue:
    require(Change.SIZES, visit.record.stage)
    return _sizes_page(visit, FixForm())


@rounds.post("/omgangar/<int:round_id>/storlekar")
@access(Role.COORDINATOR, load=operations.run_round)
def fix_sizes(visit: Visit[SeenRound]) -> ResponseReturnValue:
    seen, form = visit.record, FixForm()
    wanted = {item.part.board_id: (item.part.size, item.part.reserves) for item in seen.parts}
    if form.validate_on_submit():
        try:
            operations.fix_sizes(
                visit.session, stamp=visit.stamp, round_=seen.round_, sizes=wanted, seen=form.seen.data or ""
            )
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Storlekarna är bestämda. Nu får fröet tas fram.", "done")
            return redirect(url_for("rounds.show", round_id=seen.id))
    return _sizes_page(visit, form), 422


def _sizes_page(visit: Visit[SeenRound], form: FixForm) -> str:
    seen = visit.record
    form.seen.data = operations.fingerprint(seen.parts, seen.targets)
    fitting = operations.target_populations(visit.session, seen)
    able = operations.payables(visit.session, seen.round_, seen.parts)
    return render_template("rounds/sizes.html", seen=seen, form=form, fitting=fitting, able=able)


@rounds.post("/omgangar/<int:round_id>/dra")
@access(Role.COORDINATOR, load=operations.run_round)
def draw(visit: Visit[SeenRound]) -> ResponseReturnValue:
    seen, form = visit.record, DrawForm()
    require(Change.DRAW, seen.stage)
    if not form.validate_on_submit():
        return seed_page(visit, form), 422
    operations.draw(visit.session, stamp=visit.stamp, round_=seen.round_)
    flash("Urvalet är draget.", "done")
    return redirect(url_for("rounds.protocol", round_id=seen.id))


@rounds.get("/omgangar/<int:round_id>/ny-dragning")
@access(Role.COORDINATOR, load=operations.run_round)
def redrawing(visit: Visit[SeenRound]) -> ResponseReturnValue:
    require(Change.REDRAW, visit.record.stage)
    return render_template("rounds/redraw.html", seen=visit.record, form=RedrawForm())


@rounds.post("/omgangar/<int:round_id>/ny-dragning")
@access(Role.COORDINATOR, load=operations.run_round)
def redraw(visit: Visit[SeenRound]) -> ResponseReturnValue:
    seen, form = visit.record, RedrawForm()
    require(Change.REDRAW, seen.stage)
    if form.validate_on_submit():
        try:
            new = operations.redraw(visit.session, stamp=visit.stamp, round_=seen.round_, reason=form.reason.data or "")
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash("Omgången är ersatt. Här förbereder du den nya dragningen.", "done")
            return redirect(url_for("rounds.show", round_id=known(new.id)))
    return render_template("rounds/redraw.html", seen=seen, form=form), 422
