"""Making an agreement, its areas and base figures, adopting it, and following on it."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.meanwhile import tell_who
from audit.accounts.rules import Role
from audit.agreements import operations, rules
from audit.agreements.forms import (
    AdoptForm,
    AgreementForm,
    AreaForm,
    FollowForm,
    RemoveForm,
    area_form,
    base_form,
    filled,
)
from audit.agreements.operations import Agreed, SeenArea
from audit.agreements.views.overview import show_page
from audit.agreements.views.room import agreements, draft_or_conflict, page_of
from audit.rounds.forms_faults import faults_on


@agreements.route("/overenskommelser/ny", methods=["GET", "POST"])
@access(Role.COORDINATOR)
def new(visit: Visit[bool]) -> ResponseReturnValue:
    mine = visit.scope.boards()
    form = AgreementForm(year=visit.stamp.day.year, boards=sorted(mine))
    form.boards.choices = {str(board): name for board, name in operations.all_boards(visit.session).items()}
    if form.validate_on_submit():
        with faults_on(form):
            made = operations.create_agreement(visit.session, stamp=visit.stamp, plan=form.plan(), mine=mine)
            flash("Utkastet är skapat. Lägg till områdena.", "done")
            return redirect(url_for("agreements.show", agreement_id=made.id))
    return page_of(visit, "agreements/edit.html", form=form, agreed=None), form.answered_with


@agreements.route("/overenskommelser/<int:agreement_id>/andra", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.agreement_seen)
def edit(visit: Visit[Agreed]) -> ResponseReturnValue:
    agreed, mine = visit.record, visit.scope.boards()
    draft_or_conflict(agreed)
    form = AgreementForm(**filled(agreed), edits=True)
    form.boards.choices = {str(board): name for board, name in operations.all_boards(visit.session).items()}
    if form.validate_on_submit():
        plan = form.plan(invented=agreed.agreement.invented)
        with faults_on(form):
            operations.change_agreement(visit.session, stamp=visit.stamp, agreed=agreed, plan=plan, mine=mine)
            flash("Ändringen är sparad.", "done")
            return redirect(url_for("agreements.show", agreement_id=agreed.id))
    tell_who(visit.session, form, "agreement:changed", agreed.id)
    return page_of(visit, "agreements/edit.html", form=form, agreed=agreed), form.answered_with


@agreements.post("/overenskommelser/<int:agreement_id>/anta")
@access(Role.COORDINATOR, load=operations.agreement_seen)
def adopt(visit: Visit[Agreed]) -> ResponseReturnValue:
    agreed, form = visit.record, AdoptForm(prefix="anta")
    draft_or_conflict(agreed)
    if form.validate_on_submit() and form.adopted_on.data:
        with faults_on(form):
            operations.adopt(visit.session, stamp=visit.stamp, agreed=agreed, adopted_on=form.adopted_on.data)
            flash("Överenskommelsen är antagen och låst.", "done")
            return redirect(url_for("agreements.show", agreement_id=agreed.id))
    return show_page(visit, agreed, form), 422


@agreements.route("/overenskommelser/<int:agreement_id>/kasta", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.agreement_seen)
def discard(visit: Visit[Agreed]) -> ResponseReturnValue:
    agreed, form = visit.record, RemoveForm()
    draft_or_conflict(agreed)
    if form.validate_on_submit():
        with faults_on(form):
            operations.discard(visit.session, stamp=visit.stamp, agreed=agreed)
            flash("Utkastet är kastat.", "done")
            return redirect(url_for("agreements.all_agreements"))
    return page_of(visit, "agreements/discard.html", agreed=agreed, form=form), form.answered_with


@agreements.post("/overenskommelser/<int:agreement_id>/folj")
@access(Role.COORDINATOR, load=operations.agreement_seen)
def follow(visit: Visit[Agreed]) -> ResponseReturnValue:
    agreed, form = visit.record, FollowForm()
    if form.validate_on_submit() and form.year.data:
        with faults_on(form):
            made = operations.follow_on(visit.session, stamp=visit.stamp, agreed=agreed, year=form.year.data)
            flash("Utkastet är skapat. Det som bestäms varje år är tomt om året är nytt.", "done")
            return redirect(url_for("agreements.show", agreement_id=made.id))
    return show_page(visit, agreed, form), 422


# ---- Areas ---------------------------------------------------------------------------------------------------------


@agreements.route("/overenskommelser/<int:agreement_id>/omrade", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.agreement_seen)
def new_area(visit: Visit[Agreed]) -> ResponseReturnValue:
    draft_or_conflict(visit.record)
    return _area_page(visit, visit.record, area_form(visit.record), None)


@agreements.route("/overenskommelser/omrade/<int:cost_area_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.area_seen)
def edit_area(visit: Visit[SeenArea]) -> ResponseReturnValue:
    draft_or_conflict(visit.record.agreed)
    return _area_page(visit, visit.record.agreed, area_form(visit.record.agreed, visit.record), visit.record)


def _area_page(
    visit: Visit[Agreed] | Visit[SeenArea], agreed: Agreed, form: AreaForm, seen: SeenArea | None
) -> ResponseReturnValue:
    if form.validate_on_submit():
        plan = form.plan(agreed.party_names())
        with faults_on(form):
            kept = seen.area if seen else None
            operations.save_area(visit.session, stamp=visit.stamp, agreed=agreed, plan=plan, area=kept)
            flash("Området är sparat.", "done")
            return redirect(url_for("agreements.show", agreement_id=agreed.id))
    page = page_of(
        visit,
        "agreements/area.html",
        agreed=agreed,
        seen=seen,
        form=form,
        explained=rules.KEY_EXPLANATIONS,
        remove=RemoveForm(formdata=None, prefix="bort"),
    )
    return page, form.answered_with


@agreements.post("/overenskommelser/omrade/<int:cost_area_id>/bort")
@access(Role.COORDINATOR, load=operations.area_seen)
def remove_area(visit: Visit[SeenArea]) -> ResponseReturnValue:
    draft_or_conflict(visit.record.agreed)
    form = RemoveForm(prefix="bort")
    if not form.validate_on_submit():
        abort(400)
    with faults_on(form):
        operations.remove_area(visit.session, stamp=visit.stamp, seen=visit.record)
    flash("Området är borttaget.", "done")
    return redirect(url_for("agreements.show", agreement_id=visit.record.agreed.id))


@agreements.route("/overenskommelser/<int:agreement_id>/underlag", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.agreement_seen)
def base(visit: Visit[Agreed]) -> ResponseReturnValue:
    agreed = visit.record
    draft_or_conflict(agreed)
    form = base_form(agreed)
    if form.validate_on_submit():
        with faults_on(form):
            figures = form.figures(agreed.party_names())
            operations.save_base(visit.session, stamp=visit.stamp, agreed=agreed, figures=figures)
            flash("Underlaget är sparat.", "done")
            return redirect(url_for("agreements.show", agreement_id=agreed.id))
    tell_who(visit.session, form, "agreement:base_stated", agreed.id)
    months = {month: rules.MONTH_NAMES[month] for month in rules.BASE_MONTHS}
    page = page_of(visit, "agreements/base.html", agreed=agreed, form=form, months=months)
    return page, form.answered_with
