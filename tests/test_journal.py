"""The journal: whatever is done to it afterwards is found and named, and simultaneous writers never fork it."""

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from audit.cli import main
from audit.database import Database
from audit.journal import operations as journal
from audit.journal.models import JournalBoard
from audit.journal.rules import (
    GENESIS,
    Entry,
    Fault,
    FaultKind,
    Stamp,
    canonical,
    content_hash,
    entry_hash,
    moment_of,
    verify,
)

AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
LENGTH = 6
Command = Callable[..., Result]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database whose journal has LENGTH entries."""
    opened = journal.attach(Database(database_url))
    for number in range(1, LENGTH + 1):
        append(opened, number)
    yield opened
    opened.close()


def append(database: Database, number: int, action: str = "review:signed", **content: object) -> None:
    with database.transaction() as session:
        journal.record(session, Stamp(AT + timedelta(minutes=number), 7), action, number, **(content or {"n": number}))


def tamper(database: Database, *statements: str, **values: object) -> None:
    """What somebody might do who has got hold of the database."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for statement in statements:
            connection.execute(text(statement), values)


def faults(database: Database, anchor: tuple[int, str] | None = None) -> list[Fault]:
    with database.transaction(write=False) as session:
        return journal.verify(session, anchor)[1]


def head(database: Database) -> tuple[int, str]:
    with database.transaction(write=False) as session:
        newest = journal.head(session)
    assert newest
    return newest


@pytest.fixture
def command(database_url: str, instance: Path) -> Command:
    """Runs `stickprov journal …`."""
    environment = {"STICKPROV_DATABASE_URL": database_url, "STICKPROV_INSTANCE": str(instance)}
    return lambda *words: CliRunner().invoke(main, ["journal", *words], env=environment)


# ---- What is found ----------------------------------------------------------------------------------------------


def test_a_journal_nobody_touched_is_sound(database: Database, command: Command) -> None:
    assert faults(database) == []
    result = command("verify")
    assert (result.exit_code, result.output) == (0, "Journalen är hel: 6 poster, inga fel.\n")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET actor = '8' WHERE sequence = 3",
        "UPDATE journal SET action = 'review.opened' WHERE sequence = 3",
        "UPDATE journal SET object_id = '99' WHERE sequence = 3",
        "UPDATE journal SET at = '2026-09-02' WHERE sequence = 3",
    ],
)
def test_an_altered_entry_is_found_and_named(database: Database, command: Command, change: str) -> None:
    tamper(database, change)
    assert faults(database) == [Fault(FaultKind.ALTERED, 3)]
    result = command("verify")
    assert result.exit_code == 1
    assert "Post 3 är ändrad: dess kontrollsumma stämmer inte." in result.output
    assert "1 fel i 6 poster." in result.output


def test_an_entry_that_was_altered_and_hashed_anew_is_found_at_the_next(database: Database, command: Command) -> None:
    with database.transaction(write=False) as session:
        third = list(journal.entries(session))[2]
    forged = hash_of(third, actor="8")
    tamper(database, "UPDATE journal SET actor = '8', hash = :forged WHERE sequence = 3", forged=forged)
    assert faults(database) == [Fault(FaultKind.REORDERED, 4)]
    assert "Post 4 följer inte på posten före" in command("verify").output


def hash_of(entry: Entry, **changed: object) -> str:
    values = {
        name: getattr(entry, name) for name in ("sequence", "actor", "action", "object_id", "previous", "content_hash")
    } | {"at": datetime.fromisoformat(entry.moment)}
    return entry_hash(**{**values, **changed})


@pytest.mark.parametrize("gone", [1, 3, 4])
def test_a_missing_entry_is_found_and_named(database: Database, command: Command, gone: int) -> None:
    tamper(
        database,
        "DELETE FROM journal_content WHERE sequence = :gone",
        "DELETE FROM journal WHERE sequence = :gone",
        gone=gone,
    )
    assert faults(database) == [Fault(FaultKind.MISSING, gone)]
    assert f"Post {gone} saknas." in command("verify").output


