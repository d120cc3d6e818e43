"""Two who change an agreement's head at once, in real browsers: without script, and as axe sees it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.agreements.telling import drafted
from tests.conftest import Serve
from tests.support.accessibility import axe
from tests.support.house import build
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 640}


def opened(browser: Browser, url: str, address: str, *, script: bool) -> Page:
    page = browser.new_context(java_script_enabled=script, locale="sv-SE").new_page()
    sign_in(page, url, "samordnare")
    page.goto(address)
    return page


def saved(page: Page, title: str) -> None:
    page.get_by_label("Rubrik", exact=True).fill(title)
    page.get_by_label("Andra parter").fill("Rågsveds stadsdelsnämnd\nÄlvsjö stadsdelsnämnd")
    page.locator("main form .btn-primary").click()


def test_the_second_chooses_without_script_and_the_page_has_no_barriers(
    sqlite_url: str, instance: Path, live_server: Serve, browser: Browser
) -> None:
    house = build(sqlite_url, instance)
    agreement = drafted(house)
    open_the_house(house)
    url = live_server(sqlite_url, instance).url
    address = f"{url}/overenskommelser/{agreement}/andra"
    plain, whole, first = (opened(browser, url, address, script=script) for script in (False, True, True))
    saved(first, "Den förstas rubrik")
    for page in (plain, whole):
        saved(page, "Den andras rubrik")
        expect(page.locator("#fel")).to_contain_text("Den förstas rubrik")
        expect(page.get_by_label("Rubrik", exact=True)).to_have_value("Den andras rubrik")
        expect(page.locator("#fel")).not_to_contain_text("Andra parter")
    expect(whole.locator("#fel")).to_be_focused()
    for size in (None, PHONE):
        if size:
            whole.set_viewport_size(size)  # type: ignore[arg-type]
        axe(whole)
    assert whole.evaluate("document.documentElement.scrollWidth <= innerWidth")
    whole.get_by_role("link", name="Behåll det som är sparat").click()
    expect(whole.get_by_label("Rubrik", exact=True)).to_have_value("Den förstas rubrik")
    plain.get_by_role("button", name="Spara det jag skrev").click()
    expect(plain.get_by_text("Ändringen är sparad.")).to_be_visible()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Den andras rubrik")
