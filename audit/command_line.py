"""What every console command that works on an installation shares: which one, and how it is opened."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from audit import clock, config, database
from audit.command_line_words import speak_swedish
from audit.database import Database
from audit.encryption import operations as encryption
from audit.encryption.cipher import Cipher
from audit.journal.operations import attach, record
from audit.journal.rules import Stamp

if TYPE_CHECKING:
    from audit.backups.operations import Copy

DEFAULT_INSTANCE = "instance"
speak_swedish()  # before any command says what its options are


@dataclass(frozen=True)
class Opened:
    """An installation that a command works on."""

    settings: config.Settings
    database: Database


def instance_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--instance DIR`, allowed both before and after the command's name."""
    return click.option(
        "--instance",
        metavar="MAPP",
        envvar="STICKPROV_INSTANCE",
        default=None,
        callback=_inherited,
        help="Mappen med installationens data (eller STICKPROV_INSTANCE).",
    )(command)


def _inherited(context: click.Context, parameter: click.Parameter, value: str | None) -> str:  # noqa: ARG001
    outer = context.find_root().params.get("instance")
    given = context.get_parameter_source("instance") is click.core.ParameterSource.COMMANDLINE
    return (value if given else outer or value) or DEFAULT_INSTANCE


@contextmanager
def open_instance(folder: str, *, copy_first: bool = True, before_encryption: bool = False) -> Iterator[Opened]:
    """The installation in `folder`, its database brought up to date. What stands in the way is told in words.

    A database of an earlier version is copied before it is changed, unless `copy_first` says otherwise. One that isn't
    encrypted although it shall be is opened only where `before_encryption` says so.
    """
    try:
        settings = config.load(Path(folder), os.environ)
        cipher = encryption.cipher_for(settings, as_it_is=before_encryption)
        _bring_up_to_date(settings, cipher, copy_first=copy_first)
    except config.SettingsError as error:
        _end(*error.faults)
    except encryption.EncryptionError as error:
        _end(str(error))
    except database.UnreachableError as error:
        _end(f"Databasen kan inte öppnas ({error}). Kontrollera database_url och att den är igång.")
    except database.NewerError as error:
        _end(
            f"Databasen är gjord av en nyare version av Stickprov (version {error}; den här kan högst "
            f"{database.newest_revision()}). Installera den nyare versionen, eller läs in en äldre säkerhetskopia "
            "på en tom plats med »stickprov restore«."
        )
    opened = Opened(settings, attach(Database(settings.database_url, cipher)))
    try:
        yield opened
    finally:
        opened.database.close()


def _bring_up_to_date(settings: config.Settings, cipher: Cipher | None, *, copy_first: bool) -> None:
    before = database.revision_of(settings.database_url)
    outdated = before in database.revisions()[:-1]
    copy = _copied(settings) if outdated and copy_first else None
    database.upgrade(settings.database_url, at_once=True)
    if not outdated:
        return
    from audit.backups import operations as backups

    opened = attach(Database(settings.database_url, cipher))
    with opened.transaction() as session:
        if copy:
            backups.note(session, backups.MADE, copy, clock.now())
        record(session, Stamp(clock.now()), "program:upgraded", "database", before=before)
    opened.close()
    click.echo(f"Databasen är uppgraderad från version {before} till {database.newest_revision()}.", err=True)


def _copied(settings: config.Settings) -> "Copy":
    """A copy of a database that is about to be changed; without one it stays as it is."""
    from audit.backups import operations as backups

    old = Database(settings.database_url)
    try:
        copy = backups.make(settings, old, now=clock.now(), advance=lambda done, total: None)  # noqa: ARG005
    except backups.BackupError as error:
        _end(f"{error} Databasen är inte uppgraderad: först görs alltid en säkerhetskopia.")
    finally:
        old.close()
    click.echo(f"Säkerhetskopian {copy.file} är gjord före uppgraderingen.", err=True)
    return copy


def choose_setting(instance: Path, name: str, value: str) -> None:
    """Write the setting among the installation's, or take it out where it is empty; other lines stay as they are."""
    file = instance / config.SETTINGS
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    kept = [line for line in lines if line.partition("=")[0].strip() != name]
    chosen = [f"{name} = {json.dumps(value)}"] if value else []
    unfinished = file.with_name(f"{config.SETTINGS}.part")
    unfinished.touch(mode=0o600)
    unfinished.write_text("\n".join([*chosen, *kept]) + "\n", "utf-8")
    unfinished.replace(file)


def _end(*faults: str) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(2)


def aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows as lines of text in which every column begins at the same place."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
