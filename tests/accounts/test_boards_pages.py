"""The administrator's pages on boards: a new one, and one that ceases and is followed by another."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from audit.accounts.models import Board
from tests.accounts.people import journal_actions, text
from tests.support.house import House


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def board(house: House, name: str) -> Board:
    with house.database.transaction(write=False) as session:
        return session.exec(select(Board).where(Board.name == name)).one()


def test_a_new_board_can_be_chosen_at_once(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("administrator")
    answer = client.fill("/namnder/ny", name="Norra innerstaden", code="NIN", valid_from="2023-07-01")
    assert answer.location == "/namnder"
    assert "Norra innerstaden är tillagd." in text(client.get("/namnder"))
    assert board(house, "Norra innerstaden").valid_from == date(2023, 7, 1)
    assert "Granskare för Norra innerstaden" in text(client.get("/konton/nytt"))
    assert journal_actions(house)[-1] == "board:created"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Skriv nämndens namn."),
        ({"code": ""}, "Skriv en kort kod."),
        ({"code": "N-I"}, "1 till 10 bokstäver eller siffror"),
        ({"code": "nor"}, "Koden Nor används redan för Norrmalm."),
        ({"name": "NORRMALM"}, "Nämnden Norrmalm finns redan."),
        ({"valid_from": "1 juli"}, "Skriv datumet som ÅÅÅÅ-MM-DD"),
    ],
)
def test_what_can_not_be_is_told_and_what_was_typed_is_kept(house: House, fields: dict[str, Any], words: str) -> None:
    typed: dict[str, Any] = {"name": "Norra innerstaden", "code": "NIN", "valid_from": ""} | fields
    answer = house.client("administrator").fill("/namnder/ny", **typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert all(f'value="{value}"' in text(answer) for value in typed.values() if value)


def test_a_board_that_ceases_has_a_last_day_and_a_successor(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("administrator")
    successor = str(house.boards["Norrmalm"])
    client.fill(f"/namnder/{house.boards['Östermalm']}", valid_to="2023-06-30", successor=successor)
    ended = board(house, "Östermalm")
    assert (ended.valid_to, ended.successor_id) == (date(2023, 6, 30), house.boards["Norrmalm"])
    assert "2023-06-30" in text(client.get("/namnder"))
    _, fields = client.form(f"/namnder/{house.boards['Östermalm']}")
    assert (fields["valid_to"], fields["successor"]) == ("2023-06-30", successor)


def test_a_mistake_is_undone_by_leaving_both_empty(house: House) -> None:
    client = house.client("administrator")
    address = f"/namnder/{house.boards['Östermalm']}"
    client.fill(address, valid_to="2023-06-30", successor=str(house.boards["Norrmalm"]))
    client.fill(address, valid_to="", successor="0")
    assert board(house, "Östermalm").valid_to is None


@pytest.mark.parametrize(
    ("valid_to", "successor", "words"),
    [
        ("", "Norrmalm", "Ange vilken dag nämnden upphör."),
        ("1999-12-31", None, "inte upphöra före den dag den började"),
        ("i fjol", None, "Skriv datumet som ÅÅÅÅ-MM-DD"),
    ],
)
def test_an_ending_that_can_not_be_is_explained(house: House, valid_to: str, successor: str | None, words: str) -> None:
    chosen = str(house.boards[successor]) if successor else "0"
    answer = house.client("administrator").fill(
        f"/namnder/{house.boards['Östermalm']}", valid_to=valid_to, successor=chosen
    )
    assert answer.status_code == 422
    assert words in text(answer)


def test_boards_can_not_follow_each_other_in_a_circle(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("administrator")
    one, other = house.boards["Norrmalm"], house.boards["Östermalm"]
    client.fill(f"/namnder/{one}", valid_to="2023-06-30", successor=str(other))
    answer = client.fill(f"/namnder/{other}", valid_to="2023-06-30", successor=str(one))
    assert answer.status_code == 422
    assert "inte följas av sig själv" in text(answer)


def test_the_settings_page_tells_what_is_in_force(house: House) -> None:
    page = text(house.client("administrator").get("/installningar"))
    assert "efter 30 minuter (idle_minutes)" in page
    assert ("SQLite" if house.database.is_sqlite else "PostgreSQL") in page
