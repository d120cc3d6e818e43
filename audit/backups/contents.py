"""A database's rows as lines of JSON that are the same on every engine, read in one moment, and the way back."""

import base64
import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    cast,
    func,
    select,
    text,
)
from sqlalchemy.types import UserDefinedType

from audit.database import Database, UtcDateTime

VERSIONS = "alembic_version"
AT_ONCE = 1000
Line = bytes
Tables = Mapping[str, Table]
Progress = Callable[[int], None]


class ContentError(Exception):
    """What is read is not what was written, or can't be; its text says so in Swedish."""


@dataclass(frozen=True)
class TableSum:
    """A table's content in short: how many rows, and the SHA-256 of their lines in the order of the primary key."""

    rows: int
    sha256: str


class _JsonText(UserDefinedType[str]):
    """JSON as the very text that the database keeps: neither read nor put in another form on the way."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "JSON"


@contextmanager
def moment(database: Database) -> Iterator[Connection]:
    """A connection that sees the database as it is now, however long it takes and whoever writes meanwhile."""
    with database.reading.connect() as connection:
        if not database.is_sqlite:
            connection.execution_options(isolation_level="REPEATABLE READ")
        _see_it_as_it_is(connection)
        yield connection


def _see_it_as_it_is(connection: Connection) -> None:
    """Only what is read fixes the moment."""
    connection.execute(text(f"SELECT version_num FROM {VERSIONS}"))  # noqa: S608 - the name is our own


def tables_of(connection: Connection) -> dict[str, Table]:
    """The tables as the database has them, whichever version it is of, by name."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = {name: table for name, table in sorted(metadata.tables.items()) if name != VERSIONS}
    for table in tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = _JsonText()
            elif isinstance(column.type, DateTime):
                column.type = UtcDateTime()
    return tables


def row_count(connection: Connection, tables: Tables) -> int:
    return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables.values())


# ---- From the database --------------------------------------------------------------------------------------------


def table_lines(connection: Connection, table: Table, advance: Progress) -> Iterator[Line]:
    """The table: a line that names it and its columns, one for each row, and one that sums it up."""
    names = sorted(column.name for column in table.columns)
    yield as_line({"table": table.name, "columns": names})
    digest, rows = hashlib.sha256(), 0
    wanted = [cast(table.c[name], Text) if _is_json(table, name) else table.c[name] for name in names]
    query = select(*wanted).order_by(*_order(connection, table)).execution_options(yield_per=AT_ONCE)
    try:
        for row in connection.execute(query):
            line = as_line([_plain(value) for value in row])
            digest.update(line)
            rows += 1
            if rows % AT_ONCE == 0:
                advance(AT_ONCE)
            yield line
    except ValueError as error:
        raise ContentError(f"Tabellen {table.name} har ett värde som inte går att läsa, efter {rows} rader.") from error
    advance(rows % AT_ONCE)
    yield as_line({"rows": rows, "sha256": digest.hexdigest()})


def sums(connection: Connection, advance: Progress = lambda _: None) -> dict[str, TableSum]:
    """Every table's content in short."""
    return {
        name: table_sum(deque(table_lines(connection, table, advance), maxlen=1)[0])
        for name, table in tables_of(connection).items()
    }


def table_sum(line: Line) -> TableSum:
    return TableSum(**json.loads(line))


def as_line(value: object) -> Line:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _order(connection: Connection, table: Table) -> list[Any]:
    """By the primary key; texts by their bytes, as SQLite does, whatever language PostgreSQL sorts in."""
    by_bytes = connection.dialect.name == "postgresql"
    keys = table.primary_key.columns
    return [key.collate("C") if by_bytes and isinstance(key.type, String) else key for key in keys]


def _is_json(table: Table, name: str) -> bool:
    return isinstance(table.c[name].type, _JsonText)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


# ---- Into a database ----------------------------------------------------------------------------------------------


