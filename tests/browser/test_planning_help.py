"""The planning help in a real browser: it answers while one types, says what is wrong, and works without script."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Serve
from tests.support.accessibility import axe
from tests.support.house import build
from tests.support.signing_in import open_the_house, sign_in
from tests.support.story import planned_round

pytestmark = pytest.mark.browser


@dataclass
class Scene:
    """A running server with a round whose sizes may still change."""

    url: str
    address: str
    board: int

    @property
    def size(self) -> str:
        return f"#urval-{self.board}"

    @property
    def answer(self) -> str:
        return f"#visar-{self.board}"


@pytest.fixture
def scene(sqlite_url: str, instance: Path, live_server: Serve) -> Iterator[Scene]:
    house = build(sqlite_url, instance)
    open_the_house(house)
    round_id = planned_round(house)
    url = live_server(sqlite_url, instance).url
    yield Scene(url, f"{url}/omgangar/{round_id}", house.boards["Norrmalm"])
    house.database.close()


def test_the_answer_follows_what_is_typed_and_is_told_to_those_who_listen(scene: Scene, page: Page) -> None:
    sign_in(page, scene.url, "samordnare")
    page.goto(scene.address)
    expect(page.locator(scene.answer)).to_contain_text("Om ni granskar 3 av 40")
    page.locator(scene.size).fill("20")
    expect(page.locator(scene.answer)).to_contain_text("Om ni granskar 20 av 40")
    expect(page.get_by_role("status").filter(has_text="Om ni granskar 20 av 40")).to_have_count(1)
    slider = page.get_by_role("slider", name="Antal att granska, Norrmalm")
    slider.press("ArrowRight")
    expect(page.locator(scene.answer)).to_contain_text("Om ni granskar 21 av 40")
    expect(page.locator(scene.size)).to_have_value("21")

    page.locator(scene.size).fill("41")
    expect(page.locator(f"{scene.size}-fault")).to_have_text("41 går inte. Skriv ett tal från 1 till 40.")
    expect(page.locator(scene.size)).to_have_attribute("aria-invalid", "true")
    page.get_by_text("Hur stor skillnad mellan två år").click()
    expect(page.locator("#skillnad")).to_contain_text("Granskas 3 akter det ena året")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.reload()
    expect(page.locator(scene.size)).to_have_value("41")
    page.goto(scene.address)
    expect(page.locator(scene.size)).to_have_value("3")


def test_without_script_a_button_gives_the_same_answer(scene: Scene, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    sign_in(page, scene.url, "samordnare")
    page.goto(scene.address)
    page.locator(scene.size).fill("20")
    page.get_by_role("button", name="Räkna om").click()
    expect(page.locator(scene.answer)).to_contain_text("Om ni granskar 20 av 40")
    page.context.close()
