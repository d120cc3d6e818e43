"""A disk without room: SQLite adds no page to the database's file, and says so as it does when the disk is full."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import event

from tests.support.house import House

LONG = "Påhittat: åäöåäöåäöåäöåäö. " * 130
"""A comment that is longer than a page of the file, so that it can't be kept where there is room left on one."""


@contextmanager
def full_disk(house: House) -> Iterator[None]:
    """Until the block ends no connection of the house may let its file grow."""
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
