"""Copies on the command line, as the one meets them who runs the machine."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit import database as databases
from audit.cli import main
from audit.database import Database
from audit.journal import operations as journal


def run(instance: Path, *words: str, **environ: str) -> Result:
    return CliRunner().invoke(main, ["--instance", str(instance), *words], env=environ)


def test_the_key_is_told_of_once_and_a_used_place_is_refused(sqlite_url: str, instance: Path) -> None:
    made = run(instance, "backup")
    assert made.exit_code == 0, made.output
    assert "är gjord och kontrolläst" in made.output
    assert "Förvara en kopia av den på ett annat ställe nu" in made.output
    assert "Nyckeln" not in run(instance, "backup").output
    copy, key = max((instance / "backups").iterdir()), instance / "keys" / "backup"
    again = run(instance, "restore", str(copy), "--key", str(key))
    assert (again.exit_code, "är inte tom" in again.output) == (1, True)


def test_what_fails_is_said_noted_and_ends_with_one(sqlite_url: str, instance: Path) -> None:
    failed = run(instance, "rehearse")
    assert failed.exit_code == 1
    assert failed.output.endswith("Gör en: stickprov backup\n")
    opened = Database(sqlite_url)
    with opened.transaction(write=False) as session:
        told = journal.newest(session, "backup:rehearsal_failed")
    opened.close()
    assert told
    assert "stickprov backup" in told.content["fault"]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_an_older_database_is_copied_before_it_is_upgraded(
    engine: str, request: pytest.FixtureRequest, instance: Path
) -> None:
    url = str(request.getfixturevalue(f"{engine}_url"))
    before = databases.revisions()[-2]
    databases.downgrade(url, before)
    upgraded = run(instance, "upgrade", STICKPROV_DATABASE_URL=url)
    assert upgraded.exit_code == 0, upgraded.output
    assert upgraded.output.index("före uppgraderingen") < upgraded.output.index(f"från version {before}")
    assert len(list((instance / "backups").glob("*.age"))) == 1
    again = run(instance, "upgrade", STICKPROV_DATABASE_URL=url)
    assert again.output == f"Databasen har version {databases.newest_revision()}, som programmet.\n"
    if engine == "sqlite":  # a copy of the older version is of use
        rehearsed = run(instance, "rehearse", STICKPROV_DATABASE_URL=url)
        assert (rehearsed.exit_code, "hel och hör ihop" in rehearsed.output) == (0, True), rehearsed.output
        assert not list(instance.glob("rehearsal-*"))


def test_a_database_that_could_not_be_copied_stays_as_it_is(sqlite_url: str, instance: Path) -> None:
    before = databases.revisions()[-2]
    databases.downgrade(sqlite_url, before)
    (instance / "backups").write_text("a file in the way")
    refused = run(instance, "user", "list")
    assert refused.exit_code == 2
    assert "Databasen är inte uppgraderad: först görs alltid en säkerhetskopia." in refused.output
    assert databases.revision_of(sqlite_url) == before
    assert run(instance, "upgrade", "--no-backup").exit_code == 0
    assert databases.revision_of(sqlite_url) == databases.newest_revision()


def test_a_newer_database_is_refused_in_words(sqlite_url: str, instance: Path) -> None:
    opened = Database(sqlite_url)
    with opened.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    refused = run(instance, "user", "list")
    assert refused.exit_code == 2
    assert refused.output.startswith("Databasen är gjord av en nyare version av Stickprov (version 9999;")
