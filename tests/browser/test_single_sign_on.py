"""Single sign-on in a real browser: to the provider and back to what one wanted, refused in words, and out again."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import axe
from tests.support.house import House
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, providing
from tests.support.server import PORT, Server, serving
from tests.support.signing_in import open_the_house

pytestmark = pytest.mark.browser


def settings_for(provider: IdentityProvider) -> dict[str, str]:
    return {
        "STICKPROV_SSO_ISSUER": provider.url,
        "STICKPROV_SSO_CLIENT_ID": CLIENT_ID,
        "STICKPROV_SSO_CLIENT_SECRET": CLIENT_SECRET,
        "STICKPROV_SSO_SECOND_FACTOR": "mfa",
        "STICKPROV_SECOND_FACTOR_ROLES": "granskare",
        "STICKPROV_PUBLIC_URL": f"http://127.0.0.1:{PORT}",
    }


def sign_on(page: Page) -> None:
    """From the sign-in page to the provider, and on from its own page."""
    page.get_by_role("link", name="Logga in med organisationens konto").click()
    expect(page.get_by_role("heading", name="Kommunens inloggning")).to_be_visible()
    page.get_by_role("link", name="Jag är den jag säger").click()


def test_who_signs_on_by_the_organisation_comes_to_what_she_wanted_and_out_again(
    house_on_sqlite: House, page: Page
) -> None:
    house = house_on_sqlite
    open_the_house(house)
    with providing() as provider:
        provider.has_page = True
        with serving(house.settings.database_url, house.settings.instance, **settings_for(provider)) as server:
            _vouched_for(page, server, provider)
            _refused(page, server, provider)
            _away(page, server, provider)


def _vouched_for(page: Page, server: Server, provider: IdentityProvider) -> None:
    provider.person["amr"] = ["pwd", "mfa"]
    page.goto(f"{server.url}/granskning")
    axe(page)
    sign_on(page)
    expect(page).to_have_url(f"{server.url}/granskning")
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_text("Du är utloggad.")).to_be_visible()
    page.goto(f"{server.url}/granskning")
    expect(page).to_have_url(f"{server.url}/logga-in?fortsatt=/granskning")


def _refused(page: Page, server: Server, provider: IdentityProvider) -> None:
    provider.person["amr"] = ["pwd"]
    sign_on(page)
    expect(page.get_by_role("heading", name="Engångskoder", level=1)).to_be_visible()
    provider.person = {"sub": "p-3", "preferred_username": "okand"}
    page.get_by_role("button", name="Logga ut").click()
    sign_on(page)
    expect(page.get_by_role("heading", name="Du är inte inloggad")).to_be_visible()
    expect(page.get_by_text("Det finns inget öppet konto för dig här.")).to_be_visible()
    axe(page)


def _away(page: Page, server: Server, provider: IdentityProvider) -> None:
    provider.is_away = True
    page.get_by_role("link", name="Till inloggningen").click()
    page.get_by_role("link", name="Logga in med organisationens konto").click()
    expect(page.get_by_text("Inloggningstjänsten svarar inte.")).to_be_visible()
    page.goto(f"{server.url}/mitt-konto")
    expect(page.get_by_label("Lösenord")).to_be_visible()
