"""Log checks: all of them, a new one, one with its drawn entries, an entry to judge, the signature, and the files."""

import io

from flask import Response, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from audit import documents
from audit.access_checks import operations
from audit.access_checks.forms import CheckForm, IntervalForm, SignForm, VerdictForm, check_form, parameter_field
from audit.access_checks.operations import (
    CHECKERS,
    ChangedError,
    NotJudgedError,
    OpenEntry,
    OwnEntryError,
    SeenCheck,
    SignedError,
    WishError,
)
from audit.access_checks.rules import RULES, Verdict
from audit.access_checks.views.room import access_checks
from audit.accounts.access import Visit, access
from audit.accounts.models import Board
from audit.accounts.operations import board_names, known
from audit.reports.renderings.word import MIME as WORD
from audit.web.formats import counted


@access_checks.get("/loggkontroll")
@access(*CHECKERS)
def all_checks(visit: Visit[bool]) -> ResponseReturnValue:
    return _overview(visit)


def _overview(visit: Visit[bool] | Visit[Board]) -> str:
    boards = visit.scope.boards()
    intervals = operations.intervals(visit.session, boards, visit.stamp.day)
    return render_template(
        "access_checks/overview.html",
        checks=operations.checks(visit.session, boards),
        intervals=[(one, IntervalForm(formdata=None, months=str(one.months))) for one in intervals],
    )


@access_checks.get("/loggkontroll/ny")
@access(*CHECKERS)
def new(visit: Visit[bool]) -> ResponseReturnValue:
    return _new_page(_form(visit))


@access_checks.post("/loggkontroll/ny")
@access(*CHECKERS)
def make(visit: Visit[bool]) -> ResponseReturnValue:
    form = _form(visit)
    if not form.complete():
        if not form.namnd.errors:
            form.put(WishError(operations.faults_of(form.wish(), visit.stamp.day)))
        return _new_page(form), 422
    try:
        check = operations.make(visit.session, stamp=visit.stamp, wish=form.wish())
    except WishError as error:
        form.put(error)
        return _new_page(form), 422
    flash(f"{counted(check.population, 'post', 'poster')} är frysta och urvalet är draget.", "done")
    return redirect(url_for("access_checks.check", check_id=known(check.id)))


def _form(visit: Visit[bool]) -> CheckForm:
    boards, names = visit.scope.boards(), board_names(visit.session)
    return check_form({board: name for board, name in names.items() if board in boards})


def _new_page(form: CheckForm) -> str:
    return render_template("access_checks/new.html", form=form, rules=RULES, parameter_field=parameter_field)


@access_checks.get("/loggkontroll/<int:check_id>")
@access(*CHECKERS, load=operations.check_seen)
def check(visit: Visit[SeenCheck]) -> ResponseReturnValue:
    return _check_page(visit, SignForm(formdata=None))


@access_checks.post("/loggkontroll/<int:check_id>/signera")
@access(*CHECKERS, load=operations.check_seen)
def sign(visit: Visit[SeenCheck]) -> ResponseReturnValue:
    form = SignForm()
    if not form.validate_on_submit():
        return _check_page(visit, form), 422
    try:
        operations.sign(visit.session, stamp=visit.stamp, of=visit.record, conclusion=str(form.conclusion.data))
    except SignedError:
        abort(409)
    except NotJudgedError as error:
        form.conclusion.errors = [str(error)]
        return _check_page(visit, form), 422
    flash("Loggkontrollen är signerad. Protokollet ändras inte mer.", "done")
    return redirect(url_for("access_checks.check", check_id=visit.record.id))


def _check_page(visit: Visit[SeenCheck], form: SignForm) -> str:
    entries = operations.drawn(visit.session, visit.record)
    return render_template(
        "access_checks/check.html",
        of=visit.record,
        entries=entries,
        judged=sum(1 for one in entries if one.standing),
        tally=operations.tally(entries),
        pointed=operations.pointed_out(visit.session, visit.record),
        next_open=None if visit.record.signed else operations.next_open(entries, visit.scope.account_id),
        rules=RULES,
        form=form,
    )


@access_checks.get("/loggkontroll/post/<int:drawn_id>")
@access(*CHECKERS, load=operations.entry_to_judge)
def drawn_entry(visit: Visit[OpenEntry]) -> ResponseReturnValue:
    return _entry_page(visit, VerdictForm(formdata=None))


