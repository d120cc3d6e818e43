"""Pages of the tables that people put into a section of the report."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reports import operations
from audit.reports.forms import BackForm, TableForm
from audit.reports.operations import TablesOf
from audit.reports.rules.own_tables import marker
from audit.reports.views import of_report
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.rules import InputError

BASE = "/avsnitt/<section>/tabeller"


@of_report(BASE, methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.tables_of)
def own_tables(visit: Visit[TablesOf]) -> ResponseReturnValue:
    of, form = visit.record, TableForm()
    if not form.validate_on_submit():
        return _page(of, form), form.answered_with
    try:
        operations.add_table(
            visit.session,
            stamp=visit.stamp,
            of=of,
            caption=str(form.caption.data),
            rows=str(form.rows.data),
            source=form.source.data or "",
        )
    except InputError as error:
        put_on_fields(form, error)
        return _page(of, form), 422
    flash(f"Tabellen står nu i {of.heading}.", "done")
    return redirect(_where(of))


@of_report(f"{BASE}/<int:table_id>/ta-bort", methods=["POST"])
@access(Role.COORDINATOR, load=operations.own_table)
def remove_own_table(visit: Visit[operations.OwnTable]) -> ResponseReturnValue:
    if not BackForm().validate_on_submit():
        abort(400)
    operations.remove_table(visit.session, stamp=visit.stamp, table=visit.record)
    flash("Tabellen är borttagen. Den finns kvar i loggen.", "done")
    return redirect(_where(visit.record.of))


def _where(of: TablesOf) -> str:
    return url_for("reports.own_tables", round_id=known(of.round_.id), board_id=of.board_id, section=of.section)


def _page(of: TablesOf, form: TableForm) -> str:
    return render_template(
        "reports/own_tables.html",
        of=of,
        form=form,
        round=of.round_,
        board_id=of.board_id,
        marker=marker,
        remove=BackForm(formdata=None, seen="0"),
    )
