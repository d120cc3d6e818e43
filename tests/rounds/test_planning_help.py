"""Planeringshjälp: what the planned samples can show, tried on the round's page without changing anything."""

import pytest

from audit.rounds.rules.planning_help import Planned, planning_help
from tests.rounds.pages import the_round, words
from tests.support.house import House
from tests.support.story import drawn_round, fixed_round, planned_round

BOARD = Planned(board_id=1, board="Kungsholmen", population=166, size=10)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_what_ten_of_166_files_can_show() -> None:
    (board,) = planning_help([BOARD], kind="arenden", given={}).boards
    assert plain(board.reach) == (
        "Om ni granskar 10 av 166 och inte finner något fel kan ni med 95 % säkerhet säga att högst 41 akter har fel. "
        "Hade 17 haft fel skulle ni ha missat dem alla ungefär en gång av tre."
    )
    assert plain(board.needed) == (
        "För att med 95 % säkerhet kunna säga att högst 10 procent (16 av 166) har fel behöver ni granska 26 akter "
        "och inte finna något fel."
    )


def test_size_confidence_and_tolerated_errors_can_be_tried() -> None:
    given = {"urval-1": "26", "fel-1": "1", "sakerhet": "90", "hogst": "2,5", "talbara": "1", "forsta": "50"}
    found = planning_help([BOARD], kind="arenden", given=given)
    (board,) = found.boards
    assert "granskar 26 av 166" in plain(board.reach)
    assert "med 90 % säkerhet" in plain(board.reach)
    assert "Hade 1 haft fel" in plain(board.reach)
    assert "högst 2,5 procent (4 av 166)" in plain(board.needed)
    assert "finna högst 1 med fel" in plain(board.needed)
    assert plain(found.difference).startswith("Granskas 50 akter det ena året och 10 det andra")
    assert found.unfolded == {"behov", "skillnad"}


@pytest.mark.parametrize(
    ("given", "field", "fault"),
    [
        ({"urval-1": "200"}, "size", "200 går inte. Skriv ett tal från 1 till 166."),
        ({"urval-1": "0"}, "size", "0 går inte. Skriv ett tal från 1 till 166."),
        ({"urval-1": "tio"}, "size", "»tio« är inget heltal. Skriv ett helt antal med siffror."),
        ({"urval-1": ""}, "size", "Det tomma fältet är inget heltal. Skriv ett helt antal med siffror."),
        ({"urval-1": "9" * 5000}, "size", "»999999999999…« är inget heltal. Skriv ett helt antal med siffror."),
        ({"fel-1": "-3"}, "wrong", "−3 går inte. Skriv ett tal från 0 till 166."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_stays(given: dict[str, str], field: str, fault: str) -> None:
    (board,) = planning_help([BOARD], kind="arenden", given=given).boards
    assert plain(getattr(board, field).fault) == fault
    assert board.reach == ""
    assert board.needed


@pytest.mark.parametrize(
    ("given", "field", "fault"),
    [
        ({"hogst": "100"}, "percent", "100 går inte. Skriv ett tal minst 0 och mindre än 100."),
        ({"hogst": "1.000,5"}, "percent", "»1.000,5« är inget tal. Skriv det med siffror."),
        ({"talbara": "2,5"}, "tolerated", "»2,5« är inget heltal. Skriv ett helt antal med siffror."),
        ({"sakerhet": "100"}, "confidence", "Välj 90, 95 eller 99 procent."),
        ({"andel": "101"}, "baseline", "101 går inte. Skriv ett tal från 0 till 100."),
        ({"forsta": "5000"}, "first", "5 000 är för många för att räknas exakt. Skriv ett mindre tal."),
        ({"andra": "0"}, "second", "0 går inte. Skriv ett tal minst 1."),
    ],
)
def test_wrong_questions_are_answered_in_swedish(given: dict[str, str], field: str, fault: str) -> None:
    found = planning_help([BOARD], kind="arenden", given=given)
    assert plain(getattr(found, field).fault) == fault
    assert found.boards[0].reach


def test_the_more_focus_questions_the_larger_a_difference_it_takes() -> None:
    few, many = (planning_help([BOARD], kind="arenden", given={"forsta": "50", "andra": "50"}, focus=n) for n in (1, 5))
    assert "när en enda fokusfråga prövas" in few.difference
    assert "när omgångens 5 fokusfrågor prövas tillsammans" in plain(many.difference)
    smallest = [int(one.difference.split("minst ")[1].split("\N{NO-BREAK SPACE}")[0]) for one in (few, many)]
    assert smallest[0] < smallest[1]


def test_no_sample_can_show_less_than_what_it_tolerates() -> None:
    found = planning_help([BOARD], kind="arenden", given={"talbara": "17"})
    assert found.boards[0].needed == ("Inget urval räcker: tål ni 17 med fel kan ni inte säga att högst 16 har fel.")


def test_the_page_answers_without_script_and_changes_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = planned_round(house)
    before, client = the_round(house, round_id), house.client("samordnare")
    address = f"/omgangar/{round_id}"
    assert "Om ni granskar 3 av 40 och inte finner något fel" in words(client.get(address))
    board = house.boards["Norrmalm"]
    page = client.get(address, query_string={f"urval-{board}": "20", f"fel-{board}": "x", "sakerhet": "99"})
    assert page.status_code == 200
    assert "»x« är inget heltal." in words(page)
    assert "Om ni granskar 3 av 40" in words(page)
    page = client.get(address, query_string={f"urval-{board}": "20", "visa": "skillnad", "forsta": "3"})
    assert "Om ni granskar 20 av 40" in words(page)
    assert "Granskas 3 akter det ena året och 3 det andra" in words(page)
    assert the_round(house, round_id) == before
    assert f"/omgangar/{round_id}/andra" in page.get_data(as_text=True)


def test_a_board_without_a_frame_is_told_that_it_needs_one(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    boards = [str(board) for board in house_on_sqlite.board_ids("Kungsholmen")]
    made = client.fill("/omgangar/ny", boards=boards)
    assert made.status_code == 302
    assert "Det går när minst en nämnd har en fryst urvalsram" in words(client.get(made.location))


def test_once_the_sizes_are_fixed_the_page_tells_what_the_sample_can_show(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("lasare")
    for round_id in (fixed_round(house_on_sqlite), drawn_round(house_on_sqlite, prefix="B")):
        page = client.get(f"/omgangar/{round_id}")
        assert "Vad urvalet kan visa" in words(page)
        assert "Om ni granskar 3 av 40 och inte finner något fel" in words(page)
        assert "data-planning" not in page.get_data(as_text=True)
