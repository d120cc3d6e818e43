"""The desk in a real browser: saved as given, honest when it isn't, and nothing typed is ever lost."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, Route, expect
from sqlmodel import col, select

from audit import clock
from audit.accounts.models import SignInSession
from audit.accounts.operations import known
from audit.journal.models import JournalEntry
from audit.registers.models import RegisterUnit
from audit.reviews import operations
from audit.reviews.models import Review
from audit.reviews.rules import Content
from audit.rounds.models import SampleUnit
from tests.support.accessibility import axe, large_text
from tests.support.house import House, build
from tests.support.reviewed import answered_review, distributed_round, review_id_of, second_reviewer
from tests.support.server import serving_at_once
from tests.support.signing_in import give_credentials, open_the_house, sign_in
from tests.support.story import BOARDS

pytestmark = pytest.mark.browser

Q, Q2, Q3 = "application_on_file", "application_signed_by_all", "application_complete_or_supplemented"
SAVED = re.compile(r"^Sparat \d\d:\d\d$")


@dataclass
class Served:
    """A running server, the house behind it, a round whose files are distributed, and those not yet used by a test."""

    url: str
    house: House
    round_id: int
    unused: Iterator[tuple[str, int]]


@dataclass
class Scene:
    """The server, and a file of its own for the test: one that »granskare« is to review."""

    url: str
    house: House
    round_id: int
    board: str
    position: int

    @property
    def review_id(self) -> int:
        return review_id_of(self.house, self.round_id, board=self.board, position=self.position)

    def desk(self, page: Page, area: str = "ansokan") -> None:
        page.goto(f"{self.url}/granskning/{self.review_id}?omrade={area}")

    def sign_in(self, page: Page, account: str = "granskare") -> None:
        sign_in(page, self.url, account)

    def answer(self, **how: Any) -> int:
        return answered_review(self.house, self.round_id, board=self.board, position=self.position, **how)

    def kept(self) -> dict[str, Content]:
        with self.house.database.transaction(write=False) as session:
            return operations.contents(operations.answers_of(session, self.review_id).values())

    def set_children(self, number: int) -> None:
        """Say in the register how many children the household has."""
        with self.house.database.transaction() as session:
            unit = session.get_one(SampleUnit, session.get_one(Review, self.review_id).sample_unit_id)
            row = session.get_one(RegisterUnit, unit.register_unit_id)
            row.content = {**row.content, "antal_barn": number}

    def versions(self, question_id: str) -> list[str]:
        with self.house.database.transaction(write=False) as session:
            answer = operations.answers_of(session, self.review_id)[question_id]
            return [version.comment for version in operations.history(session, known(answer.id))]


@pytest.fixture(scope="module")
def served(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    instance = tmp_path_factory.mktemp("desk") / "instance"
    instance.mkdir()
    url = f"sqlite:///{shutil.copyfile(migrated_sqlite, instance / 'stickprov.db')}"
    house = build(url, instance)
    open_the_house(house)
    round_id = distributed_round(house, size=20)
    unused = iter([(board, position) for board in BOARDS for position in range(1, 20, 2)])
    with serving_at_once(url, instance) as server:
        yield Served(server.url, house, round_id, unused)
    house.database.close()


@pytest.fixture
def scene(served: Served) -> Scene:
    return Scene(served.url, served.house, served.round_id, *next(served.unused))


def card(page: Page, question: str) -> Locator:
    return page.locator(f"#fraga-{question}")


def choose(page: Page, question: str, answer: str) -> None:
    card(page, question).get_by_label(answer, exact=True).check()


def comment(page: Page, question: str) -> Locator:
    return card(page, question).get_by_label("Kommentar")


def status(page: Page) -> Locator:
    return page.locator("[data-status]")


def test_an_answer_is_saved_as_it_is_given_and_nothing_moves(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.desk(page)
    expect(status(page)).to_have_text("Inget svar än")
    before = [card(page, question).bounding_box() for question in (Q, Q2, Q3)]
    choose(page, Q, "Ja")
    expect(status(page)).to_have_text(SAVED)
    assert [card(page, question).bounding_box() for question in (Q, Q2, Q3)] == before
    expect(page.locator("[data-left=ansokan]")).to_have_text("2 kvar")
    expect(page.locator("[data-all-left]")).to_have_text("21 kvar")
    assert scene.kept() == {Q: Content("ja")}
    page.reload()
    expect(card(page, Q).get_by_label("Ja", exact=True)).to_be_checked()


def test_the_comment_opens_under_the_answer_that_needs_it(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.desk(page)
    expect(comment(page, Q)).to_be_hidden()
    choose(page, Q, "Nej")
    expect(comment(page, Q)).to_be_visible()
    expect(card(page, Q)).to_contain_text("Kommentar saknas")
    comment(page, Q).fill("Ansökan saknas för mars.")
    comment(page, Q).blur()
    expect(card(page, Q).locator("[data-state]")).to_have_text("Klar")
    card(page, Q2).get_by_role("button", name="Skriv kommentar eller plats i akten").click()
    expect(comment(page, Q2)).to_be_focused()
    expect(status(page)).to_have_text(SAVED)
    assert scene.kept() == {Q: Content("nej", "Ansökan saknas för mars.")}


def test_a_comment_that_is_too_long_is_told_and_not_cut_off(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.desk(page)
    choose(page, Q, "Nej")
    comment(page, Q).fill("å" * 4100)
    comment(page, Q).blur()
    expect(card(page, Q).locator("[data-state]")).to_contain_text("Kommentaren är 4100 tecken")
    expect(status(page)).to_have_text("1 svar är inte sparat än – se vid frågan")
    expect(comment(page, Q)).to_have_value("å" * 4100)
    comment(page, Q).fill("å" * 4000)
    comment(page, Q).blur()
    expect(status(page)).to_have_text(SAVED)
    assert scene.kept() == {Q: Content("nej", "å" * 4000)}


def test_the_keyboard_is_enough(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.desk(page)
    card(page, Q).get_by_label("Ja", exact=True).focus()
    for key in ("Space", "ArrowRight", "Tab"):
        page.keyboard.press(key)
    expect(comment(page, Q)).to_be_focused()
    page.keyboard.type("Bara en av två.")
    page.keyboard.press("Tab")
    page.keyboard.type("260314")
    page.keyboard.press("Tab")
    page.keyboard.type("s. 7")
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(SAVED)
    assert page.url.endswith("omrade=ansokan"), "Enter saves and stays"
    assert scene.kept() == {Q: Content("delvis", "Bara en av två.", "2026-03-14, s. 7")}


def test_going_on_at_once_waits_for_what_was_just_typed(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.desk(page)
    choose(page, Q, "Nej")
    comment(page, Q).fill("Skrivet i sista stund.")
    page.get_by_role("link", name="Journal").click()
    page.wait_for_url("**omrade=journal")
    assert scene.kept()[Q] == Content("nej", "Skrivet i sista stund.")
    choose(page, "journal_continuous", "Ja")
    page.get_by_role("button", name="Spara och gå vidare till Våld i nära relation").click()
    page.wait_for_url("**omrade=vald_nara_relation")
    assert scene.kept()["journal_continuous"] == Content("ja")


def test_a_lost_connection_loses_nothing_and_is_told(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.desk(page)
    page.context.set_offline(True)
    choose(page, Q, "Nej")
    expect(status(page)).to_have_text("1 svar är inte sparat än – försöker igen")
    comment(page, Q).fill("Skrivet utan förbindelse.")
    choose(page, Q2, "Ja")
    expect(status(page)).to_have_text("2 svar är inte sparade än – försöker igen")
    expect(card(page, Q2)).to_contain_text("Inte sparat än")
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert warned == ["beforeunload"]
    assert scene.kept() == {}
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)
    assert scene.kept() == {Q: Content("nej", "Skrivet utan förbindelse."), Q2: Content("ja")}


def test_a_receipt_that_is_lost_makes_no_conflict_with_oneself(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.desk(page)

    def lose_the_receipt(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/svar", lose_the_receipt, times=1)
    choose(page, Q, "Nej")
    expect(status(page)).to_contain_text("inte sparat än")
    comment(page, Q).fill("Mer, innan kvittot kom.")
    comment(page, Q).blur()
    expect(status(page)).to_have_text(SAVED)
    expect(card(page, Q).locator(".conflict")).to_have_count(0)
    assert scene.kept() == {Q: Content("nej", "Mer, innan kvittot kom.")}


@pytest.mark.parametrize(
    ("button", "holds"),
    [("Låt mitt svar gälla", "Från det andra fönstret."), ("Låt det sparade gälla", "Från det första.")],
)
def test_two_windows_on_the_same_review_show_both_answers(scene: Scene, page: Page, button: str, holds: str) -> None:
    scene.sign_in(page)
    scene.desk(page)
    other = page.context.new_page()
    scene.desk(other)
    choose(page, Q, "Nej")
    comment(page, Q).fill("Från det första.")
    comment(page, Q).blur()
    expect(status(page)).to_have_text(SAVED)
    choose(other, Q, "Delvis")
    panel = card(other, Q).locator(".conflict")
    expect(panel).to_contain_text("Från det första.")
    expect(status(other)).to_contain_text("En fråga har fått två olika svar")
    comment(other, Q).fill("Från det andra fönstret.")
    axe(other)
    panel.get_by_role("button", name=button).click()
    expect(status(other)).to_have_text(SAVED)
    expect(panel).to_contain_text("historiken")
    assert scene.kept()[Q].comment == holds
    assert {"Från det första.", "Från det andra fönstret."} <= set(scene.versions(Q))
    expect(comment(other, Q)).to_have_value(holds)
    choose(other, Q, "Nej")
    expect(status(other)).to_have_text(SAVED)
    assert scene.kept()[Q] == Content("nej", holds)


def test_an_expired_session_waits_for_the_person_to_sign_in_in_another_tab(scene: Scene, page: Page) -> None:
    scene.sign_in(page)
    scene.desk(page)
    with scene.house.database.transaction() as session:
        for signed_in in session.exec(select(SignInSession).where(col(SignInSession.ended_at).is_(None))):
            signed_in.ended_at = clock.now()
    choose(page, Q, "Nej")
    expect(page.get_by_text("Du är utloggad.", exact=True)).to_be_visible()
    comment(page, Q).fill("Skrivet som utloggad.")
    expect(status(page)).to_contain_text("1 svar är inte sparat än")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Logga in i en ny flik").click()
    give_credentials(opened.value, "granskare")
    opened.value.wait_for_url(f"{scene.url}/")
    page.bring_to_front()
    expect(status(page)).to_have_text(SAVED)
    expect(page.get_by_text("Du är utloggad.", exact=True)).to_be_hidden()
    assert scene.kept() == {Q: Content("nej", "Skrivet som utloggad.")}


def test_a_review_signed_in_another_window_says_that_nothing_more_is_saved(scene: Scene, page: Page) -> None:
    scene.answer()
    scene.sign_in(page)
    scene.desk(page)
    scene.answer(sign=True)
    choose(page, Q, "Ej aktuellt")
    expect(page.get_by_text("Det här sparas inte längre.")).to_be_visible()
    expect(status(page)).to_have_text("1 svar är inte sparat än")


def test_a_second_review_withdrawn_while_somebody_types_says_so_and_why(scene: Scene, page: Page) -> None:
    second = second_reviewer(scene.house, scene.round_id, board=scene.board, position=scene.position)
    scene.sign_in(page, "granskare2")
    page.goto(f"{scene.url}/granskning/{second}?omrade=ansokan")
    with scene.house.database.transaction() as session:
        review = session.get_one(Review, second)
        operations.withdraw(session, stamp=scene.house.stamp(), review=review, reason="Granskaren är sjuk.")
    choose(page, Q, "Nej")
    comment(page, Q).fill("Skrivet i sista stund.")
    expect(page.get_by_text("Det här sparas inte längre.")).to_be_visible()
    expect(page.locator("[data-closed]")).to_contain_text("är återkallad")
    expect(page.locator("[data-closed]")).to_contain_text("Granskaren är sjuk.")
    expect(comment(page, Q)).to_have_value("Skrivet i sista stund.")


def test_a_double_click_signs_once(scene: Scene, page: Page) -> None:
    scene.answer()
    scene.sign_in(page)
    page.goto(f"{scene.url}/granskning/{scene.review_id}/signera")
    page.get_by_role("button", name="Signera granskningen").dblclick()
    page.wait_for_url(f"{scene.url}/granskning")
    expect(page.get_by_role("status")).to_contain_text("är signerad.")
    with scene.house.database.transaction(write=False) as session:
        told = select(JournalEntry).where(JournalEntry.action == "review:signed")
        signed = session.exec(told.where(JournalEntry.object_id == str(scene.review_id))).all()
    assert len(signed) == 1


def test_what_is_missing_is_one_click_away_from_the_signing(scene: Scene, page: Page) -> None:
    scene.answer(leave=["journal_continuous"])
    scene.sign_in(page)
    scene.desk(page)
    page.get_by_role("link", name="Signera").click()
    page.get_by_role("link", name="22. Är journalen löpande").click()
    choose(page, "journal_continuous", "Ja")
    expect(page.locator("[data-all-left]")).to_have_text("Allt klart")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_reviewer_s_pages_have_no_barriers(scene: Scene, new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width=width)
    scene.sign_in(page)
    scene.desk(page)
    card(page, Q).locator("summary").click()
    choose(page, Q, "Nej")
    comment(page, Q).fill("Saknas.")
    comment(page, Q).blur()
    expect(status(page)).to_have_text(SAVED)
    for address in (None, "/granskning", f"/granskning/{scene.review_id}/signera"):
        if address:
            page.goto(scene.url + address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        large_text(page)
    scene.answer(leave=[Q])
    page.goto(f"{scene.url}/granskning/{scene.review_id}/signera")
    expect(page.get_by_role("button", name="Signera granskningen")).to_be_visible()
    axe(page)


def test_on_a_phone_with_large_text_little_more_than_what_is_saved_stays_in_sight(
    scene: Scene, new_page: Callable[..., Page]
) -> None:
    page = new_page(width=390)
    scene.sign_in(page)
    scene.desk(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for trouble in (False, True):
        page.context.set_offline(trouble)
        choose(page, Q, "Ja" if trouble else "Delvis")
        expect(status(page)).to_have_class(re.compile("trouble") if trouble else "desk-status")
        comment(page, Q3).locator("xpath=ancestor::article").scroll_into_view_if_needed()
        box = status(page).bounding_box()
        assert box
        assert box["y"] < 16, "it stays at the top"
        assert box["height"] <= (200 if trouble else 80)
        assert page.evaluate(SEEN_AT, [200, 230]) != "desk-bar", "and nothing else of the bar covers the questions"
        weight = card(page, Q).locator(".severity").bounding_box()
        assert weight
        assert weight["height"] <= 60, "its one word stands in one piece"
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)


SEEN_AT = "([x, y]) => document.elementFromPoint(x, y).closest('.desk-bar')?.className"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_coordinator_s_pages_have_no_barriers(scene: Scene, new_page: Callable[..., Page], width: int) -> None:
    signed = scene.answer(answers={Q: ("nej", "Saknas.")}, sign=True)
    page = new_page(width=width)
    scene.sign_in(page, "samordnare")
    overview = f"/granskning/omgang/{scene.round_id}"
    for address in (overview, f"{overview}/fordela", f"/granskning/{signed}"):
        page.goto(scene.url + address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_corrected_register_opens_questions_and_an_answer_closes_others(scene: Scene, page: Page) -> None:
    child = "child_situation_described"
    scene.set_children(0)
    scene.sign_in(page)
    scene.desk(page, "barnperspektiv")
    expect(card(page, child)).to_contain_text("Inte aktuell för att antal barn i hushållet är 0 enligt registret.")
    page.get_by_text("uppgifter ur registret").click()
    page.get_by_label("Antal barn i hushållet").fill("2")
    page.get_by_label("Antal barn i hushållet").press("Tab")
    expect(status(page)).to_have_text(SAVED)
    expect(card(page, child)).to_contain_text("Visas för att antal barn i hushållet är 2 enligt akten.")
    card(page, child).get_by_text("Svara på frågan", exact=True).click()
    expect(card(page, child)).to_contain_text("Gäller nu: svara på frågan")
    choose(page, child, "Ej aktuellt")
    expect(card(page, child)).to_contain_text("Kommentar saknas")
    expect(status(page)).to_have_text(SAVED)
    page.reload()
    expect(card(page, child)).to_contain_text("Skäl saknas")
    comment(page, child).fill("Barnen har flyttat.")
    expect(card(page, child)).to_contain_text("Klar")
    scene.desk(page)
    choose(page, Q, "Nej")
    expect(card(page, Q2)).to_contain_text("Gäller inte")
    page.reload()
    card(page, Q2).get_by_text("Frågan är aktuell ändå").click()
    choose(page, Q2, "Ja")
    expect(card(page, Q2)).to_contain_text("Skäl saknas")
    card(page, Q2).get_by_label("Varför är frågan aktuell ändå?").fill("Ansökan ligger i en annan akt.")
    expect(card(page, Q2)).to_contain_text("Klar")
    expect(status(page)).to_have_text(SAVED)
    page.reload()
    assert scene.kept()[Q2] == Content("ja", reason="Ansökan ligger i en annan akt.")
    axe(page)
