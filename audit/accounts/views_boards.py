"""Pages where the administrator handles boards, and sees the settings that are in force."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts import administration
from audit.accounts.access import Visit, access
from audit.accounts.administration import RefusedError
from audit.accounts.forms import EndBoardForm, NewBoardForm
from audit.accounts.models import Board
from audit.accounts.operations import board_names, boards
from audit.accounts.rules import ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS, SHORTEST_PASSWORD, WAIT, Role, Scope
from audit.accounts.views import accounts
from audit.database import Session
from audit.mail import operations as mail
from audit.web import transactions


def _board(session: Session, scope: Scope, board_id: int) -> Board | None:  # noqa: ARG001
    return administration.board_of(session, board_id)


@accounts.get("/namnder")
@access(Role.ADMINISTRATOR)
def boards_list(visit: Visit[bool]) -> ResponseReturnValue:
    lines, names = boards(visit.session), board_names(visit.session)
    return render_template("accounts/boards.html", lines=lines, names=names, today=visit.stamp.day)


@accounts.get("/namnder/ny")
@access(Role.ADMINISTRATOR)
def board_new(visit: Visit[bool]) -> ResponseReturnValue:  # noqa: ARG001
    return render_template("accounts/board_new.html", form=NewBoardForm())


@accounts.post("/namnder/ny")
@access(Role.ADMINISTRATOR)
def board_created(visit: Visit[bool]) -> ResponseReturnValue:
    form = NewBoardForm()
    if not form.validate_on_submit():
        return render_template("accounts/board_new.html", form=form), 422
    code, name = str(form.code.data), str(form.name.data)
    try:
        board = administration.add_board(
            visit.session, stamp=visit.stamp, code=code, name=name, valid_from=form.valid_from.data
        )
    except RefusedError as refused:
        form[refused.field].errors = [refused.message]
        return render_template("accounts/board_new.html", form=form), 422
    flash(f"{board.name} är tillagd. Ge konton roller för nämnden under Konton.", "done")
    return redirect(url_for("accounts.boards_list"))


@accounts.get("/namnder/<int:board_id>")
@access(Role.ADMINISTRATOR, load=_board)
def board(visit: Visit[Board]) -> ResponseReturnValue:
    kept = visit.record
    return _page(visit, _ending(visit, EndBoardForm(valid_to=kept.valid_to, successor=kept.successor_id or 0)))


@accounts.post("/namnder/<int:board_id>")
@access(Role.ADMINISTRATOR, load=_board)
def board_changed(visit: Visit[Board]) -> ResponseReturnValue:
    form = _ending(visit, EndBoardForm())
    if not form.validate_on_submit():
        return _page(visit, form), 422
    valid_to, successor = form.valid_to.data, form.successor.data or None
    try:
        administration.end_board(
            visit.session, stamp=visit.stamp, board=visit.record, valid_to=valid_to, successor_id=successor
        )
    except RefusedError as refused:
        form[refused.field].errors = [refused.message]
        return _page(visit, form), 422
    flash(f"Ändringen av {visit.record.name} är sparad.", "done")
    return redirect(url_for("accounts.boards_list"))


def _ending(visit: Visit[Board], form: EndBoardForm) -> EndBoardForm:
    return form.offer(board for board in boards(visit.session) if board.id != visit.record.id)


def _page(visit: Visit[Board], form: EndBoardForm) -> str:
    return render_template("accounts/board.html", board=visit.record, form=form)


@accounts.get("/installningar")
@access(Role.ADMINISTRATOR)
def settings(visit: Visit[bool]) -> ResponseReturnValue:
    rules = {
        "per_account": ATTEMPTS_PER_ACCOUNT,
        "per_address": ATTEMPTS_PER_ADDRESS,
        "wait": int(WAIT.total_seconds() // 60),
        "shortest": SHORTEST_PASSWORD,
    }
    engine = "SQLite" if transactions.database().is_sqlite else "PostgreSQL"
    return render_template(
        "accounts/settings.html",
        settings=transactions.settings(),
        engine=engine,
        rules=rules,
        outbox=mail.standing(visit.session),
    )
