"""From one database to another, on the other engine or the same, with proof that nothing was lost or changed."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from audit import database as databases
from audit.backups import contents
from audit.backups.contents import ContentError, TableSum
from audit.backups.operations.form import Advance, BackupError, Steps
from audit.backups.operations.restoring import fill_database, made_ready
from audit.database import Database
from audit.journal import operations as journal
from audit.journal.rules import Stamp

IN_USE = "Databasen används av andra just nu. Stoppa Stickprov och allt annat som är anslutet, och försök igen."
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def move(source: Database, url: str, *, now: datetime, advance: Advance) -> tuple[dict[str, TableSum], int]:
    """Bring everything that `source` holds to the empty database at `url`; `source` stays as it is.

    Answers with the sum of each table, the same in both, and how many entries the journal has. Raises BackupError;
    then the other database is as empty as before.
    """
    try:
        with contents.moment(source) as connection:
            if not source.is_sqlite and connection.execute(text(OTHERS)).scalar():
                raise BackupError(IN_USE)
            tables = contents.tables_of(connection)
            steps = Steps(advance, contents.row_count(connection, tables))
            lines = (line for each in tables.values() for line in contents.table_lines(connection, each, _nobody))
            with made_ready(url, databases.newest_revision(), source.cipher) as target:
                journal.attach(target)
                return fill_database(target, lines, len(tables), steps), _prove(source, target, now)
    except databases.UnreachableError as error:
        raise BackupError(f"Databasen som allt ska flyttas till kan inte öppnas ({error}).") from error
    except DBAPIError as error:
        raise BackupError(f"Databasen tog inte emot innehållet ({type(error.orig).__name__}).") from error
    except ContentError as error:
        raise BackupError(str(error)) from error


def _nobody(some: int) -> None:
    """Reading is not told apart from writing."""


def _prove(source: Database, target: Database, now: datetime) -> int:
    """The journal holds in the new place, to the same end as in the old."""
    with source.transaction(write=False) as session:
        anchor = journal.head(session)
    with target.transaction() as session:
        count, faults = journal.verify(session, anchor)
        if faults:
            raise BackupError(f"Journalen har {len(faults)} fel. Kör »stickprov journal verify« innan du flyttar.")
        journal.record(session, Stamp(now), "database:moved", target.engine.dialect.name)
    return count + 1
