"""Fixtures that every test may ask for: a migrated database, a server, a browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, expect

from audit import database
from audit.accounts import passwords
from audit.serving import spare_what_stays
from tests.support import browser as browsers
from tests.support import postgres, run
from tests.support.furnished import Furnished, furnish, furnish_on_postgresql
from tests.support.house import House, build, close
from tests.support.server import Server, serving

Serve = Callable[[str, Path], Server]

# A busy machine is no fault of the program's; and what is refused for everybody is not left to chance.
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("patient")
expect.set_options(timeout=30_000)


def pytest_configure(config: pytest.Config) -> None:
    if not is_worker(config):
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not is_worker(config):
        postgres.stop_shared_cluster()
        run.end()


def pytest_collection_finish() -> None:
    """What is collected stays: the search for garbage passes it by and comes less often, as in a server."""
    spare_what_stays()


def is_worker(config: pytest.Config) -> bool:
    """Whether this process is one of several that xdist has started to share the work."""
    return hasattr(config, "workerinput")


@pytest.fixture(scope="session", autouse=True)
def strong_hasher() -> Iterator[PasswordHasher]:
    """What makes guessing slow makes tests slow: passwords are hashed with little work. Gives the program's own hasher.

    Servers and commands in processes of their own are as strong as always.
    """
    strong = passwords._HASHER
    with pytest.MonkeyPatch.context() as here:
        here.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield strong


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """The folder of an installation that is new."""
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def migrated_sqlite() -> Path:
    """An empty database file with all tables, to be copied."""
    file = run.folder() / "template.db"

    def migrate() -> dict[str, str]:
        database.upgrade(f"sqlite:///{file}", at_once=True)
        return {}

    run.made_once("sqlite", migrate)
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, instance: Path) -> str:
    """The address of an empty, migrated SQLite database where the installation has it."""
    file = instance / "stickprov.db"
    shutil.copyfile(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """The address of an empty, migrated database in a real PostgreSQL."""
    with postgres.shared_cluster().copy() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database; the test runs once on each engine."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def live_server() -> Iterator[Serve]:
    """Call with a database's address and an instance's folder: a real server, until the test ends."""
    with ExitStack() as servers:
        yield lambda database_url, instance: servers.enter_context(serving(database_url, instance))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with browsers.chromium() as running:
        yield running


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Call for a page of one more visitor. A script error or a refused script on any page fails the test."""
    pages = browsers.Pages(browser)
    yield pages.new
    pages.close()
    assert not pages.faults, "\n".join(pages.faults)


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    """A page of the only visitor."""
    return new_page()


@pytest.fixture
def house_on_each(database_url: str, instance: Path) -> Iterator[House]:
    """Boards, and a person in every role, on SQLite and on PostgreSQL in turn."""
    built = build(database_url, instance)
    yield built
    close(built)


@pytest.fixture
def house(house_on_each: House) -> House:
    """The same, unless a module of pages chooses the one on SQLite."""
    return house_on_each


@pytest.fixture
def house_on_sqlite(sqlite_url: str, instance: Path) -> Iterator[House]:
    """The same house for tests to which the database makes no difference."""
    built = build(sqlite_url, instance)
    yield built
    close(built)


@pytest.fixture
def house_on_postgresql(postgresql_url: str, instance: Path) -> Iterator[House]:
    """The same house for tests of two at the same time: on SQLite the one who writes is alone."""
    built = build(postgresql_url, instance)
    yield built
    close(built)


@pytest.fixture(scope="session")
def furnished(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """A house in which everything exists, for the roles' own boards and for another. Put back what you change."""
    built = furnish(migrated_sqlite, tmp_path_factory.mktemp("furnished"))
    yield built
    built.house.database.close()


@pytest.fixture(scope="session")
def furnished_on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """The same house on PostgreSQL."""
    cluster = postgres.shared_cluster()
    with cluster.own() as name:
        built = furnish_on_postgresql(cluster, name, tmp_path_factory.mktemp("furnished"))
        yield built
        built.house.database.close()
