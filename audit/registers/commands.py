"""`stickprov import`: read a register extract and tell what is in it and what is wrong, without storing anything."""

import codecs
import json
import secrets
import sys
from pathlib import Path

import click

from audit.accounts.rules import FIRST_BOARDS
from audit.clock import now, swedish_day
from audit.command_line import instance_option
from audit.registers.examining import Examination, examine
from audit.registers.reading import MAX_BYTES, too_large
from audit.registers.rules import Codes, Fault, KnownBoard, Notice, RegisterKind, refused
from audit.registers.rules.words import SEPARATOR_WORDS

FRESH_BOARDS = tuple(KnownBoard(code, name) for code, name in FIRST_BOARDS)
SEPARATOR_NAMES = {"semikolon": ";", "tab": "\t", "tabb": "\t", "\\t": "\t", "komma": ","}
SHOWN = 50


def _codec(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    if value is None:
        return None
    try:
        name = codecs.lookup(value).name
        "å".encode(name)
    except (LookupError, UnicodeError):
        raise click.BadParameter(f"»{value}« är ingen känd teckenkodning. Pröva utf-8 eller cp1252.") from None
    return name


def _separator(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    sign = SEPARATOR_NAMES.get(value.lower(), value) if value is not None else None
    if sign is not None and (len(sign) != 1 or sign in '"\r\n'):
        raise click.BadParameter("ska vara ett enda tecken, till exempel »;«, »,« eller ordet tab.")
    return sign


@click.command("import")
@instance_option
@click.option(
    "--kind", required=True, type=click.Choice([kind.value for kind in RegisterKind]), help="Vad filen innehåller."
)
@click.option(
    "--file",
    "path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV eller XLSX.",
)
@click.option("--check", "check_only", is_flag=True, help="Läs och kontrollera utan att spara något.")
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
@click.option("--encoding", callback=_codec, help="Filens teckenkodning, om den inte ska kännas igen av sig själv.")
@click.option("--separator", callback=_separator, help="Filens skiljetecken: semikolon, tab eller komma.")
def import_register(
    instance: str,  # noqa: ARG001
    kind: str,
    path: Path,
    check_only: bool,
    as_json: bool,
    encoding: str | None,
    separator: str | None,
) -> None:
    """Läs ett registerutdrag och berätta vad som är fel i det."""
    if not check_only:
        click.echo(
            "Du sparar registerutdrag på sidan Registerutdrag. Här kan du pröva filen: lägg till --check.", err=True
        )
        sys.exit(2)
    examination = _examine(path, RegisterKind(kind), encoding, separator)
    click.echo(json.dumps(as_data(examination), indent=2) if as_json else as_words(examination))
    sys.exit(1 if examination.checked.errors else 0)


def _examine(path: Path, kind: RegisterKind, encoding: str | None, separator: str | None) -> Examination:
    """The verdict on the file. Nothing is kept, so personnummer are hashed with a key that is thrown away."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        return Examination(refused(kind, too_large(size, MAX_BYTES)))
    return examine(
        path.read_bytes(),
        kind=kind,
        boards=FRESH_BOARDS,
        codes=Codes(),
        today=swedish_day(now()),
        key=secrets.token_bytes(32),
        encoding=encoding,
        separator=separator,
    )


def as_data(examination: Examination) -> dict[str, object]:
    """The examination as it is printed for machines."""
    checked = examination.checked
    return {
        "encoding": examination.encoding,
        "separator": examination.separator,
        "rows": checked.rows,
        "accepted": checked.accepted,
        "skipped": checked.skipped,
        "merged": checked.merged,
        "notices": [notice._asdict() for notice in checked.notices],
        "flags": [flag._asdict() for flag in checked.flags],
        "errors": [error._asdict() for error in checked.errors],
    }


def as_words(examination: Examination) -> str:
    """The examination as it is printed for people."""
    checked = examination.checked
    lines = [_how_read(examination)] if examination.encoding else []
    lines.append(
        f"{checked.rows} rader lästa, {checked.accepted} godtagna, "
        f"{checked.merged} sammanslagna, {checked.skipped} överhoppade."
    )
    lines += _section("Upplysningar", [_told(notice) for notice in checked.notices])
    lines += _section("Att titta närmare på", [_told(flag) for flag in checked.flags])
    lines += _section("Fel", [_wrong(error) for error in checked.errors])
    verdict = "Filen kan inte läsas in förrän felen är rättade." if checked.errors else "Filen går att läsa in."
    return "\n".join([*lines, "", verdict])


def _how_read(examination: Examination) -> str:
    if examination.separator is None:
        return "Filen är en XLSX-arbetsbok."
    sign = SEPARATOR_WORDS.get(examination.separator, f"»{examination.separator}«")
    return f"Filen är läst med kodningen {examination.encoding} och skiljetecknet {sign}."


def _section(title: str, lines: list[str]) -> list[str]:
    rest = [f"  … och {len(lines) - SHOWN} till. Lägg till --json för att se alla."] if len(lines) > SHOWN else []
    return ["", f"{title} ({len(lines)})", *lines[:SHOWN], *rest] if lines else []


def _told(notice: Notice) -> str:
    return f"  {_place(notice.row, notice.column)}: {notice.what}"


def _wrong(error: Fault) -> str:
    stood = f"Där står »{error.value}«. " if error.value else ""
    return f"  {_place(error.row, error.column)}: {stood}Här ska finnas {error.expected}."


def _place(row: int, column: str) -> str:
    place = f"Rad {row}" if row else "Hela filen"
    return f"{place}, {column}" if column else place


commands: list[click.Command] = [import_register]
