"""Planning a round: a new one, changing it while that is allowed, and who reviews in it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.meanwhile import tell_who
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.rounds import operations
from audit.rounds.forms import PlanForm, ReviewersForm, choose_among, plan_form, plan_of
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.operations import RoundPlan, SeenRound
from audit.rounds.rules import Change, InputError, require
from audit.rounds.views.room import rounds


@rounds.get("/omgangar/ny")
@access(Role.COORDINATOR)
def new(visit: Visit[bool]) -> ResponseReturnValue:
    return render_template("rounds/new.html", form=_new_form(visit))


@rounds.post("/omgangar/ny")
@access(Role.COORDINATOR)
def create(visit: Visit[bool]) -> ResponseReturnValue:
    form = _new_form(visit)
    if form.validate_on_submit() and (plan := _meant(visit, form)):
        try:
            round_ = operations.create_round(visit.session, stamp=visit.stamp, plan=plan)
        except InputError as error:
            put_on_fields(form, error)
        else:
            flash(f"{round_.name} är skapad.", "done")
            return redirect(url_for("rounds.show", round_id=known(round_.id)))
    return render_template("rounds/new.html", form=form), 422


def _meant(visit: Visit[Any], form: PlanForm, before: RoundPlan | None = None) -> RoundPlan | None:
    """The plan that was entered; None while the form asks whether something in it is a mistake."""
    plan = plan_of(form, operations.checklists(visit.session, visit.scope.boards()))
    return plan if form.is_meant(operations.doubts(visit.session, plan, before)) else None


def _new_form(visit: Visit[bool]) -> PlanForm:
    boards = visit.scope.boards()
    plan = operations.proposed_plan(visit.session, board_ids=boards, today=visit.stamp.day)
    return plan_form(
        boards=operations.boards_to_choose(visit.session, board_ids=boards, today=visit.stamp.day),
        reviewers=operations.possible_reviewers(visit.session, boards),
        checklists=operations.checklists(visit.session, boards),
        plan=plan,
        edits=False,
    )


@rounds.get("/omgangar/<int:round_id>/andra")
@access(Role.COORDINATOR, load=operations.run_round)
def edit(visit: Visit[SeenRound]) -> ResponseReturnValue:
    require(Change.PLAN, visit.record.stage)
    return render_template("rounds/edit.html", form=_edit_form(visit), seen=visit.record)


@rounds.post("/omgangar/<int:round_id>/andra")
@access(Role.COORDINATOR, load=operations.run_round)
def change(visit: Visit[SeenRound]) -> ResponseReturnValue:
    seen, form = visit.record, _edit_form(visit)
    require(Change.PLAN, seen.stage)
    before = operations.plan_of_round(visit.session, seen)
    if form.validate_on_submit() and (plan := _meant(visit, form, before)):
        try:
            loosened = operations.change_plan(visit.session, stamp=visit.stamp, round_=seen.round_, plan=plan)
        except InputError as error:
            put_on_fields(form, error)
        else:
            _tell_of_change(plan, loosened)
            return redirect(url_for("rounds.show", round_id=seen.id))
    tell_who(visit.session, form, "round:changed", seen.id)
    return render_template("rounds/edit.html", form=form, seen=seen), form.answered_with


def _tell_of_change(plan: RoundPlan, loosened: list[str]) -> None:
    flash(f"{plan.name} är ändrad.", "done")
    if loosened:
        flash(f"Ramen för {' och '.join(loosened)} passar inte den nya perioden. Välj en ny ram.", "waits")


def _edit_form(visit: Visit[SeenRound]) -> PlanForm:
    boards, session = visit.scope.boards(), visit.session
    return plan_form(
        boards=operations.boards_to_choose(
            session, board_ids=boards, today=visit.stamp.day, chosen=visit.record.board_ids
        ),
        reviewers=operations.possible_reviewers(session, boards),
        checklists=operations.checklists(session, boards),
        plan=operations.plan_of_round(session, visit.record),
        edits=True,
    )


@rounds.get("/omgangar/<int:round_id>/granskare")
@access(Role.COORDINATOR, load=operations.run_round)
def reviewers(visit: Visit[SeenRound]) -> ResponseReturnValue:
    require(Change.REVIEWERS, visit.record.stage)
    return render_template("rounds/reviewers.html", form=_reviewers_form(visit), seen=visit.record)


@rounds.post("/omgangar/<int:round_id>/granskare")
@access(Role.COORDINATOR, load=operations.run_round)
def choose_reviewers(visit: Visit[SeenRound]) -> ResponseReturnValue:
    seen, form = visit.record, _reviewers_form(visit)
    if not form.validate_on_submit():
        return render_template("rounds/reviewers.html", form=form, seen=seen), form.answered_with
    chosen, invited = form.reviewers.data or (), form.guests.data or ()
    try:
        operations.set_reviewers(
            visit.session, stamp=visit.stamp, round_=seen.round_, account_ids=chosen, invited=invited
        )
    except InputError as error:
        put_on_fields(form, error)
        return render_template("rounds/reviewers.html", form=form, seen=seen), form.answered_with
    flash("Granskarna är valda.", "done")
    return redirect(url_for("rounds.show", round_id=seen.id))


def _reviewers_form(visit: Visit[SeenRound]) -> ReviewersForm:
    seen = visit.record
    chosen = operations.reviewers(visit.session, seen.id, seen.board_ids)
    invited = operations.guest_ids(visit.session, seen.id)
    form = ReviewersForm(reviewers=[account.id for account in chosen], guests=list(invited), edits=True)
    choose_among(form, operations.possible_reviewers(visit.session, seen.board_ids))
    others = operations.possible_guests(visit.session, seen.board_ids, today=visit.stamp.day)
    form.guests.choices = {str(account.id): f"{account.name} ({', '.join(homes)})" for account, homes in others}
    form.guests.choices |= {
        str(account.id): f"{account.name} (delningen gäller inte längre)"
        for account in chosen
        if account.id in invited and str(account.id) not in form.guests.choices
    }
    return form
