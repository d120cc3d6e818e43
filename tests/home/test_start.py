"""Start says what waits for each person, and leads there."""

from datetime import timedelta

import pytest

from audit.rounds.models import Round
from tests.findings.told import CHILD, observed, reviewed, words
from tests.improvements.told import noted_area
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round, signed_round
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


# ---- What is late, how it goes, what has turned -----------------------------------------------------------------


@pytest.mark.parametrize("account", ["samordnare", "lasare", "enhetschef"])
def test_who_follows_a_board_has_all_four_answers_also_when_there_is_nothing(
    house_on_sqlite: House, account: str
) -> None:
    page = words(house_on_sqlite.client(account).get("/"))
    assert "Inget är försenat." in page
    assert "Ingen omgång är igång." in page
    assert "Det finns inte två år med svar att jämföra än." in page


def test_a_reviewer_sees_how_far_she_has_come_with_her_own_files(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    answered_review(house, round_id, sign=True)
    page = words(house.client("granskare").get("/"))
    assert "1 av 4 akter signerade" in page
    assert "Bättre eller sämre" not in page


def test_what_is_late_is_told_to_those_whose_it_is(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    noted_area(house, due_on=house.today - timedelta(days=1))
    observation_id = observed(house, reviewed(house), shared=True)
    reply = f"/kommunicering/iakttagelse/{observation_id}"
    house.client("enhetschef").fill(reply, stance="haller_med", measure="Ny mall.", due_on="2026-09-01")
    house.clock.forward(days=1)
    for account in ("samordnare", "lasare"):
        assert "Försenat 1 förbättringsområde efter sin tid." in words(house.client(account).get("/"))
    assert "Skulle vara klart 2026-09-01 Ny mall." in words(house.client("enhetschef").get("/"))
    assert "Inget är försenat." in words(house.client("annan-samordnare").get("/"))
    house.client("enhetschef").fill(reply, stance="haller_med", text="Mallen är klar.", measure="", due_on="")
    assert "Inget är försenat." in words(house.client("enhetschef").get("/"))


def test_something_wrong_in_fact_waits_for_the_coordinator(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    observation_id = observed(house, reviewed(house), shared=True)
    house.client("enhetschef").fill(
        f"/kommunicering/iakttagelse/{observation_id}", stance="haller_inte_med", correction="Barnen är vuxna."
    )
    page = house.client("samordnare").get("/")
    assert "Barnperspektivet: ett sakfel" in words(page)
    assert 'href="/kommunicering/svar/1/sakfel"' in page.get_data(as_text=True)
    assert "ett sakfel" not in words(house.client("annan-samordnare").get("/"))


def test_only_what_is_established_is_called_better_or_worse(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    for year, value in ((2025, "nej"), (2026, "ja")):
        answers = {(board, place, CHILD): (value, "Påhittat.") for board in ("Kungsholmen",) for place in range(1, 9)}
        round_id = signed_round(house, "Kungsholmen", year=year, size=8, answers=answers, prefix=str(year))
        with house.database.transaction() as session:
            session.get_one(Round, round_id).focus = [CHILD]
    page = words(house.client("lasare").get("/"))
    assert "Bättre Är barnens situation beskriven" in page
    assert "Säkerställd skillnad: avvikelsen är mindre vanlig 2026." in page
    assert "Sämre" not in page.replace("Bättre eller sämre", "")
    assert "Bättre Är barnens" not in words(house.client("enhetschef").get("/"))  # nothing is shared with the unit


def test_nothing_established_is_said_in_one_line(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    for year in (2025, 2026):
        round_id = signed_round(house, "Kungsholmen", year=year, prefix=str(year))
        with house.database.transaction() as session:
            session.get_one(Round, round_id).focus = [CHILD]
    page = words(house.client("samordnare").get("/"))
    assert "2026 mot 2025: ingen säkerställd skillnad i den fokusfråga som går att jämföra." in page
