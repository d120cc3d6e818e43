"""An encrypted house: the story as far as a review, told in clear, encrypted by the command, and opened again."""

from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import text

from audit.cli import main
from audit.database import Database
from audit.encryption.operations import cipher_for
from audit.journal.operations import attach
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round

COMMENT, LATER = "Zinkgruva: påhittad kommentar om boendet.", "Kvarnsten: skriven när allt var krypterat."
QUESTION = "application_on_file"


def run(instance: Path, *words: str, **environ: str) -> Result:
    return CliRunner().invoke(main, ["--instance", str(instance), *words], env=environ, catch_exceptions=False)


def key_file_of(instance: Path) -> Path:
    """Where the keys lie: never in the installation's folder."""
    return instance.parent / "columns.key"


def reviewed(house: House) -> int:
    """A review whose answer has a comment; gives its id. The settings say where the database is."""
    (house.settings.instance / "settings.toml").write_text(f'database_url = "{house.database.url}"\n')
    return answered_review(house, distributed_round(house), answers={QUESTION: ("nej", COMMENT)})


def encrypted(house: House) -> House:
    """The house, encrypted by the command."""
    house.database.close()
    done = run(house.settings.instance, "encryption", "on", "--key-file", str(key_file_of(house.settings.instance)))
    assert done.exit_code == 0, done.output
    return opened(house)


def opened(house: House) -> House:
    """The house as the program opens it now."""
    settings = replace(house.settings, encryption_key_file=str(key_file_of(house.settings.instance)))
    database = attach(Database(house.database.url, cipher_for(settings)))
    house.app.extensions.update(stickprov_settings=settings, stickprov_database=database)
    return replace(house, settings=settings, database=database)


def kept_in(url: str) -> str:
    """All that the database holds, as its administrator sees it: the files' bytes, or every row of every table."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*")).decode("utf-8", "replace")
    database = Database(url)
    with database.engine.connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        rows = [connection.execute(text(f'SELECT CAST(t AS text) FROM "{name}" t')).scalars().all() for name in names]  # noqa: S608
    database.close()
    return "\n".join(row for some in rows for row in some)
