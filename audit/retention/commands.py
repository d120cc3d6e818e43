"""`stickprov retention …`: what is due, as counts only."""

from datetime import UTC, datetime

import click

from audit import clock
from audit.accounts.rules import Role, Scope
from audit.command_line import aligned, instance_option, open_instance
from audit.retention import operations

NOTHING = "Inget ska gallras i dag. Utan ett beslutat regelverk gallras inget."


@click.group("retention")
def retention() -> None:
    """Gallring: vad som ska gallras enligt beslutade regler."""


@retention.command("due")
@instance_option
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Som om det vore den dagen (ÅÅÅÅ-MM-DD).")
def due(instance: str, day: datetime | None) -> None:
    """Skriv ut vad som ska gallras: nämnd, slag och antal, aldrig vems uppgifter."""
    today = day.replace(tzinfo=UTC).date() if day else clock.swedish_day(clock.now())
    everybody = Scope(0, "", frozenset({(Role.ADMINISTRATOR, None)}))
    with open_instance(instance) as opened, opened.database.transaction(write=False) as session:
        lines = operations.due_lines(session, everybody, today)
    if not lines:
        click.echo(NOTHING)
        return
    rows: list[tuple[str, ...]] = [("Nämnd", "Slag", "Vad", "Sedan", "Antal")]
    rows += [
        (one.board, one.kind.name, one.due.found.label, one.due.due_on.isoformat(), str(one.total)) for one in lines
    ]
    click.echo("\n".join(aligned(rows)))


commands: list[click.Command] = [retention]
