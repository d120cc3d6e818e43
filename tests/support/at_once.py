"""Two who press a button at the same moment: each has begun before any of them may go on."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlmodel import Session
from werkzeug.test import TestResponse

from tests.support.house import House
from tests.support.pages import PageClient

Send = Callable[[], TestResponse]
PATIENCE = 30
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


def at_once(house: House, hold: Callable[[Session], object], *sends: Send) -> list[TestResponse]:
    """Send all of it while somebody holds what they need, so that each has begun before any of them goes on.

    What `hold` writes is kept when all have begun: it may be the whole of what the first one does.
    """
    with ThreadPoolExecutor(len(sends)) as people:
        with house.database.transaction() as session:
            hold(session)
            answers = [people.submit(send) for send in sends]
            _wait_for_all(house, session, answers)
        return [answer.result(PATIENCE) for answer in answers]


def filled(page: PageClient, address: str, form: int | str = 0, **values: Any) -> Send:
    """A page's form, opened and filled in now, to be sent later. A list is several values."""
    action, fields = page.form(address, form)
    return partial(page.post, action, data={**fields, **values})


def _wait_for_all(house: House, session: Session, answers: list[Future[TestResponse]]) -> None:
    """Until PostgreSQL says that each waits for a lock, or it is done without. On SQLite nobody begins before the one
    who writes is done."""
    give_up = time.monotonic() + PATIENCE
    while not house.database.is_sqlite and time.monotonic() < give_up:
        session.execute(text("SELECT pg_stat_clear_snapshot()"))
        left = sum(not answer.done() for answer in answers)
        if session.execute(WAITING).scalar_one() >= left:
            return
        time.sleep(0.01)
