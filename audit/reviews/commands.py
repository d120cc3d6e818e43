"""`stickprov checklist …`: check a checklist file before it is taken into use."""

import sys
from pathlib import Path
from typing import Never

import click

from audit.command_line import instance_option
from checklists import Checklist, ChecklistError, parse


@click.group("checklist")
def checklist() -> None:
    """Granskningsmallar: kontrollera en egen fil."""


@checklist.command("check")
@instance_option
@click.argument("file", metavar="FIL", type=click.Path(path_type=Path))
def check(instance: str, file: Path) -> None:  # noqa: ARG001
    """Kontrollera en granskningsmall (TOML) och visa alla fel på en gång."""
    try:
        read = parse(_text(file), source=str(file))
    except ChecklistError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        _end(f"{len(error.faults)} fel. Mallen kan inte användas förrän de är rättade.")
    click.echo(summary(read))


def summary(read: Checklist) -> str:
    """What a checklist holds, as Swedish lines for the terminal."""
    core = sum(question.core for question in read.questions)
    unverified = sum(reference.status != "verified" for reference in read.references)
    return "\n".join(
        [
            f"{read.title}, {read.name}: inga fel.",
            f"Områden: {len(read.areas)}",
            f"Frågor: {len(read.questions)}, varav {core} kärnfrågor",
            f"Hänvisningar: {len(read.references)}, varav {unverified} inte är helt kontrollerade mot källan",
        ]
    )


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        _end(f"{file}, rad {line}: Tecknet är inte UTF-8. Spara filen som UTF-8 och försök igen.")
    except OSError:
        _end(f"{file}: Filen går inte att läsa. Kontrollera namnet och att du får öppna den.")


def _end(message: str) -> Never:
    click.echo(message, err=True)
    sys.exit(1)


commands: list[click.Command | click.Group] = [checklist]
