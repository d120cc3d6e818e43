"""Machine controls in a real browser: run, waited for, a hit judged, the hits a stratum that a round draws from."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from audit.accounts.operations import known
from audit.registers.operations import frames_for
from audit.registers.rules import RegisterKind
from audit.rounds.operations import create_round
from tests.conftest import Serve
from tests.controls.telling import payments_taken
from tests.support.accessibility import axe
from tests.support.house import House, build
from tests.support.signing_in import open_the_house, sign_in
from tests.support.story import attach_frames, plan

pytestmark = pytest.mark.browser
BOARD, PAYMENTS = "Kungsholmen", RegisterKind.PAYMENTS


def test_from_a_run_over_every_payment_to_a_sample_drawn_out_of_what_it_points_at(
    sqlite_url: str, instance: Path, live_server: Serve, browser: Browser
) -> None:
    house = build(sqlite_url, instance)
    round_id = _a_round_of_the_payments(house)
    open_the_house(house)
    url = live_server(sqlite_url, instance).url
    page = browser.new_context(locale="sv-SE").new_page()
    sign_in(page, url, "samordnare")
    _run(page)
    _judge(page)
    page.get_by_role("button", name="Gör till stratum").click()
    expect(page.get_by_role("status")).to_contain_text("1 träff är lagd i ett stratum")
    _bears_a_phone(page)
    page.goto(f"{url}/omgangar/{round_id}")
    _choose_the_stratum(page)
    _draw(page, f"{url}/omgangar/{round_id}/fro")
    page.goto(f"{url}/omgangar/{round_id}/protokoll/traffar")
    expect(page.locator("main")).to_contain_text("KUN-U3")
    _bears_a_phone(page)
    house.database.close()


def _a_round_of_the_payments(house: House) -> int:
    """A round whose frame is the very payments that the controls go through. Gives its id."""
    payments_taken(house, BOARD)
    with house.database.transaction() as session:
        round_ = create_round(session, stamp=house.stamp(), plan=plan(house, BOARD, kind=PAYMENTS, size=1, reserves=0))
        newest = frames_for(session, kind=PAYMENTS, board_ids=[house.boards[BOARD]])[0]
        attach_frames(house, session, known(round_.id), {BOARD: known(newest.id)})
        return known(round_.id)


def _run(page: Page) -> None:
    page.get_by_text("Mer", exact=True).click()
    page.get_by_role("link", name="Maskinella kontroller").click()
    page.get_by_role("link", name="Kör kontroller").click()
    page.get_by_role("button", name="Kör kontrollerna").click()
    page.wait_for_url(re.compile(r"/(arbete|kontroller/korning)/"))
    # Nobody presses anything: the page of the work goes on to what was found.
    page.wait_for_url(re.compile(r"/kontroller/korning/\d+$"))
    without = page.get_by_role("row", name="Utbetalning utan beslut")
    expect(without).to_contain_text("1 av")
    _bears_a_phone(page)
    without.get_by_role("link").click()


def _judge(page: Page) -> None:
    page.get_by_role("link", name="KUN-U3").click()
    page.get_by_label("Fel", exact=True).check()
    page.get_by_role("button", name="Spara bedömningen").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv vad du såg")
    page.get_by_label("Anteckning").fill("Beslutet saknas i akten.")
    page.get_by_role("button", name="Spara bedömningen").click()
    expect(page.get_by_role("row", name="KUN-U3")).to_contain_text("Beslutet saknas i akten.")


def _choose_the_stratum(page: Page) -> None:
    page.locator("main").get_by_role("link", name=BOARD, exact=True).click()
    page.get_by_label("Stratum av träffar").select_option(index=1)
    page.get_by_label("Urval", exact=True).fill("1")
    page.get_by_label("Reserver").fill("0")
    _bears_a_phone(page)
    page.get_by_role("button", name="Spara valet").click()
    expect(page.get_by_role("row", name="Träffar i maskinella kontroller")).to_contain_text("1")


def _draw(page: Page, seed: str) -> None:
    """Fix the sizes, give the one board's part of the seed, and draw."""
    page.locator("main .btn-primary").first.click()
    page.get_by_role("button", name="Bestäm storlekarna").click()
    page.goto(seed)
    page.get_by_role("link", name=f"Skriv delen för {BOARD}").click()
    page.get_by_label("Tärningar").check()
    page.get_by_label("Din nämnds del").fill("4-2-6")
    page.get_by_role("button", name="Lämna delen").click()
    page.get_by_role("button", name="Dra urvalet").click()
    page.wait_for_load_state()


def _bears_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
    page.set_viewport_size({"width": 1280, "height": 900})
