"""The database: its engine, its column types, its migrations and the one transaction that serves all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    create_engine,
    event,
    inspect,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session as Session  # views have it from here: they never import sqlmodel themselves
from sqlmodel import SQLModel

from audit.encryption.cipher import Cipher
from audit.encryption.columns import give_cipher

# Constraints have names on every engine, so that a later migration can find them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

CONNECT_WITHIN = 10  # seconds
MIGRATIONS = Path(__file__).parent / "migrations"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite drops the zone, so it is put back when the value is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without time zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[StrEnum], **options: Any) -> Column[Any]:
    """A column that stores the values of `kind` (not their names) and lets no other in, on every engine."""
    stored = Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
        name=f"{kind.__name__.lower()}_value",
    )
    return Column(stored, **{"nullable": False, **options})


def rows_of(model: type[SQLModel]) -> Any:
    """The columns of a model's table, by name: what is asked of them comes as plain rows, quicker than of the model."""
    return SQLModel.metadata.tables[str(model.__tablename__)].c


class Database:
    """One instance's database, in clear or with a cipher. One thread at a time writes in SQLite: safer, and faster."""

    def __init__(self, url: str, cipher: Cipher | None = None) -> None:
        self.url, self.cipher = url, cipher
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(stickprov_writes=True)
        # A page that only reads can't write by mistake: the database itself refuses.
        self.reading = (
            _sqlite_engine(url, READING) if self.is_sqlite else self.engine.execution_options(postgresql_readonly=True)
        )
        give_cipher((self.engine, self.reading), cipher)
        self._write_lock = threading.Lock()
        # Run last in every writing transaction: the journal seals its entries here.
        self.before_commit: list[Callable[[Session], None]] = []

    def open(self, *, write: bool) -> "Transaction":
        if not write:
            return Transaction(Session(self.reading, expire_on_commit=False))
        release = None
        if self.is_sqlite:
            self._write_lock.acquire()
            release = self._write_lock.release
        return Transaction(Session(self._writing, expire_on_commit=False), self.before_commit, release)

    @contextmanager
    def transaction(self, *, write: bool = True) -> Iterator[Session]:
        """Everything inside is kept together, or nothing of it is."""
        transaction = self.open(write=write)
        try:
            yield transaction.session
            transaction.commit()
        finally:
            transaction.close()

    def compact(self) -> bool:
        """Write the files anew without what was erased. False where a reader kept something old from going."""
        if not self.is_sqlite:
            return self._compact_postgresql()
        with self._write_lock, closing(self.engine.raw_connection()) as raw:
            for statement in ("PRAGMA query_only=OFF", "VACUUM"):
                raw.cursor().execute(statement)
            return not raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def _compact_postgresql(self) -> bool:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # By their names: else a superuser's goes on to the tables that all databases share, and waits for all.
            names = ", ".join(f'"{name}"' for name in inspect(connection).get_table_names())
            # First what nobody here can see any longer: the second would keep it for transactions of other databases,
            # and fails at a row whose long text is gone already. The planner's statistics quote what stood in columns.
            steps = (f"VACUUM {names}", f"VACUUM (FULL, ANALYZE) {names}", "VACUUM (FULL) pg_statistic")
            try:
                for statement in steps:
                    connection.exec_driver_sql(statement)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", "") == "XX001":  # a row without its long text
                    return False
                raise
        return True

    def close(self) -> None:
        self.engine.dispose()
        self.reading.dispose()


@dataclass
class Transaction:
    """A session together with what must happen at its end; closing without commit rolls back. One that only reads has
    nothing to keep, and is over when it is closed."""

    session: Session
    before_commit: list[Callable[[Session], None]] | None = None
    release: Callable[[], None] | None = None

    def commit(self) -> None:
        if self.before_commit is None:
            return
        for step in self.before_commit:
            step(self.session)
        self.session.commit()

    def close(self) -> None:
        try:
            self.session.close()
        finally:
            if self.release:
                self.release()
                self.release = None


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        # A machine that is gone does not answer at all: nobody is to wait for it for minutes.
        patience = {} if "connect_timeout" in address.query else {"connect_timeout": CONNECT_WITHIN}
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=patience)
    return _sqlite_engine(url, PREPARED)


def _sqlite_engine(url: str, pragmas: tuple[str, ...]) -> Engine:
    # pysqlite opens transactions late by itself; a journal chain needs to decide that for itself.
    # Parameters are hidden from error messages on every engine: logs hold no personal data.
    options = {"check_same_thread": False, "isolation_level": None}
    engine = create_engine(url, connect_args=options, hide_parameters=True)
    event.listen(engine, "connect", partial(_prepare_sqlite, pragmas))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


PREPARED = ("foreign_keys=ON", "busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL")
READING = (*PREPARED, "query_only=ON")


def _prepare_sqlite(pragmas: tuple[str, ...], connection: Any, record: Any) -> None:  # noqa: ARG001
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("stickprov_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# ---- Versions ---------------------------------------------------------------------------------------------------


class UnreachableError(Exception):
    """The database's address leads nowhere, or nobody opens there. Its text never holds the address's password."""


class NewerError(Exception):
    """The database was made by a newer version of the program; its text is the database's version."""


def revisions() -> list[str]:
    """The versions that a database can have, oldest first. Asked at every start, so without Alembic, which is slow."""
    return sorted(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest_revision() -> str:
    return revisions()[-1]


def revision_of(url: str) -> str | None:
    """The version that the database at `url` has; None for one that is empty or out of reach.

    Raises UnreachableError for an address that can't be one.
    """
    with reaching():
        database = Database(url)
    try:
        with database.transaction(write=False) as session:
            done: str | None = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return done
    except DBAPIError:
        return None
    finally:
        database.close()


def holds_rows(url: str) -> bool:
    """Whether anything but its version lies in the database at `url`. Raises UnreachableError."""
    with reaching(), closing(Database(url)) as database, database.engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return any(connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first() for name in names)


def upgrade(url: str, revision: str = "head", *, at_once: bool = False) -> None:
    """Bring the database at `url` to `revision`, from nothing or from any earlier one.

    With `at_once` one that is new becomes what the models say, version by version only what has to be brought along.
    Raises UnreachableError, or NewerError for a database that this version of the program doesn't know.
    """
    with reaching():
        done = revision_of(url)
        if revision == "head" and done == newest_revision():
            return
        with closing(Database(url)) as database:
            database.engine.connect().close()
    if done is not None and done not in revisions():
        raise NewerError(done)
    from alembic import command

    config = _alembic_config(url)
    config.attributes["at_once"] = at_once
    command.upgrade(config, revision)


@contextmanager
def reaching() -> Iterator[None]:
    try:
        yield
    except (ArgumentError, DBAPIError, ImportError) as error:
        said = str(getattr(error, "orig", None) or type(error).__name__)
        raise UnreachableError(said.partition("\n")[0]) from error


def downgrade(url: str, revision: str) -> None:
    from alembic import command

    command.downgrade(_alembic_config(url), revision)


def _alembic_config(url: str) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    return config
