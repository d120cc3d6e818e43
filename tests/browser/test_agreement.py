"""An agreement's pages in a real browser: for everybody, on a phone too, and all of it without script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.agreements.telling import adopted, area_id, drafted, met, short
from tests.conftest import Serve
from tests.support.accessibility import axe
from tests.support.house import build
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser


def test_a_surplus_is_stated_and_shared_without_script_and_every_page_bears_a_phone(
    sqlite_url: str, instance: Path, live_server: Serve, browser: Browser
) -> None:
    house = build(sqlite_url, instance)
    agreement, draft = adopted(house), drafted(house)
    short(house, agreement)
    met(house, agreement)
    open_the_house(house)
    url = live_server(sqlite_url, instance).url
    root = f"{url}/overenskommelser"
    page = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    sign_in(page, url, "samordnare")
    page.get_by_text("Mer", exact=True).click()
    page.get_by_role("link", name="Överenskommelser").click()
    page.locator(f"a[href='/overenskommelser/{agreement}']").click()
    page.get_by_role("link", name="Avstämning T2").click()
    page.get_by_role("link", name="Fyll i avstämningen").click()
    for board in ("Kungsholmen", "Norrmalm"):
        page.get_by_label(f"Prognos: {board}, Boutredning (kr)").fill("400 000")
    page.get_by_role("button", name="Spara avstämningen").click()
    expect(page.get_by_text("Överskottet fördelas efter andelarna i budgeten")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("100 000,01")

    page = browser.new_context(locale="sv-SE").new_page()
    sign_in(page, url, "samordnare")
    pages = ("", f"/{agreement}", f"/{agreement}/fordelning", f"/{agreement}/avstamning/T1", f"/{agreement}/styrgrupp")
    forms = (f"/{draft}/underlag", f"/omrade/{area_id(house, draft)}", f"/{agreement}/avstamning/T1/siffror")
    for address in (*pages, *forms):
        page.goto(root + address)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
    house.database.close()
