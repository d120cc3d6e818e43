"""`stickprov user …` and `stickprov board …`: how the first people get in."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from audit.accounts.models import Account
from audit.cli import main
from audit.database import Database
from tests.accounts.people import PASSWORD

FIRST = ("user", "add", "--username", "Britt", "--name", "Britt Påhitt", "--role", "administrator")


def stickprov(instance: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["--instance", str(instance), *words], input=typed)


def twice(password: str) -> str:
    return f"{password}\n{password}\n"


def test_the_first_account_comes_with_the_first_boards(instance: Path) -> None:
    result = stickprov(instance, *FIRST, typed=twice(PASSWORD))
    assert result.exit_code == 0, result.output
    assert "Kontot britt är skapat." in result.output
    assert PASSWORD not in result.output
    boards = stickprov(instance, "board", "list").output
    assert all(name in boards for name in ("Kungsholmen", "Norrmalm", "Östermalm", "Södermalm"))
    assert stickprov(instance, "journal", "verify").exit_code == 0


def test_a_second_account_brings_no_boards_of_its_own(instance: Path) -> None:
    stickprov(instance, *FIRST, typed=twice(PASSWORD))
    stickprov(instance, "board", "add", "--code", "FAR", "--name", "Farsta", "--valid-from", "2020-01-01")
    added = ("--username", "gun", "--name", "Gun Påhitt", "--role", "granskare", "--role", "lasare")
    result = stickprov(instance, "user", "add", *added, "--board", "FAR", "--board", "norrmalm", typed=twice(PASSWORD))
    assert result.exit_code == 0, result.output
    users = stickprov(instance, "user", "list").output
    assert "Granskare för Farsta och Norrmalm; Läsare för Farsta och Norrmalm" in users
    assert len(stickprov(instance, "board", "list").output.splitlines()) == 6


def test_an_invitation_link_can_be_asked_for_instead_of_a_password(instance: Path) -> None:
    result = stickprov(instance, *FIRST, "--invite", "--url", "https://stickprov.example.org/")
    assert "\nhttps://stickprov.example.org/inbjudan/" in result.output
    assert "Inbjuden" in stickprov(instance, "user", "list").output


def test_a_password_that_can_not_be_used_is_asked_for_again(instance: Path) -> None:
    result = stickprov(instance, *FIRST, typed=twice("för kort") + twice(PASSWORD))
    assert result.exit_code == 0
    assert "Lösenordet ska ha minst 12 tecken. Det fattas 4." in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--username", "b", "--name", "B", "--role", "lasare"), "2 till 60 tecken"),
        (("--username", "bo", "--name", " ", "--role", "lasare"), "Ange personens namn med --name."),
        (("--username", "bo", "--name", "Bo", "--role", "lasare"), "Ange nämnd med --board. Det finns: Kungsholmen"),
        (("--username", "bo", "--name", "Bo", "--role", "lasare", "--board", "Ankeborg"), "Ankeborg finns inte"),
    ],
)
def test_a_mistake_is_explained_and_leaves_nothing(instance: Path, words: tuple[str, ...], told: str) -> None:
    result = stickprov(instance, "user", "add", *words, "--invite", "--url", "http://localhost")
    assert result.exit_code == 1
    assert told in result.output
    assert "Det finns inga konton än." in stickprov(instance, "user", "list").output


def test_a_link_needs_an_address(instance: Path) -> None:
    assert "Ange programmets adress med --url" in stickprov(instance, *FIRST, "--invite").output


def test_a_name_that_is_taken_is_told(instance: Path) -> None:
    stickprov(instance, *FIRST, typed=twice(PASSWORD))
    result = stickprov(instance, *FIRST, typed=twice(PASSWORD))
    assert result.exit_code == 1
    assert "Användarnamnet britt är upptaget." in result.output


@pytest.mark.parametrize(
    ("code", "name", "told"),
    [
        ("NOR", "Farsta", "används redan för Norrmalm"),
        ("F-A", "Farsta", "bokstäver eller siffror"),
        ("FAR", "", "--name"),
    ],
)
def test_a_board_that_can_not_be_is_explained(instance: Path, code: str, name: str, told: str) -> None:
    stickprov(instance, *FIRST, "--invite", "--url", "http://localhost")
    result = stickprov(instance, "board", "add", "--code", code, "--name", name)
    assert result.exit_code == 1
    assert told in result.output


def test_the_password_is_stored_as_argon2id(instance: Path) -> None:
    stickprov(instance, *FIRST, typed=twice(PASSWORD))
    database = Database(f"sqlite:///{instance / 'stickprov.db'}")
    with database.transaction(write=False) as session:
        stored = session.exec(select(Account)).one().password_hash
    database.close()
    assert stored
    assert stored.startswith("$argon2id$")
