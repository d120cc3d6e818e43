"""Alembic's door to the database: one connection, one transaction per upgrade."""

from alembic import context
from sqlalchemy import Connection

from audit import tables
from audit.database import Database

# Any number will do, as long as no one else uses it for an advisory lock in the same database.
LOCK = 7_141_009


def run() -> None:
    database = Database(context.config.attributes["url"])
    with database.engine.connect().execution_options(stickprov_writes=True) as connection:
        if database.is_sqlite:
            _let_tables_be_made_anew(connection)
        else:  # several servers may be started at the same moment: the first does it, the others find it done
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        context.configure(
            connection=connection,
            target_metadata=tables.metadata,
            render_as_batch=database.is_sqlite,
            compare_type=True,
        )
        with context.begin_transaction():
            if _from_nothing_to_the_newest():
                tables.metadata.create_all(connection, checkfirst=False)
                context.get_context().stamp(context.script, "head")
            else:
                context.run_migrations()
        connection.commit()
    database.close()


def _from_nothing_to_the_newest() -> bool:
    """Whether nothing is to be brought along: then the tables are made as the models say, in a tenth of the time."""
    new = context.config.attributes.get("at_once") and not context.get_context().get_current_heads()
    return bool(new) and context.get_revision_argument() == context.get_head_revision()


def _let_tables_be_made_anew(connection: Connection) -> None:
    """SQLite changes a table by copying it into a new one, and would take the rows that point to the old one for lost.

    This can only be said before a transaction begins, and only for the connection, which ends with the upgrade.
    """
    connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]


run()
