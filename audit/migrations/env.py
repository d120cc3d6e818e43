"""Alembic's door to the database: one connection, one transaction per upgrade."""

from alembic import context

from audit import tables
from audit.database import Database


def run() -> None:
    database = Database(context.config.attributes["url"])
    with database.engine.connect().execution_options(stickprov_writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=tables.metadata,
            render_as_batch=database.is_sqlite,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    database.close()


run()
