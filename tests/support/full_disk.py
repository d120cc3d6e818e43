"""A disk without room: the database adds no page to its files, and says so as it does when the disk is full."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from sqlalchemy import event, text

from tests.support.house import House

LONG = "Påhittat: åäöåäöåäöåäöåäö. " * 130
"""A comment that is longer than a page of the file, so that it can't be kept where there is room left on one."""

# What PostgreSQL says (53100) when it can't extend a file, said at the commit, when all is written and nothing kept.
NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE CONSTRAINT TRIGGER no_room AFTER INSERT ON answer_version
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_room();
"""


def full_disk(house: House) -> AbstractContextManager[None]:
    """Until the block ends the house's database has no room."""
    return _full_sqlite(house) if house.database.is_sqlite else _full_postgresql(house)


@contextmanager
def _full_sqlite(house: House) -> Iterator[None]:
    """No connection of the house may let its file grow."""
    engine = house.database.engine

    def stop_growing(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")  # which means: no more than there are

    engine.dispose()
    with closing(sqlite3.connect(str(engine.url.database))) as connection:
        connection.execute("VACUUM")  # leaves no empty page in it
    event.listen(engine, "connect", stop_growing)
    try:
        yield
    finally:
        event.remove(engine, "connect", stop_growing)
        engine.dispose()


@contextmanager
def _full_postgresql(house: House) -> Iterator[None]:
    with house.database.engine.begin() as connection:
        connection.execute(text(NO_ROOM))
    try:
        yield
    finally:
        with house.database.engine.begin() as connection:
            connection.execute(text("DROP FUNCTION no_room() CASCADE"))
