"""`stickprov report`: a round's report as a file; `stickprov report-template`: the Word template to change."""

import hashlib
import sys
from pathlib import Path
from typing import Never

import click

from audit import clock
from audit.accounts.operations import board_names, known
from audit.command_line import instance_option, open_instance
from audit.database import Session
from audit.journal.rules import Stamp
from audit.reports import operations
from audit.reports.operations import AmbiguousError, BuiltReport, NoRoundError, NotDrawnError
from audit.reports.operations.formats import FORMS
from audit.reports.renderings.word_template import default_template
from audit.rounds import operations as rounds
from audit.rounds.models import Round


@click.command("report")
@instance_option
@click.option("--year", type=int, required=True, metavar="ÅR", help="Aktgranskningens kalenderår.")
@click.option(
    "--format", "kind", type=click.Choice(list(FORMS)), default="docx", show_default=True, help="Filens format."
)
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FIL", help="Filen som skrivs.")
@click.option("--board", metavar="NÄMND", help="Rapporten för en av nämnderna, i stället för alla tillsammans.")
@click.option("--round", "round_id", type=int, metavar="ID", help="Omgångens nummer, när året har flera.")
def report(instance: str, year: int, kind: str, output: Path, board: str | None, round_id: int | None) -> None:
    """Skriv rapporten för ett års aktgranskning: samma fil som sidan ger."""
    with open_instance(instance) as opened, opened.database.transaction() as session:
        built = _built(session, year, round_id, board)
        file = operations.file_of(session, built=built, form=FORMS[kind])
        _write(output, file)
        digest = hashlib.sha256(file).hexdigest()
        operations.note_export(session, stamp=Stamp(clock.now()), built=built, form=kind, sha256=digest)
    click.echo(f"{output}: {built.report.title} ({kind}, SHA-256 {digest}).")


def _built(session: Session, year: int, round_id: int | None, board: str | None) -> BuiltReport:
    try:
        round_ = operations.round_of_year(session, year=year, round_id=round_id)
        return operations.build(session, round_=round_, board_ids=_boards(session, round_, board))
    except NoRoundError as error:
        _end(str(error))
    except AmbiguousError as error:
        _end(_choices(session, year, error.candidates))
    except NotDrawnError:
        _end(f"Omgången för {year} har inget urval, så det finns inget att redovisa. Dra urvalet först.")


def _boards(session: Session, round_: Round, name: str | None) -> list[int] | None:
    """The board that is meant, or None for all of the round's."""
    if name is None:
        return None
    names = board_names(session)
    of_round = {names[part.board_id].casefold(): part.board_id for part in rounds.parts(session, known(round_.id))}
    if name.casefold() not in of_round:
        _end(f"{name} är ingen av omgångens nämnder: {', '.join(names[each] for each in of_round.values())}.")
    return [of_round[name.casefold()]]


def _choices(session: Session, year: int, candidates: list[Round]) -> str:
    names = board_names(session)
    lines = [f"Det finns {len(candidates)} aktgranskningar för {year}. Välj en med --round:"]
    for round_ in candidates:
        boards = ", ".join(names[part.board_id] for part in rounds.parts(session, known(round_.id)))
        lines.append(f"  --round {round_.id}  {round_.name} ({boards})")
    return "\n".join(lines)


@click.command("report-template")
@instance_option
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FIL", help="Filen som skrivs.")
def report_template(instance: str, output: Path) -> None:  # noqa: ARG001
    """Skriv programmets Wordmall för tjänsteutlåtanden, att ändra i Word."""
    _write(output, default_template())
    click.echo(f"{output}: mallen är skriven.")


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        _end(f"{output}: filen går inte att skriva ({error.strerror}).")


def _end(message: str) -> Never:
    click.echo(message, err=True)
    sys.exit(1)


commands: list[click.Command] = [report, report_template]
