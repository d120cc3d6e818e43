"""Tables of figures, the checks that they are held against, and what a person concludes where they contradict."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names
from audit.accounts.rules import Role
from audit.indicators import operations
from audit.indicators.forms import CheckForm, SettleForm, TableForm
from audit.indicators.forms.goals import NONE
from audit.indicators.models import FigureCheck, FigureTable
from audit.indicators.operations import Part, Seen
from audit.indicators.rules.words import Judgement, Verdict
from audit.indicators.views.goals import back
from audit.indicators.views.room import READERS, indicators, page_of
from audit.rounds.forms_faults import faults_on
from audit.web.forms import PageForm

# ---- Tables -------------------------------------------------------------------------------------------------------


@indicators.route("/indikatorer/<int:year_document_id>/tabell", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.document_run)
def new_table(visit: Visit[Seen]) -> ResponseReturnValue:
    return _table_page(visit, visit.record, TableForm(), None)


@indicators.route("/indikatorer/tabell/<int:figure_table_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.table_run)
def edit_table(visit: Visit[Part[FigureTable]]) -> ResponseReturnValue:
    seen, table = visit.record.seen, visit.record.row
    return _table_page(visit, seen, TableForm(obj=table, pasted=seen.sheet(table).as_text()), table)


def _table_page(
    visit: Visit[Seen] | Visit[Part[FigureTable]], seen: Seen, form: TableForm, table: FigureTable | None
) -> ResponseReturnValue:
    if form.validate_on_submit() and (plan := form.plan()):
        with faults_on(form):
            operations.save_table(visit.session, stamp=visit.stamp, seen=seen, plan=plan, table=table)
            return back(seen, "Tabellen är sparad.")
    page = page_of(
        visit, "indicators/table.html", seen=seen, form=form, table=table, remove=PageForm(formdata=None, prefix="bort")
    )
    return page, form.answered_with


@indicators.post("/indikatorer/tabell/<int:figure_table_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.table_run)
def remove_table(visit: Visit[Part[FigureTable]]) -> ResponseReturnValue:
    seen = visit.record.seen
    operations.remove_table(visit.session, stamp=visit.stamp, seen=seen, table=visit.record.row)
    return back(seen, "Tabellen är borttagen. Siffrorna står kvar i journalen.")


# ---- Checks -------------------------------------------------------------------------------------------------------


@indicators.get("/indikatorer/motsagelser")
@access(*READERS)
def contradictions(visit: Visit[bool]) -> ResponseReturnValue:
    seen = operations.documents_seen(visit.session, visit.scope)
    found = [(one, operations.findings(one)) for one in seen]
    asked = (Verdict.CONTRADICTS, Verdict.NOTE)
    shown = [(one, [each for each in of if each.verdict in asked]) for one, of in found]
    return page_of(
        visit,
        "indicators/contradictions.html",
        shown=[(one, of) for one, of in shown if of],
        documents=seen,
        tried=sum(len(of) for _, of in found),
        waiting=sum(each.waits for _, of in shown for each in of),
        people=account_names(visit.session),
    )


@indicators.get("/indikatorer/<int:year_document_id>/kontroller")
@access(*READERS, load=operations.document_seen)
def checks(visit: Visit[Seen]) -> ResponseReturnValue:
    seen = visit.record
    return page_of(
        visit,
        "indicators/checks.html",
        seen=seen,
        runs=seen.runs(visit.scope),
        found=operations.findings(seen),
        captions={table.id: table.caption for table in seen.tables},
        people=account_names(visit.session),
    )


@indicators.route("/indikatorer/<int:year_document_id>/kontroll", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.document_run)
def new_check(visit: Visit[Seen]) -> ResponseReturnValue:
    return _check_page(visit, visit.record, CheckForm().of(visit.record), None)


@indicators.route("/indikatorer/kontroll/<int:check_id>/andra", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.check_run)
def edit_check(visit: Visit[Part[FigureCheck]]) -> ResponseReturnValue:
    seen, check = visit.record.seen, visit.record.row
    return _check_page(visit, seen, CheckForm(obj=check, table=str(check.table_id or NONE)).of(seen), check)


def _check_page(
    visit: Visit[Seen] | Visit[Part[FigureCheck]], seen: Seen, form: CheckForm, check: FigureCheck | None
) -> ResponseReturnValue:
    if form.validate_on_submit():
        with faults_on(form):
            operations.save_check(visit.session, stamp=visit.stamp, seen=seen, plan=form.plan(), check=check)
            back(seen, "Kontrollen är sparad.")
            return redirect(url_for("indicators.checks", year_document_id=seen.id))
    page = page_of(
        visit, "indicators/check.html", seen=seen, form=form, check=check, remove=PageForm(formdata=None, prefix="bort")
    )
    return page, form.answered_with


@indicators.post("/indikatorer/kontroll/<int:check_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.check_run)
def remove_check(visit: Visit[Part[FigureCheck]]) -> ResponseReturnValue:
    seen = visit.record.seen
    operations.remove_check(visit.session, stamp=visit.stamp, seen=seen, check=visit.record.row)
    return back(seen, "Kontrollen är borttagen. Regeln står kvar i journalen.")


@indicators.route("/indikatorer/kontroll/<int:check_id>/avgor", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.check_seen)
def settle(visit: Visit[Part[FigureCheck]]) -> ResponseReturnValue:
    seen, check = visit.record.seen, visit.record.row
    finding = operations.finding_of(seen, check)
    form = SettleForm(obj=finding.settled, edits=True)
    if form.validate_on_submit():
        judgement, note = Judgement(form.judgement.data), str(form.note.data)
        with faults_on(form):
            operations.settle(visit.session, stamp=visit.stamp, seen=seen, check=check, judgement=judgement, note=note)
            back(seen, "Anteckningen är sparad. Siffrorna är som de var.")
            return redirect(url_for("indicators.checks", year_document_id=seen.id))
    page = page_of(
        visit,
        "indicators/settle.html",
        seen=seen,
        finding=finding,
        form=form,
        people=account_names(visit.session),
    )
    return page, form.answered_with