def test_a_run_of_missing_entries_is_told_as_one(database: Database, command: Command) -> None:
    tamper(
        database,
        "DELETE FROM journal_content WHERE sequence >= 3",
        "DELETE FROM journal WHERE sequence IN (3, 4, 5)",
        "UPDATE journal SET sequence = 2000000000 WHERE sequence = 6",
    )
    assert faults(database)[0] == Fault(FaultKind.MISSING, 3, 1999999999)
    assert "Posterna 3–1999999999 saknas." in command("verify").output


def test_a_missing_entry_whose_number_was_given_to_the_next_is_found(database: Database) -> None:
    move = [
        "UPDATE journal SET sequence = 4 WHERE sequence = 5",
        "UPDATE journal SET sequence = 5 WHERE sequence = 6",
    ]
    tamper(database, "DELETE FROM journal_content WHERE sequence >= 4", "DELETE FROM journal WHERE sequence = 4", *move)
    kinds = {(fault.kind, fault.sequence) for fault in faults(database)}
    assert {(FaultKind.ALTERED, 4), (FaultKind.REORDERED, 4), (FaultKind.ALTERED, 5)} <= kinds


def test_entries_that_changed_places_are_found_and_named(database: Database, command: Command) -> None:
    swap = (
        "DELETE FROM journal_content",
        "UPDATE journal SET sequence = 99 WHERE sequence = 2",
        "UPDATE journal SET sequence = 2 WHERE sequence = 3",
        "UPDATE journal SET sequence = 3 WHERE sequence = 99",
    )
    tamper(database, *swap)
    found = faults(database)
    assert {Fault(FaultKind.REORDERED, number) for number in (2, 3, 4)} <= set(found)
    assert {Fault(FaultKind.ALTERED, number) for number in (2, 3)} <= set(found)
    assert "Post 2 följer inte på posten före: ordningen är ändrad." in command("verify").output


def test_altered_content_is_found_and_named(database: Database, command: Command) -> None:
    tamper(database, """UPDATE journal_content SET content = '{"n"=4000}' WHERE sequence = 4""")
    assert faults(database) == [Fault(FaultKind.CONTENT_ALTERED, 4)]
    assert "Post 4 har ett innehåll som är ändrat i efterhand." in command("verify").output


@pytest.mark.parametrize("salt", ["00", "zz", ""])
def test_an_altered_salt_is_found_too(database: Database, salt: str) -> None:
    tamper(database, "UPDATE journal_content SET salt = :salt WHERE sequence = 4", salt=salt)
    assert faults(database) == [Fault(FaultKind.CONTENT_ALTERED, 4)]


def test_a_moment_made_unreadable_is_a_fault_of_its_entry(database: Database) -> None:
    if not database.is_sqlite:
        return  # PostgreSQL takes nothing but moments
    tamper(database, "UPDATE journal SET at = 'i går' WHERE sequence = 2")
    assert faults(database) == [Fault(FaultKind.ALTERED, 2)]


def test_content_that_is_gone_without_a_word_is_found(database: Database, command: Command) -> None:
    tamper(database, "DELETE FROM journal_content WHERE sequence = 2")
    assert faults(database) == [Fault(FaultKind.CONTENT_MISSING, 2)]
    assert "Post 2 saknar sitt innehåll utan att någon gallring nämner den." in command("verify").output


def test_content_that_retention_erased_is_in_order_when_a_later_entry_names_it(database: Database) -> None:
    append(database, 7, "journal:erased", entries=[2, 5])
    tamper(database, "DELETE FROM journal_content WHERE sequence IN (2, 5)")
    assert faults(database) == []
    tamper(database, "DELETE FROM journal_content WHERE sequence = 3")
    assert faults(database) == [Fault(FaultKind.CONTENT_MISSING, 3)]


def test_an_erasure_excuses_nothing_that_came_after_it(database: Database) -> None:
    append(database, 7, "journal:erased", entries=[2, 8])
    append(database, 8)
    tamper(database, "DELETE FROM journal_content WHERE sequence IN (2, 8)")
    assert faults(database) == [Fault(FaultKind.CONTENT_MISSING, 8)]


def test_an_erasure_can_not_erase_its_own_words(database: Database) -> None:
    append(database, 7, "journal:erased", entries=[2])
    tamper(database, "DELETE FROM journal_content WHERE sequence IN (2, 7)")
    assert faults(database) == [Fault(FaultKind.CONTENT_MISSING, 2), Fault(FaultKind.CONTENT_MISSING, 7)]


