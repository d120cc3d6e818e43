"""An encrypted database: what its administrator sees, what people see, and what keeps the program from starting."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from audit.database import Database
from audit.encryption import keys
from audit.encryption.cipher import UnreadableError
from audit.journal import operations as journal
from audit.journal.models import JournalContent
from audit.journal.rules import FaultKind
from audit.retention.rules import KindId
from audit.reviews.models import Answer
from tests.encryption.telling import COMMENT, LATER, QUESTION, encrypted, kept_in, key_file_of, opened, reviewed, run
from tests.retention import telling
from tests.retention.test_erasing import MARKER, told
from tests.retention.test_extracts import drawn
from tests.support.house import House


def written_on(house: House, review_id: int) -> list[str]:
    """The comments of the review's answers, as the program reads them."""
    with house.database.transaction(write=False) as session:
        found = select(Answer.comment).where(Answer.review_id == review_id, col(Answer.comment) != "")
        return sorted(session.exec(found))


def change(house: House, comment: str) -> None:
    with house.database.transaction() as session:
        answer = session.exec(select(Answer).where(col(Answer.comment) != "")).one()
        answer.comment = comment
        session.add(answer)
        journal.record(session, house.stamp(), "answer:corrected", answer.id or 0, why=comment)


def test_the_databases_administrator_sees_no_text_and_people_see_them_all(house: House) -> None:
    review_id = reviewed(house)
    change(house, COMMENT)
    assert COMMENT in kept_in(house.database.url)
    closed = encrypted(house)
    assert written_on(closed, review_id) == [COMMENT]
    change(closed, LATER)
    kept = kept_in(closed.database.url)
    for word in ("Zinkgruva", "Kvarnsten", "påhittad", '"unit"', '"why"'):
        assert word not in kept
    assert written_on(closed, review_id) == [LATER]
    with closed.database.transaction(write=False) as session:
        assert journal.verify(session)[1] == []
        told = journal.newest(session, "answer:corrected")
        assert told
        assert told.content == {"why": LATER}
        assert [number for number, _ in journal.telling(session, "Kvarnsten")] == [told.sequence]
    closed.database.close()


def test_what_postgresql_notes_of_the_columns_quotes_no_text_either(house_on_postgresql: House) -> None:
    """Its planner keeps examples of what stands in them."""
    house = house_on_postgresql
    reviewed(house)
    change(house, COMMENT)
    quoted = "SELECT string_agg(concat(most_common_vals, histogram_bounds), ' ') FROM pg_stats"

    def quotes(of: House) -> str:
        with of.database.engine.connect() as connection:
            return str(connection.execute(text(quoted)).scalar())

    with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    assert "Zinkgruva" in quotes(house)
    closed = encrypted(house)
    assert "Zinkgruva" not in quotes(closed)
    closed.database.close()


def test_the_files_are_written_anew_while_somebody_works_in_another_database_of_the_same_server(
    house_on_postgresql: House,
) -> None:
    """Who makes a database there holds the list of them."""
    url = house_on_postgresql.database.url
    elsewhere = Database(re.sub(r"test_\w+", "postgres", url))
    impatient = Database(f"{url}&options=-c%20lock_timeout%3D2s")
    with elsewhere.engine.connect() as other:
        other.exec_driver_sql("LOCK TABLE pg_database IN ROW EXCLUSIVE MODE")
        assert impatient.compact()
    elsewhere.close()
    impatient.close()


def test_the_files_are_written_anew_while_another_database_of_the_server_keeps_what_is_old_alive(
    house_on_postgresql: House,
) -> None:
    """A transaction there hinders nobody from tidying here, but whoever looks after it sees the older rows again: such
    a row whose long text has been tidied away can't be written anew."""
    house = house_on_postgresql
    reviewed(house)
    elsewhere = Database(re.sub(r"test_\w+", "postgres", house.database.url))
    with elsewhere.engine.connect() as other:
        other.exec_driver_sql("SELECT txid_current()")
        change(house, "".join(hashlib.sha256(bytes([each])).hexdigest() for each in range(200)))
        change(house, COMMENT)
        house.database.close()
        with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            apart = "SELECT reltoastrelid::regclass FROM pg_class WHERE relname = 'answer'"
            connection.exec_driver_sql(f"VACUUM {connection.execute(text(apart)).scalar()}")
        with house.database.engine.connect() as reader:
            reader.execution_options(isolation_level="REPEATABLE READ").exec_driver_sql("SELECT 1")
            assert not house.database.compact()
        assert house.database.compact()
    elsewhere.close()