def fill(connection: Connection, lines: Iterator[Line], count: int, advance: Progress) -> dict[str, TableSum]:
    """Put the next `count` tables that `lines` tell of into the empty ones of a database of the same version.

    Raises ContentError where they are not what their own sums say, or not those that the database has.
    """
    tables = tables_of(connection)
    filled: dict[str, TableSum] = {}
    _let_rows_come_in_any_order(connection, tables)
    for _ in range(count):
        head = json.loads(next(lines))
        table = tables.get(head["table"])
        if table is None or sorted(column.name for column in table.columns) != head["columns"]:
            raise ContentError(f"Tabellen {head['table']} har inte de kolumner som den ska ha.")
        filled[table.name] = _fill_table(connection, table, head["columns"], lines, advance)
    if missing := tables.keys() - filled.keys():
        raise ContentError(f"Tabeller saknas: {', '.join(sorted(missing))}.")
    _check_what_points_where(connection, tables)
    return filled


def check(lines: Iterator[Line], count: int) -> dict[str, TableSum]:
    """The sums of the next `count` tables. Raises ContentError where one is not what its own sum says."""
    found: dict[str, TableSum] = {}
    for _ in range(count):
        name = json.loads(next(lines))["table"]
        digest, rows = hashlib.sha256(), 0
        for line in lines:
            if line.startswith(b"{"):
                break
            digest.update(line)
            rows += 1
        found[name] = _as_promised(name, TableSum(rows, digest.hexdigest()), table_sum(line))
    return found


def _as_promised(name: str, found: TableSum, promised: TableSum | None) -> TableSum:
    if found != promised:
        raise ContentError(f"Tabellen {name} är inte hel.")
    return found


def _fill_table(
    connection: Connection, table: Table, names: list[str], lines: Iterator[Line], advance: Progress
) -> TableSum:
    digest, rows, ended = hashlib.sha256(), 0, None
    readers = [_reader(table.c[name].type) for name in names]

    def values() -> Iterator[dict[str, Any]]:
        nonlocal rows, ended
        for line in lines:
            if line.startswith(b"{"):
                ended = table_sum(line)
                return
            digest.update(line)
            rows += 1
            row = zip(names, readers, json.loads(line), strict=True)
            yield {name: None if value is None else read(value) for name, read, value in row}

    for some in _batches(values()):
        connection.execute(table.insert(), some)
        advance(len(some))
    return _as_promised(table.name, TableSum(rows, digest.hexdigest()), ended)


def _batches(values: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    each = iter(values)
    while some := list(islice(each, AT_ONCE)):
        yield some


def _reader(kind: object) -> Callable[[Any], Any]:
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    return base64.b64decode if isinstance(kind, LargeBinary) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _let_rows_come_in_any_order(connection: Connection, tables: Tables) -> None:
    """Rows may point to others that come later; whether all are there is seen at the end."""
    if connection.dialect.name == "postgresql":
        _each_reference(connection, tables, "DEFERRABLE INITIALLY DEFERRED")
    else:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def _check_what_points_where(connection: Connection, tables: Tables) -> None:
    if connection.dialect.name != "postgresql":
        if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise ContentError(f"Tabellen {lost[0]} hänvisar till rader i {lost[2]} som saknas.")
        return
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    _each_reference(connection, tables, "NOT DEFERRABLE")
    for table in tables.values():
        _count_on(connection, table)


def _each_reference(connection: Connection, tables: Tables, how: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    for table in tables.values():
        for reference in table.foreign_key_constraints:
            name = quote(str(reference.name))
            connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} ALTER CONSTRAINT {name} {how}")


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that were brought."""
    key = table.autoincrement_column
    if key is None:
        return
    where = {"table": connection.dialect.identifier_preparer.quote(table.name), "column": key.name}
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), where).scalar()
    last = connection.execute(select(func.max(key))).scalar()
    if sequence and last:
        connection.execute(text("SELECT setval(CAST(:name AS regclass), :last)"), {"name": sequence, "last": last})
