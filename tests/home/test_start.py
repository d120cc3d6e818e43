"""Start says what waits for each person, and leads there."""

from tests.support.house import House
from tests.support.reviewed import distributed_round, signed_round
from tests.support.story import drawn_round, planned_round


def start(house: House, account: str) -> str:
    return house.client(account).get("/").get_data(as_text=True)


def test_a_newcomer_is_led_to_the_first_thing_to_do(house_on_sqlite: House) -> None:
    page = start(house_on_sqlite, "samordnare")
    assert "Läs in ett registerutdrag" in page
    assert 'href="/register/ny"' in page


def test_a_person_with_nothing_to_do_is_told_so(house_on_sqlite: House) -> None:
    assert "Inget väntar på dig just nu." in start(house_on_sqlite, "lasare")


def test_a_reviewer_sees_how_many_files_are_left(house: House) -> None:
    distributed_round(house)
    assert "att granska" in start(house, "granskare")
    assert "Fortsätt granska" in start(house, "granskare")


def test_the_coordinator_sees_where_each_round_stands_per_board(house: House) -> None:
    drawn_round(house)
    page = start(house, "samordnare")
    assert "Kungsholmen" in page
    assert "Norrmalm" in page
    assert "0 av" in page


def test_another_board_s_rounds_are_not_told_of(house: House) -> None:
    round_id = planned_round(house)
    assert f"/omgangar/{round_id}" not in start(house, "annan-samordnare")


def test_a_round_leads_on_to_what_it_asks_for(house: House) -> None:
    round_id = signed_round(house)
    page = house.client("samordnare").get(f"/omgangar/{round_id}").get_data(as_text=True)
    assert "Skriv iakttagelser" in page or "Tala med enheten" in page


def test_the_menu_shows_only_doors_that_open(house_on_sqlite: House) -> None:
    reader, administrator = start(house_on_sqlite, "lasare"), start(house_on_sqlite, "administrator")
    assert "Konton" in administrator
    assert "Konton" not in reader
    assert "Jämförelse" in reader
    assert "Jämförelse" not in administrator


def test_an_id_that_no_database_could_hold_is_an_address_that_does_not_exist(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    assert client.get("/omgangar/99999999999999999999").status_code == 404
    assert client.get("/omgangar/" + "9" * 5000).status_code == 404
