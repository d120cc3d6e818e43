"""`stickprov demo`: an installation full of invented data, in which everything can be tried at once."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from audit.accounts.operations import account_names
from audit.accounts.rules import FIRST_BOARDS, ROLE_NAMES
from audit.command_line import Opened, aligned, instance_option, open_instance
from audit.config import DEMO_MARKER
from audit.demo.people import PASSWORD, PEOPLE, Person

MARKED = "Demonstration: allt i den här mappen är påhittat.\n"
EXAMPLES = "exempel"
# With this seed every sample holds families, so that the questions about children have something to show.
SEED = 2337


@click.command("demo")
@instance_option
@click.option("--seed", default=SEED, show_default=True, type=int, help="Samma frö ger samma påhittade uppgifter.")
@click.option("--port", default=8000, show_default=True, type=int, help="Porten i adressen som skrivs ut.")
def demo(instance: str, seed: int, port: int) -> None:
    """Gör en demonstration med påhittade uppgifter."""
    folder = Path(instance).resolve()
    is_new = not (folder / DEMO_MARKER).exists()
    if is_new:
        _mark(folder)
    with open_instance(str(folder)) as opened:
        made = _make(opened, seed, is_new=is_new)
    click.echo("\n".join(_told(folder, port, made=made)))


def _mark(folder: Path) -> None:
    """Make the folder a demonstration's before anything reads its settings. Anything that lies in it stops that."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        _end(f"{folder} är inte tom och ingen demonstration. Den lämnas orörd: välj en annan mapp med --instance.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / DEMO_MARKER).write_text(MARKED, "utf-8")
    except OSError as error:
        _end(f"{folder} kan inte användas ({error.strerror}). Välj en annan mapp med --instance.")


def _make(opened: Opened, seed: int, *, is_new: bool) -> bool:
    """Whether the demonstration was made now; it never is where anything has been entered."""
    from audit.demo import history  # it needs nearly every room: other commands must not wait for them
    from audit.demo.examples import example_files

    folder = opened.settings.instance
    with opened.database.transaction(write=False) as session:
        in_use = bool(account_names(session))
    if in_use and is_new:
        (folder / DEMO_MARKER).unlink()
        _end("Databasen innehåller redan uppgifter. Den lämnas orörd: en demonstration behöver en egen databas.")
    if in_use:
        return False
    click.echo("Gör påhittade register, omgångar och svar. Det tar några sekunder.")
    (folder / EXAMPLES).mkdir(exist_ok=True)
    for name, content in example_files(seed).items():
        (folder / EXAMPLES / name).write_bytes(content)
    history.make(opened.database, opened.settings, seed=seed)
    return True


def _told(folder: Path, port: int, *, made: bool) -> list[str]:
    first = "Demonstrationen är klar." if made else "Demonstrationen finns redan. Inget har ändrats."
    places: list[tuple[str, ...]] = [
        ("Mapp", str(folder)),
        ("Exempelfiler", str(folder / EXAMPLES)),
        ("Lösenord", f"{PASSWORD} (alla konton)"),
    ]
    accounts: list[tuple[str, ...]] = [("Användarnamn", "Roll", "Nämnder"), *(_line(person) for person in PEOPLE)]
    return [
        f"{first} Allt i den är påhittat.",
        "",
        *aligned(places),
        "",
        *aligned(accounts),
        "",
        f"Starta programmet:  stickprov serve --instance {folder} --port {port}",
        f"Öppna sedan:        http://127.0.0.1:{port}/",
    ]


def _line(person: Person) -> tuple[str, str, str]:
    names = dict(FIRST_BOARDS)
    return person.username, ROLE_NAMES[person.role], ", ".join(names[code] for code in person.boards) or "–"


def _end(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


commands: list[click.Command] = [demo]
