"""A server that is killed, stopped or loses its database in the midst of a request: what was promised is kept."""

import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPException
from pathlib import Path

import psycopg
import pytest

from audit.journal.operations import LOCK
from dev import find_initdb
from tests.conftest import Serve
from tests.support import postgres, run
from tests.support.answering import COMMENT, NOTHING, ONE, QUESTION, answering, kept
from tests.support.house import House, build
from tests.support.pages import fields_of, parse, text_of
from tests.support.served_desk import Said, Window, files_to_answer

GIVEN = {"fraga": QUESTION, "svar": "nej", "kommentar": COMMENT, "version": "0"}


class Asking(threading.Thread):
    """Somebody who gives an answer, and what was said to it."""

    def __init__(self, window: Window, review_id: int) -> None:
        super().__init__(daemon=True)
        self._window, self._review_id = window, review_id
        self.said: Said | Exception | None = None

    def run(self) -> None:
        try:
            self.said = self._window.answer(self._review_id, GIVEN)
        except (OSError, HTTPException) as error:
            self.said = error


@contextmanager
def chain_held(house: House) -> Iterator[psycopg.Connection[object]]:
    """Until the block ends nobody can seal a journal entry: a request has done all its work, and waits at the end."""
    with psycopg.connect(house.database.url.replace("+psycopg", "", 1), autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield holder


def waiting(holder: psycopg.Connection[object]) -> bool:
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s"
    return bool(holder.execute(query, [LOCK]).fetchone()[0])  # type: ignore[index]


def test_a_server_that_dies_in_mid_request_leaves_nothing_half_and_the_other_goes_on(
    postgresql_url: str, instance: Path, live_server: Serve
) -> None:
    house = build(postgresql_url, instance)
    review_id = files_to_answer(house, 1)[0]
    first, second = live_server(postgresql_url, instance), live_server(postgresql_url, instance)
    window = Window(first.port)
    window.sign_in()
    asking = Asking(window, review_id)
    with chain_held(house) as holder:
        asking.start()
        while not waiting(holder):
            asking.join(0.01)
        os.kill(first.pid, signal.SIGKILL)
        asking.join(30)
    assert isinstance(asking.said, Exception)
    assert kept(house) == NOTHING
    window.move(second.port)
    assert window.answer(review_id, GIVEN).version == 1
    window.close()
    assert kept(house) == ONE
    house.database.close()


def test_a_server_that_is_told_to_stop_finishes_what_it_has_begun(house_on_sqlite: House, live_server: Serve) -> None:
    house = house_on_sqlite
    review_id = files_to_answer(house, 1)[0]
    server = live_server(house.database.url, house.settings.instance)
    window = Window(server.port)
    window.sign_in()
    asking = Asking(window, review_id)
    with closing(sqlite3.connect(str(house.database.engine.url.database), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        asking.start()
        asking.join(0.5)
        os.kill(server.pid, signal.SIGTERM)
        asking.join(0.5)
        assert asking.is_alive()
    asking.join(30)
    assert asking.said == Said(1)
    assert kept(house) == ONE
    window.close()


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL of the test's own, which may be stopped."""
    if not find_initdb():
        run.lacking("PostgreSQL (initdb)")
    with postgres.durable_cluster() as cluster:
        yield cluster


def test_a_database_that_goes_and_comes_back_is_told_of_and_taken_up_again(
    cluster: postgres.Cluster, instance: Path
) -> None:
    house = build(cluster.url(postgres.TEMPLATE), instance)
    house.state = None
    somebody = answering(house)
    postgres.stop(cluster)
    refused = somebody.send()
    main = parse(refused).find(".//main")
    assert (refused.status_code, COMMENT in text_of(main)) == (503, True)
    assert "Stickprov når inte sina uppgifter" in text_of(main)
    assert somebody.page.get("/").status_code == 503
    assert house.app.test_client().get("/healthz").status_code == 200
    assert house.app.test_client().get("/readyz").status_code == 503
    postgres.start(cluster)
    again = main.find(".//form")
    assert somebody.page.post(again.get("action"), data=fields_of(again)).status_code == 302
    assert kept(house) == ONE
    house.database.close()
