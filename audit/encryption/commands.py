"""`stickprov encryption`: on, rotate, off and status; the columns are written anew while the program is stopped."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from audit import clock
from audit.backups.commands import progress
from audit.command_line import Opened, aligned, choose_setting, instance_option, open_instance
from audit.encryption import keys, operations
from audit.encryption.cipher import Cipher, name_of
from audit.encryption.rules import ENCRYPTED
from audit.one_server import AlreadyServedError, alone_on

SETTING, VARIABLE = "encryption_key_file", "STICKPROV_ENCRYPTION_KEY_FILE"
STILL_SET = f"Ta nu bort {VARIABLE} ur miljön, innan du startar programmet."
KEEP = "Ha en kopia av nyckelfilen på ett annat ställe än säkerhetskopiorna: utan den kan ingen läsa texterna."


@click.group("encryption")
def encryption() -> None:
    """Kryptera de texter i databasen som handlar om akter, med en nyckel som ligger utanför den."""


@encryption.command("on")
@instance_option
@click.option("--key-file", metavar="FIL", type=click.Path(path_type=Path), help="Nyckelfilen; görs om den saknas.")
def switch_on(instance: str, key_file: Path | None) -> None:
    """Kryptera texterna. Stoppa programmet först."""
    made = _made_if_missing(key_file, Path(instance))
    try:
        with open_instance(instance, before_encryption=True) as opened:
            file = _file_to_use(opened, key_file)
            secret = list(keys.read(file).values())[-1]
            done = _rewritten(opened, Cipher(secret), "Krypterar")
            if not opened.settings.encryption_key_file:
                choose_setting(opened.settings.instance, SETTING, str(file))
            made = None
    finally:
        if made:  # for nothing: another key is never to lie where one is looked for
            made.unlink()
    click.echo(f"Databasen är krypterad: {_texts(done)}. Nyckeln {name_of(secret)} ligger i {file}.")
    click.echo(KEEP)
    click.echo("Äldre säkerhetskopior håller texterna okrypterade: dem skyddar bara säkerhetskopiornas egen nyckel.")


@encryption.command("rotate")
@instance_option
def rotate(instance: str) -> None:
    """Byt till en ny nyckel. Stoppa programmet först."""
    with open_instance(instance) as opened:
        old, file = _encrypted(opened), Path(opened.settings.encryption_key_file)
        with _told(f"Nyckelfilen {file} går inte att skriva i"):
            # One that was made last time, but not used, because it was interrupted.
            newest = list(keys.read(file))[-1]
            name = newest if newest != old.key_name else keys.add(file)
        done = _rewritten(opened, Cipher(keys.read(file)[name]), "Krypterar om")
    click.echo(f"Databasen är krypterad med en ny nyckel, {name}: {_texts(done)}.")
    click.echo(
        f"Nyckeln {old.key_name} ligger kvar i {file}: den behövs för säkerhetskopior som är äldre. Ta bort raden "
        "när den sista av dem är borta."
    )
    click.echo(KEEP)


@encryption.command("off")
@instance_option
def switch_off(instance: str) -> None:
    """Ta bort krypteringen. Stoppa programmet först."""
    with open_instance(instance) as opened:
        _encrypted(opened)
        done = _rewritten(opened, None, "Tar bort krypteringen")
        choose_setting(opened.settings.instance, SETTING, "")
    click.echo(f"Krypteringen är borttagen: {_texts(done)} ligger i klartext i databasen.")
    click.echo(
        f"Nyckelfilen {opened.settings.encryption_key_file} behövs för äldre säkerhetskopior. Ta bort den när den "
        "sista av dem är borta."
    )
    if VARIABLE in os.environ:
        click.echo(STILL_SET)


@encryption.command("status")
@instance_option
def status(instance: str) -> None:
    """Visa om databasen är krypterad, med vilken nyckel, och vilka kolumner det gäller."""
    with open_instance(instance, before_encryption=True) as opened:
        cipher, file = opened.database.cipher, opened.settings.encryption_key_file
    click.echo(f"Databasen är krypterad med nyckeln {cipher.key_name}." if cipher else "Databasen är inte krypterad.")
    if file:
        click.echo(f"Nyckelfilen {file} har: {', '.join(keys.read(Path(file)))}.")
    if file and not cipher:
        click.echo("Programmet startar inte förrän den är det: stickprov encryption on")
    for line in aligned([("Tabell", "Kolumner"), *((name, ", ".join(each)) for name, each in ENCRYPTED.items())]):
        click.echo(line)


def _made_if_missing(file: Path | None, instance: Path) -> Path | None:
    """The file with the keys, if it had to be made."""
    if file is None or file.exists():
        return None
    if faults := keys.place_faults(file, instance):
        _end(*faults)
    with _told(f"Nyckelfilen {file} går inte att göra"):
        keys.add(file)
    return file


def _file_to_use(opened: Opened, given: Path | None) -> Path:
    """Where the keys lie: as it was said now, or as it is set. Ends where the database can't be encrypted with them."""
    if opened.database.cipher:
        _end("Databasen är redan krypterad. Byt nyckel med: stickprov encryption rotate")
    chosen = opened.settings.encryption_key_file
    if given is None and not chosen:
        _end("Ange var nyckeln ska ligga: stickprov encryption on --key-file FIL")
    if given and chosen and given != Path(chosen):
        _end(f"Inställningen encryption_key_file är {chosen}. Ändra den först, eller utelämna --key-file.")
    file = given or Path(chosen)
    if faults := keys.faults(file, opened.settings.instance):
        _end(*faults)
    return file


def _encrypted(opened: Opened) -> Cipher:
    cipher = opened.database.cipher
    return cipher or _end("Databasen är inte krypterad.")


def _rewritten(opened: Opened, to: Cipher | None, label: str) -> int:
    """Write the columns anew, and then the files, so that what stood there before is in none of them."""
    try:
        with alone_on(opened.settings.database_url), progress(label) as advance:
            done = operations.rewrite(opened.database, to, now=clock.now(), advance=advance)
            if not opened.database.compact():
                click.echo("Någon läste i databasen medan filerna skrevs om: kör kommandot »VACUUM« i den.", err=True)
    except AlreadyServedError:
        _end("Stickprov är igång på databasen. Stoppa programmet, och försök igen.")
    except operations.EncryptionError as error:
        _end(str(error))
    return done


def _texts(count: int) -> str:
    return f"{count} text" if count == 1 else f"{count} texter"


@contextmanager
def _told(fault: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _end(f"{fault} ({error.strerror or error}).")


def _end(*faults: str) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1)


commands: list[click.Command] = [encryption]
