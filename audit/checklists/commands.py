"""`stickprov checklist …`: check a checklist file before it is taken into use, and list those there are."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from audit.checklists import operations, rules
from audit.checklists_shipped import load, shipped
from audit.command_line import aligned, instance_option, open_instance
from audit.database import Database
from checklists import Checklist, ChecklistError, Fault, parse


@click.group("checklist")
def checklist() -> None:
    """Granskningsmallar: kontrollera en egen fil, och se vilka som finns."""


@checklist.command("check")
@instance_option
@click.argument("file", metavar="FIL", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
def check(instance: str, file: Path, *, as_json: bool) -> None:  # noqa: ARG001
    """Kontrollera en granskningsmall (TOML) och visa alla fel på en gång."""
    try:
        read = _read(file)
    except ChecklistError as error:
        _refuse(error.faults, as_json=as_json)
    else:
        notices = rules.notices(read, rules.version_before(read, map(load, shipped())))
        told = json.dumps(described(read, notices), ensure_ascii=False, indent=2) if as_json else summary(read)
        click.echo(told)
        for notice in () if as_json else notices:
            click.echo(f"Att tänka på: {notice}")


def _read(file: Path) -> Checklist:
    source = str(file)
    try:
        data = file.read_bytes()
    except OSError as error:
        remedy = "Kontrollera namnet och att du får öppna den."
        raise ChecklistError((Fault(source, None, None, "", "Filen går inte att läsa.", remedy),)) from error
    return parse(rules.decoded(data, source=source), source=source)


def _refuse(faults: tuple[Fault, ...], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"ok": False, "faults": [asdict(one) for one in faults]}, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            click.echo(str(fault), err=True)
        click.echo(f"{len(faults)} fel. Mallen kan inte användas förrän de är rättade.", err=True)
    sys.exit(1)


def described(read: Checklist, notices: tuple[str, ...]) -> dict[str, object]:
    """What a checklist holds, for a program to read."""
    return {
        "ok": True,
        "name": read.name,
        "title": read.title,
        "areas": [area.id for area in read.areas],
        "questions": [question.id for question in read.questions],
        "core": [question.id for question in read.questions if question.core],
        "faults": [],
        "notices": list(notices),
    }


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


@checklist.command("list")
@instance_option
@click.option("--json", "as_json", is_flag=True, help="Skriv listan som JSON.")
def list_command(instance: str, *, as_json: bool) -> None:
    """Visa alla granskningsmallar: de medföljande, och de egna som är tagna i bruk."""
    with open_instance(instance) as opened:
        found = _everything(opened.database)
    if as_json:
        rows = [{"name": name, "own": rules.is_own(name), **_counted(each)} for name, each in found.items()]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    lines: list[tuple[str, ...]] = [("Mall", "Frågor", "Kärnfrågor", "Gäller från", "Titel")]
    for name, each in found.items():
        core = sum(question.core for question in each.questions)
        lines.append((name, str(len(each.questions)), str(core), each.valid_from.isoformat(), each.title))
    for line in aligned(lines):
        click.echo(line)


def _everything(database: Database) -> dict[str, Checklist]:
    with database.transaction(write=False) as session:
        return operations.everything(session)


def _counted(each: Checklist) -> dict[str, object]:
    core = sum(question.core for question in each.questions)
    valid_from = each.valid_from.isoformat()
    return {"title": each.title, "valid_from": valid_from, "questions": len(each.questions), "core": core}


commands: list[click.Command | click.Group] = [checklist]
