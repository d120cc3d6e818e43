"""The journal: searched, opened, taken along as a file, and its chain gone through."""

import io
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from audit.access_checks import operations
from audit.access_checks.forms import SearchForm, search_form
from audit.access_checks.operations import SEERS, Found, Line, Wanted
from audit.access_checks.rules import ELSEWHERE, ERASED
from audit.access_checks.views.room import access_checks
from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.journal import checking
from audit.journal import operations as chain
from audit.rounds.rules import RETRIEVAL_NAMES, STANDING_NAMES, TARGET_NAMES
from audit.web import transactions
from audit.web.formats import counted
from audit.web.forms import PageForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 2**31 - 1
# So long a chain is gone through while somebody waits; a longer one at night, or by the command.
AT_ONCE = 250_000


class CheckChainForm(PageForm):
    """Nothing but the protection."""


@access_checks.get("/journal")
@access(*SEERS)
def journal(visit: Visit[bool]) -> ResponseReturnValue:
    boards, form = operations.overseen(visit.scope), _form(visit)
    sought = form.validate()
    case = form.wanted().case if sought and visit.scope.has(Role.COORDINATOR, Role.READER) else ""
    found = (
        operations.search(
            visit.session, boards=boards, wanted=form.wanted(), before=_number("fore"), after=_number("efter")
        )
        if sought
        else Found()
    )
    page = render_template(
        "access_checks/journal.html",
        form=form,
        found=found,
        case=case,
        places=operations.places_of(visit.session, visit.scope, unit_id=case) if case else [],
        standings=STANDING_NAMES,
        retrievals=RETRIEVAL_NAMES,
        targets=TARGET_NAMES,
        query=_query(),
        checked=checking.last_check(visit.session),
        head=chain.head(visit.session),
        at_once=AT_ONCE,
        check_form=CheckChainForm(formdata=None),
        elsewhere=ELSEWHERE,
        erased=ERASED,
    )
    return page if sought else (page, 422)


@access_checks.get("/journal/<int:sequence>")
@access(*SEERS, load=operations.entry_seen)
def entry(visit: Visit[Line]) -> ResponseReturnValue:
    line, people = visit.record, dict(operations.actors(visit.session, operations.overseen(visit.scope)))
    asked_for = line.entry.actor in people
    return render_template(
        "access_checks/entry.html", line=line, asked_for=asked_for, elsewhere=ELSEWHERE, erased=ERASED
    )


@access_checks.get("/journal/poster.csv")
@access(*SEERS, writes=True)
def journal_csv(visit: Visit[bool]) -> ResponseReturnValue:
    wanted, boards = _wanted(visit), operations.overseen(visit.scope)
    if wanted is None:
        return _as_it_was_asked()
    content = operations.csv(visit.session, stamp=visit.stamp, boards=boards, wanted=wanted)
    return send_file(io.BytesIO(content), mimetype="text/csv", as_attachment=True, download_name="journal.csv")


@access_checks.get("/journal/poster.xlsx")
@access(*SEERS, writes=True)
def journal_workbook(visit: Visit[bool]) -> ResponseReturnValue:
    wanted, boards = _wanted(visit), operations.overseen(visit.scope)
    if wanted is None:
        return _as_it_was_asked()
    content = operations.workbook(visit.session, stamp=visit.stamp, boards=boards, wanted=wanted)
    return send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name="journal.xlsx")


@access_checks.post("/journal/kontrollera")
@access(*SEERS, long=True)
def check_chain(visit: Visit[bool]) -> ResponseReturnValue:
    head = chain.head(visit.session)
    if CheckChainForm().validate_on_submit() and head and head[0] <= AT_ONCE:
        checked = checking.check(transactions.settings(), transactions.database(), visit.stamp)
        gone_through = counted(checked.entries, "post är genomgången", "poster är genomgångna")
        if checked.faults:
            flash(f"{gone_through}. Kedjan har {checked.faults} fel. Säg till administratören.", "wrong")
        else:
            flash(f"{gone_through}. Kedjan är hel.", "done")
    return redirect(url_for("access_checks.journal"))


def _form(visit: Visit[bool]) -> SearchForm:
    return search_form(operations.actors(visit.session, operations.overseen(visit.scope)), request.args)


def _wanted(visit: Visit[bool]) -> Wanted | None:
    """What is looked for; None where that can't be understood, for then nothing is to be taken along."""
    form = _form(visit)
    return form.wanted() if form.validate() else None


def _as_it_was_asked() -> ResponseReturnValue:
    """The page, which tells what is wrong with the search."""
    return redirect(f"{url_for('access_checks.journal')}?{_query()}")


def _number(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return None if number is None else min(max(number, 0), MOST)


def _query() -> str:
    """What is looked for, as it stands in the address, without the page."""
    return urlencode(
        [(key, value) for key, value in request.args.items(multi=True) if key not in {"fore", "efter"} and value]
    )
