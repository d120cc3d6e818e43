"""From SQLite to PostgreSQL and back with one command each, and nothing is lost or changed on the way."""

import shutil
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import text

from audit import config
from audit.backups import contents
from audit.cli import main
from audit.database import Database
from audit.one_server import alone_on
from tests.support.house import House, build
from tests.support.reviewed import answered_review, distributed_round


def run(instance: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--instance", str(instance), *words])


def sums(url: str) -> dict[str, contents.TableSum]:
    """Every table but the journal, which tells of the moving itself."""
    database = Database(url)
    with contents.moment(database) as connection:
        found = contents.sums(connection)
    database.close()
    return {name: each for name, each in found.items() if not name.startswith("journal")}


def test_there_and_back_again_all_is_the_same(
    house_on_sqlite: House, postgresql_url: str, migrated_sqlite: Path
) -> None:
    house, instance = house_on_sqlite, house_on_sqlite.settings.instance
    answered_review(house, distributed_round(house))
    house.database.close()
    (instance / "settings.toml").write_text(f'idle_minutes = 20\ndatabase_url = "{house.database.url}"\n')
    before = sums(house.database.url)
    moved = run(instance, "move", "--to", postgresql_url)
    assert moved.exit_code == 0, moved.output
    for name, each in before.items():
        assert f"{name} " in moved.output
        assert each.sha256 in moved.output
    settings = config.load(instance, {})
    assert (settings.database_url, settings.idle_minutes) == (postgresql_url, 20)
    assert sums(postgresql_url) == before
    (instance / "stickprov.db").unlink()
    shutil.copyfile(migrated_sqlite, instance / "stickprov.db")
    back = run(instance, "move", "--to", "sqlite")
    assert back.exit_code == 0, back.output
    assert sums(config.load(instance, {}).database_url) == before
    assert run(instance, "journal", "verify").exit_code == 0


def test_new_rows_are_numbered_after_the_old_ones(house_on_sqlite: House, postgresql_url: str) -> None:
    house_on_sqlite.database.close()
    assert run(house_on_sqlite.settings.instance, "move", "--to", postgresql_url).exit_code == 0
    opened = Database(postgresql_url)
    with opened.transaction() as session:
        session.execute(text("INSERT INTO board (code, name) VALUES ('Ny', 'En ny nämnd')"))
        ids = session.execute(text("SELECT id FROM board ORDER BY id")).scalars().all()
    opened.close()
    assert ids == sorted([*house_on_sqlite.boards.values(), max(house_on_sqlite.boards.values()) + 1])


def test_nothing_is_moved_under_a_running_server_or_into_a_used_database(
    house_on_sqlite: House, postgresql_url: str
) -> None:
    instance = house_on_sqlite.settings.instance
    opened = Database(postgresql_url)
    with opened.transaction() as session:
        session.execute(text("INSERT INTO board (code, name) VALUES ('Ny', 'En nämnd')"))
    opened.close()
    with alone_on(house_on_sqlite.database.url):
        refused = run(instance, "move", "--to", postgresql_url)
    assert (refused.exit_code, "Stickprov är igång" in refused.output) == (1, True)
    used = run(instance, "move", "--to", postgresql_url)
    assert (used.exit_code, "är inte tom" in used.output) == (1, True)
    nowhere = run(instance, "move", "--to", "postgresql+psycopg://u:hemligt@127.0.0.1:1/x")
    assert (nowhere.exit_code, "hemligt" in nowhere.output) == (1, False)
    assert not (instance / "settings.toml").exists()


def test_a_postgresql_that_others_are_connected_to_is_not_moved(postgresql_url: str, instance: Path) -> None:
    house = build(postgresql_url, instance)
    (instance / "settings.toml").write_text(f'database_url = "{postgresql_url}"\n')
    with house.database.transaction(write=False) as session:
        session.execute(text("SELECT 1"))
        refused = run(instance, "move", "--to", "sqlite")
    house.database.close()
    assert (refused.exit_code, "används av andra" in refused.output) == (1, True)
