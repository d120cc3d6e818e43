"""`stickprov draw` and `stickprov verify`: a draw with no database, and the proof of one."""

import os
import re
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import click

from audit.command_line import instance_option
from audit.rounds import draw_wording
from audit.rounds.frame_file import FrameFile, FrameFileError, read_frame_file
from audit.web.formats import counted, number
from sampling import (
    DrawError,
    Frame,
    FrameError,
    Protocol,
    ProtocolError,
    Quota,
    build_frame,
    clean,
    make_monetary_protocol,
    make_protocol,
    protocol_from_text,
    protocol_to_text,
    text_faults,
    verify,
)

NOT_DRAWN = "Urvalet drogs inte."
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


class RefusedError(Exception):
    """What the user asked for can't be done; `lines` say why, in Swedish."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass
class Numbers:
    """One option's numbers: for every group (None: not given), for groups by name; and what is wrong."""

    everywhere: int | None = None
    named: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@click.command("draw")
@instance_option
@click.option("--frame", "frame_path", required=True, metavar="FIL.csv", help="Urvalsramen: en CSV-fil.")
@click.option("--id-column", required=True, metavar="KOLUMN", help="Kolumnen med enheternas id.")
@click.option("--stratum-column", metavar="KOLUMN", help="Kolumnen som delar ramen i grupper, till exempel nämnd.")
@click.option(
    "--size",
    "sizes",
    required=True,
    multiple=True,
    metavar="[GRUPP=]ANTAL",
    help="Urvalets storlek i varje grupp, eller i den som du namnger. Kan anges flera gånger.",
)
@click.option(
    "--reserves",
    multiple=True,
    default=("0",),
    metavar="[GRUPP=]ANTAL",
    help="Antalet reserver, på samma sätt. Utelämnat: inga.",
)
@click.option(
    "--amount-column",
    metavar="KOLUMN",
    help="Kolumnen med belopp. Då har varje krona samma chans, och storleken är hur många kronor som träffas.",
)
@click.option("--seed", required=True, metavar="FRÖ", help="Fröet, bestämt efter att ramen frystes.")
@click.option("--seed-source", metavar="TEXT", help="Var fröet kommer ifrån. Skrivs i protokollet.")
@click.option("--output", "output_path", required=True, metavar="FIL.json", help="Protokollet att skriva.")
def draw_command(
    *,
    instance: str,  # noqa: ARG001
    frame_path: str,
    id_column: str,
    stratum_column: str | None,
    sizes: tuple[str, ...],
    reserves: tuple[str, ...],
    amount_column: str | None,
    seed: str,
    seed_source: str | None,
    output_path: str,
) -> None:
    """Dra ett urval ur en ram och skriv urvalsprotokollet."""
    size, reserve = _numbers("--size", sizes), _numbers("--reserves", reserves)
    early = [*map(draw_wording.draw_fault, text_faults("seed", seed)), *size.faults, *reserve.faults]
    if amount_column is not None and (reserve.everywhere or any(reserve.named.values())):
        early.append("--reserves: ett urval efter belopp har inga reserver. Ta bort valet.")
    try:
        file, frame = _load_frame(Path(frame_path), id_column, stratum_column, amount_column)
    except RefusedError as refused:
        _refuse(NOT_DRAWN, [*early, *refused.lines])
    if early:
        _refuse(NOT_DRAWN, early)
    try:
        quotas = _quotas(frame, size, reserve)
        texts = {"id_column": id_column, "stratum_column": stratum_column, "seed_source": seed_source}
        protocol = _drawn(file, frame, quotas, amount_column, seed=seed, **texts)
        _write_whole(Path(output_path), protocol_to_text(protocol), Path(frame_path))
    except DrawError as error:
        _refuse(NOT_DRAWN, map(draw_wording.draw_fault, error.faults))
    except RefusedError as refused:
        _refuse(NOT_DRAWN, refused.lines)
    click.echo(draw_wording.summary(protocol, file, frame_path))
    click.echo(f"\nProtokollet är sparat i {output_path}.")


def _drawn(
    file: FrameFile, frame: Frame, quotas: dict[str, Quota], amount_column: str | None, **texts: Any
) -> Protocol:
    if amount_column is None:
        return make_protocol(frame=frame, quotas=quotas, **texts)
    sizes = {name: quota.size for name, quota in quotas.items()}
    return make_monetary_protocol(
        frame=frame, amounts=file.amounts or {}, sizes=sizes, amount_column=amount_column, **texts
    )


