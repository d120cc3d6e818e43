"""Signed-in sessions: when they end, what the cookie is like, and that none can be prepared or left behind."""

from dataclasses import replace

import pytest
from sqlmodel import col, select
from werkzeug.test import TestResponse

from audit.accounts.models import SignInSession
from audit.app import create_app
from tests.accounts.people import (
    OTHER_PASSWORD,
    PASSWORD,
    csrf_token,
    is_signed_in,
    journal_actions,
    sign_in,
    sign_out,
    text,
    with_password,
)
from tests.support.house import House
from tests.support.pages import PageClient, parse

EVERYWHERE = "Logga ut överallt"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def test_a_session_ends_after_being_idle(house: House) -> None:
    client = house.client("granskare")
    house.clock.forward(minutes=30)
    assert is_signed_in(client)
    house.clock.forward(minutes=31)
    assert client.get("/mitt-konto").location == "/logga-in?fortsatt=/mitt-konto"


def test_use_keeps_a_session_alive_but_not_for_ever(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("granskare")
    for _ in range(30):  # 20 minutes each: ten hours
        house.clock.forward(minutes=20)
        assert is_signed_in(client)
    house.clock.forward(minutes=1)
    assert not is_signed_in(client)


def test_last_seen_is_written_at_most_once_a_minute(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("granskare")
    begun = house.clock()
    house.clock.forward(seconds=60)
    client.get("/mitt-konto")
    assert _sessions(house)[0].last_seen == begun
    house.clock.forward(seconds=1)
    client.get("/mitt-konto")
    assert _sessions(house)[0].last_seen == house.clock()


def test_a_form_sent_after_a_minute_of_reading_is_carried_out(house: House) -> None:
    # The note of when one was last seen must not wait for the transaction of its own request.
    client = house.client("administrator")
    address, fields = client.form("/namnder/ny")
    house.clock.forward(minutes=5)
    assert client.post(address, data={**fields, "name": "Farsta", "code": "FAR"}).status_code == 302
    assert _sessions(house)[0].last_seen == house.clock()


def test_a_refused_sign_in_with_an_old_session_does_not_stand_still(house: House) -> None:
    client = house.client("granskare")
    fields = {"csrf_token": csrf_token(client), "username": "granskare", "password": "inte det rätta"}
    house.clock.forward(minutes=5)
    assert client.post("/logga-in", data=fields).status_code == 422


def test_signing_out_ends_the_session_on_the_server_too(house: House) -> None:
    client = house.client("granskare")
    with client.session_transaction() as cookie:
        token = cookie["token"]
    assert sign_out(client).location == "/logga-in"
    assert "Du är utloggad." in text(client.get("/logga-in"))
    thief = house.client()
    with thief.session_transaction() as cookie:
        cookie["token"] = token
    assert not is_signed_in(thief)


def test_a_session_that_was_prepared_by_somebody_else_is_not_taken_over(house: House) -> None:
    with_password(house, "granskare")
    client = house.client()
    client.get("/logga-in")
    with client.session_transaction() as cookie:
        cookie["token"] = "planted"
        cookie["anything"] = "else"
        before = cookie["csrf_token"]
    sign_in(client, "granskare")
    with client.session_transaction() as cookie:
        assert cookie["token"] != "planted"
        assert "anything" not in cookie
        assert cookie.get("csrf_token") != before


def test_signing_in_leaves_no_earlier_session_of_the_browser_behind(house: House) -> None:
    with_password(house, "granskare", "lasare")
    client = house.client()
    sign_in(client, "granskare")
    fields = {"csrf_token": csrf_token(client), "username": "lasare", "password": PASSWORD}
    assert client.post("/logga-in", data=fields).status_code == 302
    assert [bool(kept.ended_at) for kept in _sessions(house)] == [True, False]


def test_only_the_hash_of_a_session_is_stored(house: House) -> None:
    client = house.client("granskare")
    with client.session_transaction() as cookie:
        assert cookie["token"] not in {kept.token_hash for kept in _sessions(house)}


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_closed_to_scripts_and_strangers(house: House, secure: bool) -> None:
    app = create_app(replace(house.settings, secure_cookies=secure), house.database, clock=house.clock)
    answer = app.test_client().get("/logga-in")
    flags = {part.strip() for part in answer.headers["Set-Cookie"].split(";")[1:]}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags
    assert ("Secure" in flags) is secure
    assert answer.headers["Set-Cookie"].startswith("__Host-stickprov=" if secure else "stickprov=")
    assert not any(flag.startswith(("Expires", "Max-Age", "Domain")) for flag in flags)


def test_my_account_shows_my_roles_in_words_and_where_i_am_signed_in(house: House) -> None:
    here, elsewhere = house.client("lasare"), house.client("lasare")
    page = text(here.get("/mitt-konto"))
    assert "Läsare för Kungsholmen och Norrmalm" in page
    assert "2 webbläsare" in page
    assert page.count("Den här") == page.count("En annan") == 1
    assert is_signed_in(elsewhere)


def test_sign_out_everywhere_means_everywhere(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "lasare")
    here, elsewhere, other = house.client("lasare"), house.client("lasare"), house.client("granskare")
    given = {"ut-everywhere": "ja", "ut-current_password": PASSWORD}
    assert here.fill("/mitt-konto", EVERYWHERE, **given).location == "/logga-in"
    assert not is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert is_signed_in(other)


def change_password(client: PageClient, now: str, new: str, again: str | None = None) -> TestResponse:
    again = new if again is None else again
    return client.fill("/mitt-konto", current_password=now, password=new, password_again=again)


def test_a_changed_password_ends_all_sessions_but_this_one(house: House) -> None:
    with_password(house, "lasare")
    here, elsewhere = house.client("lasare"), house.client("lasare")
    change_password(here, PASSWORD, OTHER_PASSWORD)
    assert "Lösenordet är bytt." in text(here.get("/mitt-konto"))
    assert not is_signed_in(elsewhere)
    assert sign_in(house.client(), "lasare", PASSWORD).status_code == 422
    assert sign_in(house.client(), "lasare", OTHER_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("now", "new", "again", "words"),
    [
        ("fel lösenord", OTHER_PASSWORD, None, "Lösenordet stämmer inte."),
        (PASSWORD, "elva tecken", None, "minst 12 tecken. Det fattas 1."),
        (PASSWORD, OTHER_PASSWORD, "åtta sorters kaffE", "inte lika"),
        ("", OTHER_PASSWORD, None, "Skriv det lösenord du har nu."),
    ],
)
def test_a_password_is_only_changed_if_all_is_right(
    house: House, now: str, new: str, again: str | None, words: str
) -> None:
    with_password(house, "lasare")
    client = house.client("lasare")
    assert words in text(change_password(client, now, new, again))
    assert sign_in(house.client(), "lasare").status_code == 302


def test_guessing_the_password_in_a_borrowed_browser_is_stopped(house: House) -> None:
    with_password(house, "lasare")
    client = house.client("lasare")
    for _ in range(5):
        change_password(client, "gissning", OTHER_PASSWORD)
    assert "För många misslyckade försök." in text(change_password(client, PASSWORD, OTHER_PASSWORD))


def test_a_session_of_long_ago_is_cleared_away(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "granskare")
    sign_in(house.client(), "granskare")
    house.clock.forward(days=31)
    sign_in(house.client(), "granskare")
    assert len(_sessions(house)) == 1


def _sessions(house: House) -> list[SignInSession]:
    with house.database.transaction(write=False) as session:
        return list(session.exec(select(SignInSession).order_by(col(SignInSession.id))))


def others(client: PageClient) -> list[str]:
    """The other browsers that »Mitt konto« offers to sign out."""
    boxes = parse(client.get("/mitt-konto")).findall(".//input[@name='ut-sessions']")
    return [box.get("value") for box in boxes]


def test_one_browser_is_signed_out_from_another_and_nobody_elses_can_be(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "granskare", "lasare")
    here, there, stranger = house.client("granskare"), house.client("granskare"), house.client("lasare")
    chosen = {"ut-sessions": others(here), "ut-current_password": PASSWORD}
    assert others(stranger) == []
    assert stranger.fill("/mitt-konto", EVERYWHERE, **chosen).status_code == 302
    assert is_signed_in(there)
    assert here.fill("/mitt-konto", EVERYWHERE, **chosen).status_code == 302
    assert "1 webbläsare har loggats ut." in text(here.get("/mitt-konto"))
    assert not is_signed_in(there)
    assert "session:closed_elsewhere" in journal_actions(house)


def test_nobody_is_signed_out_without_the_password_and_every_fault_is_told(house: House) -> None:
    with_password(house, "granskare")
    here, there = house.client("granskare"), house.client("granskare")
    faults = text(here.fill("/mitt-konto", EVERYWHERE))
    assert "Välj minst en webbläsare" in faults
    assert "Skriv ditt lösenord." in faults
    wrong = here.fill("/mitt-konto", EVERYWHERE, **{"ut-sessions": others(here), "ut-current_password": "fel"})
    assert "Lösenordet stämmer inte." in text(wrong)
    assert parse(wrong).find(".//input[@name='ut-sessions']").get("checked") is not None, "what was chosen is kept"
    refused = here.fill("/mitt-konto", EVERYWHERE, **{"ut-everywhere": "ja", "ut-current_password": "fel"})
    assert refused.status_code == 422
    assert is_signed_in(here)
    assert is_signed_in(there)
