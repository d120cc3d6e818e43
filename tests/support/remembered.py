"""Stories that are told once: told again to a house in the same state, they are laid in place from memory."""

import hashlib
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import Any, LiteralString, TypeVar, cast
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from audit import tables
from tests.support import run
from tests.support.house import House

Story = TypeVar("Story", bound=Callable[..., Any])

# Who is signed in is nobody's story: it stays as it is.
# By name: a database that came by the migrations has its columns in another order than a new one.
COLUMNS = {
    name: tuple(column.name for column in table.columns)
    for name, table in sorted(tables.metadata.tables.items())
    if name != "sign_in_session"
}


def remembered(tell: Story) -> Story:
    """Tell the story once for each state of a house, and remember how the house stood afterwards.

    It is remembered in the run's folder, so that the processes that share the work tell it once between them. Whatever
    else is written into a house makes its state one of its own, to which the story is told in full.
    """

    @wraps(tell)
    def told(house: House, *args: Any, **kwargs: Any) -> Any:
        if house.state is None:
            return tell(house, *args, **kwargs)
        memory = _Memory(house, f"{tell.__module__}.{tell.__qualname__}", args, kwargs)
        if memory.kept:
            answer = memory.lay(house)
        else:
            answer = tell(house, *args, **kwargs)
            memory.keep(house, answer)
        house.state = memory.name
        return answer

    return cast(Story, told)


class _Memory:
    """How a house stood after a story, and what the story answered. Its name is the new state of the house."""

    def __init__(self, house: House, story: str, args: object, kwargs: object) -> None:
        told = (house.database.is_sqlite, house.state, story, args, kwargs, house.clock())
        self.name = hashlib.sha256(repr(told).encode()).hexdigest()
        self._answer, self._tables = (run.folder() / f"{self.name}.{part}" for part in ("answer", "tables"))

    @property
    def kept(self) -> bool:
        return self._answer.exists()

    def keep(self, house: House, answer: object) -> None:
        tables = Path(f"{self._tables}-{uuid4().hex}")
        (_keep_in_a_file if house.database.is_sqlite else _keep_as_rows)(house, tables)
        tables.replace(self._tables)  # whole or not at all, whoever else has told the same
        answered = tables.with_suffix(".answered")
        answered.write_bytes(pickle.dumps(answer))
        answered.replace(self._answer)

    def lay(self, house: House) -> Any:
        (_lay_from_a_file if house.database.is_sqlite else _lay_rows)(house, self._tables)
        return pickle.loads(self._answer.read_bytes())  # noqa: S301 - written by this very run


def _keep_in_a_file(house: House, file: Path) -> None:
    with closing(_sqlite(house)) as connection:
        connection.execute("VACUUM INTO ?", [str(file)])


def _lay_from_a_file(house: House, file: Path) -> None:
    with closing(_sqlite(house)) as connection:
        connection.execute("ATTACH ? AS kept", [str(file)])
        connection.execute("BEGIN IMMEDIATE")
        for table, columns in COLUMNS.items():
            names = ", ".join(f'"{name}"' for name in columns)
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - the names are our own
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM kept.{table}")  # noqa: S608
        connection.execute("COMMIT")


def _keep_as_rows(house: House, file: Path) -> None:
    with _postgresql(house) as connection, connection.cursor() as cursor:
        rows = {table: _read(cursor, table) for table in COLUMNS}
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        sequences = [each for each in cursor.fetchall() if not each[0].startswith("sign_in_session")]
    file.write_bytes(pickle.dumps((rows, sequences)))


def _lay_rows(house: House, file: Path) -> None:
    rows, sequences = pickle.loads(file.read_bytes())  # noqa: S301 - written by this very run
    with _postgresql(house) as connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, data in rows.items():
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            if data:
                with cursor.copy(_copy(table, "FROM STDIN")) as copy:
                    copy.write(data)
        for name, value in sequences:
            cursor.execute("SELECT setval(%s::regclass, %s)", [name, value])


def _sqlite(house: House) -> sqlite3.Connection:
    return sqlite3.connect(str(make_url(house.database.url).database), isolation_level=None, timeout=15)


def _read(cursor: psycopg.Cursor[Any], table: str) -> bytes:
    with cursor.copy(_copy(table, "TO STDOUT")) as copy:
        return b"".join(copy)


def _copy(table: str, way: LiteralString) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), names, sql.SQL(way))


def _postgresql(house: House) -> psycopg.Connection[Any]:
    return psycopg.connect(house.database.url.replace("postgresql+psycopg", "postgresql", 1))