def test_a_forged_erasure_excuses_nothing(database: Database) -> None:
    append(database, 7, "journal:erased", entries=[])
    tamper(
        database,
        "DELETE FROM journal_content WHERE sequence = 2",
        """UPDATE journal_content SET content = '{"entries"\\:[2]}' WHERE sequence = 7""",
    )
    assert set(faults(database)) == {Fault(FaultKind.CONTENT_MISSING, 2), Fault(FaultKind.CONTENT_ALTERED, 7)}


def test_a_cut_off_end_is_found_against_a_head_kept_outside(database: Database, command: Command) -> None:
    anchor = head(database)
    written_down = command("head").output.strip()
    assert written_down == f"{anchor[0]}:{anchor[1]}"
    tamper(database, "DELETE FROM journal_content WHERE sequence >= 5", "DELETE FROM journal WHERE sequence >= 5")
    assert faults(database) == [], "without the anchor nobody can know"
    assert faults(database, anchor) == [Fault(FaultKind.CUT_OFF, 6)]
    result = command("verify", "--head", written_down)
    assert result.exit_code == 1
    assert "Post 6 fanns när kedjans slut antecknades men är borta nu." in result.output


def test_an_end_that_was_cut_off_and_written_anew_is_found_too(database: Database) -> None:
    anchor = head(database)
    tamper(database, "DELETE FROM journal_content WHERE sequence >= 5", "DELETE FROM journal WHERE sequence >= 5")
    for number in (5, 6, 7):
        append(database, number, n="other")
    assert faults(database) == []
    assert faults(database, anchor) == [Fault(FaultKind.ALTERED, 6)]


@pytest.mark.parametrize("first", [5, 1])
def test_the_numbers_of_a_cut_off_end_belong_to_whoever_they_are_given_next(database: Database, first: int) -> None:
    append(database, 7, board=8)
    cut_off = "DELETE FROM journal_content WHERE sequence >= :first", "DELETE FROM journal WHERE sequence >= :first"
    tamper(database, *cut_off, first=first)
    append(database, 1, board=9)
    append(database, 2, board=9)
    with database.transaction(write=False) as session:
        placed = session.exec(select(JournalBoard).where(JournalBoard.sequence >= first)).all()
    assert sorted((each.sequence, each.board_id) for each in placed) == [(first, 9), (first + 1, 9)]


def test_an_older_head_still_holds_when_the_journal_has_grown(database: Database) -> None:
    anchor = head(database)
    append(database, 7)
    assert faults(database, anchor) == []


@pytest.mark.parametrize("anchor", ["6", "x:y", "6:abc"])
def test_a_head_that_is_no_head_is_explained(command: Command, anchor: str) -> None:
    result = command("verify", "--head", anchor)
    assert result.exit_code == 2
    assert "NUMMER:HASH" in result.output


def test_an_empty_journal_is_sound(command: Command) -> None:
    assert command("verify").exit_code == 0
    assert command("head").output == "Journalen är tom.\n"


# ---- Many at once -----------------------------------------------------------------------------------------------


def test_many_writers_at_once_never_fork_the_chain(database: Database) -> None:
    writers, each = 2, 100
    begin = Barrier(writers)

    def write(writer: int) -> None:
        begin.wait()
        for number in range(each):
            append(database, number, writer=writer, place=number)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    with database.transaction(write=False) as session:
        count, found = journal.verify(session)
        written = [json.loads(entry.content or "") for entry in journal.entries(session)][LENGTH:]
    assert (count, found) == (LENGTH + writers * each, [])
    for writer in range(writers):
        assert [kept["place"] for kept in written if kept["writer"] == writer] == list(range(each))


def test_processes_of_their_own_never_fork_the_chain_either(database: Database, database_url: str) -> None:
    other = journal.attach(Database(database_url))  # knows nothing of the first one's lock
    begin = Barrier(2)

    def write(own: Database) -> None:
        begin.wait()
        for number in range(50):
            append(own, number)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (database, other)))
    assert faults(database) == []
    assert head(database)[0] == LENGTH + 100
    other.close()


