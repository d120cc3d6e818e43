"""The console command `stickprov`: it gathers the commands that each package brings."""

from importlib import import_module

import click

from audit.command_line import instance_option
from audit.command_line_words import use_swedish_metavars

# Where each command lies. A package is read when a command of its own is asked for: all of them take seconds.
PLACES = {
    "backup": "audit.backups.commands",
    "board": "audit.accounts.commands",
    "checklist": "audit.checklists.commands",
    "demo": "audit.demo.commands",
    "draw": "audit.rounds.commands",
    "encryption": "audit.encryption.commands",
    "import": "audit.registers.commands",
    "journal": "audit.journal.commands",
    "mail": "audit.mail.commands",
    "move": "audit.backups.commands",
    "rehearse": "audit.backups.commands",
    "report": "audit.reports.commands",
    "report-template": "audit.reports.commands",
    "restore": "audit.backups.commands",
    "retention": "audit.retention.commands",
    "routes": "audit.serving",
    "serve": "audit.serving",
    "upgrade": "audit.backups.commands",
    "user": "audit.accounts.commands",
    "verify": "audit.rounds.commands",
}


class Commands(click.Group):
    """The commands by their names, each read from its package when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in PLACES:
            return None
        found: list[click.Command] = import_module(PLACES[cmd_name]).commands
        command = next(command for command in found if command.name == cmd_name)
        use_swedish_metavars(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=PLACES, ctx=ctx) from None


@click.group(cls=Commands)
@instance_option
def main(instance: str) -> None:
    """Stickprov: granskning av akter för stadsdelsnämnder."""


use_swedish_metavars(main)
