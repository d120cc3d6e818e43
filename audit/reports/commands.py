"""`stickprov report`: a round's report as a file; `stickprov report-template`: the Word template to change."""

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Never

import click

from audit import clock
from audit.accounts.operations import board_names, known
from audit.command_line import instance_option, open_instance
from audit.database import Session
from audit.journal.rules import Stamp
from audit.reports import operations
from audit.reports.operations import AmbiguousError, NoRoundError, NotDrawnError
from audit.reports.operations.formats import FORMS
from audit.reports.renderings.word_template import default_template
from audit.rounds import operations as rounds
from audit.rounds.models import Round

NEWEST = "senaste"


@dataclass(frozen=True)
class Made:
    """A file that was made of a report: its title, its bytes, and what notes that it was taken out."""

    title: str
    file: bytes
    note: Callable[[str], None]


@click.command("report")
@instance_option
@click.option("--year", type=int, required=True, metavar="ÅR", help="Aktgranskningens kalenderår.")
@click.option(
    "--format", "kind", type=click.Choice(list(FORMS)), default="docx", show_default=True, help="Filens format."
)
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FIL", help="Filen som skrivs.")
@click.option("--board", metavar="NÄMND", help="Rapporten för en av nämnderna, i stället för alla tillsammans.")
@click.option("--round", "round_id", type=int, metavar="ID", help="Omgångens nummer, när året har flera.")
@click.option(
    "--version",
    "number",
    metavar="NUMMER",
    help=f"En publicerad version: dess nummer, eller {NEWEST}. Utan den skrivs utkastet som det är nu.",
)
def report(
    instance: str, year: int, kind: str, output: Path, board: str | None, round_id: int | None, number: str | None
) -> None:
    """Skriv rapporten för ett års aktgranskning: samma fil som sidan ger."""
    with open_instance(instance) as opened, opened.database.transaction() as session:
        round_ = _round(session, year, round_id)
        board_id = _board(session, round_, board)
        made = (
            _published(session, round_, board_id, number, kind) if number else _draft(session, round_, board_id, kind)
        )
        _write(output, made.file)
        digest = hashlib.sha256(made.file).hexdigest()
        made.note(digest)
    click.echo(f"{output}: {made.title} ({kind}, SHA-256 {digest}).")


def _draft(session: Session, round_: Round, board_id: int | None, kind: str) -> Made:
    if board_id is None and operations.per_board(session, known(round_.id)):
        _end(f"Nämnderna har var sin rapport. Välj en med --board: {', '.join(_boards(session, round_))}.")
    try:
        built = operations.build(session, round_=round_, board_ids=None if board_id is None else [board_id])
    except NotDrawnError:
        _end(f"Omgången för {round_.year} har inget urval, så det finns inget att redovisa. Dra urvalet först.")
    file = operations.file_of(session, built=built, form=FORMS[kind])
    note = partial(operations.note_export, session, stamp=Stamp(clock.now()), built=built, form=kind)
    return Made(built.report.title, file, lambda sha256: note(sha256=sha256))


def _published(session: Session, round_: Round, board_id: int | None, number: str, kind: str) -> Made:
    """A version as it was frozen, in the template that was frozen with it."""
    if board_id is not None and not operations.per_board(session, known(round_.id)):
        _end("Nämnderna har en gemensam rapport, så den publicerade versionen är för alla. Ta bort --board.")
    newest = operations.all_versions(session, known(round_.id), board_id)
    if newest is None:
        _end("Rapporten är inte publicerad. Utan --version skrivs utkastet.")
    numbers = ", ".join(str(row.number) for row in reversed(newest.of))
    if number != NEWEST and not number.isdecimal():
        _end(f"--version ska vara ett nummer eller {NEWEST}. Publicerade versioner: {numbers}.")
    of = newest if number == NEWEST else operations.of_number(session, newest, int(number))
    if of is None:
        _end(f"Version {number} är inte publicerad. Publicerade versioner: {numbers}.")
    if not of.sound:
        _end(f"Version {of.row.number} är inte längre det som frystes: kontrollsumman stämmer inte.")
    file = operations.file_of_published(of, report=of.report, form=FORMS[kind])
    note = partial(operations.note_taken_out, session, stamp=Stamp(clock.now()), of=of, form=kind)
    return Made(of.title, file, lambda sha256: note(sha256=sha256))


def _round(session: Session, year: int, round_id: int | None) -> Round:
    try:
        return operations.round_of_year(session, year=year, round_id=round_id)
    except NoRoundError as error:
        _end(str(error))
    except AmbiguousError as error:
        _end(_choices(session, year, error.candidates))


def _board(session: Session, round_: Round, name: str | None) -> int | None:
    """The board that is meant, or None for all of the round's."""
    of_round = _boards(session, round_)
    found = {board.casefold(): board_id for board, board_id in of_round.items()}
    if name is not None and name.casefold() not in found:
        _end(f"{name} är ingen av omgångens nämnder: {', '.join(of_round)}.")
    return found[name.casefold()] if name is not None else None


def _boards(session: Session, round_: Round) -> dict[str, int]:
    names = board_names(session)
    return {names[part.board_id]: part.board_id for part in rounds.parts(session, known(round_.id))}


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
