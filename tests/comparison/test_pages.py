"""The pages that set the years beside each other: what each shows, to whom, and how heavy it is."""

import random
from collections.abc import Sequence

from flask import render_template

from audit import checklists_shipped
from audit.accounts import administration
from audit.accounts.models import Board, RoleGrant
from audit.accounts.rules import Role
from audit.comparison.rules import Cell, Comparison, Depth, Year, asked_in, steps_of
from audit.comparison.rules.strands import Strand
from audit.comparison.views.questions import pictured
from audit.comparison.views.room import Look
from checklists import AnswerCounts
from tests.findings.told import words
from tests.support.house import House
from tests.support.pages import parse
from tests.support.reviewed import signed_round
from tests.support.story import PERIOD

Q = "application_on_file"
ASKED = "Finns en ansökan för den granskade perioden i akten?"
NO = ("nej", "Ansökan saknas.")


def two_years(house: House) -> list[int]:
    """Kungsholmen had two deviations of three in 2025, and Norrmalm none; in 2026 nobody had any."""
    deviating = {("Kungsholmen", 1, Q): NO, ("Kungsholmen", 2, Q): NO}
    return [signed_round(house, year=2025, answers=deviating), signed_round(house, year=2026, prefix="B")]


def test_the_overview_counts_the_deviating_answers_of_every_area_and_year(house_on_sqlite: House) -> None:
    two_years(house_on_sqlite)
    reader = house_on_sqlite.client("lasare")
    both, one = words(reader.get("/jamforelse")), words(reader.get("/jamforelse?namnd=1"))
    assert "Ansökan 2 av 18 0 av 18" in both
    assert "Ansökan 2 av 9 0 av 9" in one
    assert "Ladda ner siffrorna" in one
    assert reader.get(f"/jamforelse?namnd={house_on_sqlite.boards['Östermalm']}").status_code == 404


def test_every_question_has_a_chart_with_its_numbers_in_words_and_a_table_behind(house_on_sqlite: House) -> None:
    two_years(house_on_sqlite)
    page = parse(house_on_sqlite.client("lasare").get("/jamforelse/fragor"))
    charts = page.findall(".//svg")
    assert {chart.get("role") for chart in charts} == {"img"}
    assert len(charts) == len(page.findall(".//main//details//table"))
    [told] = [chart.find("desc").text for chart in charts if chart.find("title").text == ASKED]
    assert "Kungsholmen: 2025 2 av 3; 2026 0 av 3." in told
    assert "Norrmalm: 2025 0 av 3" in told


def test_a_board_s_page_says_first_what_may_be_said(house_on_sqlite: House) -> None:
    two_years(house_on_sqlite)
    text = words(house_on_sqlite.client("lasare").get("/jamforelse/namnd"))
    assert "Kungsholmen över åren" in text
    assert text.index("2026 mot 2025:") < text.index("Områdena år för år") < text.index("Frågorna år för år")
    assert "mindre i 1 och lika i" in text
    assert f"{ASKED} 2 av 3 0 av 3" in text
    assert "Inga förbättringsområden är öppna." in text


def test_boards_stand_side_by_side_for_one_year_and_are_not_ranked(house_on_sqlite: House) -> None:
    earlier, _ = two_years(house_on_sqlite)
    reader = house_on_sqlite.client("lasare")
    text = words(reader.get(f"/jamforelse/sida-vid-sida?omgang={earlier}"))
    assert f"{ASKED} 2 av 3 5–39 av 40 0 av 3 högst 24 av 40" in text
    assert "Ingen skillnad mellan nämnder är prövad" in text
    assert "Kungsholmen" not in words(house_on_sqlite.client("annan-lasare").get("/jamforelse/sida-vid-sida"))


def test_only_the_coordinator_reads_the_comments_and_it_is_noted(house_on_sqlite: House) -> None:
    two_years(house_on_sqlite)
    address = f"/jamforelse/fraga/{Q}/kommentarer"
    assert "Ansökan saknas." in words(house_on_sqlite.client("samordnare").get(address))
    assert house_on_sqlite.client("lasare").get(address).status_code == 403
    assert "Läs kommentarerna" not in words(house_on_sqlite.client("lasare").get(f"/jamforelse/fraga/{Q}"))


def test_a_board_with_a_new_name_is_followed_and_it_is_said(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    signed_round(house, year=2025)
    with house.database.transaction() as session:
        old = session.get_one(Board, house.boards["Kungsholmen"])
        new = Board(code="KES", name="Kungsholmen-Essinge", valid_from=PERIOD[0])
        session.add(new)
        session.flush()
        assert new.id
        administration.end_board(
            session, stamp=house.stamp(), board=old, valid_to=PERIOD[0].replace(month=1, day=1), successor_id=new.id
        )
        session.add(RoleGrant(account_id=house.accounts["lasare"], role=Role.READER, board_id=new.id))
        number = new.id
    text = words(house.client("lasare").get(f"/jamforelse/namnd?namnd={number}"))
    assert "Kungsholmen-Essinge hette Kungsholmen till och med 2026-01-01" in text
    assert f"{ASKED} 0 av 3" in text


def test_without_any_year_every_page_says_what_will_be_there(house_on_sqlite: House) -> None:
    for address in ("", "/fragor", "/namnd", "/sida-vid-sida", "/tabell"):
        assert "Det finns ännu ingen granskningsomgång" in words(
            house_on_sqlite.client("lasare").get(f"/jamforelse{address}")
        )
    assert "Inget tidigare år är upplagt" in words(house_on_sqlite.client("samordnare").get("/jamforelse/papper"))


def test_sixty_questions_of_three_boards_and_ten_years_are_a_light_page(house_on_sqlite: House) -> None:
    seen = ten_years(60)
    with house_on_sqlite.app.test_request_context():
        page = render_template(
            "comparison/questions.html", seen=seen, areas=pictured(seen), changes={}, tabs=[], boards=[]
        )
    assert page.count("<svg") == 60
    assert len(page.encode()) < 300_000


def ten_years(amount: int) -> Look:
    """Ten years of three boards, with a hundred files each."""
    chance, asked = random.Random(2026), checklists_shipped.load("akt-2026.2")  # noqa: S311 - invented figures
    years = tuple(
        Year(number, 2016 + number, f"Granskning {2016 + number}", False, True, asked) for number in range(1, 11)
    )
    boards = {1: "Kungsholmen", 2: "Norrmalm", 3: "Östermalm"}
    kept = asked_in([asked])
    cells = {
        (year.round_id, board, question.id): Cell(Depth.ANSWERS, deviating(chance), (), "", 1500)
        for question in asked.questions[:amount]
        for year in years
        for board in boards
    }
    strands: Sequence[Strand] = [Strand((board,), name) for board, name in boards.items()]
    return Look(Comparison(years, boards, kept, cells, steps_of(years, cells)), tuple(strands), None)


def deviating(chance: random.Random) -> AnswerCounts:
    number = chance.randint(0, 30)
    return AnswerCounts(ja=100 - number, nej=number)
