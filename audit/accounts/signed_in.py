"""Who is signed in during this request, and what happens to somebody who no longer is."""

import json
from datetime import datetime, timedelta
from functools import partial

from flask import Response, abort, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from audit.accounts import second_factor, sessions
from audit.accounts.forms import SignInForm
from audit.accounts.models import Account
from audit.accounts.operations import known
from audit.accounts.rules import Scope, SessionLimits
from audit.accounts.sessions import Current
from audit.web import transactions
from audit.web.forms import ONCE
from audit.web.resending import CSRF, sent_fields, typed_in

TOKEN = "token"  # noqa: S105
LONGEST_ONCE = 64
HALF_WAY = "half_way"
HALF_WAY_FOR = timedelta(minutes=5)
JUST_SIGNED_IN = "just_signed_in"
JUST_FOR = timedelta(minutes=10)


def scope(*, write: bool | None = None) -> Scope | None:
    """The signed-in account's scope, or None. A request that goes on to its record says whether it will write: then the
    same transaction serves for both."""
    found = _current(write)
    return found.scope if found else None


def session_id() -> int | None:
    """Which of the account's sessions this request belongs to."""
    found = _current()
    return found.session_id if found else None


def lacks_second_factor() -> bool:
    """Whether the account must enrol a second factor before it may do anything else."""
    current = _current()
    return bool(
        current and not current.strong and current.scope.roles & transactions.settings().roles_with_second_factor
    )


def ask_for_second_factor() -> ResponseReturnValue:
    """To the page where a second factor is enrolled."""
    if wants_json():
        return jsonify(fault="Lägg till engångskoder på Mitt konto först.", reason="second_factor"), 403
    flash("Din roll ser uppgifter om enskilda. Lägg till engångskoder för att komma vidare.", "waits")
    return redirect(url_for("accounts.my_codes"))


def limits() -> SessionLimits:
    settings = transactions.settings()
    return SessionLimits(timedelta(minutes=settings.idle_minutes), timedelta(minutes=settings.absolute_minutes))


def _current(write: bool | None = None) -> Current | None:
    if "signed_in" not in g:
        # Should the look-up fail, the page that says so shows nobody as signed in and does not try again.
        g.signed_in = None
        g.signed_in = _look_up(write)
    return g.signed_in  # type: ignore[no-any-return]


def _look_up(write: bool | None) -> Current | None:
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    now = transactions.clock()()
    if write is None:
        with transactions.database().transaction(write=False) as reading:
            found = sessions.current(reading, token=token, limits=limits(), now=now)
    else:
        found = sessions.current(transactions.session(write=write), token=token, limits=limits(), now=now)
    if found and found.seen_long_ago:
        # Afterwards, in its own transaction: the request may hold the right to write already.
        transactions.record_anyway(partial(sessions.note_seen, session_id=found.session_id, now=now))
    return found


def remember(writing: Session, token: str) -> None:
    """Make this browser the one of the session that was just opened.

    What the browser's cookie held goes, so that nobody can have prepared it; a session that it had until now ends.
    """
    now, previous = transactions.clock()(), session.get(TOKEN)
    if isinstance(previous, str):
        sessions.sign_out(writing, token=previous, now=now)
    forget()
    session[TOKEN] = token
    g.signed_in = sessions.current(writing, token=token, limits=limits(), now=now)


def remember_just_signed_in() -> None:
    """Keep in the browser's signed cookie that its person has just signed in at the provider of single sign-on."""
    session[JUST_SIGNED_IN] = transactions.clock()().isoformat()


def just_signed_in() -> bool:
    since = session.get(JUST_SIGNED_IN)
    return since is not None and transactions.clock()() - datetime.fromisoformat(since) <= JUST_FOR


def remember_half_way(account: Account, *, by_provider: bool = False) -> None:
    """Keep in the browser's signed cookie who has taken the first step, until the code that is still to come."""
    session[HALF_WAY] = [known(account.id), transactions.clock()().isoformat(), _mark(account), by_provider]


