"""Cases drawn lately may be left out: decided with the sizes, told everywhere, and the draw still proves itself."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from audit.rounds import operations
from audit.rounds.models import Round
from audit.rounds.operations.populations import populations
from audit.rounds.rules import InputError
from tests.rounds.pages import the_sample, words
from tests.rounds.test_protocol import stickprov, take_out
from tests.support.house import House
from tests.support.story import attach_frames, drawn_round, give_part, plan


def same_cases_next_year(house: House, earlier: int, *, years: int, year: int = 2026, size: int = 3) -> int:
    """A round on the same frames as an earlier one, its sizes not fixed yet."""
    with house.database.transaction() as session:
        of = session.get_one(Round, earlier)
        assert of.period_from
        assert of.period_to
        planned = plan(house, size=size, left_out=years, year=year)
        wanted = replace(planned, period_from=of.period_from, period_to=of.period_to)
        round_id = operations.create_round(session, stamp=house.stamp(), plan=wanted).id
        assert round_id
        frames = {item.board: item.part.frame_id or 0 for item in operations.board_parts(session, earlier)}
        attach_frames(house, session, round_id, frames)
        return round_id


def fix(house: House, round_id: int, size: int = 3) -> None:
    with house.database.transaction() as session:
        sizes = {part.board_id: (size, 2) for part in operations.parts(session, round_id)}
        operations.fix_sizes(session, stamp=house.stamp(), round_=session.get_one(Round, round_id), sizes=sizes)


def draw(house: House, round_id: int) -> None:
    for board, value in (("Kungsholmen", "1"), ("Norrmalm", "2")):
        give_part(house, round_id, board, value)
    with house.database.transaction() as session:
        operations.draw(session, stamp=house.stamp(), round_=session.get_one(Round, round_id))


def test_cases_in_use_in_the_last_years_are_left_out(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    earlier = drawn_round(house, year=2025)
    drawn_then = {unit.unit_id for unit in the_sample(house, earlier) if unit.standing == "urval"}
    round_id = same_cases_next_year(house, earlier, years=1)
    page = words(house.client("samordnare").get(f"/omgangar/{round_id}/storlekar"))
    assert "Akter som drogs 2026 eller 2025 lämnas ute." in page
    assert "ska dras ur 74 akter" in page
    fix(house, round_id)
    draw(house, round_id)
    assert not drawn_then & {unit.unit_id for unit in the_sample(house, round_id)}
    with house.database.transaction(write=False) as session:
        assert set(populations(session, round_id=round_id).values()) == {37}
    protocol = take_out(house.client("lasare"), round_id)
    told = protocol["strata"]["Norrmalm"]["left_out"]
    assert (told["years"], told["units"], told["frame_units"], protocol["frame"]["units"]) == (1, 3, 40, 74)
    assert stickprov("verify", "protokoll.json", "--frame", "ram.csv").exit_code == 0
    shown = words(house.client("lasare").get(f"/omgangar/{round_id}/protokoll"))
    assert "Det urvalet visar gäller bara de 37 akter som kunde dras, inte de 3 som lämnades ute." in shown


def test_only_as_many_years_back_as_were_said(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    earlier = drawn_round(house, year=2024)
    for years, left_out in ((0, 0), (1, 0), (2, 3)):
        round_id = same_cases_next_year(house, earlier, years=years)
        with house.database.transaction(write=False) as session:
            assert {len(item.left_out) for item in operations.board_parts(session, round_id)} == {left_out}


def test_what_is_left_out_stands_when_the_sizes_are_fixed(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    earlier = drawn_round(house, year=2025)
    round_id = same_cases_next_year(house, earlier, years=1)
    fix(house, round_id)
    later = same_cases_next_year(house, earlier, years=0)
    fix(house, later)
    draw(house, later)
    with house.database.transaction(write=False) as session:
        assert {operations.population_of(item) for item in operations.board_parts(session, round_id)} == {37}


def test_sizes_are_held_against_what_can_be_drawn(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = same_cases_next_year(house, drawn_round(house, year=2025), years=1, size=38)
    page = house.client("samordnare").fill(f"/omgangar/{round_id}/storlekar")
    assert page.status_code == 422
    assert "För Norrmalm finns 37 att dra ur. Urvalet kan inte vara större än så." in words(page)
    with pytest.raises(InputError):
        fix(house, round_id, size=38)
    fix(house, round_id, size=37)


def test_the_number_of_years_has_its_fault_at_the_field(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    for typed, told in (
        ("11", "från 0 till 10"),
        ("-1", "från 0 till 10"),
        ("två", "Skriv ett heltal"),
        ("", "antal år"),
    ):
        answer = client.fill("/omgangar/ny", leave_out_years=typed)
        assert answer.status_code == 422
        assert told in words(answer), typed
    assert json.dumps(client.form("/omgangar/ny")[1]["leave_out_years"]) == '"0"'
