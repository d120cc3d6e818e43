"""From a figure of the report to the reviews that it is made of, and who may go there."""

import pytest

from tests.reports.told import Told, tell
from tests.support.house import House
from tests.support.pages import PageClient, parse, text_of


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    return house_on_sqlite


@pytest.fixture
def told(house: House) -> Told:
    return tell(house)


def behind(client: PageClient, told: Told, key: str) -> list[str]:
    """The rows of the page behind a figure."""
    page = parse(client.get(f"/omgangar/{told.round_id}/rapport/siffra/{key}"))
    return [text_of(row) for row in page.findall(".//main//tbody/tr")]


def test_each_figure_opens_the_reviews_it_is_made_of(house: House, told: Told) -> None:
    client, kungsholmen = house.client("samordnare"), house.boards["Kungsholmen"]
    page = parse(client.get(f"/omgangar/{told.round_id}/rapport"))
    links = {str(link.get("href")).rsplit("/", 1)[1]: text_of(link) for link in page.iter("a") if is_figure(link)}
    for key in (
        f"svar.application_on_file.{kungsholmen}.nej",
        "svar.application_on_file.alla.avvikelser",
        "svar.application_on_file.alla.ja",
        "omrade.utredning.alla.nej",
        "fragor.alla.ej_bedomda",
        "dragning.alla.granskade",
        "dragning.alla.att_granska",
    ):
        assert (key, len(behind(client, told, key))) == (key, int(links[key]))
    assert behind(client, told, f"svar.application_on_file.{kungsholmen}.delvis")[0].endswith("hemlig kommentar två")
    assert f"svar.application_on_file.{kungsholmen}.ej_aktuellt" not in links


def is_figure(link: object) -> bool:
    return "figure-link" in str(getattr(link, "attrib", {}).get("class", ""))


def test_a_row_leads_to_the_review(house: House, told: Told) -> None:
    client = house.client("samordnare")
    page = parse(client.get(f"/omgangar/{told.round_id}/rapport/siffra/svar.application_on_file.alla.nej"))
    review = next(str(link.get("href")) for link in page.iter("a") if "/granskning/" in str(link.get("href")))
    assert client.get(review).status_code == 200


def test_nobody_else_is_led_to_single_answers(house: House, told: Told) -> None:
    where = f"/omgangar/{told.round_id}/rapport/siffra/svar.application_on_file.alla.nej"
    for account, status in {"lasare": 403, "granskare": 403, "enhetschef": 403, "annan-samordnare": 404}.items():
        assert (account, house.client(account).get(where).status_code) == (account, status)
    for unknown in ("hittas-inte", "dragning.alla.dragna"):
        assert house.client("samordnare").get(where.rsplit("/", 1)[0] + f"/{unknown}").status_code == 404
