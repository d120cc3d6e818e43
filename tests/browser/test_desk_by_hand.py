"""A whole file by the keyboard alone, and what helps the hand: numbers pointed out, a comment taken over, a flag."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from audit.reviews import operations
from audit.reviews.rules import Content
from tests.support.accessibility import axe
from tests.support.house import House, build
from tests.support.reviewed import distributed_round, review_id_of
from tests.support.server import serving_at_once
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser

Q, Q2 = "application_on_file", "application_signed_by_all"
DECISION, REASONS = "decision_document_complete", "decision_reasons_given"
SAVED = re.compile(r"^Sparat \d\d:\d\d$")
# Published by Skatteverket for testing; no person has it.
PERSON = "20170101-2393"
Served = tuple[str, House, int]


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    instance = tmp_path_factory.mktemp("hand") / "instance"
    instance.mkdir()
    url = f"sqlite:///{shutil.copyfile(migrated_sqlite, instance / 'stickprov.db')}"
    house = build(url, instance)
    open_the_house(house)
    round_id = distributed_round(house, size=6)
    with serving_at_once(url, instance) as server:
        yield server.url, house, round_id
    house.database.close()


def kept(house: House, review_id: int) -> dict[str, Content]:
    with house.database.transaction(write=False) as session:
        return operations.contents(operations.answers_of(session, review_id).values())


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text(SAVED)


def answer_the_area(page: Page) -> None:
    """Go through the open area with the keys: Ja to all that is asked; its last n leads to the button."""
    cards = page.locator("article[data-question]")
    for place in range(cards.count()):
        page.keyboard.press("n")
        card = cards.nth(place)
        if "folded" not in (card.get_attribute("class") or ""):
            page.keyboard.press("1")
            expect(card.get_by_label("Ja", exact=True)).to_be_checked()
    page.keyboard.press("n")
    expect(page.locator("[data-next]")).to_be_focused()
    saved(page)


def test_a_whole_file_by_the_keyboard_alone(served: Served, page: Page) -> None:
    url, house, round_id = served
    review_id = review_id_of(house, round_id, position=1)
    sign_in(page, url, "granskare")
    page.goto(f"{url}/granskning/{review_id}?omrade=ansokan")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog")
    expect(help_).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    assert kept(house, review_id) == {}, "no key acts behind the dialog"
    page.keyboard.press("n")
    page.keyboard.press("2")
    page.keyboard.press("k")
    page.keyboard.type("Bara 1 av 2 har skrivit under. Nya n, f?")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+1")
    saved(page)
    assert kept(house, review_id) == {Q: Content("delvis", "Bara 1 av 2 har skrivit under. Nya n, f?")}
    page.keyboard.press("o")
    expect(page.locator(f"#svar-{Q2}-ja")).to_be_focused()
    page.reload()
    areas = page.locator("nav.areas a[href*=omrade]").count() - 1
    for _ in range(areas):
        answer_the_area(page)
        onwards = page.locator("[data-next]").get_attribute("data-next")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}{onwards}")
    page.wait_for_url("**/signera")
    button = page.get_by_role("button", name="Signera granskningen")
    expect(button).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/granskning")
    expect(page.get_by_role("status")).to_contain_text("är signerad.")


def test_the_keys_can_be_switched_off(served: Served, page: Page) -> None:
    url, house, round_id = served
    review_id = review_id_of(house, round_id, position=3)
    sign_in(page, url, "granskare")
    page.goto(f"{url}/granskning/{review_id}?omrade=ansokan")
    page.get_by_role("button", name="Tangenter").click()
    page.get_by_label("Använd tangenterna i den här webbläsaren").uncheck()
    page.get_by_role("button", name="Stäng").click()
    page.reload()
    page.locator(f"#svar-{Q}-ja").focus()
    for key in ("n", "1", "?"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(f"#svar-{Q}-ja")).not_to_be_checked()


def test_a_number_is_pointed_out_and_the_comment_taken_over(served: Served, page: Page) -> None:
    url, house, round_id = served
    review_id = review_id_of(house, round_id, position=5)
    sign_in(page, url, "granskare")
    page.goto(f"{url}/granskning/{review_id}?omrade=ansokan")
    first, second = page.locator(f"#fraga-{Q}"), page.locator(f"#fraga-{Q2}")
    page.route("**/svar", lambda route: route.fulfill(status=500, body="disken är full"), times=1)
    first.get_by_label("Nej", exact=True).check()
    expect(page.locator("[data-status]")).to_have_text("1 svar är inte sparat än – försöker igen")
    first.get_by_label("Kommentar").fill(f"{PERSON} har inte skrivit under.")
    expect(first.locator("[data-pointed]")).to_have_count(0)
    first.get_by_label("Journaldatum").fill("260314")
    expect(first.locator("[data-pointed]")).to_contain_text(f"ett personnummer ({PERSON})")
    axe(page)
    first.get_by_role("button", name="Byt mot »sökanden«").click()
    expect(first.get_by_label("Kommentar")).to_have_value("sökanden har inte skrivit under.")
    second.get_by_label("Nej", exact=True).check()
    second.get_by_role("button", name="Samma kommentar som på fråga 1").click()
    saved(page)
    expect(first.locator("[data-pointed]")).to_have_count(0)
    said = Content("nej", "sökanden har inte skrivit under.", "2026-03-14")
    assert kept(house, review_id) == {Q: said, Q2: said}
    page.goto(f"{url}/granskning/{review_id}?omrade=beslut")
    decision = page.locator(f"#fraga-{DECISION}")
    decision.get_by_label("Nej", exact=True).check()
    decision.get_by_label("Kommentar").fill("Beslutet saknas i akten.")
    decision.get_by_role("button", name="Detta gäller även").click()
    page.wait_for_url(f"**/galler-aven/{DECISION}")
    axe(page)
    page.locator(f"#fraga-{REASONS}").check()
    page.get_by_role("button", name="Skriv kommentaren vid de valda frågorna").click()
    expect(page.get_by_role("status").first).to_contain_text("står nu vid 1 fråga till.")
    answers = kept(house, review_id)
    assert answers[DECISION] == Content("nej", "Beslutet saknas i akten.")
    assert answers[REASONS] == Content(None, "Beslutet saknas i akten.")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_new_pages_have_no_barriers(served: Served, new_page: Callable[..., Page], width: int) -> None:
    url, house, round_id = served
    review_id = review_id_of(house, round_id, board="Norrmalm", position=1 if width == 390 else 3)
    page = new_page(width=width)
    sign_in(page, url, "granskare")
    page.goto(f"{url}/granskning/{review_id}/flagga")
    axe(page)
    page.get_by_label("Oro för ett barn").check()
    page.get_by_label("Vad har du sett?").fill("Påhittat: barnet har inte setts sedan mars.")
    page.get_by_role("button", name="Sätt flaggan").click()
    page.wait_for_url(f"{url}/granskning/{review_id}")
    for address in (
        f"/granskning/{review_id}?omrade=alla",
        f"/granskning/{review_id}/blankett",
        f"/granskning/{review_id}/historik",
    ):
        page.goto(url + address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    unit = new_page(width=width)
    sign_in(unit, url, "enhetschef")
    unit.goto(f"{url}/bradskande")
    axe(unit)
    unit.get_by_role("link", name="Berätta vad som är gjort").first.click()
    axe(unit)
    assert unit.evaluate("document.documentElement.scrollWidth") <= width
    runner = new_page(width=width)
    sign_in(runner, url, "samordnare")
    runner.goto(f"{url}/granskning/omgang/{round_id}/flaggor")
    axe(runner)
    runner.get_by_role("main").get_by_role("table").last.get_by_role("link").first.click()
    axe(runner)
    assert runner.evaluate("document.documentElement.scrollWidth") <= width
