"""That it is the account's own person who asks: her password again, or without one a code or a new single sign-on."""

from audit.accounts import codes, second_factor, sessions, signed_in
from audit.accounts.access import Visit
from audit.accounts.forms import ProofForm
from audit.accounts.models import Account
from audit.accounts.second_factor import Proof
from audit.accounts.sessions import Credentials, Refused
from audit.accounts.views import credentials_of, refusal
from audit.web import transactions

WRONG_PASSWORD = "Lösenordet stämmer inte. Skriv det igen."  # noqa: S105
WRONG_CODE = "Koden stämmer inte eller är redan använd. Vänta på nästa kod och skriv den."
NOT_JUST_NOW = "Logga in på nytt hos organisationens inloggning först, med länken i formuläret."


def fault(visit: Visit[Account], form: ProofForm) -> int:
    """The status to answer with if what was asked for isn't right, which is then told in the form; else 0."""
    if form.proof is Proof.SIGN_ON:
        if signed_in.just_signed_in():
            return 0
        form.form_errors = [*form.form_errors, NOT_JUST_NOW]
        return 422
    given = form.asked()
    if not given.data:
        return 422
    with_password = form.proof is Proof.PASSWORD
    credentials = credentials_of(visit.record.username, str(given.data) if with_password else "")
    check = _check_password if with_password else _check_code
    refused = check(visit, credentials, str(given.data))
    if refused is None:
        return 0
    given.errors = [refusal(credentials, refused, WRONG_PASSWORD if with_password else WRONG_CODE)]
    return 429 if refused.until else 422


def _check_password(visit: Visit[Account], credentials: Credentials, _password: str) -> Refused | None:
    result = sessions.check(visit.session, credentials=credentials, now=visit.stamp.at)
    return result if isinstance(result, Refused) else None


def _check_code(visit: Visit[Account], credentials: Credentials, code: str) -> Refused | None:
    account_id, now = visit.scope.account_id, visit.stamp.at
    if until := sessions.waiting_until(visit.session, credentials=credentials, now=now):
        return Refused(until)
    key, normal = transactions.settings().pseudonym_key, codes.normal_code(code)
    right = second_factor.use(visit.session, account_id=account_id, key=key, code=normal, now=now)
    return None if right else Refused()
