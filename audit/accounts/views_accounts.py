"""Pages where the administrator handles accounts: list, new, change, invite, close and open again."""

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from audit.accounts import administration, invitations, second_factor, sessions, signed_in
from audit.accounts.access import Visit, access
from audit.accounts.administration import AccountLine, RefusedError
from audit.accounts.forms import ChangeAccountForm, MailForm, NewAccountForm, OfficerIdsForm, box
from audit.accounts.operations import board_names, boards, known, officer_ids
from audit.accounts.rules import ROLE_EXPLANATIONS, ROLE_NAMES, AccountState, Role, Scope, roles_in_words
from audit.accounts.views import accounts
from audit.accounts.views_own import mail_form
from audit.database import Session
from audit.mail import operations as mail
from audit.web import transactions
from audit.web.forms import PageForm

LINK = "invitation"
MARKS = {
    AccountState.ACTIVE: "done",
    AccountState.INVITED: "waits",
    AccountState.INVITATION_OVER: "wrong",
    AccountState.CLOSED: "plain",
}


def _line(session: Session, scope: Scope, account_id: int) -> AccountLine | None:  # noqa: ARG001
    found = administration.account_lines(session, now=transactions.clock()(), account_id=account_id)
    return found[0] if found else None


@accounts.get("/konton")
@access(Role.ADMINISTRATOR)
def accounts_list(visit: Visit[bool]) -> ResponseReturnValue:
    lines = administration.account_lines(visit.session, now=visit.stamp.at)
    names = board_names(visit.session)
    roles = {known(line.account.id): roles_in_words(line.grants, names) for line in lines}
    return render_template("accounts/accounts.html", lines=lines, roles=roles, marks=MARKS)


# ---- New --------------------------------------------------------------------------------------------------------


@accounts.get("/konton/nytt")
@access(Role.ADMINISTRATOR)
def account_new(visit: Visit[bool]) -> ResponseReturnValue:
    return _new_page(NewAccountForm().offer(boards(visit.session)))


@accounts.post("/konton/nytt")
@access(Role.ADMINISTRATOR)
def account_created(visit: Visit[bool]) -> ResponseReturnValue:
    form = NewAccountForm().offer(boards(visit.session))
    if not form.validate_on_submit():
        return _new_page(form), 422
    username, name = str(form.username.data), str(form.name.data)
    try:
        account = administration.create_account(
            visit.session, stamp=visit.stamp, username=username, name=name, grants=form.chosen()
        )
    except RefusedError as refused:
        form[refused.field].errors = [refused.message]
        return _new_page(form), 422
    _keep_link(known(account.id), invitations.invite(visit.session, stamp=visit.stamp, account=account))
    flash(f"Kontot för {account.name} är skapat.", "done")
    return redirect(url_for("accounts.account", account_id=account.id))


def _new_page(form: NewAccountForm) -> str:
    return render_template("accounts/account_new.html", form=form, names=ROLE_NAMES, explanations=ROLE_EXPLANATIONS)


# ---- One account ------------------------------------------------------------------------------------------------


@accounts.get("/konton/<int:account_id>")
@access(Role.ADMINISTRATOR, load=_line)
def account(visit: Visit[AccountLine]) -> ResponseReturnValue:
    return _page(visit, _change_form(visit))


@accounts.post("/konton/<int:account_id>")
@access(Role.ADMINISTRATOR, load=_line)
def account_changed(visit: Visit[AccountLine]) -> ResponseReturnValue:
    form = _change_form(visit)
    if not form.validate_on_submit():
        return _page(visit, form), form.answered_with
    name, grants = str(form.name.data), form.chosen()
    try:
        administration.change_account(visit.session, stamp=visit.stamp, line=visit.record, name=name, grants=grants)
    except RefusedError as refused:
        form[refused.field].errors = [refused.message]
        return _page(visit, form), 422
    flash("Ändringarna är sparade. De gäller genast.", "done")
    return _back_to(visit)


@accounts.post("/konton/<int:account_id>/handlaggar-id")
@access(Role.ADMINISTRATOR, load=_line)
def officer_ids_set(visit: Visit[AccountLine]) -> ResponseReturnValue:
    line, form = visit.record, _officer_form(visit)
    if not form.validate_on_submit():
        form.shown_at = _address(visit)
        return _page(visit, _change_form(visit, fresh=True), form), form.answered_with
    administration.set_officer_ids(
        visit.session, stamp=visit.stamp, account_id=known(line.account.id), ids=form.chosen()
    )
    flash("Id:na är sparade. De gäller nästa gång akter fördelas.", "done")
    return _back_to(visit)


