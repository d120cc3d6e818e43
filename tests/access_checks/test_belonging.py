"""Whose an entry of the journal is: every one of a furnished house lies with its own boards, and has its words."""

import json
import re
from pathlib import Path

from sqlmodel import select

from audit.access_checks.rules import ACTIONS, OBJECTS, action_of
from audit.access_checks.rules.contents import SHOWN
from audit.journal import belonging
from audit.journal.belonging import ALL
from audit.journal.models import JournalBoard, JournalContent, JournalEntry
from tests.support.furnished import SECRET, Furnished
from tests.support.house import House

CODE = Path(__file__).parents[2] / "audit"
SAID = re.compile(r'f?"([a-z_]+|\{SUBJECTS\[[^"]*\]\}):([a-z_]+|\{what\})"')
# Kinds of jobs are written in the same way, and are no entries.
JOBS = {"register:check", "register:freeze", "report:files", "retention:clean"}


def said_in_the_code() -> set[str]:
    """Every action that stands in the program, those put together of two words included."""
    found = set()
    for file in CODE.rglob("*.py"):
        for subject, what in SAID.findall(file.read_text(encoding="utf-8")):
            subjects = ("risk_analysis", "control_plan") if subject.startswith("{") else (subject,)
            acts = ("proposed", "decided", "confirmed") if what == "{what}" else (what,)
            found |= {f"{one}:{act}" for one in subjects if one in OBJECTS for act in acts}
    return found - JOBS


def test_every_action_of_the_program_has_its_words_and_no_word_is_for_nothing() -> None:
    in_words = set(ACTIONS)
    assert said_in_the_code() - in_words == set()
    assert in_words - said_in_the_code() == set()


def entries_of(house: House) -> list[tuple[JournalEntry, set[int]]]:
    with house.database.transaction(write=False) as session:
        boards: dict[int, set[int]] = {}
        for row in session.exec(select(JournalBoard)):
            boards.setdefault(row.sequence, set()).add(row.board_id)
        return [(entry, boards.get(entry.sequence, set())) for entry in session.exec(select(JournalEntry))]


def test_each_entry_lies_with_the_boards_of_what_it_is_about(furnished: Furnished) -> None:
    house = furnished.house
    east = {house.boards["Östermalm"]}
    west = set(house.board_ids("Kungsholmen", "Norrmalm"))
    strangers = {account_id for name, account_id in house.accounts.items() if name.startswith("annan-")}
    wrong = []
    for entry, boards in entries_of(house):
        own = east if entry.actor.isdecimal() and int(entry.actor) in strangers else west
        if entry.action.startswith("sharing:"):
            assert len(boards) == 2, "a sharing is the business of both boards"
            continue
        # The story has one coordinator choose the frames of every board.
        if entry.actor == "program" or entry.action.startswith(("session:", "round:frame_chosen")):
            own = east | west
        administered = {ALL} if action_of(entry.action).kind in {"inloggning", "administration", "drift"} else set()
        if not boards or not boards <= own | administered:
            wrong.append(f"{entry.action} {entry.object_id} by {entry.actor}: {sorted(boards)}")
    assert wrong == []


def test_no_entry_of_a_furnished_house_is_shown_with_a_text_that_somebody_wrote(furnished: Furnished) -> None:
    with furnished.house.database.transaction(write=False) as session:
        for kept in session.exec(select(JournalContent)):
            told = {key: value for key, value in json.loads(kept.content).items() if key in SHOWN}
            assert SECRET not in json.dumps(told, ensure_ascii=False), session.get_one(
                JournalEntry, kept.sequence
            ).action


def test_entries_from_before_the_index_are_put_where_they_belong(furnished: Furnished) -> None:
    house, before = furnished.house, {entry.sequence: boards for entry, boards in entries_of(furnished.house)}
    with house.database.transaction() as session:
        for row in session.exec(select(JournalBoard)):
            session.delete(row)
    belonging.catch_up(house.settings, house.database, house.clock)
    after = {entry.sequence: boards for entry, boards in entries_of(house)}
    # What is gone since lies with the boards of whoever did away with it; nothing else differs.
    assert {number for number in before if after[number] != before[number]} == set()
    furnished.restore()
