"""A report from its first text to its correction, in a real browser: two who write, a figure that moves, a secret."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Serve
from tests.support.accessibility import axe
from tests.support.house import build
from tests.support.reviewed import answered_review, distributed_round
from tests.support.signing_in import open_the_house, sign_in
from tests.support.story import drawn_round

pytestmark = pytest.mark.browser

SPACE = "\N{NO-BREAK SPACE}"


def test_a_report_is_written_checked_published_and_corrected(
    sqlite_url: str, instance: Path, live_server: Serve, new_page: Callable[[], Page]
) -> None:
    house = build(sqlite_url, instance)
    open_the_house(house)
    round_id = distributed_round(house)
    answered_review(house, round_id, board="Kungsholmen", position=1, sign=True)
    url = live_server(sqlite_url, instance).url
    report = f"{url}/omgangar/{round_id}/rapport"
    page, other = new_page(), new_page()
    for window in (page, other):
        sign_in(window, url, "samordnare")
        window.goto(f"{report}/avsnitt/sammanfattning")

    # Two write at once: nothing is lost, and what differs is told.
    write(page, "Hittills är 1 av 6 akter granskade.")
    write(other, "Ring 070-123 45 67: 1 av 6 akter är granskade.")
    expect(other.get_by_role("heading", name="Någon annan har sparat under tiden")).to_be_visible()
    expect(other.locator("ins").filter(has_text="Ring 070")).to_have_count(1)
    axe(other)
    other.get_by_role("button", name="Spara texten").click()

    # One more file is signed: the text is marked.
    answered_review(house, round_id, board="Kungsholmen", position=2, sign=True)
    house.database.close()
    page.goto(report)
    page.get_by_role("link", name=f"1{SPACE}siffra har ändrats sedan texten skrevs").click()
    expect(page.get_by_text("2 av 6 var 1 av 6 när texten skrevs")).to_be_visible()
    write(page, "Ring 070-123 45 67: 2 av 6 akter är granskade.")

    # The check finds the number, and wants a reason before anything is published.
    page.get_by_role("link", name="Kontrollera och publicera").click()
    page.get_by_role("button", name="Publicera version 1").click()
    expect(page.get_by_role("link", name="Varför får »070-123 45 67« stå?")).to_be_visible()
    axe(page)
    page.get_by_label("Varför får »070-123 45 67« stå?").fill("Numret är kontorets växel.")
    page.get_by_label("Skäl som gäller alla små antal").fill("Akterna är slumpvis dragna.")
    page.get_by_role("button", name="Publicera version 1").click()
    expect(page.get_by_text("Version 1 är publicerad.")).to_be_visible()

    # A correction says what changed, and a reader sees it with the version before.
    page.goto(f"{report}/avsnitt/sammanfattning")
    write(page, "2 av 6 akter är granskade.")
    page.get_by_role("link", name="Kontrollera och publicera").click()
    page.get_by_label("Skäl som gäller alla små antal").fill("Akterna är slumpvis dragna.")
    page.get_by_label("Vad är ändrat sedan förra versionen?").fill("Telefonnumret är borttaget.")
    page.get_by_role("button", name="Publicera version 2").click()
    reader = new_page()
    sign_in(reader, url, "lasare")
    reader.goto(report)
    expect(reader.get_by_text("Ändrat sedan förra versionen: Telefonnumret är borttaget.")).to_be_visible()
    expect(reader.get_by_text("Ring 070-123 45 67")).to_have_count(0)
    for width in (1280, 390):
        reader.set_viewport_size({"width": width, "height": 900})
        axe(reader)
        assert reader.evaluate("document.documentElement.scrollWidth") == width


def test_each_board_gets_a_report_of_its_own(
    sqlite_url: str, instance: Path, live_server: Serve, new_page: Callable[[], Page]
) -> None:
    house = build(sqlite_url, instance)
    open_the_house(house)
    round_id = drawn_round(house)
    house.database.close()
    url, page = live_server(sqlite_url, instance).url, new_page()
    sign_in(page, url, "samordnare")
    page.goto(f"{url}/omgangar/{round_id}/rapport")
    page.get_by_text("En gemensam rapport eller en för varje nämnd").click()
    page.get_by_label("En rapport för varje nämnd").check()
    page.get_by_role("button", name="Spara valet").click()
    expect(page.get_by_text("Varje nämnd får nu sin egen rapport.")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    axe(page)
    page.get_by_role("link", name="Norrmalm", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aktgranskning 2026 för Norrmalm")
    page.get_by_role("link", name="Ändra texten i Bakgrund").click()
    write(page, "Bara om Norrmalm.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aktgranskning 2026 för Norrmalm")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Rapporter: Aktgranskning 2026").click()
    expect(page.get_by_text("1 avsnitt ändrat")).to_be_visible()


def write(page: Page, text: str) -> None:
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Spara texten").click()
