"""One-time codes: enrolled with an app, asked for at sign-in, each of them once, and taken away by an administrator."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import text as sql
from sqlmodel import select

from audit import ways_in
from audit.accounts import codes
from audit.accounts.models import RecoveryCode, SecondFactor
from audit.accounts.rules import ATTEMPTS_PER_ACCOUNT, Role
from tests.accounts.people import PASSWORD, is_signed_in, journal_actions, sign_in, text, with_password
from tests.support.house import House
from tests.support.pages import PageClient, parse

PAGE = "/mitt-konto/engangskoder"


def code_now(house: House, secret: str) -> str:
    return pyotp.TOTP(secret).at(for_time=house.clock())


def enrol(house: House, client: PageClient) -> str:
    """Add codes as a person would; the answer is what the app keeps."""
    secret = text(client.get(PAGE)).partition("<code>")[2].partition("</code>")[0].replace(" ", "")
    fields = {"nya-one_time_code": code_now(house, secret), "nya-current_password": PASSWORD}
    answer = client.fill(PAGE, **fields)
    assert answer.status_code == 302, text(answer)
    return secret


def recovery_codes(client: PageClient) -> list[str]:
    return re.findall(r"<code>([A-Z2-7-]{29})</code>", text(client.get("/mitt-konto/reservkoder")))


def second_step(client: PageClient, code: str, username: str = "granskare") -> int:
    assert sign_in(client, username).status_code == 200
    return client.fill("/logga-in/kod", one_time_code=code).status_code


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    return house_on_sqlite


@pytest.fixture
def secret(house: House) -> str:
    with_password(house, "granskare")
    return enrol(house, house.client("granskare"))


def test_the_password_alone_lets_nobody_in_and_the_code_does(house: House, secret: str) -> None:
    house.clock.forward(seconds=60)
    client = house.client()
    half = sign_in(client, "granskare")
    assert "Skriv din engångskod" in text(half)
    assert not is_signed_in(client)
    assert client.fill("/logga-in/kod", one_time_code=code_now(house, secret)).location == "/"
    assert is_signed_in(client)


def test_a_code_is_right_once_and_one_before_it_never_again(house: House, secret: str) -> None:
    house.clock.forward(seconds=60)
    before, now = code_now(house, secret), pyotp.TOTP(secret).at(house.clock(), counter_offset=1)
    first, second = house.client(), house.client()
    for client in (first, second):
        sign_in(client, "granskare")
    assert first.fill("/logga-in/kod", one_time_code=now).status_code == 302
    assert second.fill("/logga-in/kod", one_time_code=now).status_code == 422
    assert second.fill("/logga-in/kod", one_time_code=before).status_code == 422
    house.clock.forward(seconds=60)
    assert second.fill("/logga-in/kod", one_time_code=code_now(house, secret)).status_code == 302


def test_wrong_codes_are_counted_as_wrong_passwords_are(house: House, secret: str) -> None:
    house.clock.forward(seconds=60)
    client = house.client()
    sign_in(client, "granskare")
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        assert client.fill("/logga-in/kod", one_time_code="000000").status_code == 422
    assert client.fill("/logga-in/kod", one_time_code=code_now(house, secret)).status_code == 429
    assert sign_in(house.client(), "granskare").status_code == 429


def test_who_waits_too_long_with_the_code_begins_again(house: House, secret: str) -> None:
    client = house.client()
    sign_in(client, "granskare")
    filled = client.form("/logga-in/kod")[1]
    house.clock.forward(minutes=6)
    answer = client.post("/logga-in/kod", data={**filled, "one_time_code": code_now(house, secret)})
    assert answer.location == "/logga-in"
    assert not is_signed_in(client)
    assert client.get("/logga-in/kod").location == "/logga-in"


def test_recovery_codes_are_shown_once_and_work_once(house: House) -> None:
    with_password(house, "granskare")
    client = house.client("granskare")
    enrol(house, client)
    shown = recovery_codes(client)
    assert len(set(shown)) == codes.RECOVERY_CODES
    assert recovery_codes(client) == []
    assert second_step(house.client(), shown[0].lower().replace("-", " ")) == 302
    assert second_step(house.client(), shown[0]) == 422
    assert "second_factor:recovery_code" in journal_actions(house)


def test_the_database_holds_nothing_to_make_codes_of(house: House, secret: str) -> None:
    with house.database.transaction(write=False) as session:
        everything = str(session.execute(sql("SELECT * FROM second_factor")).all())
        everything += str(session.execute(sql("SELECT * FROM recovery_code")).all())
        salt = session.exec(select(SecondFactor.salt)).one()
        hashes = session.exec(select(RecoveryCode.code_hash)).all()
    assert secret not in everything
    assert codes.secret(b"another key" * 3, salt) != secret == codes.secret(house.settings.pseudonym_key, salt)
    assert len(hashes) == codes.RECOVERY_CODES


def test_all_that_is_wrong_with_an_enrolment_is_told_at_once(house: House) -> None:
    with_password(house, "granskare")
    client = house.client("granskare")
    client.get(PAGE)
    fields = {"nya-one_time_code": "12 34 5x", "nya-current_password": "fel"}
    answer = text(client.fill(PAGE, **fields))
    assert "Koden stämmer inte. Vänta på nästa kod i appen" in answer
    assert "Lösenordet stämmer inte" in answer
    assert "data:image/svg+xml" in str(parse(client.get(PAGE)).find(".//main//img").get("src"))


def test_a_code_of_other_letters_is_simply_wrong(house: House) -> None:
    """What six thousand requests have found."""
    fields = {"nya-one_time_code": "åäö,12", "nya-current_password": PASSWORD}
    refused = house.client("granskare").fill(PAGE, **fields)
    assert (refused.status_code, "Koden stämmer inte." in refused.text) == (422, True)


def test_enrolling_ends_the_sessions_that_were_opened_without(house: House) -> None:
    with_password(house, "granskare")
    client, elsewhere = house.client("granskare"), house.client("granskare")
    enrol(house, client)
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_an_administrator_takes_the_codes_away_and_everybody_is_signed_out(house: House, secret: str) -> None:
    house.clock.forward(seconds=60)
    client = house.client()
    assert second_step(client, code_now(house, secret)) == 302
    account = f"/konton/{house.accounts['granskare']}"
    house.client("administrator").fill(account, "Ta bort engångskoderna")
    assert not is_signed_in(client)
    assert sign_in(house.client(), "granskare").location == "/"
    assert {"second_factor:enrolled", "second_factor:removed"} <= set(journal_actions(house))


def test_a_new_invitation_does_not_pass_by_the_codes(house: House, secret: str) -> None:
    administrator = house.client("administrator")
    page = administrator.fill(f"/konton/{house.accounts['granskare']}", "Skapa ny inbjudan").location
    link = re.findall(r"<code>http://localhost(/inbjudan/[\w-]+)</code>", text(administrator.get(page)))[0]
    client = house.client()
    assert client.fill(link, password=PASSWORD, password_again=PASSWORD).location == "/logga-in"
    assert not is_signed_in(client)


def test_a_role_that_must_have_codes_gets_nowhere_without(house: House) -> None:
    with_password(house, "granskare", "lasare")
    settings = replace(house.settings, second_factor_roles="granskare, samordnare")
    house.app.extensions["stickprov_settings"] = settings
    client = house.client("granskare")
    assert client.get("/").location == PAGE
    assert client.get("/", headers={"Accept": "application/json"}).status_code == 403
    assert house.client("lasare").get("/").status_code == 200
    enrol(house, client)
    assert client.get("/").status_code == 200
    assert "Ta bort engångskoderna" not in text(client.get(PAGE))
    removal = client.form(PAGE)[1]
    assert client.post(f"{PAGE}/ta-bort", data=removal).status_code == 403


def test_somebody_who_may_do_without_removes_them_with_the_password(house: House) -> None:
    with_password(house, "granskare")
    client = house.client("granskare")
    enrol(house, client)
    assert client.fill(PAGE, "Ta bort engångskoderna", **{"bort-current_password": "fel"}).status_code == 422
    assert client.fill(PAGE, "Ta bort engångskoderna", **{"bort-current_password": PASSWORD}).status_code == 302
    assert sign_in(house.client(), "granskare").location == "/"


def test_the_roles_of_the_setting_are_the_roles_of_the_program() -> None:
    assert set(ways_in.ROLES) == {str(role) for role in Role}


def test_the_codes_are_those_of_the_standard() -> None:
    """A secret known to every app: the values of RFC 6238, appendix B, in six digits."""
    app = pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    for moment, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert app.at(datetime.fromtimestamp(moment, UTC)) == code
