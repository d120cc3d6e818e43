"""Pages for signing in and out, for taking up an invitation, and for what an ended session interrupted.

The other pages of the room stand in `views_accounts`, `views_boards`, `views_own` and others, on the same blueprint.
"""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf

from audit.accounts import invitations, passwords, second_factor, sessions, signed_in
from audit.accounts.access import Visit, access, public
from audit.accounts.forms import ChoosePasswordForm, CodeForm, SignInForm
from audit.accounts.models import Account
from audit.accounts.sessions import Credentials, Refused
from audit.web import errors, transactions
from audit.web.formats import clock_time
from audit.web.resending import sent_from_here

accounts = Blueprint("accounts", __name__)
WRONG = "Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen."


# ---- Signing in and out -----------------------------------------------------------------------------------------


@accounts.get("/logga-in")
@public
def sign_in() -> ResponseReturnValue:
    if signed_in.scope():
        return redirect(url_for("home.start"))
    wanted = request.args.get("fortsatt", "")
    form = SignInForm(kept_for=wanted if signed_in.is_local(wanted) else "")
    return render_template("accounts/sign_in.html", form=form, expired=False, sso=transactions.settings().sso)


@accounts.post("/logga-in")
@public
def sign_in_submitted() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_again(form, 422)
    now, credentials = transactions.clock()(), credentials_of(str(form.username.data), str(form.password.data))
    with transactions.database().transaction(write=False) as reading:
        result = sessions.check(reading, credentials=credentials, now=now)
        more = isinstance(result, Account) and second_factor.is_enrolled(reading, result.id or 0)
    if isinstance(result, Account) and more:
        signed_in.remember_half_way(result)
        kept = {"kept": form.kept.data, "kept_for": form.kept_for.data}
        return render_template("accounts/second_step.html", form=CodeForm(formdata=None, **kept))
    if isinstance(result, Account):
        writing = transactions.session(write=True)
        token = sessions.sign_in(writing, account_id=result.id or 0, credentials=credentials, now=now)
        if token:
            signed_in.remember(writing, token)
            return signed_in.resume(form.kept_for.data or "", form.kept.data or "")
        result = Refused()
    form.password.errors = [refusal(credentials, result, WRONG)]
    return _sign_in_again(form, 429 if result.until else 422)


def _sign_in_again(form: SignInForm, status: int) -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=form, expired=False, sso=transactions.settings().sso), status


def credentials_of(username: str, password: str) -> Credentials:
    secret = transactions.settings().secret_key
    return Credentials(
        username=username,
        password=password,
        account_key=sessions.attempt_key(secret, "account", username),
        address_key=sessions.attempt_key(secret, "address", request.remote_addr or ""),
    )


def refusal(credentials: Credentials, refused: Refused, otherwise: str) -> str:
    """What to tell somebody whose password was not right. The failure is recorded, unless the door was closed."""
    if refused.until:
        return f"För många misslyckade försök. Vänta till klockan {clock_time(refused.until)} och försök igen."
    now = transactions.clock()()
    transactions.record_anyway(partial(sessions.note_failure, credentials=credentials, now=now))
    return otherwise


@accounts.post("/logga-ut")
@access(weak=True)
def sign_out(visit: Visit[bool]) -> ResponseReturnValue:
    sessions.sign_out(visit.session, token=str(session.get(signed_in.TOKEN)), now=visit.stamp.at)
    signed_in.forget()
    flash("Du är utloggad.", "done")
    return redirect(url_for("accounts.sign_in"))


# ---- Invitations ------------------------------------------------------------------------------------------------


@accounts.get("/inbjudan/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    account = _invited(token)
    if account is None:
        return _no_longer_valid()
    return render_template("accounts/invitation.html", form=ChoosePasswordForm(), account=account)


@accounts.post("/inbjudan/<token>")
@public
def invitation_accepted(token: str) -> ResponseReturnValue:
    account = _invited(token)
    if account is None:
        return _no_longer_valid()
    form = ChoosePasswordForm(username=account.username)
    if not form.validate_on_submit():
        return render_template("accounts/invitation.html", form=form, account=account), 422
    password_hash = passwords.hashed(str(form.password.data))
    writing, now = transactions.session(write=True), transactions.clock()()
    accepted = invitations.accept(writing, token=token, password_hash=password_hash, now=now)
    if accepted is None:
        return _no_longer_valid()
    if second_factor.is_enrolled(writing, accepted.id or 0):
        # The link stands for the password only.
        flash("Lösenordet är sparat. Logga in med det och en engångskod.", "done")
        return redirect(url_for("accounts.sign_in"))
    signed_in.remember(writing, sessions.open_session(writing, accepted, now))
    flash("Lösenordet är sparat och du är inloggad.", "done")
    return redirect(url_for("home.start"))


def _invited(token: str) -> Account | None:
    with transactions.database().transaction(write=False) as reading:
        return invitations.invited(reading, token=token, now=transactions.clock()())


def _no_longer_valid() -> ResponseReturnValue:
    return render_template("accounts/invitation_over.html"), 410


# ---- Forms that are too old -------------------------------------------------------------------------------------


@accounts.app_errorhandler(CSRFError)
def form_too_old(error: CSRFError) -> ResponseReturnValue:  # noqa: ARG001
    """The form was older than the session, or not ours. What was typed is kept and can be sent again."""
    if request.endpoint == "accounts.sign_in_submitted":
        return _sign_in_page_too_old()
    if request.endpoint in {"accounts.invitation_accepted", "accounts.second_step_submitted"}:
        flash("Sidan hade blivit för gammal. Skriv igen.", "waits")
        return redirect(request.path)
    if signed_in.scope() is None:
        return signed_in.ask_to_sign_in()
    if signed_in.wants_json():
        # With the fresh token the page's own script can send it again; a stranger's script can't read the answer.
        return {"fault": "Sidan är för gammal. Ladda om den.", "reason": "stale", "csrf_token": generate_csrf()}, 400
    kept = signed_in.kept_fields()
    return signed_in.resume(request.full_path.rstrip("?"), kept) if kept else errors.answer(400)


def _sign_in_page_too_old() -> ResponseReturnValue:
    fields = request.form if sent_from_here() else {}
    form = SignInForm(
        formdata=None,
        username=fields.get("username", ""),
        kept=fields.get("kept", ""),
        kept_for=fields.get("kept_for", ""),
    )
    form.password.errors = ["Sidan hade blivit för gammal. Skriv lösenordet igen."]
    return _sign_in_again(form, 400)
