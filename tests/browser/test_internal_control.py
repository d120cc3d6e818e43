"""A year of internal control in a real browser: a risk, its control as a review round, the follow-up, the next year."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Serve
from tests.support.accessibility import axe
from tests.support.house import build
from tests.support.reviewed import signed_round
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser
RISK, MOMENT = "En ansökan saknas i akten", "Ansökan finns i akten"


def test_a_year_from_a_risk_to_the_next_years_copy(
    sqlite_url: str, instance: Path, live_server: Serve, browser: Browser
) -> None:
    house = build(sqlite_url, instance)
    signed_round(house, answers={("Kungsholmen", 1, "application_on_file"): ("nej", "Saknas.")})
    open_the_house(house)
    url = live_server(sqlite_url, instance).url
    page = browser.new_context(locale="sv-SE").new_page()
    sign_in(page, url, "samordnare")
    page.get_by_role("link", name="Intern kontroll").click()
    page.get_by_role("link", name="Gör en riskanalys").click()
    _begin(page, "2026")
    page.get_by_role("link", name="Lägg till en risk").click()
    page.get_by_label("Process").fill("Ansökan")
    page.get_by_role("textbox", name="Risk").fill(RISK)
    page.get_by_label("4 Sannolik").check()
    page.get_by_label("3 Kännbar").check()
    page.get_by_label("Till internkontrollplanen").check()
    page.get_by_role("button", name="Spara risken").click()
    _adopt(page, "riskanalysen")
    _bears_a_phone(page)

    page.get_by_role("link", name="Gör internkontrollplanen").click()
    _begin(page, "2026")
    page.get_by_role("link", name=f"Lägg till kontrollmoment för {RISK}").click()
    for label, text in (("Kontrollmoment", MOMENT), ("Metod", "Stickprov av akter"), ("Frekvens", "En gång om året")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Ansvarig").fill("Enhetschef")
    page.get_by_label("Rapport till").fill("Nämnden")
    page.get_by_label("Granskningsomgång: resultatet läses därifrån").check()
    page.get_by_label("Omgången granskar").select_option("Akter")
    page.get_by_role("button", name="Spara kontrollmomentet").click()
    _adopt(page, "internkontrollplanen")

    page.get_by_role("link", name="Uppföljning T2").click()
    expect(page.get_by_text("Avvikelser i 1 av").first).to_contain_text("Nej eller Delvis i 1 av 3")
    page.get_by_role("link", name="Bedöm kontrollen").click()
    expect(page.get_by_role("textbox", name="Resultat")).to_have_count(0)
    page.get_by_label("Brister").check()
    page.get_by_label("Avvikelse").fill("En ansökan saknas.")
    page.get_by_role("button", name="Spara bedömningen").click()
    page.get_by_label("Sammanfattande bedömning").fill("Tillräcklig i huvudsak.")
    page.get_by_role("button", name="Lämna uppföljningen").click()
    expect(page.get_by_role("heading", name="Lämnad")).to_be_visible()
    _bears_a_phone(page)

    page.goto(f"{url}/intern-kontroll/ny-riskanalys")
    _begin(page, "2027")
    expect(page.get_by_role("row", name=RISK)).to_contain_text("Oförändrad")
    house.database.close()


def _begin(page: Page, year: str) -> None:
    page.get_by_label("Kungsholmen").check()
    page.get_by_label("År").fill(year)
    page.get_by_role("button", name="Skapa utkastet").click()


def _adopt(page: Page, what: str) -> None:
    page.get_by_label("Antagen av").fill("Nämnden")
    page.get_by_label("Diarienummer").fill("2026-12")
    page.get_by_role("button", name=f"Anta {what}").click()
    expect(page.get_by_role("status")).to_contain_text("antagen och låst")


def _bears_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
    page.set_viewport_size({"width": 1280, "height": 900})
