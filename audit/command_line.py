"""What every console command that works on an installation shares: which one, and how it is opened."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from audit import config, database
from audit.command_line_words import speak_swedish
from audit.database import Database
from audit.journal.operations import attach

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
def open_instance(folder: str) -> Iterator[Opened]:
    """The installation in `folder`, its database brought up to date. What stands in the way is told in words."""
    try:
        settings = config.load(Path(folder), os.environ)
        database.upgrade(settings.database_url)
    except config.SettingsError as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        sys.exit(2)
    except database.UnreachableError as error:
        click.echo(f"Databasen kan inte öppnas ({error}). Kontrollera database_url och att den är igång.", err=True)
        sys.exit(2)
    opened = Opened(settings, attach(Database(settings.database_url)))
    try:
        yield opened
    finally:
        opened.database.close()


def aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """The rows as lines of text in which every column begins at the same place."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
