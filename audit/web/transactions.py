"""One request, one transaction: kept after a good answer, rolled back after any other."""

import hashlib
from collections.abc import Callable
from typing import cast

from flask import Flask, Response, current_app, g
from sqlalchemy import text
from sqlmodel import Session

from audit.clock import Clock
from audit.config import Settings
from audit.database import Database, Transaction
from audit.refusals import can_only_be_read, has_no_room, is_out_of_reach
from audit.web import logs


def database() -> Database:
    return cast(Database, current_app.extensions["stickprov_database"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["stickprov_settings"])


def clock() -> Clock:
    return cast(Clock, current_app.extensions["stickprov_clock"])


def session(*, write: bool) -> Session:
    """The request's session. Whether it may write is decided by whoever asks first: the access decorator."""
    if "transaction" not in g:
        g.transaction = database().open(write=write)
    return cast(Transaction, g.transaction).session


def one_at_a_time(session: Session, what: str) -> None:
    """Have the writing transactions that name the same wait for each other. On SQLite they do as it is."""
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def with_success(write: Callable[[Session, Response], None]) -> None:
    """Have `write` carried out last in the request's own transaction, if its answer is a good one."""
    g.setdefault("with_success", []).append(write)


def after_success(write: Callable[[Session], None]) -> None:
    """Have `write` carried out in a transaction of its own if the request's answer is a good one, before it is sent."""
    g.setdefault("after_success", []).append(write)


def record_anyway(write: Callable[[Session], None]) -> None:
    """Have `write` carried out in a transaction of its own, however the request ends."""
    g.setdefault("anyway", []).append(write)


def _finish(response: Response) -> Response:
    transaction = cast(Transaction | None, g.pop("transaction", None))
    if transaction:
        try:
            if response.status_code < 400:
                for write in g.pop("with_success", []):
                    write(transaction.session, response)
                transaction.commit()
        finally:
            transaction.close()
    for write in g.pop("after_success", []) if response.status_code < 400 else []:
        with database().transaction() as own:
            write(own)
    for write in g.pop("anyway", []):
        _write_anyway(write)
    return response


def _write_anyway(write: Callable[[Session], None]) -> None:
    try:
        with database().transaction() as own:
            write(own)
    except Exception as error:
        # The answer is ready. That it can't be noted for want of room or of a database is no reason for another one.
        if not (has_no_room(error) or is_out_of_reach(error) or can_only_be_read(error)):
            raise
        logs.failed("not noted", error)


def _abandon(error: BaseException | None = None) -> None:  # noqa: ARG001
    transaction = cast(Transaction | None, g.pop("transaction", None))
    if transaction:
        transaction.close()


def install(app: Flask) -> None:
    app.after_request(_finish)
    app.teardown_request(_abandon)
