"""Choosing what a board's targeted sample of hits is drawn from."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.rounds import operations
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.forms_hits import HitsForm, hits_form
from audit.rounds.operations import RunPart
from audit.rounds.rules import Change, InputError, PartPlan, Target, require
from audit.rounds.views.room import rounds


@rounds.get("/omgangar/<int:round_id>/traffar/<int:board_id>")
@access(Role.COORDINATOR, load=operations.run_part)
def hits(visit: Visit[RunPart]) -> ResponseReturnValue:
    require(Change.PLAN, visit.record.seen.stage)
    return _page(visit, _form(visit))


@rounds.post("/omgangar/<int:round_id>/traffar/<int:board_id>")
@access(Role.COORDINATOR, load=operations.run_part)
def choose_hits(visit: Visit[RunPart]) -> ResponseReturnValue:
    seen, item = visit.record.seen, visit.record.item
    form = _form(visit)
    if not form.validate_on_submit():
        return _page(visit, form), 422
    plan = PartPlan(item.part.board_id, form.size.data or 0, form.reserves.data or 0)
    chosen = int(form.stratum.data or 0)
    try:
        operations.choose_hits(visit.session, stamp=visit.stamp, seen=seen, item=item, stratum_id=chosen, plan=plan)
    except InputError as error:
        put_on_fields(form, error)
        return _page(visit, form), 422
    flash(f"Urvalet ur träffar för {item.board} är {'valt' if chosen else 'borttaget'}.", "done")
    return redirect(url_for("rounds.show", round_id=seen.id))


def _form(visit: Visit[RunPart]) -> HitsForm:
    seen, item = visit.record.seen, visit.record.item
    if not operations.can_hold_hits(seen):
        abort(404)
    mine = (row for row in seen.targets if row.target is Target.HITS and row.board_id == item.part.board_id)
    return hits_form(operations.hit_offers(visit.session, seen)[item.part.board_id], next(mine, None))


def _page(visit: Visit[RunPart], form: HitsForm) -> str:
    return render_template("rounds/hits.html", seen=visit.record.seen, item=visit.record.item, form=form)