@access_checks.post("/loggkontroll/post/<int:drawn_id>")
@access(*CHECKERS, load=operations.entry_to_judge)
def judge(visit: Visit[OpenEntry]) -> ResponseReturnValue:
    form = VerdictForm()
    if not form.complete():
        return _entry_page(visit, form), 422
    try:
        operations.judge(
            visit.session,
            stamp=visit.stamp,
            opened=visit.record,
            verdict=Verdict(form.verdict.data),
            note=str(form.note.data or ""),
        )
    except OwnEntryError:
        form.verdict.errors = ["Det här gjorde du själv. Någon annan bedömer det."]
        return _entry_page(visit, form), 422
    except SignedError:
        abort(409)
    flash("Bedömningen är sparad.", "done")
    of = visit.record.of
    following = operations.next_open(operations.drawn(visit.session, of), visit.scope.account_id)
    if following is None:
        return redirect(url_for("access_checks.check", check_id=of.id))
    return redirect(url_for("access_checks.drawn_entry", drawn_id=following))


def _entry_page(visit: Visit[OpenEntry], form: VerdictForm) -> str:
    opened = visit.record
    return render_template(
        "access_checks/drawn.html",
        of=opened.of,
        drawn=opened.drawn,
        around=operations.around(visit.session, opened),
        tie=operations.tie(visit.session, opened),
        own=operations.is_own(opened.drawn, visit.scope.account_id),
        form=form,
    )


@access_checks.post("/loggkontroll/hur-ofta/<int:board_id>")
@access(*CHECKERS, load=operations.board_overseen)
def set_interval(visit: Visit[Board]) -> ResponseReturnValue:
    form = IntervalForm()
    if not form.validate_on_submit():
        return _overview(visit), 422
    board_id = known(visit.record.id)
    operations.set_interval(visit.session, stamp=visit.stamp, board_id=board_id, months=int(form.months.data))
    flash(f"Sparat för {visit.record.name}.", "done")
    return redirect(url_for("access_checks.all_checks"))


# ---- Files ----------------------------------------------------------------------------------------------------------


@access_checks.get("/loggkontroll/<int:check_id>/protokoll.pdf")
@access(*CHECKERS, load=operations.check_seen, writes=True)
def record_pdf(visit: Visit[SeenCheck]) -> ResponseReturnValue:
    of = visit.record
    entries = operations.drawn(visit.session, of)
    content = operations.record_pdf(visit.session, stamp=visit.stamp, of=of, entries=entries)
    name = f"loggkontroll-{of.id}.pdf"
    return send_file(io.BytesIO(content), mimetype=documents.MIME, as_attachment=True, download_name=name)


@access_checks.get("/loggkontroll/<int:check_id>/protokoll.docx")
@access(*CHECKERS, load=operations.check_seen, writes=True)
def record_word(visit: Visit[SeenCheck]) -> ResponseReturnValue:
    of = visit.record
    entries = operations.drawn(visit.session, of)
    content = operations.record_word(visit.session, stamp=visit.stamp, of=of, entries=entries)
    return send_file(io.BytesIO(content), mimetype=WORD, as_attachment=True, download_name=f"loggkontroll-{of.id}.docx")


@access_checks.get("/loggkontroll/<int:check_id>/urvalsprotokoll.json")
@access(*CHECKERS, load=operations.check_seen, writes=True)
def protocol_json(visit: Visit[SeenCheck]) -> ResponseReturnValue:
    content = operations.protocol_file(visit.session, stamp=visit.stamp, of=visit.record)
    return _file(content, "application/json", f"loggkontroll-{visit.record.id}.json")


@access_checks.get("/loggkontroll/<int:check_id>/population.csv")
@access(*CHECKERS, load=operations.check_seen, writes=True)
def population_csv(visit: Visit[SeenCheck]) -> ResponseReturnValue:
    try:
        content = operations.population_file(visit.session, stamp=visit.stamp, of=visit.record)
    except ChangedError:
        flash("Journalen är inte densamma som när kontrollen drogs. Säg till administratören.", "wrong")
        return redirect(url_for("access_checks.check", check_id=visit.record.id))
    return _file(content, "text/csv", f"population-{visit.record.id}.csv")


def _file(content: str, mime: str, name: str) -> Response:
    return Response(content, mimetype=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'})
