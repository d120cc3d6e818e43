"""Pages for signing in and out, and for taking up again what an ended session interrupted."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from audit.accounts import operations, signed_in
from audit.accounts.access import Visit, access, public
from audit.accounts.forms import SignInForm
from audit.accounts.operations import Credentials, Refused
from audit.database import Session
from audit.web import transactions
from audit.web.formats import clock_time

accounts = Blueprint("accounts", __name__)


@accounts.get("/logga-in")
@public
def sign_in() -> ResponseReturnValue:
    if signed_in.scope():
        return redirect(url_for("home.start"))
    return render_template("accounts/sign_in.html", form=SignInForm(kept_for=_continue()), expired=False)


@accounts.post("/logga-in")
@public
def sign_in_submitted() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form, expired=False), 422
    now, writing = transactions.clock()(), transactions.session(write=True)
    credentials = _credentials(form)
    result = operations.sign_in(writing, credentials=credentials, now=now)
    if isinstance(result, Refused):
        return _refused(form, credentials, result)
    signed_in.remember(result.token)
    return signed_in.resume(form.kept_for.data or "", form.kept.data or "")


def _continue() -> str:
    wanted = request.args.get("fortsatt", "")
    return wanted if signed_in.is_local(wanted) else ""


def _credentials(form: SignInForm) -> Credentials:
    secret = transactions.settings().secret_key
    username = str(form.username.data)
    return Credentials(
        username=username,
        password=str(form.password.data),
        account_key=operations.attempt_key(secret, "account", username),
        address_key=operations.attempt_key(secret, "address", request.remote_addr or ""),
    )


def _refused(form: SignInForm, credentials: Credentials, result: Refused) -> ResponseReturnValue:
    now = transactions.clock()()
    if result.until:
        form.password.errors = [
            f"För många misslyckade försök. Vänta till klockan {clock_time(result.until)} och försök igen."
        ]
        return render_template("accounts/sign_in.html", form=form, expired=False), 429

    def note(own: Session) -> None:
        operations.note_failure(own, credentials=credentials, now=now)

    transactions.record_anyway(note)
    form.password.errors = ["Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen."]
    return render_template("accounts/sign_in.html", form=form, expired=False), 422


@accounts.post("/logga-ut")
@access()
def sign_out(visit: Visit[bool]) -> ResponseReturnValue:
    operations.sign_out(visit.session, token=str(session.get(signed_in.TOKEN)), stamp=visit.stamp)
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@accounts.app_errorhandler(CSRFError)
def form_too_old(error: CSRFError) -> ResponseReturnValue:  # noqa: ARG001
    """The form was older than the session, or not ours. What was typed is kept and can be sent again."""
    if signed_in.wants_json() or signed_in.scope() is None:
        return signed_in.ask_to_sign_in()
    kept = signed_in.kept_fields()
    if not kept:
        abort(400)
    return signed_in.resume(request.full_path.rstrip("?"), kept)
