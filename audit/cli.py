"""The console command `stickprov`: it gathers the commands that each package brings."""

import click

from audit import serving
from audit.accounts import commands as account_commands
from audit.checklists import commands as checklist_commands
from audit.command_line import instance_option
from audit.command_line_words import use_swedish_metavars
from audit.demo import commands as demo_commands
from audit.journal import commands as journal_commands
from audit.mail import commands as mail_commands
from audit.registers import commands as register_commands
from audit.reports import commands as report_commands
from audit.rounds import commands as round_commands

PACKAGES = (
    serving,
    account_commands,
    register_commands,
    round_commands,
    checklist_commands,
    report_commands,
    journal_commands,
    mail_commands,
    demo_commands,
)


@click.group()
@instance_option
def main(instance: str) -> None:
    """Stickprov: granskning av akter för stadsdelsnämnder."""


for package in PACKAGES:
    for command in package.commands:
        main.add_command(command)
use_swedish_metavars(main)
