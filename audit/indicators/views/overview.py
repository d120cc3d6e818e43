"""The documents year by year, one of them in full, indicators over the years, guarantees, and all of it as a file."""

import io
from itertools import groupby

from flask import flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.meanwhile import tell_who
from audit.accounts.operations import board_names
from audit.accounts.rules import Role
from audit.indicators import operations
from audit.indicators.forms import DocumentForm, HandInForm, NextYearForm
from audit.indicators.operations import Seen
from audit.indicators.rules.guarantees import GUARANTEES, SOURCE, UNANSWERED
from audit.indicators.rules.trends import drawing_of
from audit.indicators.views.room import READERS, indicators, page_of
from audit.plans.forms import AdoptForm, SureForm
from audit.rounds.forms_faults import faults_on
from audit.web.forms import PageForm

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@indicators.get("/indikatorer")
@access(*READERS)
def all_documents(visit: Visit[bool]) -> ResponseReturnValue:
    seen = operations.documents_seen(visit.session, visit.scope)
    found = {one.id: operations.findings(one) for one in seen}
    return page_of(
        visit,
        "indicators/list.html",
        years=[(year, list(of)) for year, of in groupby(seen, key=lambda one: one.document.year)],
        waiting={of: sum(one.waits for one in each) for of, each in found.items()},
    )


@indicators.get("/indikatorer/<int:year_document_id>")
@access(*READERS, load=operations.document_seen)
def show(visit: Visit[Seen]) -> ResponseReturnValue:
    return document_page(visit)


def document_page(visit: Visit[Seen], form: PageForm | None = None) -> str:
    """The document's page, with `form` (one of those for the whole of it) as it was sent."""
    seen = visit.record
    found, later = operations.findings(seen), operations.later_than(visit.session, seen)
    runs = seen.runs(visit.scope)
    adopt = form if isinstance(form, AdoptForm) else AdoptForm(formdata=None, adopted_on=visit.stamp.day, prefix="anta")
    year = NextYearForm(formdata=None, year=seen.document.year + 1, prefix="ar")
    return page_of(
        visit,
        "indicators/show.html",
        seen=seen,
        runs=runs,
        edits=runs and seen.is_draft,
        follows=runs and not seen.is_draft and later is None,
        later=later,
        versions=operations.versions_of(visit.session, seen),
        compared=operations.compared(visit.session, seen),
        lacks=operations.lacks(seen),
        adopt=adopt,
        sure=SureForm(formdata=None, prefix="ny"),
        next_year=form if isinstance(form, NextYearForm) else year,
        hand_in=form if isinstance(form, HandInForm) else HandInForm(formdata=None, prefix="lamna").of(seen),
        failed=form,
        waiting=sum(1 for one in found if one.waits),
        by_table={table.id: [one for one in found if one.check.table_id == table.id] for table in seen.tables},
        sheets={table.id: seen.sheet(table) for table in seen.tables},
        remove=PageForm(formdata=None),
    )


@indicators.route("/indikatorer/ny", methods=["GET", "POST"])
@access(Role.COORDINATOR)
def new(visit: Visit[bool]) -> ResponseReturnValue:
    form, names = DocumentForm(year=visit.stamp.day.year), board_names(visit.session)
    form.boards.choices = sorted(((board, names[board]) for board in visit.scope.boards()), key=lambda one: one[1])
    if form.validate_on_submit():
        with faults_on(form):
            made = operations.create_document(visit.session, stamp=visit.stamp, plan=form.plan())
            flash("Dokumentet är upplagt. Fyll på med mål, indikatorer och tabeller.", "done")
            return redirect(url_for("indicators.show", year_document_id=made.id))
    return page_of(visit, "indicators/edit.html", form=form, seen=None), form.answered_with


@indicators.route("/indikatorer/<int:year_document_id>/andra", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.document_run)
def edit(visit: Visit[Seen]) -> ResponseReturnValue:
    seen = visit.record
    form = DocumentForm(obj=seen.document)
    form.boards.choices = [(board, name) for board, name in seen.boards.items()]
    if form.validate_on_submit():
        plan = form.plan(seen.boards, invented=seen.document.invented)
        with faults_on(form):
            operations.change_document(visit.session, stamp=visit.stamp, seen=seen, plan=plan)
            flash("Ändringen är sparad.", "done")
            return redirect(url_for("indicators.show", year_document_id=seen.id))
    tell_who(visit.session, form, "year_document:changed", seen.id)
    return page_of(visit, "indicators/edit.html", form=form, seen=seen), form.answered_with


@indicators.post("/indikatorer/<int:year_document_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.document_run)
def remove(visit: Visit[Seen]) -> ResponseReturnValue:
    operations.remove_document(visit.session, stamp=visit.stamp, seen=visit.record)
    flash("Dokumentet är borttaget. Vad det innehöll står kvar i journalen.", "done")
    return redirect(url_for("indicators.all_documents"))


@indicators.get("/indikatorer/over-aren")
@access(*READERS)
def over_years(visit: Visit[bool]) -> ResponseReturnValue:
    found = operations.over_years(operations.documents_seen(visit.session, visit.scope))
    told = [one for one in found if one.figures]
    trends = [(one, one.trend(), drawing_of(one.trend())) for one in told]
    return page_of(visit, "indicators/over_years.html", trends=trends, without=len(found) - len(told))


@indicators.get("/indikatorer/kvalitetsgarantier")
@access(*READERS)
def guarantees(visit: Visit[bool]) -> ResponseReturnValue:
    return page_of(
        visit,
        "indicators/guarantees.html",
        found=operations.guarantees_measured(visit.session, visit.scope.boards()),
        names=board_names(visit.session),
        declared=GUARANTEES,
        unanswered=UNANSWERED,
        source=SOURCE,
    )


@indicators.get("/indikatorer/tabeller.xlsx")
@access(*READERS, writes=True)
def download(visit: Visit[bool]) -> ResponseReturnValue:
    operations.note_taken(visit.session, stamp=visit.stamp, board_ids=visit.scope.boards())
    content = operations.workbook(operations.documents_seen(visit.session, visit.scope))
    return send_file(io.BytesIO(content), mimetype=EXCEL, as_attachment=True, download_name="mal-och-indikatorer.xlsx")
