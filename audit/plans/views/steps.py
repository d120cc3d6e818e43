"""What is done to a whole document, an analysis or a plan: it is adopted, followed on, or thrown away."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit
from audit.accounts.operations import known
from audit.findings.rules.secrecy import together
from audit.plans import operations
from audit.plans.forms import AdoptForm, SureForm, adopt_form
from audit.plans.operations import SeenAnalysis, SeenPlan
from audit.plans.views.room import draft_or_conflict
from audit.rounds.forms_faults import faults_on
from audit.web import transactions
from audit.web.forms import PageForm

Seen = TypeVar("Seen", SeenAnalysis, SeenPlan)
# The document's page again, with the form as it was sent.
Again = Callable[[Visit[Seen], PageForm], str]


def adoption_asked(visit: Visit[Seen], form: PageForm | None) -> dict[str, object]:
    """What a document's page needs for its adoption: the form, and what the secrecy check has found in a draft."""
    small = transactions.settings().small_cell_limit
    hits = operations.hits_of(visit.session, visit.record, small=small) if visit.record.is_draft else ()
    empty = adopt_form(hits)(formdata=None, adopted_on=visit.stamp.day, prefix="anta")
    return {"adopt": form if isinstance(form, AdoptForm) else empty, "found": together(hits)}


def adopted(visit: Visit[Seen], said: str, address: str, again: Again[Seen]) -> ResponseReturnValue:
    # What is looked through, shown and adopted is one and the same.
    visit = replace(visit, record=operations.held_anew(visit.session, visit.record))
    draft_or_conflict(visit.record)
    small = transactions.settings().small_cell_limit
    form = adopt_form(operations.hits_of(visit.session, visit.record, small=small))(prefix="anta")
    if form.validate_on_submit():
        with faults_on(form):
            operations.adopt(visit.session, stamp=visit.stamp, of=visit.record, adoption=form.adoption(), small=small)
            flash(said, "done")
            return redirect(address)
    return again(visit, form), 422


def followed_on(visit: Visit[Seen], address: Callable[[int], str], again: Again[Seen]) -> ResponseReturnValue:
    form = SureForm(prefix="ny")
    if form.validate_on_submit():
        with faults_on(form):
            made = operations.new_version(visit.session, stamp=visit.stamp, of=visit.record)
            flash("Utkastet till en ny version är skapat.", "done")
            return redirect(address(known(made.id)))
    return again(visit, form), 422


def discarded(visit: Visit[Seen], again: Again[Seen]) -> ResponseReturnValue:
    form = SureForm(prefix="kasta")
    draft_or_conflict(visit.record)
    if form.validate_on_submit():
        with faults_on(form):
            operations.discard(visit.session, stamp=visit.stamp, of=visit.record)
            flash("Utkastet är kastat.", "done")
            return redirect(url_for("plans.overview"))
    return again(visit, form), 422
