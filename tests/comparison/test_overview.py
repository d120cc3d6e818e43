"""The years beside each other: what they tell of stands in the table, and what none of them tells of is folded away."""

from tests.findings.told import words
from tests.support.house import House
from tests.support.reviewed import signed_round
from tests.support.story import planned_round

ASKED, NOT_ASKED = "Finns en ansökan för den granskade perioden i akten?", "Framgår när ansökan kom in?"


def test_only_questions_that_some_year_tells_of_are_rows(house_on_sqlite: House) -> None:
    signed_round(house_on_sqlite)
    page = house_on_sqlite.client("lasare").get("/jamforelse/tabell")
    table, _, folded = words(page).partition("frågor som inget år säger något om")
    assert f"{ASKED} 3 av 3 (100 %)" in table
    assert NOT_ASKED not in table
    assert NOT_ASKED in folded


def test_a_round_without_a_signed_review_is_no_column_yet(house_on_sqlite: House) -> None:
    planned_round(house_on_sqlite)
    assert "Det finns ännu ingen granskningsomgång" in words(house_on_sqlite.client("lasare").get("/jamforelse"))
    signed_round(house_on_sqlite, prefix="B")
    assert words(house_on_sqlite.client("lasare").get("/jamforelse")).count("akter, påhittat") == 1
