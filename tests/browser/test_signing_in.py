"""Signing in with a telephone: codes enrolled, asked for, guessed at in vain, and time running out."""

from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from audit import clock
from audit.accounts.models import SecondFactor, SignInSession
from audit.accounts.rules import ATTEMPTS_PER_ACCOUNT
from tests.support.accessibility import axe
from tests.support.house import House
from tests.support.server import serving
from tests.support.signing_in import PASSWORD, give_credentials, open_the_house, sign_in

pytestmark = pytest.mark.browser


def test_codes_are_enrolled_asked_for_and_not_guessed(house_on_sqlite: House, page: Page) -> None:
    house = house_on_sqlite
    open_the_house(house)
    # The house's own key, so that the codes of its database are those of the server.
    (house.settings.instance / "keys").mkdir(mode=0o700, exist_ok=True)
    _keep_key(house.settings.instance / "keys" / "pseudonym", house.settings.pseudonym_key)
    roles = {"STICKPROV_SECOND_FACTOR_ROLES": "granskare"}
    with serving(house.settings.database_url, house.settings.instance, **roles) as server:
        page.goto(f"{server.url}/logga-in")
        give_credentials(page, "granskare")
        expect(page.get_by_role("heading", name="Engångskoder", level=1)).to_be_visible()
        expect(page.get_by_text("Lägg till engångskoder för att komma vidare")).to_be_visible()
        assert page.locator("main img").evaluate("picture => picture.naturalWidth") > 100, (
            "the policy shows the picture"
        )
        axe(page)
        app = pyotp.TOTP(page.locator("main code").inner_text().replace(" ", ""))
        used = app.at(clock.now())
        page.get_by_label("Kod från appen").fill(used)
        page.get_by_label("Ditt lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Lägg till engångskoder").click()
        on_paper = page.locator("main li code").first.inner_text()
        page.get_by_role("link", name="Jag har sparat koderna").click()
        expect(page).to_have_url(f"{server.url}/")

        _let_time_run_out(house)
        page.goto(f"{server.url}/mitt-konto")
        give_credentials(page, "granskare")
        page.get_by_label("Kod").fill(used)
        page.get_by_role("button", name="Logga in").click()
        expect(page.locator("#fel")).to_contain_text("redan använd")
        axe(page)
        page.get_by_label("Kod").fill(on_paper)
        page.get_by_role("button", name="Logga in").click()
        expect(page).to_have_url(f"{server.url}/mitt-konto")
        expect(page.get_by_text("9 reservkoder kvar")).to_be_visible()

        page.locator("#ut-current_password").fill(PASSWORD)
        page.get_by_role("button", name="Logga ut överallt").click()
        give_credentials(page, "granskare")
        for _ in range(ATTEMPTS_PER_ACCOUNT):
            page.get_by_label("Kod").fill("000000")
            page.get_by_role("button", name="Logga in").click()
        page.get_by_label("Kod").fill(app.at(clock.now(), counter_offset=1))
        page.get_by_role("button", name="Logga in").click()
        expect(page.locator("#fel")).to_contain_text("Vänta till klockan")
        sign_in(page, server.url, "lasare")


def _keep_key(file: Path, key: bytes) -> None:
    file.touch(mode=0o600)
    file.write_text(key.hex(), "ascii")


def _let_time_run_out(house: House) -> None:
    """As if nobody had touched the browser for a day. The code that was used stays the one used last."""
    with house.database.transaction() as session:
        assert session.exec(select(SecondFactor)).one().last_step > 0
        for signed_in in session.exec(select(SignInSession)):
            signed_in.last_seen = house.clock.now.replace(year=2020)
