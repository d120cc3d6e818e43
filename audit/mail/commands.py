"""`stickprov mail …`: try whether the installation's mail server takes what is sent."""

import sys
from typing import NoReturn

import click

from audit.command_line import instance_option, open_instance
from audit.mail.rules import address_fault
from audit.mail.sending import MailError, connected, message

SUBJECT, TEXT = "Prov från Stickprov", "Det här är ett prov. Brev från Stickprov kommer fram.\n"


@click.group("mail")
def mail() -> None:
    """E-post: pröva inställningarna."""


@mail.command("test")
@instance_option
@click.argument("address", metavar="ADRESS")
def test(instance: str, address: str) -> None:
    """Skicka ett prov till ADRESS, med installationens inställningar."""
    with open_instance(instance) as opened:
        server = opened.settings.mail
    if server is None:
        _end("E-post är inte inställt. Ange minst smtp_host, smtp_sender och public_url i settings.toml.")
    if fault := address_fault(address):
        _end(fault)
    try:
        with connected(server) as send:
            send(message(server, to=address, subject=SUBJECT, text=TEXT))
    except MailError as error:
        _end(f"Provet kom inte iväg. {error}")
    click.echo(f"Servern {server.host} har tagit emot ett prov till {address}.")


def _end(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)


commands: list[click.Command] = [mail]
