"""An earlier year that exists on paper is taken in at three depths, and compared."""

import io

import pytest
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from audit.comparison import operations
from audit.comparison.rules import Depth
from tests.support.house import House
from tests.support.pages import PageClient


@pytest.fixture
def coordinator(house: House) -> PageClient:
    return house.client("samordnare")


def lay_up(client: PageClient, house: House, year: str = "2014") -> TestResponse:
    boards = [str(board) for board in house.board_ids("Kungsholmen", "Norrmalm")]
    return client.fill("/jamforelse/papper/ny", year=year, name=f"Internkontroll {year}", boards=boards)


def depth_of(house: House, question: str, board: str) -> tuple[Depth, int]:
    with house.database.transaction(write=False) as session:
        of_years = operations.years(session, board_ids=[house.boards[board]])
        found = operations.cells(session, of_years=of_years, board_ids=[house.boards[board]])
    cell = found[of_years[0].round_id, house.boards[board], question]
    return cell.depth, cell.counts.reviewed if cell.counts else 0


def test_a_coordinator_lays_up_a_year_that_exists_on_paper(house: House, coordinator: PageClient) -> None:
    assert lay_up(coordinator, house).status_code == 302
    assert "2014" in coordinator.get("/jamforelse").get_data(as_text=True)


def test_the_same_year_twice_for_a_board_is_refused_and_what_was_typed_is_kept(
    house: House, coordinator: PageClient
) -> None:
    lay_up(coordinator, house)
    again = lay_up(coordinator, house)
    assert again.status_code == 422
    assert "har redan en omgång 2014" in again.get_data(as_text=True)
    assert 'value="Internkontroll 2014"' in again.get_data(as_text=True)


def test_a_judgement_in_words_is_shown_as_a_quotation_with_its_source(house: House, coordinator: PageClient) -> None:
    address = lay_up(coordinator, house).location
    answer = coordinator.fill(
        address,
        0,
        **{
            "ord-question": "journal_continuous",
            "ord-board": "",
            "ord-judgement": "i_ordning",
            "ord-quotation": "journalföringen löpande och korrekt",
            "ord-source": "Tjänsteutlåtande 2014",
            "ord-page": "3",
        },
    )
    assert answer.status_code == 302
    assert depth_of(house, "journal_continuous", "Norrmalm") == (Depth.WORDS, 0)
    page = coordinator.get("/jamforelse/fraga/journal_continuous").get_data(as_text=True)
    assert "»journalföringen löpande och korrekt«" in page
    assert "Tjänsteutlåtande 2014, s. 3" in page


def test_counts_out_of_a_table_are_compared_count_first(house: House, coordinator: PageClient) -> None:
    address = lay_up(coordinator, house).location
    form = {
        "counts-board": str(house.boards["Kungsholmen"]),
        "counts-pasted": "journal_continuous;7;2;1;0;0;10",
        "counts-source": "Bilaga 2",
    }
    assert send(coordinator, address, 1, form).status_code == 302
    assert depth_of(house, "journal_continuous", "Kungsholmen") == (Depth.COUNTS, 10)
    text = coordinator.get("/jamforelse/tabell").get_data(as_text=True)
    assert text.index("7 av 10") < text.index("(70")


def test_single_answers_go_before_counts(house: House, coordinator: PageClient) -> None:
    address = lay_up(coordinator, house).location
    board = str(house.boards["Kungsholmen"])
    counts = {"counts-board": board, "counts-pasted": "journal_continuous;9;0;1", "counts-source": "Bilaga"}
    answers = {
        "answers-board": board,
        "answers-pasted": "1;journal_continuous;Ja\n2;journal_continuous;Nej;Lucka",
        "answers-source": "Granskningsblanketter",
    }
    send(coordinator, address, 1, counts)
    send(coordinator, address, 2, answers)
    assert depth_of(house, "journal_continuous", "Kungsholmen") == (Depth.ANSWERS, 2)


def test_a_faulty_table_is_refused_whole_with_every_fault_and_kept_in_the_page(
    house: House, coordinator: PageClient
) -> None:
    address = lay_up(coordinator, house).location
    form = {
        "counts-board": str(house.boards["Kungsholmen"]),
        "counts-pasted": "journal_continuous;7;2;1;0;0;11\nfel fråga;1",
        "counts-source": "Bilaga 2",
    }
    answer = send(coordinator, address, 1, form)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Rad 1, Granskade" in text
    assert "Rad 2, Fråga" in text
    assert "fel fråga;1" in text
    with pytest.raises(KeyError):
        depth_of(house, "journal_continuous", "Kungsholmen")


def send(client: PageClient, address: str, number: int, values: dict[str, str]) -> TestResponse:
    return client.fill(address, number, **values)


def test_a_year_of_another_board_is_not_found(house: House, coordinator: PageClient) -> None:
    address = lay_up(coordinator, house).location
    assert house.client("annan-samordnare").get(address).status_code == 404
    assert "Internkontroll 2014" not in house.client("annan-lasare").get("/jamforelse").get_data(as_text=True)


def test_the_figures_can_be_taken_along_as_a_workbook(house: House, coordinator: PageClient) -> None:
    address = lay_up(coordinator, house).location
    form = {
        "counts-board": str(house.boards["Norrmalm"]),
        "counts-pasted": "journal_continuous;7;2;1",
        "counts-source": "Bilaga 2",
    }
    send(coordinator, address, 1, form)
    answer = coordinator.get("/jamforelse/tabell.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    heading, row = rows
    assert dict(zip(heading, row, strict=True)) | {"Ja": 7.0, "Granskade": 10.0} == dict(zip(heading, row, strict=True))
