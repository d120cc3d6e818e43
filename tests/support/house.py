"""A small house to test in: two boards that review, one that is somebody else's, and a person in every role."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from audit.accounts.models import Account, Board, RoleGrant
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.accounts.sessions import open_session
from audit.app import create_app
from audit.clock import swedish_day
from audit.config import Settings
from audit.database import Database
from audit.journal.operations import attach
from audit.journal.rules import Stamp
from tests.support.pages import PageClient

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
BOARDS = ("Kungsholmen", "Norrmalm", "Östermalm")
SINCE = date(2000, 1, 1)


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

    @property
    def today(self) -> date:
        """The day in Sweden."""
        return swedish_day(self.clock())

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
    """Put the boards and the people in, all of a kind at once: every test begins with this."""
    with house.database.transaction() as session:
        boards = [Board(code=name[:1].upper() + name[1:3].lower(), name=name, valid_from=SINCE) for name in BOARDS]
        session.add_all(boards)
        session.flush()
        house.boards = {board.name: known(board.id) for board in boards}
        roles = _roles()
        people = [Account(username=name, name=name.capitalize(), created_at=house.clock()) for name in roles]
        session.add_all(people)
        session.flush()
        house.accounts = {person.username: known(person.id) for person in people}
        for name, (role, where) in roles.items():
            boards_of: list[int | None] = [house.boards[board] for board in where]
            session.add_all(
                RoleGrant(account_id=house.accounts[name], role=role, board_id=each) for each in boards_of or [None]
            )


def _roles() -> dict[str, tuple[Role, tuple[str, ...]]]:
    """Everybody's role and boards; the administrator's is of none."""
    roles: dict[str, tuple[Role, tuple[str, ...]]] = {}
    for role in Role:
        roles[str(role)] = (role, () if role is Role.ADMINISTRATOR else BOARDS[:2])
        if role is not Role.ADMINISTRATOR:
            roles[f"annan-{role}"] = (role, BOARDS[2:])
    return roles | {"granskare2": (Role.REVIEWER, BOARDS[:2])}
