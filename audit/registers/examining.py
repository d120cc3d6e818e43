"""The whole way from a file's bytes to the verdict, for those who store nothing in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.registers.reading import MAX_BYTES, read_table
from audit.registers.refusals import UnreadableError
from audit.registers.rules import (
    CheckedExtract,
    Codes,
    ColumnMapping,
    KnownBoard,
    RegisterKind,
    check,
    refused,
    sanitise,
    suggest_mapping,
)
from audit.registers.rules.checking import NO_CLOSURES


@dataclass(frozen=True)
class Examination:
    """How a file was read, which columns were dropped, and the verdict. An unreadable file has no encoding."""

    checked: CheckedExtract
    encoding: str | None = None
    separator: str | None = None
    dropped: tuple[str, ...] = ()


def examine(
    data: bytes,
    *,
    kind: RegisterKind,
    boards: Sequence[KnownBoard],
    codes: Codes,
    today: date,
    key: bytes,
    remembered: ColumnMapping | None = None,
    max_bytes: int = MAX_BYTES,
    encoding: str | None = None,
    separator: str | None = None,
    closures: Mapping[str, date] = NO_CLOSURES,
) -> Examination:
    """The verdict on the file `data` as an extract of `kind`, its columns mapped as they would be proposed."""
    try:
        table = read_table(data, max_bytes=max_bytes, encoding=encoding, separator=separator)
    except UnreadableError as error:
        return Examination(refused(kind, str(error)))
    sanitised = sanitise(table, kind=kind, key=key, today=today)
    mapping = suggest_mapping(sanitised.header, kind, remembered)
    checked = check(
        sanitised, kind=kind, mapping=mapping, boards=boards, codes=codes, today=today, key=key, closures=closures
    )
    return Examination(checked, table.encoding, table.separator, sanitised.dropped)
