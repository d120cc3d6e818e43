"""What is done to a whole document: it is adopted, followed on in a new version or year, and its periods handed in."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.agreements.rules import Period
from audit.indicators import operations
from audit.indicators.forms import HandInForm, NextYearForm
from audit.indicators.operations import Seen
from audit.indicators.views.goals import back
from audit.indicators.views.overview import document_page
from audit.indicators.views.room import indicators
from audit.plans.forms import AdoptForm, SureForm
from audit.rounds.forms_faults import faults_on

ROOT = "/indikatorer/<int:year_document_id>"


@indicators.post(f"{ROOT}/anta")
@access(Role.COORDINATOR, load=operations.document_run)
def adopt(visit: Visit[Seen]) -> ResponseReturnValue:
    seen, form = visit.record, AdoptForm(prefix="anta")
    if form.validate_on_submit():
        with faults_on(form):
            operations.adopt(visit.session, stamp=visit.stamp, seen=seen, adoption=form.adoption())
            return back(seen, "Dokumentet är antaget och låst.")
    return document_page(visit, form), 422


@indicators.post(f"{ROOT}/ny-version")
@access(Role.COORDINATOR, load=operations.document_run)
def new_version(visit: Visit[Seen]) -> ResponseReturnValue:
    form = SureForm(prefix="ny")
    if form.validate_on_submit():
        with faults_on(form):
            return _followed_on(visit, visit.record.document.year, "Utkastet till en ny version är skapat.")
    return document_page(visit, form), 422


@indicators.post(f"{ROOT}/nasta-ar")
@access(Role.COORDINATOR, load=operations.document_run)
def next_year(visit: Visit[Seen]) -> ResponseReturnValue:
    form = NextYearForm(prefix="ar")
    if form.validate_on_submit():
        year = form.year.data or 0
        if year == visit.record.document.year:
            form.year.errors = [f"Skriv ett senare år än {year}."]
        else:
            with faults_on(form):
                return _followed_on(visit, year, f"Utkastet för {year} är skapat.")
    return document_page(visit, form), 422


def _followed_on(visit: Visit[Seen], year: int, words: str) -> ResponseReturnValue:
    made = operations.follow_on(visit.session, stamp=visit.stamp, seen=visit.record, year=year)
    flash(words, "done")
    return redirect(url_for("indicators.show", year_document_id=made.id))


@indicators.post(f"{ROOT}/lamna")
@access(Role.COORDINATOR, load=operations.document_run)
def hand_in(visit: Visit[Seen]) -> ResponseReturnValue:
    seen, form = visit.record, HandInForm(prefix="lamna").of(visit.record)
    if form.validate_on_submit():
        period = Period(form.period.data)
        with faults_on(form):
            operations.hand_in(visit.session, stamp=visit.stamp, seen=seen, period=period)
            return back(seen, f"Uppföljningen {period} är lämnad. Dess utfall är låsta.")
    return document_page(visit, form), 422