@click.command("verify")
@instance_option
@click.argument("protocol_path", metavar="PROTOKOLL.json")
@click.option("--frame", "frame_path", required=True, metavar="FIL.csv", help="Ramen som urvalet drogs ur.")
def verify_command(*, instance: str, protocol_path: str, frame_path: str) -> None:  # noqa: ARG001
    """Gör om dragningen i ett urvalsprotokoll och säg vad som skiljer."""
    try:
        protocol = _load_protocol(Path(protocol_path))
        columns = protocol.frame
        file, frame = _load_frame(Path(frame_path), columns.id_column, columns.stratum_column, columns.amount_column)
    except RefusedError as refused:
        _refuse("Protokollet gick inte att kontrollera.", refused.lines)
    differences = verify(protocol, frame, file.amounts)
    if differences:
        _refuse("Protokollet stämmer inte med ramen.", map(draw_wording.difference, differences))
    drawn = sum(len(stratum.sample) for stratum in protocol.strata)
    if protocol.frame.amount_column is not None:
        click.echo("Varje krona hade samma chans. Beloppen, intervallen och träffarna är kontrollerade.")
    click.echo(f"Protokollet stämmer med ramen: {number(drawn)} av {counted(frame.units, 'enhet', 'enheter')}.")


def _refuse(heading: str, lines: Iterable[str]) -> NoReturn:
    click.echo(heading, err=True)
    for line in lines:
        click.echo(f"  {line}", err=True)
    sys.exit(1)


def _numbers(option: str, texts: tuple[str, ...]) -> Numbers:
    numbers = Numbers()
    for text in texts:
        name, separator, amount = text.rpartition("=")
        name = clean(name)
        repeated = name in numbers.named if separator else numbers.everywhere is not None
        if repeated:
            numbers.faults.append(f"{option} »{draw_wording.visible(text)}«: är redan angivet.")
        elif not WHOLE_NUMBER.fullmatch(amount.strip()):
            what = "ange ett heltal, eller GRUPP=heltal."
            numbers.faults.append(f"{option} »{draw_wording.visible(text)}«: {what}")
        elif separator:
            numbers.named[name] = int(amount)
        else:
            numbers.everywhere = int(amount)
    return numbers


def _quotas(frame: Frame, sizes: Numbers, reserves: Numbers) -> dict[str, Quota]:
    """What is asked of each group of the frame, and of any other group that is named."""
    quotas = {}
    for name in dict.fromkeys([*frame.names, *sizes.named, *reserves.named]):
        size = sizes.named.get(name, sizes.everywhere)
        if size is not None:
            quotas[name] = Quota(size, reserves.named.get(name, reserves.everywhere or 0))
    return quotas


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise RefusedError([f"Filen {path} finns inte."]) from error
    except OSError as error:
        raise RefusedError([f"Filen {path} går inte att läsa."]) from error


def _load_frame(
    path: Path, id_column: str, stratum_column: str | None, amount_column: str | None
) -> tuple[FrameFile, Frame]:
    columns: dict[str, Any] = {"id_column": id_column, "stratum_column": stratum_column}
    try:
        file = read_frame_file(_read(path), **columns, amount_column=amount_column)
    except FrameFileError as error:
        raise _faulty(path, [(fault.row, draw_wording.file_fault(fault)) for fault in error.faults]) from error
    faults = [(fault.row, draw_wording.file_fault(fault)) for fault in file.faults]
    try:
        frame = build_frame(file.units)
    except FrameError as error:
        named = {"id": id_column, "stratum": stratum_column}
        faults += [(fault.row, draw_wording.unit_fault(fault, named)) for fault in error.faults]
        raise _faulty(path, faults) from error
    if faults:
        raise _faulty(path, faults)
    return file, frame


def _faulty(path: Path, faults: list[tuple[int, str]]) -> RefusedError:
    told = [f"  {line}" for _, line in sorted(faults, key=lambda fault: fault[0])]
    return RefusedError([f"{counted(len(told), 'fel', 'fel')} i {path}:", *told])


def _load_protocol(path: Path) -> Protocol:
    try:
        return protocol_from_text(_read(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RefusedError([f"Filen {path} är inget urvalsprotokoll: den är inte skriven i UTF-8."]) from error
    except ProtocolError as error:
        faults = map(draw_wording.protocol_fault, error.faults)
        raise RefusedError(
            [f"Filen {path} är inget helt urvalsprotokoll:", *(f"  {line}" for line in faults)]
        ) from error


def _write_whole(path: Path, text: str, frame_path: Path) -> None:
    """Write beside the file and then put it in place, so that nobody ever sees half a protocol."""
    if path.resolve() == frame_path.resolve():
        raise RefusedError([f"Filen {path} är ramen själv. Ange en annan fil för protokollet."])
    beside = path.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise RefusedError([f"Protokollet kan inte skrivas till {path}: det är ingen vanlig fil."])
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        hint = "Kontrollera att mappen finns och att du får skriva där."
        raise RefusedError([f"Protokollet kan inte skrivas till {path}. {hint}"]) from error


commands: list[click.Command] = [draw_command, verify_command]