@accounts.post("/konton/<int:account_id>/e-post")
@access(Role.ADMINISTRATOR, load=_line)
def account_mail_set(visit: Visit[AccountLine]) -> ResponseReturnValue:
    line = visit.record
    form = mail_form(visit.session, known(line.account.id))
    if not form.validate_on_submit():
        form.shown_at = _address(visit)
        return _page(visit, _change_form(visit, fresh=True), of_mail=form), form.answered_with
    mail.set_address(
        visit.session,
        stamp=visit.stamp,
        account_id=known(line.account.id),
        address=form.mail_address.data or "",
        wanted=bool(form.wanted.data),
    )
    flash("Adressen är sparad." if form.mail_address.data else "Adressen är borttagen.", "done")
    return _back_to(visit)


@accounts.post("/konton/<int:account_id>/inbjudan")
@access(Role.ADMINISTRATOR, load=_line)
def account_invited(visit: Visit[AccountLine]) -> ResponseReturnValue:
    account = visit.record.account
    if not account.active:
        abort(409)
    _keep_link(known(account.id), invitations.invite(visit.session, stamp=visit.stamp, account=account))
    return _back_to(visit)


@accounts.post("/konton/<int:account_id>/engangskoder/ta-bort")
@access(Role.ADMINISTRATOR, load=_line)
def account_codes_removed(visit: Visit[AccountLine]) -> ResponseReturnValue:
    account_id = known(visit.record.account.id)
    if account_id == visit.scope.account_id:
        abort(409, "Dina egna engångskoder byter du på Mitt konto.")
    if second_factor.remove(visit.session, stamp=visit.stamp, account_id=account_id):
        flash("Engångskoderna är borttagna, och kontot är utloggat överallt.", "done")
    return _back_to(visit)


@accounts.post("/konton/<int:account_id>/stang")
@access(Role.ADMINISTRATOR, load=_line)
def account_closed(visit: Visit[AccountLine]) -> ResponseReturnValue:
    try:
        administration.close_account(visit.session, stamp=visit.stamp, line=visit.record)
    except RefusedError as refused:
        flash(refused.message, "wrong")
        return _back_to(visit)
    flash(f"Kontot för {visit.record.account.name} är stängt.", "done")
    return _back_to(visit)


@accounts.post("/konton/<int:account_id>/oppna")
@access(Role.ADMINISTRATOR, load=_line)
def account_reopened(visit: Visit[AccountLine]) -> ResponseReturnValue:
    administration.reopen_account(visit.session, stamp=visit.stamp, line=visit.record)
    flash(f"Kontot för {visit.record.account.name} är öppet igen.", "done")
    return _back_to(visit)


def _change_form(visit: Visit[AccountLine], *, fresh: bool = False) -> ChangeAccountForm:
    """The form as it was sent, or (`fresh`) as the account stands beside another one that was sent."""
    chosen = [box(role, board) for role, board in visit.record.grants]
    filled = {"name": visit.record.account.name, "grants": chosen, **({"formdata": None} if fresh else {})}
    return ChangeAccountForm(**filled, edits=True).offer(boards(visit.session))


def _officer_form(visit: Visit[AccountLine], *, fresh: bool = False) -> OfficerIdsForm:
    account_id = known(visit.record.account.id)
    ids = officer_ids(visit.session, [account_id]).get(account_id, frozenset())
    return OfficerIdsForm(ids="\n".join(sorted(ids)), edits=True, **({"formdata": None} if fresh else {}))


def _page(
    visit: Visit[AccountLine],
    form: ChangeAccountForm,
    officer: OfficerIdsForm | None = None,
    of_mail: MailForm | None = None,
) -> str:
    line, now = visit.record, visit.stamp.at
    account_id = known(line.account.id)
    return render_template(
        "accounts/account.html",
        line=line,
        officer=officer or _officer_form(visit, fresh=True),
        form=form,
        of_mail=of_mail or mail_form(visit.session, account_id, fresh=True),
        sends_mail=transactions.settings().mail is not None,
        button=PageForm(formdata=None),
        roles=roles_in_words(line.grants, board_names(visit.session)),
        marks=MARKS,
        link=_kept_link(account_id),
        link_until=line.invited_until,
        enrolled=second_factor.enrolled(visit.session, account_id),
        own=account_id == visit.scope.account_id,
        open_sessions=len(
            sessions.open_sessions(visit.session, account_id=account_id, limits=signed_in.limits(), now=now)
        ),
        names=ROLE_NAMES,
        explanations=ROLE_EXPLANATIONS,
    )


def _back_to(visit: Visit[AccountLine]) -> ResponseReturnValue:
    return redirect(_address(visit))


def _address(visit: Visit[AccountLine]) -> str:
    return url_for("accounts.account", account_id=visit.record.account.id)


def _keep_link(account_id: int, token: str) -> None:
    # In the administrator's own cookie until the next page, which shows it once. The database has only its hash.
    session[LINK] = [account_id, token]


def _kept_link(account_id: int) -> str | None:
    of, token = session.get(LINK) or (None, "")
    if of != account_id:
        return None
    session.pop(LINK)
    return url_for("accounts.invitation", token=token, _external=True)
