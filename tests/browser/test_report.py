"""The report in a real browser: written, read, printed and taken out as a Word file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Serve
from tests.reports import documents
from tests.reports.told import tell
from tests.support.accessibility import axe
from tests.support.house import build
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser

TYPED = "Egen text: {{ 7*7 }}, <b>fet</b> & 😀.\n\n- första punkten\n- andra punkten"


@dataclass
class Scene:
    """A running server with a reviewed round."""

    url: str
    round_id: int

    def sign_in(self, page: Page) -> None:
        sign_in(page, self.url, "samordnare")

    def report(self, page: Page, rest: str = "") -> None:
        page.goto(f"{self.url}/omgangar/{self.round_id}/rapport{rest}")


@pytest.fixture
def scene(sqlite_url: str, instance: Path, live_server: Serve) -> Iterator[Scene]:
    house = build(sqlite_url, instance)
    open_the_house(house)
    told = tell(house)
    yield Scene(live_server(sqlite_url, instance).url, told.round_id)
    house.database.close()


def test_a_section_is_written_and_taken_out_as_it_was_typed(scene: Scene, page: Page, tmp_path: Path) -> None:
    scene.sign_in(page)
    scene.report(page)
    page.get_by_role("link", name="Ändra texten i Bakgrund").click()
    page.get_by_label("Text", exact=True).fill(TYPED)
    page.get_by_role("button", name="Spara texten").click()
    section = page.get_by_role("region", name="Bakgrund")
    expect(section.get_by_text("Egen text: {{ 7*7 }}, <b>fet</b> & 😀.")).to_be_visible()
    expect(section.get_by_role("listitem")).to_have_text(["första punkten", "andra punkten"])
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Ladda ner som Word").click()
    assert waiting.value.suggested_filename == "Aktgranskning 2026 för Kungsholmen och Norrmalm.docx"
    waiting.value.save_as(tmp_path / "rapport.docx")
    file = (tmp_path / "rapport.docx").read_bytes()
    first, *points = documents.under(file, "Bakgrund")
    assert (first, points) == ("Egen text: {{ 7*7 }}, <b>fet</b> & 😀.", ["första punkten", "andra punkten"])


def test_two_windows_on_one_section_lose_nothing(scene: Scene, new_page: Callable[[], Page]) -> None:
    first, second = new_page(), new_page()
    for window in (first, second):
        scene.sign_in(window)
        scene.report(window, "/avsnitt/sammanfattning")
    for window, text in ((first, "Den första texten."), (second, "Den andra texten.")):
        window.get_by_label("Text", exact=True).fill(text)
        window.get_by_role("button", name="Spara texten").click()
    expect(second.get_by_role("heading", name="Någon annan har sparat under tiden")).to_be_visible()
    expect(second.get_by_text("Den första texten.").first).to_be_visible()
    expect(second.get_by_label("Text", exact=True)).to_have_value("Den andra texten.")
    axe(second)


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for rest in ("", "/avsnitt/synpunkter", "/huvud"):
            scene.report(page, rest)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_paper_only_the_report_is_left(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.report(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Aktgranskning 2026 för Kungsholmen och Norrmalm")).to_be_visible()
    expect(page.get_by_role("table", name="Svar per område, Kungsholmen och Norrmalm")).to_be_visible()
    for gone in (
        page.get_by_role("link", name="Ändra texten i Bakgrund"),
        page.get_by_role("link", name="Ladda ner som Word"),
        page.get_by_role("navigation", name="Huvudmeny"),
    ):
        expect(gone).to_be_hidden()


def test_the_tables_stay_within_the_window_when_the_text_is_twice_as_large(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    scene.report(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    wider = page.locator(".scroll").evaluate_all(
        "boxes => boxes.filter(one => one.scrollWidth > one.clientWidth).length"
    )
    assert wider, "no table is wide enough to try it"
