"""»Mitt konto«: what a person may do, her password, and where she is signed in."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts import again, invitations, passwords, second_factor, sessions, signed_in
from audit.accounts.access import Visit, access
from audit.accounts.forms import ChangePasswordForm, EndSessionsForm, MailForm
from audit.accounts.models import Account
from audit.accounts.operations import board_names, known
from audit.accounts.rules import ROLE_EXPLANATIONS, ROLE_NAMES, Role, Scope, roles_in_words
from audit.accounts.second_factor import Proof
from audit.accounts.sessions import Refused
from audit.accounts.views import accounts, credentials_of, refusal
from audit.database import Session
from audit.mail import operations as mail
from audit.web import transactions
from audit.web.formats import counted


def own_account(session: Session, scope: Scope) -> Account | None:
    return session.get(Account, scope.account_id)


@accounts.get("/mitt-konto")
@access(load=own_account)
def my_account(visit: Visit[Account]) -> ResponseReturnValue:
    return _page(visit, ChangePasswordForm())


@accounts.post("/mitt-konto")
@access(load=own_account)
def my_password_changed(visit: Visit[Account]) -> ResponseReturnValue:
    account = visit.record
    form = ChangePasswordForm(username=account.username)
    if not form.validate_on_submit():
        return _page(visit, form), 422
    credentials = credentials_of(account.username, str(form.current_password.data))
    result = sessions.check(visit.session, credentials=credentials, now=visit.stamp.at)
    if isinstance(result, Refused):
        form.current_password.errors = [refusal(credentials, result, "Lösenordet stämmer inte. Skriv det igen.")]
        return _page(visit, form), 429 if result.until else 422
    invitations.change_password(
        visit.session,
        stamp=visit.stamp,
        account=account,
        password_hash=passwords.hashed(str(form.password.data)),
        session_id=signed_in.session_id() or 0,
    )
    flash("Lösenordet är bytt. Du är utloggad överallt utom här.", "done")
    return redirect(url_for("accounts.my_account"))


@accounts.post("/mitt-konto/e-post")
@access(load=own_account)
def my_mail_set(visit: Visit[Account]) -> ResponseReturnValue:
    account_id = visit.scope.account_id
    form = mail_form(visit.session, account_id)
    if not form.validate_on_submit():
        form.shown_at = url_for("accounts.my_account")
        return _page(visit, ChangePasswordForm(formdata=None), form), form.answered_with
    address, wanted = form.mail_address.data or "", bool(form.wanted.data)
    mail.set_address(visit.session, stamp=visit.stamp, account_id=account_id, address=address, wanted=wanted)
    flash("Valet är sparat." if address else "Adressen är borttagen. Du får inga brev.", "done")
    return redirect(url_for("accounts.my_account"))


@accounts.post("/mitt-konto/logga-ut")
@access(load=own_account)
def my_sessions_ended(visit: Visit[Account]) -> ResponseReturnValue:
    session, account_id = visit.session, visit.scope.account_id
    form = EndSessionsForm(prefix="ut").ask_for(second_factor.proof_of(session, visit.record))
    valid = form.validate_on_submit()
    if (status := again.fault(visit, form)) or not valid:
        return _page(visit, ChangePasswordForm(formdata=None), ending=form), status or 422
    if form.everywhere.data:
        sessions.end_sessions(session, stamp=visit.stamp, account_id=account_id)
        signed_in.forget()
        flash("Du är utloggad överallt.", "done")
        return redirect(url_for("accounts.sign_in"))
    chosen = set(form.sessions.data or ()) - {signed_in.session_id()}
    ended = sum(
        sessions.end_session(session, stamp=visit.stamp, account_id=account_id, session_id=each) for each in chosen
    )
    words = f"{counted(ended, 'webbläsare', 'webbläsare')} har loggats ut." if ended else "Den var redan utloggad."
    flash(words, "done" if ended else "waits")
    return redirect(url_for("accounts.my_account"))


def mail_form(session: Session, account_id: int, *, fresh: bool = False) -> MailForm:
    """The form as it was sent, or (`fresh`) as the account's choice stands beside another one that was sent."""
    kept = mail.address_of(session, account_id=account_id)
    filled = {"mail_address": kept.address if kept else "", "wanted": kept.wanted if kept else True}
    return MailForm(**filled, edits=True, **({"formdata": None} if fresh else {}))


def _page(
    visit: Visit[Account],
    form: ChangePasswordForm,
    of_mail: MailForm | None = None,
    ending: EndSessionsForm | None = None,
) -> str:
    account_id, now, here = visit.scope.account_id, visit.stamp.at, signed_in.session_id()
    open_ones = sessions.open_sessions(visit.session, account_id=account_id, limits=signed_in.limits(), now=now)
    proof = second_factor.proof_of(visit.session, visit.record)
    ending = ending or EndSessionsForm(formdata=None, prefix="ut").ask_for(proof)
    ending.offer(known(each.id) for each in open_ones if each.id != here)
    return render_template(
        "accounts/my_account.html",
        account=visit.record,
        form=form,
        of_mail=of_mail or mail_form(visit.session, account_id, fresh=True),
        sends_mail=transactions.settings().mail is not None,
        ending=ending,
        boxes={int(box.data): box for box in ending.sessions},
        has_password=proof is Proof.PASSWORD,
        just_signed_in=signed_in.just_signed_in(),
        roles=roles_in_words(visit.scope.grants, board_names(visit.session)),
        explanations=[(ROLE_NAMES[role], ROLE_EXPLANATIONS[role]) for role in Role if visit.scope.has(role)],
        open_sessions=open_ones,
        enrolled=second_factor.enrolled(visit.session, account_id),
        this_session=here,
    )
