"""Goals and figures in a real browser: pasted, found to contradict, settled without script, all of it on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.conftest import Serve
from tests.indicators.told import documents_of_the_user, parts, written
from tests.support.accessibility import axe
from tests.support.house import build
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser


def test_a_budget_is_pasted_and_settled_without_script_and_every_page_bears_a_phone(
    sqlite_url: str, instance: Path, live_server: Serve, browser: Browser
) -> None:
    house = build(sqlite_url, instance)
    document, latest = written(house), documents_of_the_user(house)[2015].id
    open_the_house(house)
    url = live_server(sqlite_url, instance).url
    root = f"{url}/indikatorer"
    page = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    sign_in(page, url, "samordnare")
    page.get_by_text("Mer", exact=True).click()
    page.get_by_role("link", name="Mål och indikatorer").click()
    page.get_by_role("link", name="Plan Sjukfrånvaro", exact=True).click()
    page.get_by_role("link", name="Lägg till en tabell").click()
    page.get_by_label("Rubrik").fill("Budget")
    page.get_by_label("Tabell", exact=True).fill(
        "Verksamhet\tBudget\tUtfall\tAvvikelse\nHandläggning\t250-\t13,4\t−0,3"
    )
    page.get_by_role("button", name="Spara tabellen").click()
    expect(page.get_by_role("alert")).to_contain_text("Rad 2, Budget: »250-«")
    page.get_by_label("Tabell", exact=True).fill("Verksamhet\tBudget\tUtfall\tAvvikelse\nHandläggning\t13,1\t13,4\t0,3")
    page.get_by_role("button", name="Spara tabellen").click()
    page.get_by_role("link", name="Se uträkningarna").click()
    page.get_by_role("link", name="Lägg till en kontroll").click()
    page.get_by_label("Rubrik").fill("Avvikelse från budget")
    page.get_by_label("Tabell").select_option("Budget")
    page.get_by_label("Regel", exact=True).fill("Avvikelse = Budget − Utfall")
    page.get_by_role("button", name="Spara kontrollen").click()
    expect(page.get_by_text("Handläggning: 0,3 anges, men 13,1 − 13,4 = −0,3. Skillnad 0,6.")).to_be_visible()
    page.get_by_role("link", name="Skriv vad du har kommit fram till om Avvikelse från budget").click()
    page.get_by_label("Dokumentet har fel").check()
    page.get_by_label("Varför").fill("Tecknet saknas i underlaget.")
    page.get_by_role("button", name="Spara anteckningen").click()
    expect(page.get_by_text("Dokumentet har fel. Tecknet saknas i underlaget.")).to_be_visible()

    page = browser.new_context(locale="sv-SE").new_page()
    sign_in(page, url, "samordnare")
    pages = ("/over-aren", "/motsagelser", f"/{latest}", f"/{latest}/kontroller")
    for address in (*pages, f"/indikator/{parts(house, document)['indicator_id']}"):
        page.goto(root + address)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
        axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    field = page.locator("td input").first
    assert abs(middle(field) - middle(field.locator("xpath=ancestor::tr/th"))) < 6, "a row's words and field"
    heading, button = page.get_by_role("heading", level=1), page.get_by_role("button", name="Ta bort indikatorn")
    assert button.evaluate(WORDS_BEGIN) - heading.evaluate(WORDS_BEGIN) <= 1, "all words begin at the same edge"
    house.database.close()


WORDS_BEGIN = """element => {
  const words = document.createRange();
  words.selectNodeContents(element);
  return Math.round(words.getBoundingClientRect().left);
}"""
WORDS_MIDDLE = """element => {
  const words = document.createRange();
  words.selectNodeContents(element);
  const box = element.matches("input") ? element.getBoundingClientRect() : words.getBoundingClientRect();
  return box.top + box.height / 2;
}"""


def middle(place: Locator) -> float:
    """How far down the middle of a field, or of an element's words, stands."""
    return float(place.evaluate(WORDS_MIDDLE))