def test_pages_show_the_texts(house_on_sqlite: House) -> None:
    review_id = reviewed(house_on_sqlite)
    house = encrypted(house_on_sqlite)
    pages = [house.client(name).get(f"/granskning/{review_id}") for name in ("granskare", "granskare2")]
    assert [COMMENT in page.get_data(as_text=True) for page in pages if page.status_code == 200] == [True]
    assert house.client("samordnare").get("/journal").status_code == 200
    house.database.close()


def test_what_is_held_is_found_given_out_and_erased_as_before(house_on_sqlite: House) -> None:
    round_id = told(house_on_sqlite)
    house = encrypted(house_on_sqlite)
    mine = drawn(house, round_id, 1)
    coordinator = house.client("samordnare")
    extract = coordinator.fill("/gallring/utdrag", "Visa utdraget", case_id=mine).get_data(as_text=True)
    assert MARKER in extract
    assert "Åtkomst enligt journalen" in extract
    found = coordinator.get("/journal", query_string={"akt": mine}).get_data(as_text=True)
    assert "answers:viewed" in found
    telling.erased(house, KindId.REVIEW, round_id)
    again = coordinator.fill("/gallring/utdrag", "Visa utdraget", case_id=mine).get_data(as_text=True)
    assert MARKER not in again
    with house.database.transaction(write=False) as session:
        assert journal.verify(session)[1] == []
        assert not list(journal.telling(session, MARKER))
    house.database.close()


def test_a_text_that_was_moved_or_altered_is_refused_and_the_journal_tells(house_on_sqlite: House) -> None:
    review_id = reviewed(house_on_sqlite)
    house = encrypted(house_on_sqlite)
    with house.database.transaction() as session:
        session.execute(text("UPDATE answer SET evidence = comment WHERE comment != ''"))
        third = session.execute(text("SELECT content FROM journal_content WHERE sequence = 3")).scalar()
        for sequence, content in ((2, third), (4, '{"a":1}')):
            changed = {"content": content, "sequence": sequence}
            session.execute(text("UPDATE journal_content SET content = :content WHERE sequence = :sequence"), changed)
    with house.database.transaction(write=False) as session:
        with pytest.raises(UnreadableError, match=r"answer\.evidence"):
            session.exec(select(Answer).where(Answer.review_id == review_id)).all()
        faults = {fault.sequence: fault.kind for fault in journal.verify(session)[1]}
    assert faults == {2: FaultKind.CONTENT_ALTERED, 4: FaultKind.CONTENT_ALTERED}
    house.database.close()
    refused = run(house.settings.instance, "encryption", "off")
    assert (refused.exit_code, "answer.evidence" in refused.output) == (1, True)
    assert "krypt1." in kept_in(house.database.url)


def test_a_new_key_takes_the_place_of_the_old_one_which_stays_for_older_copies(house: House) -> None:
    review_id = reviewed(house)
    first = encrypted(house)
    old = first.database.cipher
    first.database.close()
    assert old
    # One that was made before and not used, because the command was interrupted, is used now.
    waiting = keys.add(key_file_of(house.settings.instance))
    assert opened(house).database.cipher.key_name == old.key_name  # type: ignore[union-attr]
    changed = run(house.settings.instance, "encryption", "rotate")
    assert changed.exit_code == 0, changed.output
    assert list(keys.read(key_file_of(house.settings.instance))) == [old.key_name, waiting]
    second = opened(house)
    assert second.database.cipher
    assert second.database.cipher.key_name == waiting
    assert written_on(second, review_id) == [COMMENT]
    second.database.close()
    assert f"krypt1.{old.key_name}" not in kept_in(house.database.url)


