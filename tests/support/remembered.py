"""Stories that are told once: told again to a house in the same state, they are laid in place from memory."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from audit import tables
from tests.support import run
from tests.support.house import House

Story = TypeVar("Story", bound=Callable[..., Any])
Lay = Callable[[House], None]

# Who is signed in is nobody's story: it stays as it is.
TABLES = tuple(sorted(tables.metadata.tables.keys() - {"sign_in_session"}))
_MEMORY: dict[object, tuple[Any, Lay]] = {}


def remembered(tell: Story) -> Story:
    """Tell the story once for each state of a house, and remember how the house stood afterwards.

    Whatever else is written into a house makes its state one of its own, to which the story is told in full.
    """

    @wraps(tell)
    def told(house: House, *args: Any, **kwargs: Any) -> Any:
        before = house.state
        key = house.database.is_sqlite, before, tell.__qualname__, repr((args, kwargs)), house.clock()
        if key in _MEMORY:
            answer, lay = _MEMORY[key]
            lay(house)
        else:
            answer = tell(house, *args, **kwargs)
            if before:
                _MEMORY[key] = answer, (_kept_in_a_file if house.database.is_sqlite else _kept_as_rows)(house)
        house.state = key if before else None
        return answer

    return cast(Story, told)


def _kept_in_a_file(house: House) -> Lay:
    file = run.folder() / f"{uuid4().hex}.db"
    with closing(_sqlite(house)) as connection:
        connection.execute("VACUUM INTO ?", [str(file)])

    def lay(house: House) -> None:
        with closing(_sqlite(house)) as connection:
            connection.execute("ATTACH ? AS kept", [str(file)])
            connection.execute("BEGIN IMMEDIATE")
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - the names are our own
                connection.execute(f"INSERT INTO {table} SELECT * FROM kept.{table}")  # noqa: S608
            connection.execute("COMMIT")

    return lay


def _sqlite(house: House) -> sqlite3.Connection:
    return sqlite3.connect(str(make_url(house.database.url).database), isolation_level=None, timeout=15)


def _kept_as_rows(house: House) -> Lay:
    with _postgresql(house) as connection, connection.cursor() as cursor:
        rows = {table: _read(cursor, table) for table in TABLES}
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        sequences = [each for each in cursor.fetchall() if not each[0].startswith("sign_in_session")]

    def lay(house: House) -> None:
        with _postgresql(house) as connection, connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, data in rows.items():
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                if data:
                    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                        copy.write(data)
            for name, value in sequences:
                cursor.execute("SELECT setval(%s::regclass, %s)", [name, value])

    return lay


def _read(cursor: psycopg.Cursor[Any], table: str) -> bytes:
    with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(copy)


def _postgresql(house: House) -> psycopg.Connection[Any]:
    return psycopg.connect(house.database.url.replace("postgresql+psycopg", "postgresql", 1))
