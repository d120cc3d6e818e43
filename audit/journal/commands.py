"""`stickprov journal …`: prove the chain, or write down its head."""

import sys
from pathlib import Path

import click

from audit.command_line import instance_option, open_instance
from audit.journal import anchoring, operations
from audit.journal.rules import FaultKind

WORDS = {
    FaultKind.ALTERED: "är ändrad: dess kontrollsumma stämmer inte",
    FaultKind.CONTENT_ALTERED: "har ett innehåll som är ändrat i efterhand",
    FaultKind.CONTENT_MISSING: "saknar sitt innehåll utan att någon gallring nämner den",
    FaultKind.MISSING: "saknas",
    FaultKind.REORDERED: "följer inte på posten före: ordningen är ändrad",
    FaultKind.CUT_OFF: "fanns när kedjans slut antecknades men är borta nu",
}


@click.group("journal")
def journal() -> None:
    """Journalen: kontrollera kedjan eller anteckna dess slut."""


@journal.command("verify")
@instance_option
@click.option("--head", "anchor", help="En tidigare antecknad post, NUMMER:HASH.")
@click.option("--head-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FIL",
              help="Filen med journalens slut (journal_head_file) eller ett sparat brev. Det sista tas.")  # fmt: skip
def verify(instance: str, anchor: str | None, head_file: Path | None) -> None:
    """Kontrollera att ingen post är ändrad, borttagen eller omflyttad."""
    anchor = anchoring.last_in(head_file) if head_file else anchor
    with open_instance(instance) as opened, opened.database.transaction(write=False) as session:
        count, faults = operations.verify(session, _anchor(anchor))
    for fault in faults:
        which = f"Posterna {fault.sequence}–{fault.last}" if fault.last else f"Post {fault.sequence}"
        click.echo(f"{which} {WORDS[fault.kind]}.", err=True)
    if faults:
        click.echo(f"{len(faults)} fel i {count} poster.", err=True)
        sys.exit(1)
    click.echo(f"Journalen är hel: {count} poster, inga fel.")


@journal.command("head")
@instance_option
def head(instance: str) -> None:
    """Skriv ut den senaste posten, att förvara utanför databasen."""
    with open_instance(instance) as opened, opened.database.transaction(write=False) as session:
        newest = operations.head(session)
    click.echo(f"{newest[0]}:{newest[1]}" if newest else "Journalen är tom.")


def _anchor(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise click.BadParameter("ska ha formen NUMMER:HASH, som »stickprov journal head« skriver den.")
    return int(number), digest


commands: list[click.Command] = [journal]
