"""Who sees which rounds: one's own boards only, only what one's role needs, and run by whoever has all its boards."""

import pytest

from audit.rounds import operations
from tests.rounds.pages import buttons, the_draw, the_sample, words
from tests.support.house import House
from tests.support.story import drawn_round, planned_round, seeded_round

READ = ("", "/protokoll", "/protokoll.json", "/ram.csv", "/hamtlista")
RUN = ("/andra", "/granskare", "/storlekar", "/ny-dragning")
ALL = ("Kungsholmen", "Norrmalm", "Östermalm")


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages: what the two databases do differently is proven where the operations are."""
    return house_on_sqlite


def statuses(house: House, who: str, round_id: int, ways: tuple[str, ...]) -> dict[str, int]:
    client = house.client(who)
    return {way: client.get(f"/omgangar/{round_id}{way}").status_code for way in ways}


@pytest.mark.parametrize("who", ["annan-samordnare", "annan-lasare", "annan-granskare"])
def test_another_boards_round_does_not_exist(house: House, who: str) -> None:
    round_id = drawn_round(house)
    unit = the_sample(house, round_id)[0]
    for way, status in statuses(house, who, round_id, READ).items():
        assert status == (403 if who == "annan-granskare" and way in READ[1:4] else 404), way
    ways = (*RUN, f"/ram/{house.boards['Norrmalm']}", f"/ersatt/{unit.id}")
    expected = 404 if who == "annan-samordnare" else 403
    assert set(statuses(house, who, round_id, ways).values()) == {expected}
    assert "Aktgranskning" not in words(house.client(who).get("/omgangar"))


@pytest.mark.parametrize("who", ["enhetschef", "administrator"])
def test_the_unit_and_the_administrator_see_no_rounds(house: House, who: str) -> None:
    round_id = drawn_round(house)
    assert set(statuses(house, who, round_id, (*READ, *RUN)).values()) == {403}
    assert house.client(who).get("/omgangar").status_code == 403


def test_a_reader_reads_and_runs_nothing(house: House) -> None:
    round_id = drawn_round(house)
    assert set(statuses(house, "lasare", round_id, READ).values()) == {200}
    assert set(statuses(house, "lasare", round_id, RUN).values()) == {403}
    page = house.client("lasare").get(f"/omgangar/{round_id}")
    assert buttons(page) == ["Öppna urvalsprotokollet"]
    assert "Ändra granskare" not in words(page)


def test_a_reviewer_sees_the_round_and_its_list_where_she_reviews(house: House) -> None:
    round_id = drawn_round(house)
    client = house.client("granskare")
    assert "Aktgranskning 2026" in words(client.get("/omgangar"))
    page = client.get(f"/omgangar/{round_id}")
    assert buttons(page) == ["Öppna hämtlistan"]
    assert "Urvalsprotokollet" not in words(page)
    assert client.get(f"/omgangar/{round_id}/hamtlista").status_code == 200
    assert client.get(f"/omgangar/{round_id}/protokoll").status_code == 403


def test_a_reviewer_of_the_board_who_does_not_review_in_the_round_sees_nothing(house: House) -> None:
    round_id = drawn_round(house)
    house.client("samordnare").fill(f"/omgangar/{round_id}/granskare", reviewers=[str(house.accounts["granskare"])])
    client = house.client("granskare2")
    assert "Aktgranskning" not in words(client.get("/omgangar"))
    assert client.get(f"/omgangar/{round_id}").status_code == 404
    assert client.get(f"/omgangar/{round_id}/hamtlista").status_code == 404


def test_of_a_round_of_more_boards_only_ones_own_parts_are_shown(house: House) -> None:
    round_id = drawn_round(house, *ALL)
    for who in ("samordnare", "lasare", "granskare"):
        client = house.client(who)
        for way in ("", "/hamtlista"):
            page = words(client.get(f"/omgangar/{round_id}{way}"))
            assert "Kungsholmen" in page
            assert "Norrmalm" in page
            assert "Östermalm" not in page
            assert "ÖST-" not in page
            assert "Annan-granskare" not in page
    page = words(house.client("annan-lasare").get("/omgangar"))
    assert "Östermalm" in page
    assert "Norrmalm" not in page


def test_a_round_of_more_boards_is_not_drawn_by_the_coordinator_of_some(house: House) -> None:
    round_id = seeded_round(house, *ALL)
    client = house.client("samordnare")
    page = client.get(f"/omgangar/{round_id}")
    assert buttons(page) == []
    assert "Urvalet dras av den som är samordnare för alla omgångens nämnder." in words(page)
    assert set(statuses(house, "samordnare", round_id, RUN).values()) == {404}
    page = client.get(f"/omgangar/{round_id}/fro")
    assert "4-2-6-1-5-3-2-2-4" in words(page)
    assert "Östermalm" not in words(page)
    _, fields = client.form(f"/omgangar/{seeded_round(house, prefix='B-')}/fro")
    answer = client.post(f"/omgangar/{round_id}/dra", data=fields)
    assert answer.status_code == 404
    assert the_draw(house, round_id) is None


def test_a_file_of_ones_own_board_is_ticked_off_but_not_replaced_in_a_round_of_more(house: House) -> None:
    round_id = drawn_round(house, *ALL)
    client, unit = house.client("samordnare"), the_sample(house, round_id, "Norrmalm")[0]
    foreign = the_sample(house, round_id, "Östermalm")[0]
    for each, status in ((unit, 302), (foreign, 422)):
        answer = client.fill(f"/omgangar/{round_id}/hamtlista", units=[str(each.id)], retrieval="hamtad")
        assert answer.status_code == status
    assert client.get(f"/omgangar/{round_id}/ersatt/{unit.id}").status_code == 404


def test_a_unit_of_another_round_is_not_found_under_this_one(house: House) -> None:
    one, other = drawn_round(house), drawn_round(house, prefix="B-")
    foreign = the_sample(house, other)[0]
    assert house.client("samordnare").get(f"/omgangar/{one}/ersatt/{foreign.id}").status_code == 404


def test_where_a_round_waits_for_other_boards_frames_that_is_all_that_is_said(house: House) -> None:
    round_id = planned_round(house, *ALL)
    with house.database.transaction() as session:
        for part in operations.parts(session, round_id, house.board_ids("Östermalm")):
            part.frame_id = None
    assert "Väntar på ramar för andra nämnder" in words(house.client("lasare").get("/omgangar"))
