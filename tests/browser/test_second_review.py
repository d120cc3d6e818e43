"""Two reviewers in browsers of their own: jäv refused, the same file reviewed blind, a difference seen and settled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from audit.registers.models import RegisterUnit
from audit.reviews import operations
from audit.reviews.models import Review
from audit.reviews.rules import Given
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from tests.conftest import Serve
from tests.support.accessibility import axe
from tests.support.house import House, build
from tests.support.reviewed import review_id_of
from tests.support.signing_in import open_the_house, sign_in
from tests.support.story import drawn_round

pytestmark = pytest.mark.browser

Q = "application_on_file"


@dataclass
class Scene:
    """A running server with a drawn round, of whose second file »granskare« has been the case worker."""

    url: str
    house: House
    round_id: int
    handled: str


@pytest.fixture
def scene(sqlite_url: str, instance: Path, live_server: Serve) -> Iterator[Scene]:
    house = build(sqlite_url, instance)
    open_the_house(house)
    round_id = drawn_round(house, "Kungsholmen", size=2)
    with house.database.transaction() as session:
        unit = rounds.in_use(session, round_id)[1]
        row = session.get_one(RegisterUnit, unit.register_unit_id)
        row.content = {**row.content, "handlaggare_id": "H-07"}
    yield Scene(live_server(sqlite_url, instance).url, house, round_id, unit.unit_id)
    house.database.close()


def answer_all_but_one(scene: Scene, review_id: int) -> None:
    with scene.house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        areas = operations.areas_of(session.get_one(Round, review.round_id))
        given = [
            Given(question.id, "ja", reason="Påhittat skäl.")
            for part in areas
            for question in part.questions
            if question.id != Q
        ]
        stamp = scene.house.stamp(
            "granskare" if review.reviewer_id == scene.house.accounts["granskare"] else "granskare2"
        )
        assert operations.save_area(session, stamp=stamp, review=review, given=given) == []


def tie_the_reviewer_to_her_cases(scene: Scene, page: Page) -> None:
    sign_in(page, scene.url, "administrator")
    page.goto(f"{scene.url}/konton/{scene.house.accounts['granskare']}")
    page.get_by_label("Id i registren").fill("h-07")
    page.get_by_role("button", name="Spara id").click()
    expect(page.get_by_role("status")).to_contain_text("Id:na är sparade.")


def distribute_and_choose_a_second(scene: Scene, page: Page) -> None:
    sign_in(page, scene.url, "samordnare")
    page.goto(f"{scene.url}/granskning/omgang/{scene.round_id}/fordela")
    choice = page.get_by_label(f"Granskare för {scene.handled}")
    choice.select_option(label="Granskare (jäv)")
    page.get_by_role("button", name="Spara fördelningen").click()
    row = page.get_by_role("row").filter(has_text=scene.handled)
    expect(row).to_contain_text("Jäv: Granskare har handlagt ärendet. Välj någon annan.")
    choice.select_option(label="Granskare2")
    page.get_by_role("button", name="Spara fördelningen").click()
    page.get_by_role("link", name="Dubbelgranskning").click()
    page.get_by_label("Andel som granskas av två").select_option(label="10 procent")
    page.get_by_role("button", name="Spara andelen").click()
    page.get_by_role("button", name="Spara andra granskare").click()
    expect(page.get_by_role("status")).to_contain_text("1 akt har fått en andra granskare.")


def answer_and_sign(scene: Scene, page: Page, review_id: int, answer: str, comment: str = "") -> None:
    page.goto(f"{scene.url}/granskning/{review_id}?omrade=ansokan")
    card = page.locator(f"#fraga-{Q}")
    card.get_by_label(answer, exact=True).check()
    if comment:
        card.get_by_label("Kommentar").fill(comment)
        card.get_by_label("Kommentar").blur()
    expect(page.locator("[data-all-left]")).to_have_text("Allt klart")
    page.goto(f"{scene.url}/granskning/{review_id}/signera")
    page.get_by_role("button", name="Signera granskningen").click()
    expect(page.get_by_role("status")).to_contain_text("är signerad.")


def space_in_cards(page: Page) -> float:
    """How far below its card's upper edge the heading of the first difference begins, in pixels."""
    card = page.locator("article.sheet").first
    edge, heading = card.bounding_box(), card.get_by_role("heading").bounding_box()
    assert edge
    assert heading
    return heading["y"] - edge["y"]


def gaps(page: Page) -> list[int]:
    """Between each answer to choose and the next one, in pixels."""
    boxes = [box for label in page.locator(".scale label").all() if (box := label.bounding_box())]
    return [round(right["x"] - left["x"] - left["width"]) for left, right in pairwise(boxes)]


def test_two_review_blind_differ_and_settle_and_jav_is_refused(scene: Scene, new_page: Callable[[], Page]) -> None:
    tie_the_reviewer_to_her_cases(scene, new_page())
    distribute_and_choose_a_second(scene, new_page())
    one, other = new_page(), new_page()
    first = review_id_of(scene.house, scene.round_id)
    with scene.house.database.transaction(write=False) as session:
        [second] = [
            state.review_id
            for state in operations.assigned_to(session, scene.house.accounts["granskare2"])
            if state.unit.position == 1
        ]
    answer_all_but_one(scene, first)
    answer_all_but_one(scene, second)

    sign_in(one, scene.url, "granskare")
    sign_in(other, scene.url, "granskare2")
    answer_and_sign(scene, one, first, "Ja")
    settling = f"{scene.url}/granskning/{first}/skillnader"
    for page in (one, other):
        response = page.goto(settling)
        assert response
        assert response.status == 404, "nothing to see before both have signed"
    answer_and_sign(scene, other, second, "Nej", "Ansökan saknas för mars.")

    one.goto(f"{scene.url}/")
    one.get_by_role("link", name="Avgör skillnaderna").click()
    expect(one.get_by_text("Ansökan saknas för mars.")).to_be_visible()
    axe(one)
    assert space_in_cards(one) < 30, "a card is as high as what it holds"
    assert len(set(gaps(one))) == 1, "the answers stand at the same distance from each other"
    one.get_by_label("Nej", exact=True).check()
    one.get_by_label("Varför").fill("Vi läste om akten: mars saknas.")
    one.get_by_role("button", name="Föreslå svaret").click()
    expect(one.get_by_text("Väntar på att den andra granskaren bekräftar.")).to_be_visible()

    other.goto(f"{scene.url}/granskning/{second}/skillnader")
    other.get_by_role("button", name="Bekräfta förslaget").click()
    expect(other.get_by_text("Skillnaden är avgjord.")).to_be_visible()
    with scene.house.database.transaction(write=False) as session:
        answers = operations.given_answers(session, round_id=scene.round_id, signed_only=True)
        values = {review: operations.answers_of(session, review)[Q].value for review in (first, second)}
    assert [one.value for one in answers if one.question_id == Q] == ["nej"]
    assert values == {first: "ja", second: "nej"}
