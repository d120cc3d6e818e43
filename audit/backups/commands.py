"""`stickprov backup`, `restore`, `rehearse`, `upgrade`, `move`: an installation copied, restored, tried and moved."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from audit import clock
from audit.backups import operations, sealing
from audit.backups.contents import TableSum
from audit.backups.operations import MADE, REHEARSED, BackupError, Copy
from audit.command_line import Opened, aligned, choose_setting, instance_option, open_instance
from audit.database import newest_revision
from audit.one_server import AlreadyServedError, alone_on


@click.command("backup")
@instance_option
def backup(instance: str) -> None:
    """Gör en säkerhetskopia: krypterad, kontrolläst, och de äldsta gallrade. Programmet kan vara igång."""
    with open_instance(instance) as opened:
        file = operations.key_file(opened.settings)
        is_new = not file.exists()
        with told_if_it_fails(opened, MADE), progress("Säkerhetskopierar") as advance:
            copy = operations.make(opened.settings, opened.database, now=clock.now(), advance=advance)
        with opened.database.transaction() as session:
            operations.note(session, MADE, copy, clock.now())
    click.echo(f"Säkerhetskopian {copy.file} är gjord och kontrolläst: {content_of(copy)}.")
    if is_new:
        click.echo(f"Nyckeln till säkerhetskopiorna är ny och ligger i {file}.")
        click.echo("Förvara en kopia av den på ett annat ställe nu: utan nyckeln kan ingen läsa säkerhetskopiorna.")


@click.command("restore")
@instance_option
@click.argument("file", metavar="KOPIA", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", "key_file", metavar="FIL", required=True, type=click.Path(path_type=Path), help="Filen med nyckeln."
)
def restore(instance: str, file: Path, key_file: Path) -> None:
    """Läs in säkerhetskopian KOPIA på en tom plats (--instance) och kontrollera att allt kom med."""
    try:
        key = sealing.read_key(key_file)
        with progress("Läser in") as advance:
            restored = operations.restore(
                file, key, Path(instance).resolve(), environ=os.environ, now=clock.now(), advance=advance
            )
    except (BackupError, sealing.SealError) as error:
        _end(str(error))
    click.echo(f"Säkerhetskopian är inläst i {restored.settings.instance}: {content_of(restored.copy)}.")
    click.echo(f"Varje tabell är densamma som i kopian, och journalen är hel: {restored.entries} poster.")
    click.echo("Alla behöver logga in på nytt.")


@click.command("rehearse")
@instance_option
def rehearse(instance: str) -> None:
    """Prova den nyaste säkerhetskopian: läs in den på en tillfällig plats och kontrollera att allt är med."""
    with open_instance(instance) as opened:
        with told_if_it_fails(opened, REHEARSED):
            restored = operations.rehearse(opened.settings, opened.database, now=clock.now())
        with opened.database.transaction() as session:
            operations.note(session, REHEARSED, restored.copy, clock.now())
    click.echo(f"Säkerhetskopian {restored.copy.file} går att läsa in: {content_of(restored.copy)}.")
    click.echo(f"Journalen i den är hel och hör ihop med den som finns här: {restored.entries} poster.")


@click.command("upgrade")
@instance_option
@click.option("--no-backup", is_flag=True, help="Utan säkerhetskopia före: bara när du har en egen.")
def upgrade(instance: str, no_backup: bool) -> None:
    """Uppgradera databasen till programmets version, efter en säkerhetskopia. Stoppa programmet först."""
    with open_instance(instance, copy_first=not no_backup):
        pass
    click.echo(f"Databasen har version {newest_revision()}, som programmet.")


@click.command("move")
@instance_option
@click.option("--to", "address", metavar="ADRESS", required=True, help="Den tomma databasens adress, eller »sqlite«.")
def move(instance: str, address: str) -> None:
    """Flytta allt till en annan databas och visa att inget ändrades. Stoppa programmet först."""
    with open_instance(instance) as opened:
        folder, here = opened.settings.instance, opened.settings.database_url
        url = f"sqlite:///{folder / 'stickprov.db'}" if address == "sqlite" else address
        try:
            with alone_on(here), progress("Flyttar") as advance:
                tables, entries = operations.move(opened.database, url, now=clock.now(), advance=advance)
        except AlreadyServedError:
            _end("Stickprov är igång på databasen. Stoppa programmet, och försök igen.")
        except BackupError as error:
            _end(str(error))
    for line in aligned([("Tabell", "Rader", "SHA-256 i båda"), *_summed(tables)]):
        click.echo(line)
    click.echo(f"Allt är flyttat: varje tabell är densamma i båda databaserna. Journalen är hel: {entries} poster.")
    if "STICKPROV_DATABASE_URL" in os.environ:
        click.echo("Ändra nu STICKPROV_DATABASE_URL till den nya adressen, innan du startar programmet.")
    else:
        choose_setting(folder, "database_url", url)
        click.echo(
            f"Den nya adressen står i {folder / 'settings.toml'}. Den gamla databasen är kvar; ta bort den själv."
        )


def _summed(tables: Mapping[str, TableSum]) -> list[tuple[str, ...]]:
    return [(name, str(each.rows), each.sha256) for name, each in tables.items()]


def content_of(copy: Copy) -> str:
    files = "1 fil" if copy.head.files == 1 else f"{copy.head.files} filer"
    return f"{copy.head.rows} rader i {len(copy.tables)} tabeller och {files}"


@contextmanager
def told_if_it_fails(opened: Opened, action: str) -> Iterator[None]:
    """Note a failure in the journal, where the administrator's pages find it, and end with its words."""
    try:
        yield
    except BackupError as error:
        try:
            with opened.database.transaction() as session:
                operations.note_failure(session, action, str(error), clock.now())
        finally:
            _end(str(error))


@contextmanager
def progress(label: str) -> Iterator[operations.Advance]:
    """How far it has come, on a terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield advance


def _end(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


commands: list[click.Command] = [backup, restore, rehearse, upgrade, move]
