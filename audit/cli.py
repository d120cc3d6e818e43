"""The console command `stickprov`: it gathers the commands that each package brings."""

import click

from audit.command_line import instance_option
from audit.journal import commands as journal_commands


@click.group()
@instance_option
def main(instance: str) -> None:
    """Stickprov: granskning av akter för stadsdelsnämnder."""


for package in (journal_commands,):
    for command in package.commands:
        main.add_command(command)
