"""Every page of the demonstration that somebody can click to opens, and nobody reaches another board's."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from audit import config
from audit.accounts import sessions
from audit.accounts.models import Account
from audit.app import create_app
from audit.database import Database
from audit.demo.autumn import LAST_DAY, moment
from audit.demo.people import PEOPLE
from audit.rounds.models import Round
from tests.demo.made import Made, opened
from tests.support.pages import PageClient

NOW = moment(LAST_DAY, "16:00")
LINK = re.compile(r'href="(/[^"#?]*)')


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    """A copy to look at: pages leave traces."""
    return Path(shutil.copytree(made.folder, tmp_path / "copy"))


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    copy = opened(folder)
    yield copy
    copy.close()


@pytest.fixture
def app(folder: Path, database: Database) -> Flask:
    return create_app(config.load(folder, {}), database, clock=lambda: NOW)


def client(app: Flask, database: Database, username: str) -> PageClient:
    with database.transaction() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        token = sessions.open_session(session, account, NOW)
    app.test_client_class = PageClient
    visitor = app.test_client()
    assert isinstance(visitor, PageClient)
    with visitor.session_transaction() as cookie:
        cookie["token"] = token
    return visitor


def kind_of(address: str) -> str:
    return re.sub(r"\d+", "N", address)


@pytest.mark.parametrize("username", [person.username for person in PEOPLE if person.username != "granskare2"])
def test_one_page_of_every_kind_opens(app: Flask, database: Database, username: str) -> None:
    """The newest round and its like first: links are followed in the order that the pages show them."""
    visitor = client(app, database, username)
    kinds, waiting = {"/"}, ["/"]
    while waiting:
        answer = visitor.get(address := waiting.pop(0))
        assert answer.status_code in {200, 302}, (address, answer.status_code)
        found = LINK.findall(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else []
        for link in found:
            if not link.startswith(("/static", "/bootstrap")) and kind_of(link) not in kinds:
                kinds.add(kind_of(link))
                waiting.append(link)
    assert len(kinds) >= 3


def test_the_reader_of_another_board_reaches_no_round(app: Flask, database: Database) -> None:
    with database.transaction(write=False) as session:
        rounds = [row.id for row in session.exec(select(Round))]
    other, own = client(app, database, "lasare-ostermalm"), client(app, database, "lasare")
    for round_id in rounds:
        assert other.get(f"/omgangar/{round_id}").status_code == 404
        assert other.get(f"/omgangar/{round_id}/rapport").status_code == 404
        assert own.get(f"/omgangar/{round_id}").status_code == 200
