"""Single sign-on: off to the provider, and back from it."""

from functools import partial
from typing import cast

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from audit.accounts import provider, sessions, signed_in, vouched
from audit.accounts.access import public
from audit.accounts.administration import RefusedError
from audit.accounts.operations import known
from audit.accounts.provider import NotSignedInError
from audit.accounts.views import accounts
from audit.accounts.vouched import NotKnownError
from audit.database import Session
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.ways_in import Provider
from audit.web import transactions

WANTED = "wanted_after_provider"


@accounts.get("/logga-in/tjanst")
@public
def sso_leave() -> ResponseReturnValue:
    asked = transactions.settings().sso
    if asked is None:
        return _not_set()
    wanted = request.args.get("fortsatt", "")
    session[WANTED] = wanted if signed_in.is_local(wanted) else ""
    try:
        return cast(ResponseReturnValue, provider.leave_for(current_app, asked))
    except NotSignedInError as fault:
        return _refused(fault.kind, fault.message)


@accounts.get("/logga-in/tjanst/svar")
@public
def sso_back() -> ResponseReturnValue:
    asked = transactions.settings().sso
    if asked is None:
        return _not_set()
    try:
        return _let_in(asked)
    except (NotSignedInError, NotKnownError) as fault:
        return _refused(fault.kind, fault.message)
    except RefusedError as fault:
        return _refused("last_administrator", fault.message)


def _let_in(asked: Provider) -> ResponseReturnValue:
    claims, now = provider.come_back(current_app, asked), transactions.clock()()
    writing, wanted = transactions.session(write=True), str(session.get(WANTED) or "")
    account = vouched.account_of(
        writing,
        stamp=Stamp(now),
        subject=claims.subject,
        username=claims.username,
        name=claims.name,
        roles=claims.roles,
    )
    writing.flush()
    # How many factors it takes is the provider's to ask for.
    signed_in.remember(writing, sessions.open_session(writing, account, now, strong=True))
    journal.record(writing, Stamp(now, known(account.id)), "session:by_provider", known(account.id))
    return redirect(wanted or url_for("home.start"))


def _refused(kind: str, message: str) -> ResponseReturnValue:
    session.pop(WANTED, None)
    transactions.record_anyway(partial(_note, kind, Stamp(transactions.clock()())))
    return render_template("accounts/sso_refused.html", message=message), 403


def _note(kind: str, stamp: Stamp, own: Session) -> None:
    journal.record(own, stamp, "session:refused_by_provider", kind)


def _not_set() -> ResponseReturnValue:
    flash("Inloggning genom organisationens inloggningstjänst är inte inställd.", "waits")
    return redirect(url_for("accounts.sign_in"))
