"""Who is signed in during this request, and what happens to somebody who no longer is."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from audit.accounts import operations
from audit.accounts.forms import SignInForm
from audit.accounts.operations import Current
from audit.accounts.rules import Scope, SessionLimits
from audit.web import transactions
from audit.web.forms import ONCE

TOKEN = "token"  # noqa: S105
NEVER_REPEATED = frozenset({"csrf_token", "password", "password_again"})


def scope() -> Scope | None:
    """The signed-in account's scope, or None."""
    found = _current()
    return found.scope if found else None


def _current() -> Current | None:
    if "signed_in" not in g:
        g.signed_in = _look_up()
    return g.signed_in  # type: ignore[no-any-return]


def _look_up() -> Current | None:
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    now, settings = transactions.clock()(), transactions.settings()
    limits = SessionLimits(timedelta(minutes=settings.idle_minutes), timedelta(minutes=settings.absolute_minutes))
    with transactions.database().transaction(write=False) as reading:
        found = operations.current(reading, token=token, limits=limits, now=now)
    if found and found.seen_long_ago:
        with transactions.database().transaction() as writing:
            operations.note_seen(writing, found.session_id, now)
    return found


def remember(token: str) -> None:
    """Make this browser the signed-in one. The old session's content goes, so that none can be prepared for it."""
    session.clear()
    session[TOKEN] = token
    g.pop("signed_in", None)


def wants_json() -> bool:
    return request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"


def ask_to_sign_in() -> ResponseReturnValue:
    """A page to sign in on. What was being sent is kept in it and can be sent again afterwards."""
    if wants_json():
        return jsonify(fault="Du är utloggad. Logga in igen, så sparas det du har skrivit.", reason="signed_out"), 401
    if request.method == "GET":
        here = request.full_path.rstrip("?")
        return redirect(url_for("accounts.sign_in", fortsatt=None if here == "/" else here))
    form = SignInForm(formdata=None, kept=kept_fields(), kept_for=request.full_path.rstrip("?"))
    return render_template("accounts/sign_in.html", form=form, expired=True), 401


def kept_fields() -> str:
    """The fields just sent, as JSON, if they came from a page of our own; else nothing."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return ""
    fields = [[name, value] for name, values in request.form.lists() if name not in NEVER_REPEATED for value in values]
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
    return render_template("accounts/resume.html", address=address, fields=fields)


def is_local(address: str) -> bool:
    """Whether `address` leads to a page of this program and nowhere else."""
    parts = urlsplit(address)
    return address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc


def location_of_finished_form(writing: Session, whole: Scope) -> ResponseReturnValue | None:
    """Where an already carried-out form led. A form that is new is noted, and kept if the request succeeds."""
    token = request.form.get(ONCE) if request.method == "POST" else None
    if not token:
        return None
    claim = {"token": token, "account_id": whole.account_id}
    try:
        finished = operations.finished_form(writing, **claim)  # type: ignore[arg-type]
        if finished is None:
            begun = operations.begin_form(writing, **claim, now=transactions.clock()())  # type: ignore[arg-type]
    except IntegrityError:
        # Another request with the same form was a moment ahead of this one, and has ended by now.
        writing.rollback()
        finished = operations.finished_form(writing, **claim)  # type: ignore[arg-type]
    if finished:
        return redirect(finished.location or url_for("home.start"))

    def note(own: Session, response: Response) -> None:
        begun.location = response.headers.get("Location", "")
        own.add(begun)

    transactions.with_success(note)
    return None
