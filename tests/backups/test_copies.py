"""A copy is the installation at one moment, and restoring it gives that very installation, on either database."""

import json
import os
import shutil
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from audit import database as databases
from audit.backups import contents, operations, sealing
from audit.backups.operations import BackupError, Copy, Restored
from audit.database import Database
from audit.journal import operations as journal
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round


def quiet(done: int, total: int) -> None:
    """Nobody looks."""


@pytest.fixture
def lived_in(house: House) -> House:
    """A house with a reviewed file and an upload that waits."""
    answered_review(house, distributed_round(house))
    (house.settings.uploads / "abc.rows.jsonl").write_bytes(bytes(range(256)) * 400)
    (house.settings.instance / "keys").mkdir(exist_ok=True)
    (house.settings.instance / "keys" / "pseudonym").write_text("70" * 32, "ascii")
    return house


def copied(house: House) -> Copy:
    return operations.make(house.settings, house.database, now=house.clock(), advance=quiet)


def restored(house: House, copy: Path, place: Path, url: str = "") -> Restored:
    environ = {"STICKPROV_DATABASE_URL": url} if url else {}
    key = sealing.read_key(operations.key_file(house.settings))
    return operations.restore(copy, key, place, environ=environ, now=house.clock(), advance=quiet)


def sums(database: Database) -> dict[str, contents.TableSum]:
    with contents.moment(database) as connection:
        return contents.sums(connection)


@pytest.fixture
def elsewhere(house: House, request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path: Path) -> str:
    """An empty database of the other kind than the house's own."""
    if house.database.is_sqlite:
        return str(request.getfixturevalue("postgresql_url"))
    shutil.copyfile(migrated_sqlite, tmp_path / "other.db")
    return f"sqlite:///{tmp_path / 'other.db'}"


def test_what_is_restored_is_what_was_copied_and_goes_on(lived_in: House, elsewhere: str, tmp_path: Path) -> None:
    house, place = lived_in, tmp_path / "new"
    before = sums(house.database)
    copy = copied(house)
    assert copy.tables == before
    assert before["answer"].rows > 0
    back = restored(house, copy.file, place, elsewhere)
    assert back.copy.tables == before
    assert (place / "uploads" / "abc.rows.jsonl").read_bytes() == bytes(range(256)) * 400
    assert back.settings.pseudonym_key == b"p" * 32
    assert (place / "keys" / "pseudonym").stat().st_mode & 0o77 == 0
    opened = journal.attach(Database(elsewhere))
    with opened.transaction() as session:
        assert journal.verify(session, copy.head.journal) == (back.entries, [])
        journal.record(session, house.stamp(), "test:went_on", 1)
        session.execute(text("INSERT INTO board (code, name) VALUES ('Ny', 'En ny nämnd')"))
    opened.close()


