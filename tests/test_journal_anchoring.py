"""The journal's head, written down outside by the program itself: whoever rewrites the database is found out."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from audit.cli import main
from audit.journal import anchoring
from audit.journal import operations as journal
from audit.journal.anchoring import ANCHORED, NOT_ANCHORED
from audit.mail import heads
from audit.mail.postman import Postman
from tests.accounts.people import journal_actions
from tests.support.house import House
from tests.support.mailbox import Mailbox, mailbox


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    with house_on_sqlite.database.transaction() as session:
        journal.record(session, house_on_sqlite.stamp(), "review:signed", 1)
    return house_on_sqlite


def write_down(house: House, file: Path) -> None:
    settings = replace(house.settings, journal_head_file=str(file))
    anchoring.anchor(settings, house.database, house.clock)


def test_the_head_is_written_down_once_a_day(house: House, tmp_path: Path) -> None:
    file = tmp_path / "slut.txt"
    for _ in range(3):
        write_down(house, file)
    house.clock.forward(days=1)
    write_down(house, file)
    first, second = file.read_text("ascii").splitlines()
    assert first.startswith("2026-09-01T08:00:00+00:00 1:")
    assert second.startswith("2026-09-02T08:00:00+00:00 2:")
    assert file.stat().st_mode & 0o077 == 0
    assert journal_actions(house) == ["review:signed", ANCHORED, ANCHORED]


def test_a_journal_written_anew_does_not_fit_what_was_written_down(house: House, tmp_path: Path) -> None:
    file = tmp_path / "slut.txt"
    write_down(house, file)
    words = ["journal", "verify", "--instance", str(house.settings.instance), "--head-file", str(file)]
    environment = {"STICKPROV_DATABASE_URL": house.settings.database_url}
    assert CliRunner().invoke(main, words, env=environment).exit_code == 0
    with house.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM journal_content"))
        connection.execute(text("DELETE FROM journal"))
    with house.database.transaction() as session:
        for _ in range(3):
            journal.record(session, house.stamp(), "review:signed", 2)
    result = CliRunner().invoke(main, words, env=environment)
    assert result.exit_code == 1
    assert "Post 1 är ändrad" in result.output


def test_a_place_that_can_not_be_written_to_is_told_in_the_journal(house: House, tmp_path: Path) -> None:
    write_down(house, tmp_path)
    assert journal_actions(house)[-1] == NOT_ANCHORED


def test_without_the_setting_nothing_is_written_down(house: House) -> None:
    anchoring.anchor(house.settings, house.database, house.clock)
    assert journal_actions(house) == ["review:signed"]


MAILBOX = "journal@arkiv.example"


def in_the_post(house: House, box: Mailbox) -> None:
    settings = replace(
        house.settings, journal_head_mailbox=MAILBOX, smtp_host="127.0.0.1", smtp_sender="s@kommun.example"
    )
    heads.post_head(replace(settings, public_url="https://stickprov.example"), house.database, house.clock)
    Postman(house.database, box.server(), house.clock).round()


def test_the_head_is_sent_to_a_mailbox_once_a_day_and_the_letter_is_tried(house: House, tmp_path: Path) -> None:
    with house.database.transaction(write=False) as session:
        head = journal.head(session)
    assert head is not None
    with mailbox() as box:
        box.refusal = "451 Later"
        in_the_post(house, box)
        box.refusal = ""
        house.clock.forward(minutes=2)
        for _ in range(2):
            in_the_post(house, box)
    (letter,) = box.messages
    assert (letter["To"], letter["Subject"]) == (MAILBOX, "Journalens slut i Stickprov")
    assert f"https://stickprov.example\nden 2026-09-01 kl. 10:00:\n\n{head[0]}:{head[1]}\n" in box.texts()[0]
    saved = tmp_path / "brev.eml"
    saved.write_bytes(letter.as_bytes())
    assert anchoring.last_in(saved) == f"{head[0]}:{head[1]}"
    words = ["journal", "verify", "--instance", str(house.settings.instance), "--head-file", str(saved)]
    environment = {"STICKPROV_DATABASE_URL": house.settings.database_url}
    assert CliRunner().invoke(main, words, env=environment).exit_code == 0
    with house.database.engine.begin() as connection:
        connection.execute(text("UPDATE journal SET action = 'review:viewed'"))
    assert CliRunner().invoke(main, words, env=environment).exit_code == 1
