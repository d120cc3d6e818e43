"""A small house to test in: two boards that review, one that is somebody else's, and a person in every role."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from audit.accounts.models import Account, Board, RoleGrant
from audit.accounts.rules import Role
from audit.accounts.sessions import open_session
from audit.app import create_app
from audit.config import Settings
from audit.database import Database
from audit.journal.operations import attach
from audit.journal.rules import Stamp
from tests.support.pages import PageClient

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
BOARDS = ("Kungsholmen", "Norrmalm", "Östermalm")


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class House:
    """Boards and accounts by name. Accounts of Kungsholmen and Norrmalm are called as their role (»samordnare«,
    »granskare«, »granskare2«, »enhetschef«, »lasare«), the administrator »administrator«; those of Östermalm alone
    have »annan-« before the role."""

    app: Flask
    database: Database
    settings: Settings
    clock: Clock
    boards: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    # What has been told to it since it was new, for `remembered`; None as soon as anything else is written.
    state: str | None = None

    def client(self, account: str | None = None) -> PageClient:
        """A browser in which `account` is signed in, or nobody."""
        self.app.test_client_class = PageClient
        client: FlaskClient = self.app.test_client()
        assert isinstance(client, PageClient)
        if account:
            state = self.state
            with self.database.transaction() as session:
                person = session.get(Account, self.accounts[account])
                assert person
                token = open_session(session, person, self.clock())
            self.state = state  # no story asks who is signed in
            with client.session_transaction() as cookie:
                cookie["token"] = token
        return client

    def stamp(self, account: str = "samordnare") -> Stamp:
        return Stamp(self.clock(), self.accounts[account])

    def board_ids(self, *names: str) -> list[int]:
        return [self.boards[name] for name in names]


def build(url: str, folder: Path) -> House:
    clock = Clock()
    settings = Settings(
        instance=folder,
        secret_key=b"s" * 32,
        pseudonym_key=b"p" * 32,
        database_url=url,
        secure_cookies=False,
    )
    settings.uploads.mkdir(parents=True, exist_ok=True)
    database = attach(Database(url))
    _share_statements(database)
    house = House(_app(settings, database, clock), database, settings, clock)
    _furnish(house)
    database.before_commit.append(lambda _: setattr(house, "state", None))
    house.state = "new"
    return house


# The dialect of each kind of database, with the statements that it has put together.
_STATEMENTS: dict[str, tuple[Any, Any]] = {}


def _share_statements(database: Database) -> None:
    """Every house asks the same: putting all its statements together anew takes a seventh of the tests' time."""
    for engine in (database.engine, database._writing, database.reading):
        first: Any = engine
        first.dialect, first._compiled_cache = _STATEMENTS.setdefault(
            engine.dialect.name, (first.dialect, first._compiled_cache)
        )


# Applications whose house is gone. To put one together takes longer than most tests do.
_FREE: list[Flask] = []


def _app(settings: Settings, database: Database, clock: Clock) -> Flask:
    if not _FREE:
        return create_app(settings, database, clock=clock)
    app = _FREE.pop()
    app.extensions.update(stickprov_settings=settings, stickprov_database=database, stickprov_clock=clock)
    app._got_first_request = False  # so that a test may still add a route of its own
    return app


def close(house: House) -> None:
    """Leave the house. Its application serves another, unless a test has changed it."""
    house.database.close()
    unchanged = house.app.config["MAX_CONTENT_LENGTH"] == house.settings.max_upload_bytes
    if unchanged and house.app.view_functions.keys() == house.app.extensions["stickprov_access"].keys():
        _FREE.append(house.app)


def _furnish(house: House) -> None:
    with house.database.transaction() as session:
        for name in BOARDS:
            board = Board(code=name[:1].upper() + name[1:3].lower(), name=name, valid_from=date(2000, 1, 1))
            session.add(board)
            session.flush()
            assert board.id
            house.boards[name] = board.id
        own, other = [house.boards["Kungsholmen"], house.boards["Norrmalm"]], [house.boards["Östermalm"]]
        for role in Role:
            _add(house, session, str(role), role, own)
            if role is not Role.ADMINISTRATOR:
                _add(house, session, f"annan-{role}", role, other)
        _add(house, session, "granskare2", Role.REVIEWER, own)


def _add(house: House, session: Session, username: str, role: Role, boards: list[int]) -> None:
    account = Account(username=username, name=username.capitalize(), created_at=house.clock())
    session.add(account)
    session.flush()
    assert account.id
    house.accounts[username] = account.id
    for board in [None] if role is Role.ADMINISTRATOR else boards:
        session.add(RoleGrant(account_id=account.id, role=role, board_id=board))
