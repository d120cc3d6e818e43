"""Invitations: made by the administrator, used once, within seven days, by somebody new or who forgot."""

import re

import pytest
from sqlmodel import select

from audit.accounts.models import Invitation
from tests.accounts.people import (
    OTHER_PASSWORD,
    PASSWORD,
    csrf_token,
    is_signed_in,
    journal_actions,
    of_account,
    sign_in,
    text,
    with_password,
)
from tests.support.house import House
from tests.support.pages import PageClient


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def invite(house: House, name: str = "granskare") -> str:
    """The link's address, as the administrator's page shows it."""
    administrator = house.client("administrator")
    answer = administrator.fill(f"/konton/{house.accounts[name]}", "Skapa ny inbjudan")
    return link_on(administrator, answer.location)


def link_on(client: PageClient, address: str) -> str:
    found = re.search(r"<code>http://localhost(/inbjudan/[\w-]+)</code>", client.get(address).get_data(as_text=True))
    assert found, "no link on the page"
    return found[1]


def accept(client: PageClient, link: str, password: str = PASSWORD, again: str | None = None) -> str:
    answer = client.fill(link, password=password, password_again=password if again is None else again)
    return answer.location or text(answer)


def test_the_link_lets_one_choose_a_password_and_signs_in(house_on_each: House) -> None:
    house = house_on_each
    client = house.client()
    link = invite(house)
    assert "Ditt användarnamn är <strong>granskare</strong>" in text(client.get(link))
    assert accept(client, link) == "/"
    assert is_signed_in(client)
    assert sign_in(house.client(), "granskare").status_code == 302
    assert "invitation:accepted" in journal_actions(house)


def test_the_link_is_shown_once(house: House) -> None:
    administrator = house.client("administrator")
    address = administrator.fill(f"/konton/{house.accounts['granskare']}", "Skapa ny inbjudan").location
    link_on(administrator, address)
    assert "/inbjudan/" not in re.sub(r'action="[^"]*"', "", text(administrator.get(address)))


def test_only_the_hash_of_the_link_is_stored(house: House) -> None:
    token = invite(house).rpartition("/")[2]
    with house.database.transaction(write=False) as session:
        kept = session.exec(select(Invitation)).one()
    assert token not in str(kept.model_dump())
    assert len(kept.token_hash) == 64


def test_looking_at_the_link_does_not_use_it(house: House) -> None:
    link = invite(house)
    for _ in range(3):
        assert house.client().get(link).status_code == 200


def test_a_link_works_once(house_on_each: House) -> None:
    house = house_on_each
    link = invite(house)
    accept(house.client(), link)
    thief = house.client()
    assert thief.get(link).status_code == 410
    fields = {
        "csrf_token": csrf_token(thief, "/logga-in"),
        "password": OTHER_PASSWORD,
        "password_again": OTHER_PASSWORD,
    }
    assert thief.post(link, data=fields).status_code == 410
    assert sign_in(house.client(), "granskare").status_code == 302


def test_a_link_ends_after_seven_days(house_on_each: House) -> None:
    house = house_on_each
    link = invite(house)
    house.clock.forward(days=7, seconds=-1)
    assert house.client().get(link).status_code == 200
    house.clock.forward(seconds=1)
    page = house.client().get(link)
    assert page.status_code == 410
    assert "administratören om en ny inbjudan" in text(page)


def test_a_newer_link_replaces_the_older(house_on_each: House) -> None:
    house = house_on_each
    older, newer = invite(house), invite(house)
    assert house.client().get(older).status_code == 410
    assert accept(house.client(), newer) == "/"


def test_an_invented_link_opens_nothing(house: House) -> None:
    assert house.client().get("/inbjudan/nagot-annat").status_code == 410


def test_a_link_for_a_closed_account_opens_nothing(house: House) -> None:
    with_password(house, "administrator")
    link = invite(house)
    house.client("administrator").fill(f"/konton/{house.accounts['granskare']}", "Stäng kontot")
    assert house.client().get(link).status_code == 410
    house.client("administrator").fill(f"/konton/{house.accounts['granskare']}", "Öppna kontot igen")
    assert house.client().get(link).status_code == 410, "opened again, the account needs a new link"


def test_who_forgot_the_password_gets_a_new_one_and_other_sessions_end(house: House) -> None:
    with_password(house, "granskare")
    elsewhere = house.client("granskare")
    link = invite(house)
    assert sign_in(house.client(), "granskare").status_code == 302, "the old one holds until the new one is chosen"
    accept(house.client(), link, OTHER_PASSWORD)
    assert not is_signed_in(elsewhere)
    assert sign_in(house.client(), "granskare", PASSWORD).status_code == 422
    assert sign_in(house.client(), "granskare", OTHER_PASSWORD).status_code == 302


def test_a_link_taken_up_in_somebody_elses_browser_ends_that_session(house: House) -> None:
    link = invite(house)
    browser = house.client("administrator")
    accept(browser, link)
    assert "Granskare" in text(browser.get("/mitt-konto"))
    assert browser.get("/konton").status_code == 403


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("elva tecken", None, "Lösenordet ska ha minst 12 tecken. Det fattas 1."),
        ("", None, "Skriv ett lösenord."),
        ("sju sorters kakor", "sju sorters kakoR", "De två lösenorden är inte lika."),
    ],
)
def test_a_password_that_can_not_be_used_is_explained(
    house: House, password: str, again: str | None, words: str
) -> None:
    client = house.client()
    link = invite(house)
    assert words in accept(client, link, password, again)
    assert of_account(house, "granskare").password_hash is None
    assert accept(client, link) == "/", "the link still holds"


def test_the_password_can_not_be_the_username(house: House) -> None:
    link = invite(house, "annan-enhetschef")
    assert "inte vara detsamma som användarnamnet" in accept(house.client(), link, "Annan-Enhetschef")


def test_a_page_left_open_too_long_can_be_sent_again(house: House) -> None:
    client = house.client()
    link = invite(house)
    answer = client.post(link, data={"password": PASSWORD, "password_again": PASSWORD})
    assert answer.location == link
    assert "Sidan hade blivit för gammal." in text(client.get(link))