def came_by_provider() -> bool:
    """Whether the first step was taken at the provider of single sign-on, not by a password."""
    return bool((session.get(HALF_WAY) or [False])[-1] is True)


def half_way(reading: Session) -> Account | None:
    """Whose code is awaited; None if nobody's, or if it took too long or the password was changed meanwhile."""
    account_id, since, mark = (session.get(HALF_WAY) or (None, "", ""))[:3]
    if account_id is None or transactions.clock()() - datetime.fromisoformat(since) > HALF_WAY_FOR:
        return None
    found = reading.get(Account, account_id)
    same = found is not None and found.active and _mark(found) == mark
    return found if same and second_factor.is_enrolled(reading, account_id) else None


def _mark(account: Account) -> str:
    return sessions.attempt_key(transactions.settings().secret_key, HALF_WAY, account.password_hash or "")


def forget() -> None:
    """Let this browser be nobody's."""
    session.clear()
    for kept in ("signed_in", CSRF):
        g.pop(kept, None)


def wants_json() -> bool:
    return request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"


def ask_to_sign_in() -> ResponseReturnValue:
    """A page to sign in on. What was being sent is kept in it and can be sent again afterwards."""
    if wants_json():
        return jsonify(fault="Du är utloggad. Logga in igen, så sparas det du har skrivit.", reason="signed_out"), 401
    if request.method in {"GET", "HEAD"}:
        here = request.full_path.rstrip("?")
        return redirect(url_for("accounts.sign_in", fortsatt=None if here == "/" else here))
    kept = kept_fields()
    form = SignInForm(formdata=None, kept=kept, kept_for=request.full_path.rstrip("?") if kept else "")
    return render_template("accounts/sign_in.html", form=form, expired=True, sso=transactions.settings().sso), 401


def kept_fields() -> str:
    """The fields just sent, as JSON, where they may be sent again; else nothing."""
    fields = sent_fields()
    return json.dumps(fields, ensure_ascii=False) if fields else ""


def resume(address: str, kept: str) -> ResponseReturnValue:
    """On to `address`. What was being sent there is shown first, to be sent again by a button of its own."""
    if not is_local(address):
        return redirect(url_for("home.start"))
    try:
        fields = [(str(name), str(value)) for name, value in json.loads(kept or "[]")]
    except (ValueError, TypeError):
        fields = []
    if not fields:
        return redirect(address)
    return render_template("accounts/resume.html", address=address, fields=fields, texts=typed_in(fields))


def is_local(address: str) -> bool:
    """Whether `address` leads to a page of this program and nowhere else, however a browser reads it."""
    plain = address.isprintable() and "\\" not in address
    return plain and address.startswith("/") and not address.startswith("//")


def location_of_finished_form(writing: Session, whole: Scope) -> ResponseReturnValue | None:
    """Where an already carried-out form led. A form that is new is noted, and kept if the request succeeds."""
    token = _once() if request.method == "POST" else None
    if not token:
        return None
    finished = sessions.finished_form(writing, token=token, account_id=whole.account_id)
    if finished is None:
        try:
            now = transactions.clock()()
            begun = sessions.begin_form(writing, token=token, account_id=whole.account_id, now=now)
        except IntegrityError:
            # Another request with the same form was a moment ahead of this one, and has ended by now.
            writing.rollback()
            finished = sessions.finished_form(writing, token=token, account_id=whole.account_id) or abort(409)
    if finished:
        return redirect(finished.location or url_for("home.start"))

    def note(own: Session, response: Response) -> None:
        begun.location = response.headers.get("Location", "")
        own.add(begun)

    transactions.with_success(note)
    return None


def _once() -> str | None:
    """The name of this showing of the form. Where several forms stand on a page, each has a prefix of its own."""
    found = (value for name, value in request.form.items() if name == ONCE or name.endswith(f"-{ONCE}"))
    return next((value for value in found if value.isascii() and value.isalnum() and len(value) <= LONGEST_ONCE), None)
