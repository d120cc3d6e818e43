"""What is held of one person: all of it, nothing of anybody else, and noted in the journal."""

import json

from audit.journal import operations as journal
from audit.retention.rules import KindId
from tests.retention import telling
from tests.retention.test_erasing import BOARD, MARKER, told
from tests.retention.test_pages import page_of
from tests.support.house import House
from tests.support.reviewed import state_of

ASK, TEXT, JSON = "Visa utdraget", {"form": "txt"}, {"form": "json"}


def drawn(house: House, round_id: int, position: int) -> str:
    with house.database.transaction(write=False) as session:
        return state_of(session, house, round_id, BOARD, position).unit.unit_id


def test_a_person_gets_everything_of_her_case_and_nothing_of_another(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = told(house)
    mine, another = drawn(house, round_id, 1), drawn(house, round_id, 2)
    client = house.client("samordnare")
    shown = client.fill("/gallring/utdrag", ASK, case_id=f" {mine} ")
    text = page_of(shown)
    for part in (MARKER, "Registerutdrag", "Hushållstyp", "Granskarnas svar", "Urvalsprotokoll", "Aktgranskning 2026"):
        assert part in text, part
    assert another not in text
    assert "Påhittat i Norrmalm" not in text
    taken = client.fill("/gallring/utdrag", ASK, case_id=mine, **JSON)
    told_of = json.loads(taken.get_data())
    assert MARKER in json.dumps(told_of, ensure_ascii=False)
    assert another not in taken.get_data(as_text=True)
    as_text = client.fill("/gallring/utdrag", ASK, case_id=mine, **TEXT).get_data(as_text=True)
    assert MARKER in as_text
    with house.database.transaction(write=False) as session:
        noted = journal.newest(session, "subject:exported")
        assert noted
        assert noted.content["unit"] == mine
        assert noted.content["form"] == "txt"


def test_another_board_s_coordinator_finds_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    mine = drawn(house, told(house), 1)
    text = page_of(house.client("annan-samordnare").fill("/gallring/utdrag", ASK, case_id=mine))
    assert "Inget finns om det ärendet i dina nämnder" in text
    assert MARKER not in text
    assert house.client("annan-samordnare").fill("/gallring/utdrag", ASK, case_id=" ").status_code == 422


def test_what_is_erased_is_in_no_extract(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = told(house)
    mine = drawn(house, round_id, 1)
    telling.erased(house, KindId.REVIEW, round_id)
    text = page_of(house.client("samordnare").fill("/gallring/utdrag", ASK, case_id=mine))
    assert MARKER not in text
    assert "Granskarnas svar" in text  # which answers hold is still there


def test_an_account_s_own_extract_tells_of_the_account_and_of_no_case(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    told(house)
    client = house.client("granskare")
    text = page_of(client.get("/mitt-konto/utdrag"))
    assert "Granskare" in text
    assert "answer:given" in text
    assert "KUN-" not in text
    whole = json.loads(client.get("/mitt-konto/utdrag?form=json").get_data())
    assert {"Kontot", "Roller", "Granskningar", "Journalen"} <= set(whole["innehåll"])
    assert client.get(f"/konton/{house.accounts['lasare']}/utdrag").status_code == 403
    seen = house.client("administrator").get(f"/konton/{house.accounts['granskare']}/utdrag?form=txt")
    assert "granskare" in seen.get_data(as_text=True)
