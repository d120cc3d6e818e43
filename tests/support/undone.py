"""Whatever is written can be undone at once, on either database: all share one transaction that is never kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

from audit import database, tables
from audit.database import Database

WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?)\s+\"?(\w+)", re.IGNORECASE)


@dataclass
class Undone:
    """The one transaction. `kept` are the tables that were written and not rolled back, in their order; `asked` counts
    also what was."""

    connection: Connection
    kept: list[str] = field(default_factory=list)
    asked: int = 0
    _begun: int = 0
    _marks: dict[str, int] = field(default_factory=dict)

    def listen(self) -> None:
        event.listen(self.connection, "after_cursor_execute", self._executed)
        event.listen(self.connection, "savepoint", self._savepoint)
        event.listen(self.connection, "rollback_savepoint", self._rolled_back)

    def _executed(self, _: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if (found := WRITES.match(statement)) and cursor.rowcount != 0:
            self.kept.append(found[1].lower())
            self.asked += 1

    def _savepoint(self, *_: Any) -> None:
        """SQLAlchemy names them when it has told of them: sa_savepoint_1, sa_savepoint_2 and so on."""
        self._begun += 1
        self._marks[f"sa_savepoint_{self._begun}"] = len(self.kept)

    def _rolled_back(self, _: Connection, name: str, __: Any) -> None:
        del self.kept[self._marks[name] :]

    @contextmanager
    def again(self) -> Iterator[None]:
        """What is written inside is undone at the end of the block, and the rest stays."""
        before = self.connection.begin_nested()
        name = f"sa_savepoint_{self._begun}"
        try:
            yield
        finally:
            before.rollback()
            self.connection.exec_driver_sql(f"RELEASE SAVEPOINT {name}")  # a rollback leaves it and all inside

    def number_alike(self) -> None:
        """Let the next new rows have the same numbers each time: PostgreSQL does not undo the counting of rows."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("SELECT setval(sequencename::regclass, 1000000) FROM pg_sequences"))

    def contents(self) -> dict[str, int]:
        """Each table's contents, as one number."""
        return {name: hash(frozenset(map(repr, self._rows(name)))) for name in tables.metadata.tables}

    def _rows(self, name: str) -> Any:
        """As the driver gives them, whole: SQLAlchemy's own rows leave out the middle of long texts in their repr."""
        cursor = self.connection.exec_driver_sql(f'SELECT * FROM "{name}"').cursor  # noqa: S608 - a table of ours
        assert cursor
        return cursor.fetchall()


def _refuse_changes(session: Session, *_: Any) -> None:
    if session.new or session.deleted or any(map(session.is_modified, session.dirty)):
        raise RuntimeError("a page that only reads would write")


def _refuse_to_write(asked: ORMExecuteState) -> None:
    if asked.is_insert or asked.is_update or asked.is_delete:
        raise RuntimeError("a page that only reads would write")


@contextmanager
def undone(of: Database) -> Iterator[Undone]:
    """Until the block ends, all of the database's transactions are parts of one, which is then undone.

    A session's commit keeps what it wrote for the next one, and its rollback undoes it, as ever; one that only reads
    fails when it would write. What is not seen so is that another connection waits.
    """

    def opened(*, write: bool) -> database.Transaction:
        session = Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        if not write:
            event.listen(session, "before_flush", _refuse_changes)
            event.listen(session, "do_orm_execute", _refuse_to_write)
        return database.Transaction(session, of.before_commit if write else [], None)

    with of._writing.connect() as connection, connection.begin() as whole:
        seen = Undone(connection)
        seen.listen()
        of.__dict__["open"] = opened
        try:
            yield seen
        finally:
            del of.__dict__["open"]
            whole.rollback()