def test_several_entries_of_one_transaction_follow_each_other(database: Database) -> None:
    with database.transaction() as session:
        for number in range(3):
            journal.record(session, Stamp(AT), "answer:saved", number)
    with database.transaction(write=False) as session:
        assert [entry.object_id for entry in journal.entries(session)][-3:] == ["0", "1", "2"]
    assert faults(database) == []


def test_what_is_rolled_back_leaves_no_gap(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            journal.record(session, Stamp(AT), "answer:saved", 1)
            journal.seal(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    append(database, 7)
    assert head(database)[0] == LENGTH + 1
    assert faults(database) == []


# ---- How an entry is hashed -------------------------------------------------------------------------------------


def test_an_entry_is_hashed_as_its_description_says() -> None:
    content = canonical({"b": 2, "a": "å"})
    assert content == '{"a":"å","b":2}'
    inner = content_hash("00" * 32, content)
    assert inner == hashlib.sha256(bytes(32) + content.encode()).hexdigest()
    whole = f"1\n2026-09-01T08:00:00.000000Z\n7\nreview:signed\n3\n{GENESIS}\n{inner}"
    made = entry_hash(
        sequence=1,
        at=AT.astimezone(timezone(timedelta(hours=2))),
        actor="7",
        action="review:signed",
        object_id="3",
        previous=GENESIS,
        content_hash=inner,
    )
    assert made == hashlib.sha256(whole.encode()).hexdigest()


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for sequence in range(1, length + 1):
        content = canonical({"n": sequence})
        bare = Entry(
            sequence=sequence,
            moment=moment_of(AT),
            actor="7",
            action="review:signed",
            object_id=str(sequence),
            previous=entries[-1].hash if entries else GENESIS,
            content_hash=content_hash("00" * 32, content),
            hash="",
            salt="00" * 32,
            content=content,
        )
        entries.append(Entry(**{**bare._asdict(), "hash": hash_of(bare)}))
    return entries


CHANGES: list[Callable[[list[Entry], int], list[Entry]]] = [
    lambda entries, at: entries[:at] + entries[at + 1 :],
    lambda entries, at: [*entries[:at], *entries[at:][1:2], entries[at], *entries[at:][2:]],
    lambda entries, at: [*entries[:at], Entry(**{**entries[at]._asdict(), "actor": "8"}), *entries[at + 1 :]],
    lambda entries, at: [*entries[:at], Entry(**{**entries[at]._asdict(), "content": "{}"}), *entries[at + 1 :]],
    lambda entries, at: [*entries[:at], Entry(**{**entries[at]._asdict(), "salt": None}), *entries[at + 1 :]],
]


@given(st.integers(2, 12), st.data())
def test_no_single_change_before_the_end_stays_unseen(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    assert verify(entries) == []
    change = data.draw(st.sampled_from(CHANGES))
    assert verify(change(entries, data.draw(st.integers(0, length - 2))))


# ---- Erasing ----------------------------------------------------------------------------------------------------


def test_what_is_erased_is_gone_and_the_chain_says_so_itself(database: Database) -> None:
    with database.transaction() as session:
        assert journal.about(session, action="review:signed", object_ids=[2, 5, 99]) == [2, 5]
        journal.erase(session, Stamp(AT, 7), [2, 5], reason="Gallring")
    assert faults(database) == []
    with database.transaction(write=False) as session:
        chain = list(journal.entries(session))
    assert [entry.sequence for entry in chain if entry.content is None] == [2, 5]
    assert json.loads(str(chain[-1].content)) == {"entries": [2, 5], "reason": "Gallring"}


@pytest.mark.parametrize("sequences", [[2, 99], [2, LENGTH + 1]], ids=["not there", "an erasure itself"])
def test_an_erasure_of_what_can_not_be_erased_erases_nothing(database: Database, sequences: list[int]) -> None:
    with database.transaction() as session:
        journal.erase(session, Stamp(AT, 7), [1], reason="Gallring")
    with pytest.raises(journal.ErasureError), database.transaction() as session:
        journal.erase(session, Stamp(AT, 7), sequences, reason="Gallring")
    with database.transaction(write=False) as session:
        assert [entry.sequence for entry in journal.entries(session) if entry.content is None] == [1]
