"""Register extracts in a real browser: the waiting page, a file that is too large, a double click, the opened lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from audit.registers.models import RegisterExtract
from tests.conftest import Serve
from tests.registers.files import cases, csv_file
from tests.registers.sending import number_of, two_boards
from tests.support.accessibility import axe
from tests.support.house import House, build
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser

LIMIT = 300_000


@dataclass
class Scene:
    """A running server that takes files up to the limit, and what lies behind it."""

    url: str
    house: House

    def sign_in(self, page: Page) -> None:
        sign_in(page, self.url, "samordnare")

    def upload(self, page: Page, data: bytes) -> None:
        """Fill in the upload page."""
        page.goto(f"{self.url}/register/ny")
        file = {"name": "arenden.csv", "mimeType": "text/csv", "buffer": data}
        page.get_by_label("Fil", exact=True).set_input_files(file)  # type: ignore[arg-type]
        page.get_by_label("Ärenden").check()
        page.get_by_label("Från och med").fill("2026-01-01")
        page.get_by_label("Till och med").fill("2026-06-30")

    def check(self, page: Page, data: bytes) -> None:
        self.upload(page, data)
        page.get_by_role("button", name="Läs filen").click()
        page.get_by_role("button", name="Kontrollera raderna").click()


@pytest.fixture
def scene(sqlite_url: str, instance: Path, live_server: Serve) -> Iterator[Scene]:
    house = build(sqlite_url, instance)
    open_the_house(house)
    (instance / "settings.toml").write_text(f"max_upload_bytes = {LIMIT}\n", "utf-8")
    yield Scene(live_server(sqlite_url, instance).url, house)
    house.database.close()


def test_a_large_register_is_waited_for_and_then_shown_by_itself(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.check(page, two_boards(4_000, 1_000))
    expect(page.get_by_role("heading", name="Kontroll av arenden.csv")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Frys ramen").click()
    expect(page.get_by_role("heading", name="arenden.csv", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("4 000 ärenden med beslut i perioden")).to_be_visible()


def test_a_file_that_is_too_large_is_said_before_it_is_sent(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.upload(page, b"x" * (LIMIT + 1))
    fault = page.get_by_text("Filen är för stor: programmet tar emot högst")
    expect(fault).to_be_visible()
    page.get_by_role("button", name="Läs filen").click()
    expect(fault).to_be_visible()
    expect(page).to_have_url(f"{scene.url}/register/ny")
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "arenden.csv", "mimeType": "text/csv", "buffer": two_boards()}
    )
    expect(fault).to_have_count(0)
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_role("heading", name="Kolumnerna i arenden.csv")).to_be_visible()


def test_a_double_click_freezes_once(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.check(page, two_boards())
    page.get_by_role("button", name="Frys ramen").dblclick()
    expect(page.get_by_text("Ramen är fryst: 3 ärenden för Kungsholmen, 2 ärenden för Norrmalm.")).to_be_visible()
    assert number_of(scene.house, RegisterExtract) == [1]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_with_every_list_open(scene: Scene, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    rows = cases({"beslutstyp": "ja"}, {"namnd_kod": "SDN Norrmalm", "ansokan_datum": "2026-05-01"})
    scene.sign_in(page)
    for data in (csv_file(rows), csv_file(rows[1:])):
        scene.check(page, data)
        page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
