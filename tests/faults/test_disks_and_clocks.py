"""A disk that can only be read, one that fails, a clock that was wrong: it is said, and nothing is kept by halves."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from audit.journal import operations as journal
from tests.support.answering import COMMENT, NOTHING, ONE, answering, kept
from tests.support.house import House
from tests.support.pages import fields_of, parse, text_of

resource = pytest.importorskip("resource", reason="the limit on files is to be had on Unix alone")


@contextmanager
def read_only_disk(house: House) -> Iterator[None]:
    """Until the block ends every connection opens the file as on a disk that was mounted to be read alone."""
    engine = house.database.engine

    def open_to_read(dialect: Any, record: Any, words: list[Any], names: dict[str, Any]) -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(f"{Path(words[0]).as_uri()}?mode=ro", uri=True, **names)
        return opened

    opens = engine.pool._dialect  # the engine's own is shared among the tests' houses
    engine.dispose()
    event.listen(opens, "do_connect", open_to_read)
    try:
        yield
    finally:
        event.remove(opens, "do_connect", open_to_read)
        engine.dispose()


@contextmanager
def failing_disk(house: House) -> Iterator[None]:
    """Until the block ends the system refuses every write beyond where the database's log is now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = Path(f"{house.database.engine.url.database}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("broken", [read_only_disk, failing_disk])
def test_what_can_not_be_written_is_said_and_sent_again_when_it_can(house_on_sqlite: House, broken: Any) -> None:
    house = house_on_sqlite
    somebody = answering(house)
    with broken(house):
        refused = somebody.send()
        assert somebody.page.get("/mitt-konto").status_code == 200  # what is only read goes on
    main = parse(refused).find(".//main")
    assert refused.status_code == 503
    assert "Stickprov når inte sina uppgifter" in text_of(main)
    assert "inte heller till hälften" in text_of(main)
    assert COMMENT in text_of(main)
    assert kept(house) == NOTHING
    again = main.find(".//form")
    assert somebody.page.post(again.get("action"), data=fields_of(again)).status_code == 302
    assert kept(house) == ONE


def test_a_clock_that_is_set_back_keeps_nobody_from_working_and_breaks_no_journal(house: House) -> None:
    somebody = answering(house)
    house.clock.forward(hours=-3)
    assert somebody.send().status_code == 302
    assert kept(house) == ONE
    assert house.client("granskare").get("/").status_code == 200
    with house.database.transaction(write=False) as session:
        told = journal.newest(session, "answer:given")
    assert told
    assert told.at == house.clock()
