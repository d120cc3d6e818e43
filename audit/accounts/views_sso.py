"""Single sign-on: off to the provider, and back from it."""

from functools import partial
from typing import cast

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from audit.accounts import provider, second_factor, sessions, signed_in, vouched
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

WANTED, ANEW = "wanted_after_provider", "anew_at_provider"
ONE_FACTOR = NotSignedInError(
    "one_factor", "Din roll kräver två steg vid inloggningen, och inloggningstjänsten visade bara ett."
)


@accounts.get("/logga-in/tjanst")
@public
def sso_leave() -> ResponseReturnValue:
    asked = transactions.settings().sso
    if asked is None:
        return _not_set()
    wanted = request.args.get("fortsatt", "")
    session[WANTED] = wanted if signed_in.is_local(wanted) else ""
    session[ANEW] = "nytt" in request.args
    try:
        return cast(ResponseReturnValue, provider.leave_for(current_app, asked, anew=session[ANEW]))
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
    claims = provider.come_back(current_app, asked, anew=session.pop(ANEW, False))
    now = transactions.clock()()
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
    if not claims.two_factors:
        needed = transactions.settings().roles_with_second_factor
        if not asked.own_codes and vouched.roles_of(writing, account) & needed:
            raise ONE_FACTOR
        if second_factor.is_enrolled(writing, known(account.id)):
            signed_in.remember_half_way(account, by_provider=True)
            return redirect(url_for("accounts.second_step", fortsatt=wanted or None))
    # Whose role needs two, and who has no codes yet, gets no further than to where they are added.
    signed_in.remember(writing, sessions.open_by_provider(writing, account, now, strong=claims.two_factors))
    if claims.just_now:
        signed_in.remember_just_signed_in()
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
