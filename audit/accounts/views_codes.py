"""One-time codes: the second step of signing in, and the page where somebody enrols or removes them."""

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from audit.accounts import again, codes, second_factor, sessions, signed_in
from audit.accounts.access import Visit, access, public
from audit.accounts.forms import CodeForm, EnrolForm, RemoveCodesForm
from audit.accounts.models import Account
from audit.accounts.operations import known
from audit.accounts.second_factor import Proof
from audit.accounts.sessions import Refused
from audit.accounts.views import accounts, credentials_of, refusal
from audit.accounts.views_own import own_account
from audit.web import transactions

TOO_LATE = "Det tog för lång tid, eller så har kontot ändrats. Logga in från början."
NEW_SALT, RECOVERY_SALT = "new_codes", "recovery"


def _key() -> bytes:
    return transactions.settings().pseudonym_key


# ---- Signing in -------------------------------------------------------------------------------------------------


@accounts.get("/logga-in/kod")
@public
def second_step() -> ResponseReturnValue:
    with transactions.database().transaction(write=False) as reading:
        if signed_in.half_way(reading) is None:
            return redirect(url_for("accounts.sign_in"))
    wanted = request.args.get("fortsatt", "")
    form = CodeForm(kept_for=wanted if signed_in.is_local(wanted) else "")
    return render_template("accounts/second_step.html", form=form)


@accounts.post("/logga-in/kod")
@public
def second_step_submitted() -> ResponseReturnValue:
    form, now = CodeForm(), transactions.clock()()
    with transactions.database().transaction(write=False) as reading:
        account = signed_in.half_way(reading)
        credentials = credentials_of(account.username if account else "", "")
        until = sessions.waiting_until(reading, credentials=credentials, now=now)
    if account is None:
        flash(TOO_LATE, "waits")
        return redirect(url_for("accounts.sign_in"))
    if not form.validate_on_submit():
        return render_template("accounts/second_step.html", form=form), 422
    if until is None:
        account_id, writing = known(account.id), transactions.session(write=True)
        code = codes.normal_code(str(form.one_time_code.data))
        if second_factor.use(writing, account_id=account_id, key=_key(), code=code, now=now):
            by_provider = signed_in.came_by_provider()
            token = sessions.sign_in(
                writing, account_id=account_id, credentials=credentials, now=now, strong=True, by_provider=by_provider
            )
            signed_in.remember(writing, token or abort(409))
            return signed_in.resume(form.kept_for.data or "", form.kept.data or "")
    form.one_time_code.errors = [refusal(credentials, Refused(until), again.WRONG_CODE)]
    return render_template("accounts/second_step.html", form=form), 429 if until else 422


# ---- »Mitt konto« -----------------------------------------------------------------------------------------------


@accounts.get("/mitt-konto/engangskoder")
@access(load=own_account, weak=True)
def my_codes(visit: Visit[Account]) -> ResponseReturnValue:
    session.setdefault(NEW_SALT, codes.new_salt())
    return _page(visit, EnrolForm(prefix="nya").ask_for(_proof(visit)), _removing(visit))


@accounts.post("/mitt-konto/engangskoder")
@access(load=own_account, weak=True)
def my_codes_enrolled(visit: Visit[Account]) -> ResponseReturnValue:
    form, account_id = EnrolForm(prefix="nya").ask_for(_proof(visit)), visit.scope.account_id
    salt = session.get(NEW_SALT)
    if salt is None:
        return redirect(url_for("accounts.my_codes"))
    valid = form.validate_on_submit()
    code = codes.normal_code(form.one_time_code.data or "")
    step = codes.step_of(_key(), salt, code, now=visit.stamp.at)
    if code and step is None:
        form.one_time_code.errors = ["Koden stämmer inte. Vänta på nästa kod i appen och skriv den."]
    status = again.fault(visit, form)
    if not valid or step is None or status:
        return _page(visit, form, _removing(visit)), status or 422
    recovery = second_factor.enrol(
        visit.session,
        stamp=visit.stamp,
        account_id=account_id,
        session_id=signed_in.session_id() or 0,
        key=_key(),
        salt=salt,
        step=step,
    )
    session.pop(NEW_SALT)
    session[RECOVERY_SALT] = recovery
    flash("Engångskoderna är på. Du är utloggad överallt utom här.", "done")
    return redirect(url_for("accounts.my_recovery_codes"))


@accounts.get("/mitt-konto/reservkoder")
@access()
def my_recovery_codes(visit: Visit[bool]) -> ResponseReturnValue:  # noqa: ARG001
    salt = session.pop(RECOVERY_SALT, None)
    # Once: the browser has given up the salt, and the database has only hashes.
    shown = codes.recovery_codes(_key(), salt) if salt else []
    return render_template("accounts/recovery_codes.html", codes=shown)


@accounts.post("/mitt-konto/engangskoder/ta-bort")
@access(load=own_account)
def my_codes_removed(visit: Visit[Account]) -> ResponseReturnValue:
    form = RemoveCodesForm(prefix="bort").ask_for(_proof(visit))
    if visit.scope.roles & transactions.settings().roles_with_second_factor:
        abort(403)
    status = (0 if form.validate_on_submit() else 422) or again.fault(visit, form)
    if status:
        session.setdefault(NEW_SALT, codes.new_salt())
        return _page(visit, EnrolForm(formdata=None, prefix="nya").ask_for(_proof(visit)), form), status
    own = signed_in.session_id() or 0
    second_factor.remove(visit.session, stamp=visit.stamp, account_id=visit.scope.account_id, but=own)
    flash("Engångskoderna är borttagna. Nu räcker lösenordet.", "done")
    return redirect(url_for("accounts.my_account"))


def _proof(visit: Visit[Account]) -> Proof:
    return second_factor.proof_of(visit.session, visit.record)


def _removing(visit: Visit[Account]) -> RemoveCodesForm:
    return RemoveCodesForm(formdata=None, prefix="bort").ask_for(_proof(visit))


def _page(visit: Visit[Account], form: EnrolForm, removing: RemoveCodesForm) -> str:
    salt, username = str(session[NEW_SALT]), visit.record.username
    secret = codes.secret(_key(), salt)
    return render_template(
        "accounts/my_codes.html",
        form=form,
        removing=removing,
        picture=codes.qr_code(_key(), salt, username),
        secret=" ".join(secret[first : first + 4] for first in range(0, len(secret), 4)),
        enrolled=second_factor.enrolled(visit.session, visit.scope.account_id),
        just_signed_in=signed_in.just_signed_in(),
        required=bool(visit.scope.roles & transactions.settings().roles_with_second_factor),
    )
