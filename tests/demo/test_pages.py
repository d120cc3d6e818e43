"""Every page of the demonstration that somebody can click to opens, and nobody reaches another board's."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from audit import config
from audit.app import create_app
from audit.database import Database
from audit.demo.people import PEOPLE
from audit.rounds.models import Round
from tests.demo.made import Made, opened
from tests.demo.visiting import NOW, client, open_one_of_every_kind


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


# Of two who have the same role for the same boards, the first.
EACH = {(person.role, person.boards): person.username for person in reversed(PEOPLE)}.values()


@pytest.mark.parametrize("username", EACH)
def test_one_page_of_every_kind_opens(app: Flask, database: Database, username: str) -> None:
    assert len(open_one_of_every_kind(client(app, database, username))) >= 3


def test_the_reader_of_another_board_reaches_no_round(app: Flask, database: Database) -> None:
    with database.transaction(write=False) as session:
        rounds = [row.id for row in session.exec(select(Round))]
    other, own = client(app, database, "lasare-ostermalm"), client(app, database, "lasare")
    for round_id in rounds:
        assert other.get(f"/omgangar/{round_id}").status_code == 404
        assert other.get(f"/omgangar/{round_id}/rapport").status_code == 404
        assert own.get(f"/omgangar/{round_id}").status_code == 200
