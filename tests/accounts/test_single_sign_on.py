"""Single sign-on against a provider on this machine: who is let in, with which roles, and every lie told in words."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from werkzeug.test import TestResponse

from audit.accounts.rules import Role, grants_of_claims
from tests.accounts.people import is_signed_in, journal_actions, of_account, text
from tests.support.house import House
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, OTHER_KEY, IdentityProvider, providing
from tests.support.pages import PageClient, parse

OUT = "Logga ut överallt"


@pytest.fixture
def provider(house_on_sqlite: House) -> Iterator[IdentityProvider]:
    with providing() as provider:
        use(house_on_sqlite, provider)
        yield provider


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    return house_on_sqlite


def use(house: House, provider: IdentityProvider, **more: Any) -> None:
    """Let the house sign people on by the provider."""
    house.app.extensions["stickprov_settings"] = replace(
        house.settings,
        sso_issuer=provider.url,
        sso_client_id=CLIENT_ID,
        sso_client_secret=CLIENT_SECRET,
        public_url="http://localhost",
        **more,
    )


def at_provider(client: PageClient, address: str = "/logga-in/tjanst") -> str:
    """Go to the provider and sign in there; the answer is where it sends the browser back to."""
    left = client.get(address)
    assert left.status_code == 302, text(left)
    return str(requests.get(left.location, allow_redirects=False, timeout=5).headers["Location"])


def sign_on(client: PageClient, address: str = "/logga-in/tjanst") -> TestResponse:
    return client.get(at_provider(client, address).removeprefix("http://localhost"))


def test_who_the_provider_vouches_for_is_let_in_with_the_roles_of_the_account(
    house: House, provider: IdentityProvider
) -> None:
    client = house.client()
    assert "Logga in med organisationens konto" in text(client.get("/logga-in"))
    assert sign_on(client, "/logga-in/tjanst?fortsatt=/mitt-konto").location == "/mitt-konto"
    assert "Granskare för Kungsholmen och Norrmalm" in text(client.get("/mitt-konto"))
    assert of_account(house, "granskare").sso_subject == "p-1"
    assert "session:by_provider" in journal_actions(house)


def test_an_account_belongs_to_the_one_who_came_first_not_to_her_name(house: House, provider: IdentityProvider) -> None:
    sign_on(house.client())
    provider.person = {"sub": "p-1", "preferred_username": "nytt-namn"}
    assert sign_on(house.client()).status_code == 302, "she has married"
    provider.person = {"sub": "p-2", "preferred_username": "granskare"}
    stranger = house.client()
    assert "hör till någon annan" in text(sign_on(stranger))
    assert not is_signed_in(stranger)


def test_nobody_is_let_in_without_an_account(house: House, provider: IdentityProvider) -> None:
    provider.person = {"sub": "p-3", "preferred_username": "okand"}
    answer = sign_on(house.client())
    assert answer.status_code == 403
    assert "inget öppet konto" in text(answer)
    assert journal_actions(house)[-1] == "session:refused_by_provider"


def test_roles_come_from_the_provider_where_it_is_set_so(house: House, provider: IdentityProvider) -> None:
    use(house, provider, sso_roles_claim="roles")
    provider.person = {"sub": "p-4", "preferred_username": "ny", "name": "Påhittad", "roles": ["granskare:kun", "mail"]}
    client = house.client()
    assert sign_on(client).location == "/"
    assert "Granskare för Kungsholmen" in text(client.get("/mitt-konto"))
    provider.person["roles"] = ["lasare:Nor"]
    sign_on(client)
    assert "Läsare för Norrmalm" in text(client.get("/mitt-konto"))
    provider.person["roles"] = []
    assert "ingen roll" in text(sign_on(house.client()))


LIES: dict[str, tuple[dict[str, Any], str]] = {
    "a wrong issuer": ({"iss": "https://nagon-annan.example"}, "en annan inloggningstjänst"),
    "another program's token": ({"aud": "ett-annat-program"}, "avsett för ett annat program"),
    "a token that is too old": ({"exp": int(time.time()) - 3600}, "för gammalt"),
    "another sign-in's nonce": ({"nonce": "en-annan"}, "hörde till en annan inloggning"),
    "no name": ({"preferred_username": ""}, "inget användarnamn"),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_is_wrong_with_an_answer_is_told_in_words(house: House, provider: IdentityProvider, lie: str) -> None:
    provider.lies, words = LIES[lie]
    client = house.client()
    answer = sign_on(client)
    assert answer.status_code == 403
    assert words in text(answer)
    assert not is_signed_in(client)


def test_an_answer_signed_by_somebody_else_is_refused(house: House, provider: IdentityProvider) -> None:
    provider.key = OTHER_KEY
    assert "gick inte att lita på" in text(sign_on(house.client()))


def test_a_provider_that_says_it_is_another_is_not_gone_to(house: House, provider: IdentityProvider) -> None:
    provider.says_issuer = "https://nagon-annan.example"
    assert "en annan än den som är inställd" in text(house.client().get("/logga-in/tjanst"))


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(house: House, provider: IdentityProvider) -> None:
    stolen = at_provider(house.client()).removeprefix("http://localhost")
    victim = house.client()
    assert "hörde inte till den här inloggningen" in text(victim.get(stolen))
    assert not is_signed_in(victim)


def test_an_answer_is_used_once(house: House, provider: IdentityProvider) -> None:
    client = house.client()
    back = at_provider(client).removeprefix("http://localhost")
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 403


def test_what_the_person_was_refused_at_the_provider_is_told(house: House, provider: IdentityProvider) -> None:
    answer = text(house.client().get("/logga-in/tjanst/svar?error=access_denied&error_description=<b>hej</b>"))
    assert "släppte inte in dig" in answer
    assert "hej" not in answer


def test_a_provider_out_of_reach_is_told_and_passwords_still_work(house: House) -> None:
    with providing() as gone:
        use(house, gone)
    assert "svarar inte" in text(house.client().get("/logga-in/tjanst"))


NEEDS_TWO = {"second_factor_roles": "granskare", "sso_second_factor": "mfa, niva3"}
CODES = "/mitt-konto/engangskoder"


def enrol_without_password(house: House, client: PageClient) -> str:
    """Add codes to an account that has no password; the answer is what the app keeps."""
    secret = text(client.get(CODES)).partition("<code>")[2].partition("</code>")[0].replace(" ", "")
    answer = client.fill(CODES, **{"nya-one_time_code": pyotp.TOTP(secret).at(house.clock())})
    assert answer.status_code == 302, text(answer)
    return secret


@pytest.mark.parametrize("shown", [{"amr": ["pwd", "mfa"]}, {"acr": "niva3"}])
def test_two_factors_that_the_provider_vouches_for_are_enough(
    house: House, provider: IdentityProvider, shown: dict[str, Any]
) -> None:
    use(house, provider, **NEEDS_TWO, sso_acr_values="niva3", sso_max_age_minutes=60)
    provider.person.update(shown)
    provider.since = 3500
    client = house.client()
    asked = parse_qs(urlsplit(client.get("/logga-in/tjanst").location).query)
    assert (asked["acr_values"], asked["max_age"]) == (["niva3"], ["3600"])
    sign_on(client)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("shown", [{}, {"amr": ["pwd"], "acr": "niva1"}])
def test_whom_the_provider_vouches_for_by_one_factor_is_asked_for_a_code_here(
    house: House, provider: IdentityProvider, shown: dict[str, Any]
) -> None:
    use(house, provider, **NEEDS_TWO)
    provider.person.update(shown)
    provider.since = 10
    client = house.client()
    sign_on(client)
    assert client.get("/").location == CODES
    secret = enrol_without_password(house, client)
    assert client.get("/").status_code == 200
    house.clock.forward(seconds=60)
    later = house.client()
    step = sign_on(later, "/logga-in/tjanst?fortsatt=/mitt-konto").location
    assert not is_signed_in(later)
    assert later.fill(step, one_time_code="000000").status_code == 422
    assert later.fill(step, one_time_code=pyotp.TOTP(secret).at(house.clock())).location == "/mitt-konto"
    assert is_signed_in(later)
    assert journal_actions(house)[-1] == "session:by_provider"


def test_without_own_codes_one_factor_is_refused_to_the_roles_that_need_two(
    house: House, provider: IdentityProvider
) -> None:
    use(house, provider, **NEEDS_TWO, sso_own_codes=False)
    client = house.client()
    answer = sign_on(client)
    assert (answer.status_code, "kräver två steg" in text(answer)) == (403, True)
    assert not is_signed_in(client)
    provider.person = {"sub": "p-9", "preferred_username": "lasare"}
    assert sign_on(house.client()).location == "/"


@pytest.mark.parametrize("since", [None, 3700])
def test_a_sign_in_of_too_long_ago_at_the_provider_is_refused(
    house: House, provider: IdentityProvider, since: int | None
) -> None:
    use(house, provider, sso_max_age_minutes=60)
    provider.since = since
    assert "inte att du nyss har loggat in" in text(sign_on(house.client()))


def test_who_has_no_password_shows_by_a_new_sign_on_that_it_is_she(house: House, provider: IdentityProvider) -> None:
    provider.since = 5000
    here, there = house.client(), house.client()
    sign_on(there)
    sign_on(here)
    page = text(here.get("/mitt-konto"))
    assert "har inget lösenord här" in page
    assert "Logga in på nytt hos organisationens inloggning först" in text(here.fill("/mitt-konto", OUT))
    assert is_signed_in(there)
    assert sign_on(here, "/logga-in/tjanst?nytt=ja&fortsatt=/mitt-konto").location == "/mitt-konto"
    [other] = parse(here.get("/mitt-konto")).findall(".//input[@type='checkbox'][@name='ut-sessions']")
    assert here.fill("/mitt-konto", OUT, **{"ut-sessions": other.get("value")}).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_provider_that_asks_for_nothing_anew_is_not_taken_for_having_asked(
    house: House, provider: IdentityProvider
) -> None:
    client = house.client()
    provider.lies = {"auth_time": int(time.time()) - 3600}
    assert "inte att du nyss har loggat in" in text(sign_on(client, "/logga-in/tjanst?nytt=ja"))
    sign_on(client)
    assert "Visa först att det är du" in text(client.get("/mitt-konto"))


def test_who_has_codes_and_no_password_shows_by_one_that_it_is_she(house: House, provider: IdentityProvider) -> None:
    provider.since = 10
    client = house.client()
    sign_on(client)
    secret = enrol_without_password(house, client)
    house.clock.forward(seconds=60)
    everywhere = {"ut-everywhere": "ja"}
    faults = text(client.fill("/mitt-konto", OUT, **{**everywhere, "ut-current_code": "000000"}))
    assert "Koden stämmer inte eller är redan använd" in faults
    code = pyotp.TOTP(secret).at(house.clock())
    assert client.fill("/mitt-konto", OUT, **{**everywhere, "ut-current_code": code}).location == "/logga-in"
    assert not is_signed_in(client)


def test_without_the_setting_there_is_no_such_way_in(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client()
    assert "organisationens konto" not in text(client.get("/logga-in"))
    assert client.get("/logga-in/tjanst/svar?code=a&state=b").location == "/logga-in"


def test_roles_are_read_from_words() -> None:
    words = ["granskare:KUN", " Samordnare:öst ", "administrator", "administrator:KUN", "granskare:XXX", "x", ""]
    assert grants_of_claims(words, {"KUN": 1, "ÖST": 3}) == {
        (Role.REVIEWER, 1),
        (Role.COORDINATOR, 3),
        (Role.ADMINISTRATOR, None),
    }
