"""The protocol: the same as `stickprov draw` gives, repeatable by anybody, and telling what was replaced."""

import json
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from sqlmodel import select, update

from audit.accounts.models import Board
from audit.journal import operations
from audit.journal.models import JournalEntry
from audit.rounds.commands import commands
from audit.rounds.models import Draw
from audit.rounds.rules import recipe
from tests.rounds.pages import buttons, the_sample, words
from tests.support.house import House
from tests.support.pages import PageClient, parse
from tests.support.story import drawn_round, fixed_round

PARTS = {"Kungsholmen": "5-3 'och' $HOME", "Norrmalm": "1-5-3"}
SEED = "5-3 'och' $HOME-1-5-3"
SOURCE = "Kungsholmen: 5-3 'och' $HOME (tärningar); Norrmalm: 1-5-3 (tärningar)"
ADDED = {"round", "drawn_at", "replacements", "seed_parts", "focus_questions", "journal_head"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stickprov(*arguments: str) -> Result:
    program = click.Group(commands={command.name or "": command for command in commands})
    return CliRunner().invoke(program, arguments)


def take_out(client: PageClient, round_id: int) -> dict[str, Any]:
    """Save the frame and the protocol as a person would, and give the protocol."""
    for name, file in (("ram.csv", "ram.csv"), ("protokoll.json", "protokoll.json")):
        answer = client.get(f"/omgangar/{round_id}/{name}")
        assert answer.status_code == 200
        Path(file).write_bytes(answer.get_data())
    content: dict[str, Any] = json.loads(Path("protokoll.json").read_text(encoding="utf-8"))
    return content


def test_the_page_draws_exactly_what_the_command_draws(house: House, folder: Path) -> None:
    round_id = drawn_round(house, seed=PARTS)
    ours = take_out(house.client("samordnare"), round_id)
    theirs = stickprov(
        "draw", "--frame", "ram.csv", "--id-column", "arende_id", "--stratum-column", "namnd", "--size", "3",
        "--reserves", "2", "--seed", SEED, "--seed-source", SOURCE, "--output", "egen.json",
    )  # fmt: skip
    assert theirs.exit_code == 0, theirs.stderr
    assert {key: value for key, value in ours.items() if key not in ADDED} == json.loads(
        Path("egen.json").read_text(encoding="utf-8")
    )
    drawn = {name: [unit["id"] for unit in each["sample"] + each["reserves"]] for name, each in ours["strata"].items()}
    kept = {name: [unit.unit_id for unit in the_sample(house, round_id, name)] for name in drawn}
    assert kept == drawn


def test_the_protocol_is_proven_by_the_command(house: House, folder: Path) -> None:
    take_out(house.client("samordnare"), drawn_round(house))
    result = stickprov("verify", "protokoll.json", "--frame", "ram.csv")
    assert result.exit_code == 0, result.stderr


def test_the_recipe_on_the_page_gives_the_same_in_a_shell(house: House, folder: Path) -> None:
    round_id, client = drawn_round(house, seed=PARTS), house.client("samordnare")
    protocol = take_out(client, round_id)
    shown = parse(client.get(f"/omgangar/{round_id}/protokoll")).find(".//pre").text
    assert shown == recipe(seed=SEED, most=5)
    shell = subprocess.run(["bash", "-euo", "pipefail", "-c", shown], capture_output=True, text=True, check=False)
    told = [f"{protocol['frame']['sha256']}  -"]
    for name, stratum in protocol["strata"].items():
        told += [f"{name}\t{unit['ticket']}\t{unit['id']}" for unit in stratum["sample"] + stratum["reserves"]]
    assert shell.stdout.splitlines() == told, shell.stderr


def test_the_protocol_page_holds_all_that_a_stranger_needs(house: House) -> None:
    round_id = drawn_round(house)
    page = words(house.client("lasare").get(f"/omgangar/{round_id}/protokoll"))
    for told in (
        "4-2-6-1-5-3",
        "Kungsholmen4-2-6tärningar",
        "80 akter",
        "40 akter",
        "2026-09-01 10:00 av Samordnare",
    ):
        assert told in page, told
    for unit in the_sample(house, round_id):
        assert f"{unit.unit_id} " in page
        assert unit.ticket in page
    assert "3 akter i urvalet och 2 reserver, i lotternas ordning" in page
    assert "Inga akter har ersatts." in page


def test_before_the_draw_there_is_no_protocol(house: House) -> None:
    round_id, client = fixed_round(house), house.client("samordnare")
    page = client.get(f"/omgangar/{round_id}/protokoll")
    assert "Urvalet är inte draget än." in words(page)
    assert buttons(page) == ["Till omgången"]
    assert client.get(f"/omgangar/{round_id}/protokoll.json").status_code == 404
    assert client.get(f"/omgangar/{round_id}/ram.csv").status_code == 404


def test_too_few_reserves_are_told_and_no_error(house: House) -> None:
    round_id = drawn_round(house, size=9, reserves=5, units=11)
    page = words(house.client("samordnare").get(f"/omgangar/{round_id}/protokoll"))
    assert "Ramen räckte till 2 reserver av de 5 som var bestämda." in page


def test_a_board_that_is_renamed_later_keeps_its_part(house: House, folder: Path) -> None:
    round_id, client = drawn_round(house), house.client("lasare")
    with house.database.transaction() as session:
        session.exec(update(Board).where(Board.name == "Norrmalm").values(name="Norra innerstaden"))  # type: ignore[arg-type]
    protocol = take_out(client, round_id)
    assert set(protocol["strata"]) == {"Kungsholmen", "Norrmalm"}
    assert stickprov("verify", "protokoll.json", "--frame", "ram.csv").exit_code == 0


def test_taking_out_the_protocol_or_the_frame_is_in_the_journal(house: House, folder: Path) -> None:
    take_out(house.client("lasare"), drawn_round(house))
    with house.database.transaction(write=False) as session:
        found = session.exec(select(JournalEntry).where(JournalEntry.actor == str(house.accounts["lasare"])))
        assert {"frame:exported", "protocol:exported"} <= {entry.action for entry in found}


# ---- Only some of the boards --------------------------------------------------------------------------------------


def three_boards(house: House) -> int:
    return drawn_round(house, "Kungsholmen", "Norrmalm", "Östermalm")


@pytest.mark.parametrize("who", ["lasare", "samordnare"])
def test_other_boards_parts_are_neither_on_the_page_nor_in_the_file(house: House, folder: Path, who: str) -> None:
    round_id, client = three_boards(house), house.client(who)
    page = words(client.get(f"/omgangar/{round_id}/protokoll"))
    assert "Här visas den del som gäller dina." in page
    protocol = take_out(client, round_id)
    assert set(protocol["strata"]) == {"Kungsholmen", "Norrmalm"}
    assert protocol["frame"]["units"] == 80
    everything = page + Path("protokoll.json").read_text(encoding="utf-8") + Path("ram.csv").read_text(encoding="utf-8")
    assert "Östermalm" not in everything
    assert "ÖST-" not in everything


def test_a_part_of_a_protocol_can_be_proven_by_itself(house: House, folder: Path) -> None:
    round_id = three_boards(house)
    for who in ("annan-lasare", "lasare"):
        take_out(house.client(who), round_id)
        result = stickprov("verify", "protokoll.json", "--frame", "ram.csv")
        assert result.exit_code == 0, result.stderr


def test_the_journals_end_before_the_draw_stands_in_the_protocol(house_on_sqlite: House, folder: Path) -> None:
    house = house_on_sqlite
    round_id = drawn_round(house)
    client = house.client("samordnare")
    told = take_out(client, round_id)["journal_head"]
    with house.database.transaction(write=False) as session:
        drawn = session.exec(select(JournalEntry).where(JournalEntry.action == "round:drawn")).one()
        before = session.get_one(JournalEntry, int(told.partition(":")[0]))
        assert before.sequence < drawn.sequence
        assert operations.verify(session, (before.sequence, told.partition(":")[2]))[1] == []
    assert told in words(client.get(f"/omgangar/{round_id}/protokoll"))
    assert stickprov("verify", "protokoll.json", "--frame", "ram.csv").exit_code == 0
    with house.database.transaction() as session:
        session.exec(update(Draw).values(journal_head=None))
    assert "journal_head" not in take_out(client, round_id), "a protocol from before"
    assert "Journalens slut" not in words(client.get(f"/omgangar/{round_id}/protokoll"))