def test_a_copy_is_of_one_moment_while_others_write(house: House) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with house.database.transaction() as session:
                number += 1
                session.execute(text("UPDATE board SET name = :name WHERE code = 'Kun'"), {"name": f"Nummer {number}"})
                journal.record(session, house.stamp(), "test:renamed", number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copy = copied(house)
    finally:
        stop.set()
        writer.join()
    with sealing.unsealed(copy.file, sealing.read_key(operations.key_file(house.settings))) as lines:
        held = [json.loads(line) for line in lines]
    names = {name for row in held if isinstance(row, list) for name in row if str(name).startswith("Nummer ")}
    renamed = [row for row in held if isinstance(row, list) and "test:renamed" in row]
    assert len(names) == (1 if renamed else 0)
    assert copy.head.journal is None or copy.head.journal[0] == copy.tables["journal"].rows
    assert names <= {f"Nummer {len(renamed)}"}


# ---- What is refused ------------------------------------------------------------------------------------------------


def cut_off(copy: bytes) -> bytes:
    return copy[:-100]


def altered(copy: bytes) -> bytes:
    middle = len(copy) // 2
    return copy[:middle] + bytes([copy[middle] ^ 1]) + copy[middle + 1 :]


def cut_to_nothing(copy: bytes) -> bytes:
    return copy[:20]


@pytest.mark.parametrize("harm", [cut_off, altered, cut_to_nothing])
def test_a_file_that_is_cut_off_or_altered_is_refused_and_nothing_is_left_behind(
    house_on_sqlite: House, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    house = house_on_sqlite
    copy = copied(house).file
    copy.write_bytes(harm(copy.read_bytes()))
    with pytest.raises(BackupError, match=r"avkortad eller ändrad.*äldre kopia"):
        restored(house, copy, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def resealed(house: House, copy: Path, change: Callable[[list[bytes]], Iterator[bytes]]) -> Path:
    """The copy as somebody writes it anew who has the key."""
    key = sealing.read_key(operations.key_file(house.settings))
    with sealing.unsealed(copy, key) as lines:
        changed = list(change(list(lines)))
    sealing.seal(changed, copy, key)
    return copy


def newer(lines: list[bytes]) -> Iterator[bytes]:
    yield lines[0].replace(databases.newest_revision().encode(), b"9999")
    yield from lines[1:]


def a_row_less(lines: list[bytes]) -> Iterator[bytes]:
    gone = next(number for number, line in enumerate(lines) if b"Kungsholmen" in line)
    yield from lines[:gone] + lines[gone + 1 :]


def without_end(lines: list[bytes]) -> Iterator[bytes]:
    yield from lines[:-1]


def more_after_the_end(lines: list[bytes]) -> Iterator[bytes]:
    yield from [*lines, lines[0]]


def a_file_elsewhere(lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line.replace(b'"uploads/abc', b'"uploads/../../abc')


def somebody_elses(lines: list[bytes]) -> Iterator[bytes]:
    yield b'{"nothing":"of ours"}\n'


REFUSED: dict[Callable[[list[bytes]], Iterator[bytes]], str] = {
    newer: "nyare version av Stickprov",
    a_row_less: "Tabellen board är inte hel",
    without_end: "slutet saknas",
    more_after_the_end: "slutet saknas",
    a_file_elsewhere: "hör inte till en säkerhetskopia",
    somebody_elses: "ingen säkerhetskopia från Stickprov",
}


@pytest.mark.parametrize("change", REFUSED, ids=lambda change: change.__name__)
def test_what_no_copy_may_hold_is_refused_although_the_seal_is_whole(
    house_on_sqlite: House, tmp_path: Path, change: Callable[[list[bytes]], Iterator[bytes]]
) -> None:
    house = house_on_sqlite
    (house.settings.uploads / "abc.jsonl").write_text("{}")
    copy = resealed(house, copied(house).file, change)
    with pytest.raises(BackupError, match=REFUSED[change]):
        restored(house, copy, tmp_path / "new")
    assert not any(file.is_file() for file in tmp_path.glob("new/**/*"))
    assert not list(tmp_path.glob("**/abc.jsonl"))[1:]


def test_another_key_a_used_place_and_a_used_database_are_refused(house_on_sqlite: House, tmp_path: Path) -> None:
    house = house_on_sqlite
    copy = copied(house).file
    with pytest.raises(BackupError, match="är inte tom"):
        restored(house, copy, house.settings.instance)
    with pytest.raises(BackupError, match="Databasen som allt ska läsas in i är inte tom"):
        restored(house, copy, tmp_path / "new", house.database.url)
    key = operations.key_file(house.settings)
    key.unlink()
    sealing.make_key(key)
    with pytest.raises(BackupError, match=r"låst med en annan nyckel.*--key"):
        restored(house, copy, tmp_path / "new")
    assert copy.read_bytes()[:3] == b"age"


# ---- Rehearsing -----------------------------------------------------------------------------------------------------


def test_a_rehearsal_finds_a_journal_that_was_rewritten_as_a_whole_since(house: House) -> None:
    with house.database.transaction() as session:
        journal.record(session, house.stamp(), "test:done", 1)
    copied(house)
    with house.database.transaction() as session:
        session.execute(text("DELETE FROM journal_content"))
        session.execute(text("DELETE FROM journal"))
        journal.record(session, house.stamp(), "test:never_done", 1)
    with house.database.transaction(write=False) as session:
        assert journal.verify(session) == (1, [])
    with pytest.raises(BackupError, match="ändrad i efterhand"):
        operations.rehearse(house.settings, house.database, now=house.clock())


def test_a_copy_of_a_journal_that_was_altered_before_is_told_as_such(
    house_on_sqlite: House, migrated_sqlite: Path, tmp_path: Path
) -> None:
    house = house_on_sqlite
    with house.database.transaction() as session:
        journal.record(session, house.stamp(), "test:done", 1)
    with house.database.transaction() as session:
        session.execute(text("UPDATE journal SET actor = '99'"))
    shutil.copyfile(migrated_sqlite, tmp_path / "other.db")
    with pytest.raises(BackupError, match="journal har 1 fel"):
        restored(house, copied(house).file, tmp_path / "new", f"sqlite:///{tmp_path / 'other.db'}")
    assert not any((tmp_path / "new").iterdir())


def test_a_folder_that_can_not_be_written_in_is_said_in_words(house_on_sqlite: House, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = replace(house_on_sqlite.settings, backup_folder=str(tmp_path / "file"))
    with pytest.raises(BackupError, match="backup_folder"):
        operations.make(settings, house_on_sqlite.database, now=house_on_sqlite.clock(), advance=quiet)


def test_copies_that_need_not_be_kept_go_and_what_was_cut_off_too(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    house = replace(house, settings=replace(house.settings, backup_days=1, backup_weeks=1, backup_months=1))
    first = copied(house).file
    (first.parent / f"{first.name}.part").write_bytes(b"age")
    (first.parent / "notes.txt").write_text("ours")
    house.clock.forward(days=2)
    second = copied(house).file
    assert {file.name for file in first.parent.iterdir()} == {second.name, "notes.txt"}


def test_only_the_key_reads_a_copy_and_it_is_packed(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    (house.settings.uploads / "abc.jsonl").write_bytes(b"Hemligt. " * 100_000)
    copy = copied(house).file
    assert copy.stat().st_size < 100_000
    assert b"Hemligt" not in copy.read_bytes()
    if os.name == "posix":
        assert copy.stat().st_mode & 0o77 == 0
        assert operations.key_file(house.settings).stat().st_mode & 0o77 == 0
    with pytest.raises(zlib.error):
        zlib.decompress(copy.read_bytes(), wbits=31)
