"""A year that a board has twice, on paper and in the program: said on every page of it, and counted once."""

from audit.comparison import operations
from audit.comparison.rules import Depth
from tests.comparison.test_paper_years import lay_up
from tests.rounds.pages import words
from tests.support.house import House
from tests.support.pages import PageClient
from tests.support.reviewed import signed_round

QUESTION = "journal_continuous"


def enter(client: PageClient, house: House, address: str) -> None:
    """Both boards' counts of a question, and what the document says of it."""
    for board in house.board_ids("Kungsholmen", "Norrmalm"):
        typed = {"board": str(board), "pasted": f"{QUESTION};3;0;1;0;0;4", "source": "Rapporten", "page": "2"}
        assert client.fill(address, 1, **{f"counts-{name}": value for name, value in typed.items()}).status_code == 302
    said = {"question": QUESTION, "board": "", "judgement": "i_ordning", "quotation": "löpande", "source": "Rapporten"}
    assert client.fill(address, 0, **{f"ord-{name}": value for name, value in said.items()}).status_code == 302


def told(house: House, board: str) -> dict[bool, tuple[Depth, int]]:
    """What the year tells of the question for the board, by whether it stands on paper."""
    ids = house.board_ids("Kungsholmen", "Norrmalm")
    with house.database.transaction(write=False) as session:
        shown = operations.comparison(session, board_ids=ids)
    found = {}
    for year in shown.years:
        cell = shown.cells.get((year.round_id, house.boards[board], QUESTION))
        if cell:
            found[year.paper] = cell.depth, cell.counts.reviewed if cell.counts else 0
    return found


def test_a_year_on_paper_that_is_also_a_round_is_pointed_out_on_both_pages_and_counted_once(
    house_on_sqlite: House,
) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    paper = lay_up(client, house, "2026").location
    enter(client, house, paper)
    assert told(house, "Kungsholmen") == {True: (Depth.COUNTS, 4)}
    round_id = signed_round(house, "Kungsholmen")
    both = "Kungsholmen har 2026 två gånger"
    assert f"{both}: här, och på papper som Internkontroll 2026" in words(client.get(f"/omgangar/{round_id}"))
    for page in (paper, paper.replace("/jamforelse/papper/", "/omgangar/")):
        assert f"{both}: här, och i programmet som Aktgranskning 2026" in words(client.get(page))
    for page in ("/jamforelse", "/jamforelse/fragor", f"/jamforelse/namnd?namnd={house.boards['Kungsholmen']}"):
        assert f"{both}: i programmet som Aktgranskning 2026" in words(client.get(page))
    assert told(house, "Kungsholmen") == {True: (Depth.WORDS, 0), False: (Depth.ANSWERS, 3)}
    # The board that has the year on paper alone keeps its figures.
    assert told(house, "Norrmalm") == {True: (Depth.COUNTS, 4)}


def test_a_year_that_is_a_round_already_is_not_laid_up_on_paper_and_it_is_said_why(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    signed_round(house_on_sqlite, "Kungsholmen")
    refused = lay_up(client, house_on_sqlite, "2026")
    assert refused.status_code == 422
    said = words(refused)
    assert "Kungsholmen har redan en omgång 2026: Aktgranskning 2026. Den är gjord i programmet" in said
    assert "två gånger" not in words(client.get("/jamforelse"))
