"""The database: its engine, its column types, its migrations and the one transaction that serves all."""

import errno
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, DateTime, Dialect, Engine, Enum, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session as Session  # views have it from here: they never import sqlmodel themselves
from sqlmodel import SQLModel

# Constraints have names on every engine, so that a later migration can find them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

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
    """One instance's database. SQLite is written by one thread at a time, which is both safer and faster."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(stickprov_writes=True)
        # A page that only reads can't write by mistake: the database itself refuses.
        self._reading = self.engine.execution_options(stickprov_reads=True, postgresql_readonly=True)
        self._write_lock = threading.Lock()
        # Run last in every writing transaction: the journal seals its entries here.
        self.before_commit: list[Callable[[Session], None]] = []

    def open(self, *, write: bool) -> "Transaction":
        if not write:
            return Transaction(Session(self._reading, expire_on_commit=False), [], None)
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

    def close(self) -> None:
        self.engine.dispose()


class Transaction:
    """A session together with what must happen at its end; closing without commit rolls back."""

    def __init__(
        self,
        session: Session,
        before_commit: list[Callable[[Session], None]],
        release: Callable[[], None] | None,
    ) -> None:
        self.session = session
        self._before_commit = before_commit
        self._release = release

    def commit(self) -> None:
        for step in self._before_commit:
            step(self.session)
        self.session.commit()

    def close(self) -> None:
        try:
            self.session.close()
        finally:
            if self._release:
                self._release()
                self._release = None


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    # pysqlite opens transactions late by itself; a journal chain needs to decide that for itself.
    # Parameters are hidden from error messages on every engine: logs hold no personal data.
    options = {"check_same_thread": False, "isolation_level": None}
    engine = create_engine(url, connect_args=options, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:  # noqa: ARG001
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if options.get('stickprov_reads') else 'OFF'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("stickprov_writes") else "BEGIN")


# ---- What a database refuses with -------------------------------------------------------------------------------

# How SQLite and PostgreSQL say that no room is left, and that two have locked each other out.
FULL_CODES = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE, "53100"})
COLLISION_CODES = frozenset({"40P01", "40001"})


def has_no_room(error: BaseException) -> bool:
    """Whether something could not be kept because the disk is full."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return _code(error) in FULL_CODES


def met_another(error: BaseException) -> bool:
    """Whether the database gave way to another transaction, so that the same may get through if it is tried again."""
    return _code(error) in COLLISION_CODES


def _code(error: BaseException) -> object:
    origin = getattr(error, "orig", None) if isinstance(error, DBAPIError) else None
    return getattr(origin, "sqlite_errorcode", None) or getattr(origin, "sqlstate", None)


class UnreachableError(Exception):
    """The database's address leads nowhere, or nobody opens there. Its text never holds the address's password."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`, from nothing or from any earlier one. Raises UnreachableError."""
    try:
        if revision == "head" and is_current(url):
            return
        _reach(url)
    except (ArgumentError, DBAPIError, ImportError) as error:
        said = str(getattr(error, "orig", None) or type(error).__name__)
        raise UnreachableError(said.partition("\n")[0]) from error
    from alembic import command

    command.upgrade(_alembic_config(url), revision)


def is_current(url: str) -> bool:
    """Whether the newest migration has been carried out. Asked at every start, so without Alembic, which is slow."""
    newest = max(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    database = Database(url)
    try:
        with database.transaction(write=False) as session:
            done: str | None = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError:
        return False
    finally:
        database.close()
    return done == newest


def _reach(url: str) -> None:
    engine = _engine(url)
    try:
        engine.connect().close()
    finally:
        engine.dispose()


def downgrade(url: str, revision: str) -> None:
    from alembic import command

    command.downgrade(_alembic_config(url), revision)


def _alembic_config(url: str) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    return config
