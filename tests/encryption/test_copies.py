"""An encrypted installation copied, rehearsed, restored and moved: the texts stay sealed all the way."""

import shutil
from pathlib import Path

from sqlalchemy import text
from sqlmodel import select

from audit import config
from audit.database import Database
from audit.encryption.operations import cipher_for
from audit.one_server import alone_on
from audit.reviews.models import Answer
from tests.encryption.telling import COMMENT, encrypted, kept_in, key_file_of, reviewed, run
from tests.support.house import House


def comments(instance: Path, **environ: str) -> set[str]:
    """The comments as the program at `instance` reads them."""
    settings = config.load(instance, environ)
    database = Database(settings.database_url, cipher_for(settings))
    with database.transaction(write=False) as session:
        found = set(session.exec(select(Answer.comment)))
    database.close()
    return found - {""}


def test_a_copy_is_restored_with_the_key_beside_it_and_not_without(house_on_sqlite: House, tmp_path: Path) -> None:
    reviewed(house_on_sqlite)
    instance = house_on_sqlite.settings.instance
    (instance / "settings.toml").unlink()
    encrypted(house_on_sqlite).database.close()
    assert run(instance, "backup").exit_code == 0
    (copy,) = (instance / "backups").iterdir()
    place, key = tmp_path / "new", ("--key", str(instance / "keys" / "backup"))
    key_file_of(instance).rename(tmp_path / "elsewhere")
    without = run(place, "restore", str(copy), *key)
    assert (without.exit_code, "finns inte" in without.output) == (1, True)
    assert not list(place.iterdir())
    named = {"STICKPROV_ENCRYPTION_KEY_FILE": str(tmp_path / "elsewhere")}
    done = run(place, "restore", str(copy), *key, **named)
    assert done.exit_code == 0, done.output
    assert comments(place, **named) == {COMMENT}
    assert "Zinkgruva" not in kept_in(f"sqlite:///{place / 'stickprov.db'}")


def test_a_copy_from_before_can_still_be_rehearsed(house_on_sqlite: House) -> None:
    reviewed(house_on_sqlite)
    instance = house_on_sqlite.settings.instance
    house_on_sqlite.database.close()
    (instance / "settings.toml").unlink()
    assert run(instance, "backup").exit_code == 0
    encrypted(house_on_sqlite).database.close()
    rehearsed = run(instance, "rehearse")
    assert rehearsed.exit_code == 0, rehearsed.output


def test_there_and_back_again_the_texts_stay_sealed(
    house_on_sqlite: House, postgresql_url: str, migrated_sqlite: Path
) -> None:
    reviewed(house_on_sqlite)
    instance = house_on_sqlite.settings.instance
    encrypted(house_on_sqlite).database.close()
    moved = run(instance, "move", "--to", postgresql_url)
    assert moved.exit_code == 0, moved.output
    assert comments(instance) == {COMMENT}
    assert "Zinkgruva" not in kept_in(postgresql_url)
    (instance / "stickprov.db").unlink()
    shutil.copyfile(migrated_sqlite, instance / "stickprov.db")
    assert run(instance, "move", "--to", "sqlite").exit_code == 0
    assert comments(instance) == {COMMENT}


def test_nothing_is_encrypted_under_a_running_program(house_on_sqlite: House, postgresql_url: str) -> None:
    house_on_sqlite.database.close()
    instance, file = house_on_sqlite.settings.instance, key_file_of(house_on_sqlite.settings.instance)
    on = ("encryption", "on", "--key-file", str(file))
    with alone_on(house_on_sqlite.database.url):
        refused = run(instance, *on)
    assert (refused.exit_code, "Stickprov är igång" in refused.output) == (1, True)
    assert not file.exists()
    (instance / "settings.toml").write_text(f'database_url = "{postgresql_url}"\n')
    other = Database(postgresql_url)
    with other.transaction(write=False) as session:
        session.execute(text("SELECT 1"))
        used = run(instance, *on)
    other.close()
    assert (used.exit_code, "används av andra" in used.output) == (1, True)
