"""Focus questions are named before the draw, and then stand."""

import json

import pytest

from audit.journal.operations import entries
from audit.rounds import operations
from audit.rounds.models import Round
from audit.rounds.rules import InputError, StageError
from tests.findings.told import words
from tests.support.house import House
from tests.support.story import drawn_round, plan, planned_round, seeded_round

NAMED = "application_on_file"


def name_focus(house: House, round_id: int, *questions: str) -> list[str]:
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        operations.set_focus(session, stamp=house.stamp("samordnare"), round_=round_, question_ids=questions)
        return round_.focus


def test_focus_questions_are_chosen_on_a_page_and_stand_in_the_protocol(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, seeded_round(house_on_sqlite)
    client = house.client("samordnare")
    assert "Inga namngivna än Välj fokusfrågor" in words(client.get(f"/omgangar/{round_id}"))
    assert client.fill(f"/omgangar/{round_id}/fokus", focus=[NAMED]).status_code == 302
    assert "1 fråga prövas mot tidigare år Ändra fokusfrågorna" in words(client.get(f"/omgangar/{round_id}"))
    with house.database.transaction() as session:
        operations.draw(session, stamp=house.stamp("samordnare"), round_=session.get_one(Round, round_id))
    assert "Fokusfrågor De namngavs före dragningen" in words(client.get(f"/omgangar/{round_id}/protokoll"))
    protocol = json.loads(client.get(f"/omgangar/{round_id}/protokoll.json").data)
    assert protocol["focus_questions"] == {NAMED: "Finns en ansökan för den granskade perioden i akten?"}
    assert client.get(f"/omgangar/{round_id}/protokoll.pdf").status_code == 200


def test_what_was_named_stands_in_the_journal_and_stays_after_the_draw(house: House) -> None:
    round_id = drawn_round(house)
    with pytest.raises(StageError, match="Urvalet är draget"):
        name_focus(house, round_id, NAMED)
    planned = planned_round(house, prefix="B")
    assert name_focus(house, planned, "journal_continuous", NAMED) == [NAMED, "journal_continuous"]
    with house.database.transaction(write=False) as session:
        told = [entry for entry in entries(session) if entry.action == "round:focus_chosen"]
    assert [entry.object_id for entry in told] == [str(planned)]


def test_only_what_the_round_asks_can_be_in_focus(house: House) -> None:
    areas = ("journal",)
    round_id = planned_round(house, checklist="akt-2026.2", areas=areas)
    with pytest.raises(InputError, match="ställs inte"):
        name_focus(house, round_id, "no_such_question")
    name_focus(house, round_id, NAMED, "respectful_and_relevant")
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        fewer = plan(house, checklist="akt-2026.2")
        operations.change_plan(session, stamp=house.stamp("samordnare"), round_=round_, plan=fewer)
        assert round_.focus == [NAMED]


def test_a_new_round_is_offered_what_the_one_before_named(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    earlier = planned_round(house, year=2025)
    name_focus(house, earlier, NAMED)
    round_id = planned_round(house, prefix="B", year=2026)
    client = house.client("samordnare")
    page = client.get(f"/omgangar/{round_id}/fokus")
    assert "Kryssa för fokusfrågorna i" in words(page)
    assert " checked " not in page.get_data(as_text=True)
    assert " checked " in client.get(f"/omgangar/{round_id}/fokus?forslag=tidigare").get_data(as_text=True)
