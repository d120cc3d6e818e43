"""Three years in a real browser: a deviation is found, communicated, answered, followed up, closed, and comes back.

2024: one of five files lacks its application. 2025: none of five does. 2026: one does again. The other files and
questions are answered beforehand; what this is about is done by hand, by the reviewer, the coordinator and the unit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Serve
from tests.support.accessibility import axe
from tests.support.house import House, build
from tests.support.remembered import remembered
from tests.support.reviewed import answered_review, distributed_round, review_id_of
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser

Q = "application_on_file"
FILES = 5
YEARS = (2024, 2025, 2026)
COMMENT = "Ansökan för mars saknas."


@remembered
def three_years(house: House) -> dict[int, int]:
    """Rounds of Kungsholmen: 2025 is signed with Ja throughout; in the others one file waits for one answer."""
    return {year: _year(house, year) for year in YEARS}


def _year(house: House, year: int) -> int:
    told = {"size": FILES, "year": year, "prefix": f"{year}-", "areas": ("ansokan",), "units": 12}
    round_id = distributed_round(house, "Kungsholmen", **told)
    for position in range(1, FILES + 1):
        waits = position == 1 and year != 2025
        answered_review(house, round_id, position=position, leave=(Q,) if waits else (), sign=not waits)
    return round_id


@dataclass
class Scene:
    """A running server with the three years, and a browser for each person."""

    url: str
    house: House
    rounds: dict[int, int]
    new_page: Callable[[], Page]
    pages: dict[str, Page] = field(default_factory=dict)

    def open(self, person: str, address: str) -> Page:
        if person not in self.pages:
            self.pages[person] = self.new_page()
            sign_in(self.pages[person], self.url, person)
        self.pages[person].goto(self.url + address)
        return self.pages[person]


@pytest.fixture
def scene(sqlite_url: str, instance: Path, live_server: Serve, new_page: Callable[[], Page]) -> Iterator[Scene]:
    house = build(sqlite_url, instance)
    rounds = three_years(house)
    open_the_house(house)
    yield Scene(live_server(sqlite_url, instance).url, house, rounds, new_page)
    house.database.close()


def test_a_deviation_is_followed_up_closed_and_comes_back(scene: Scene) -> None:
    the_reviewer_finds_the_application_missing(scene, 2024)
    the_coordinator_writes_it_down_and_shares_it(scene)
    the_unit_head_says_what_will_be_done(scene)
    it_becomes_an_improvement_area(scene)
    next_year_s_sample_closes_it(scene)
    the_reviewer_finds_the_application_missing(scene, 2026)
    the_area_is_back_with_its_history(scene)
    the_board_s_page_tells_of_all_three_years(scene)


def the_reviewer_finds_the_application_missing(scene: Scene, year: int) -> None:
    review = review_id_of(scene.house, scene.rounds[year])
    page = scene.open("granskare", f"/granskning/{review}?omrade=ansokan")
    card = page.locator(f"#fraga-{Q}")
    card.get_by_label("Nej", exact=True).check()
    card.get_by_label("Kommentar").fill(COMMENT)
    card.get_by_label("Kommentar").blur()
    expect(page.locator("[data-all-left]")).to_have_text("Allt klart")
    page.goto(f"{scene.url}/granskning/{review}/signera")
    page.get_by_role("button", name="Signera granskningen").click()
    expect(page.get_by_role("status")).to_contain_text("är signerad.")


def the_coordinator_writes_it_down_and_shares_it(scene: Scene) -> None:
    number = scene.rounds[2024]
    page = scene.open("samordnare", f"/iakttagelser/omgang/{number}")
    page.get_by_role("link", name="Skriv utifrån förslaget").first.click()
    page.get_by_label("Bedömning").fill("Ansökan ska finnas för varje månad.")
    page.get_by_label("Rekommendation").fill("Gå igenom hur ansökningar tas emot.")
    page.get_by_role("button", name="Spara iakttagelsen").click()
    page.goto(f"{scene.url}/kommunicering/omgang/{number}")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Gå vidare till delningen").click()
    page.get_by_role("button", name="Dela 1").click()
    expect(page.get_by_role("status").first).to_be_visible()


def the_unit_head_says_what_will_be_done(scene: Scene) -> None:
    page = scene.open("enhetschef", "/kommunicering")
    page.locator("main table a").first.click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Åtgärd").fill("Rutinen för ansökningar gås igenom med alla.")
    page.get_by_role("button", name="Lämna svaret").click()
    expect(page.get_by_text("Enheten håller med")).to_be_visible()


def it_becomes_an_improvement_area(scene: Scene) -> None:
    page = scene.open("samordnare", f"/forbattringsomraden/omgang/{scene.rounds[2024]}")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Lägg upp ett nytt område").click()
    page.get_by_label("Rubrik").fill("Ansökan finns i varje akt")
    page.get_by_label("Ansvarig").fill("Enhetschef")
    page.get_by_role("button", name="Lägg upp området").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ansökan finns i varje akt")


def next_year_s_sample_closes_it(scene: Scene) -> None:
    page = scene.open("samordnare", f"/forbattringsomraden/omgang/{scene.rounds[2025]}")
    expect(page.get_by_text("Inga avvikelser i årets stickprov (0 av 5)").first).to_be_visible()
    page.get_by_role("link", name="Bedöm området").click()
    expect(page.get_by_text("Stickprovet stöder att området stängs.")).to_be_visible()
    page.get_by_label("Åtgärdat", exact=True).check()
    page.get_by_label("Vad bedömningen bygger på").fill("Ingen ansökan saknades i de fem akterna.")
    page.get_by_role("button", name="Spara bedömningen").click()
    page.goto(f"{scene.url}/forbattringsomraden?visa=atgardade")
    expect(page.get_by_role("link", name="Ansökan finns i varje akt")).to_be_visible()


def the_area_is_back_with_its_history(scene: Scene) -> None:
    page = scene.open("samordnare", "/")
    expect(page.get_by_role("main")).to_contain_text("återkommit")
    page.goto(f"{scene.url}/forbattringsomraden?visa=aterkommande")
    page.get_by_role("link", name="Ansökan finns i varje akt").click()
    expect(page.get_by_text("Samma avvikelse har setts igen sedan området stängdes.")).to_be_visible()
    history = page.locator("ol.timeline")
    for told in ("2024", "Ingen ansökan saknades i de fem akterna.", "Aktgranskning 2026"):
        expect(history).to_contain_text(told)
    axe(page)


def the_board_s_page_tells_of_all_three_years(scene: Scene) -> None:
    page = scene.open("samordnare", "/jamforelse/namnd")
    row = page.get_by_role("row", name="Finns en ansökan för den granskade perioden i akten?")
    expect(row.locator("td.num").filter(has_text="1 av 5")).to_have_count(2)
    expect(page.get_by_role("row", name="Ansökan finns i varje akt")).to_contain_text("Återkommande")
    axe(page)