def test_off_again_it_is_as_it_was(house: House) -> None:
    review_id = reviewed(house)
    encrypted(house).database.close()
    off = run(house.settings.instance, "encryption", "off")
    assert off.exit_code == 0, off.output
    assert "krypt1" not in kept_in(house.database.url)
    clear = Database(house.database.url)
    with clear.transaction(write=False) as session:
        said = select(Answer.comment).where(Answer.review_id == review_id, Answer.question_id == QUESTION)
        assert session.exec(said).one() == COMMENT
        assert journal.verify(session)[1] == []
        contents = session.exec(select(JournalContent.content)).all()
    clear.close()
    assert all(isinstance(json.loads(content), dict) for content in contents)
    verified = run(house.settings.instance, "journal", "verify")
    assert verified.exit_code == 0, verified.output
    assert "encryption_key_file" not in (house.settings.instance / "settings.toml").read_text()


def test_without_the_right_key_nothing_starts_and_it_is_said_why(house_on_sqlite: House, tmp_path: Path) -> None:
    reviewed(house_on_sqlite)
    encrypted(house_on_sqlite).database.close()
    instance, file = house_on_sqlite.settings.instance, key_file_of(house_on_sqlite.settings.instance)
    settings, key = (instance / "settings.toml").read_text(), file.read_text()

    def refused(*words: str, **environ: str) -> str:
        for command in (("journal", "verify"), ("serve",), ("backup",), ("encryption", "off")):
            said = run(instance, *command, **environ)
            assert (said.exit_code, "Traceback" in said.output) == (2, False), said.output
            for word in words:
                assert word in said.output
        return said.output

    file.unlink()
    refused("columns.key finns inte")
    file.write_text(key)
    file.chmod(0o644)
    refused("kan läsas av andra", "chmod 600")
    file.chmod(0o600)
    file.write_text("# tom\n")
    refused("är skadad")
    file.write_text(f"{key}12345\n")
    refused("är skadad")
    file.write_text("ab" * 32)
    refused("som inte finns i", "Lägg tillbaka den nyckelfilen")
    file.write_text(key)
    (instance / "settings.toml").write_text("")
    refused("inställningen encryption_key_file saknas")
    refused("hela sökvägen", STICKPROV_ENCRYPTION_KEY_FILE="columns.key")
    refused("i installationens mapp", STICKPROV_ENCRYPTION_KEY_FILE=str(instance / "keys" / "columns"))
    (instance / "settings.toml").write_text(settings)
    assert run(instance, "journal", "verify").exit_code == 0
    forged = Database(house_on_sqlite.database.url)
    with forged.transaction() as session:
        session.execute(text("UPDATE column_encryption SET proof = replace(proof, '=', 'A')"))
        session.execute(text("UPDATE column_encryption SET proof = proof || 'AAAA'"))
    forged.close()
    refused("är ändrad")


def test_a_setting_that_the_database_does_not_follow_is_refused_until_it_does(
    house_on_sqlite: House, tmp_path: Path
) -> None:
    house_on_sqlite.database.close()
    instance, file = house_on_sqlite.settings.instance, tmp_path / "k"
    keys.add(file)
    (instance / "settings.toml").write_text(f'encryption_key_file = "{file}"\n')
    refused = run(instance, "journal", "verify")
    assert (refused.exit_code, "Kör: stickprov encryption on" in refused.output) == (2, True)
    told = run(instance, "encryption", "status")
    assert "Databasen är inte krypterad." in told.output
    assert "answer_version" in told.output
    other = run(instance, "encryption", "on", "--key-file", str(tmp_path / "another"))
    assert (other.exit_code, "Inställningen encryption_key_file är" in other.output) == (1, True)
    assert not (tmp_path / "another").exists()
    assert run(instance, "encryption", "on").exit_code == 0
    assert run(instance, "journal", "verify").exit_code == 0
    again = run(instance, "encryption", "on")
    assert (again.exit_code, "redan krypterad" in again.output) == (1, True)
