"""Forbidden columns removed and personnummer replaced by keyed hashes, before anything is written anywhere."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from audit.registers.rules.columns import Holds, column_for, is_heading
from audit.registers.rules.forbidden import (
    account_numbers,
    forbidden_content,
    forbidden_heading,
    personnummer_heading,
)
from audit.registers.rules.personnummer import TOKEN, mentions_personnummer, pseudonym, resemblance
from audit.registers.rules.tables import Change, RawRow, RawTable, RegisterKind
from audit.registers.rules.text import clean
from audit.registers.rules.values import PERSON_NAME

WEAK_SHARE = 0.3

Replacer = Callable[[str], str]


@dataclass(frozen=True)
class _Treatment:
    """What happens to one column: kept or not, which values are replaced by what, and what to tell."""

    kept: bool
    told: str = ""
    replaced: Mapping[str, str] = field(default_factory=dict)


def sanitise(table: RawTable, *, kind: RegisterKind, key: bytes, today: date) -> RawTable:
    """`table` as it may lie on a disk: without forbidden columns, each personnummer a token (see `pseudonym`).

    A personnummer is found by its column's heading, and in any other column by its look. `key` is the instance's
    pseudonym key. The table's `changes` tell what was done. A sanitised table is given back as it is.
    """
    if table.sanitised:
        return table
    hashed: Replacer = lambda text: pseudonym(text, key=key, today=today)  # noqa: E731
    header = tuple(_safe_heading(heading, index) for index, heading in enumerate(table.header))
    treatments = [
        _treatment(heading, _distinct(table, index), kind, hashed) for index, heading in enumerate(table.header)
    ]
    kept = [index for index, treatment in enumerate(treatments) if treatment.kept]
    replaced = [(place, treatments[index].replaced) for place, index in enumerate(kept) if treatments[index].replaced]
    return replace(
        table,
        header=tuple(header[index] for index in kept),
        rows=tuple(_row(row, kept, replaced) for row in table.rows),
        sanitised=True,
        changes=tuple(Change(header[i], treatment.told) for i, treatment in enumerate(treatments) if treatment.told),
    )


def _distinct(table: RawTable, index: int) -> set[str]:
    raw = {row.cells[index] for row in table.rows if not row.problem}
    return {value for text in raw if (value := clean(text))}


def _treatment(heading: str, values: Collection[str], kind: RegisterKind, hashed: Replacer) -> _Treatment:
    if not heading:
        return _Treatment(kept=False, told="Kolumnen har tagits bort: den saknar rubrik." if values else "")
    column = column_for(heading, kind)
    by_heading = column is None and personnummer_heading(heading)
    why = forbidden_heading(heading, kind)
    if column is None and not by_heading:
        why = why or forbidden_content(values)
    if why is not None:
        return _Treatment(kept=False, told=f"Kolumnen har tagits bort: {why} läses aldrig in.")
    if by_heading or (column is not None and column.holds is Holds.PERSON):
        return _Treatment(kept=True, replaced={value: hashed(value) for value in values})
    if column is not None and column.name == "konto_hash" and account_numbers(values):
        hashes = {value: TOKEN.sub(r"\2", hashed("konto " + value)) for value in values}
        return _Treatment(kept=True, told="Kontonummer har ersatts med kondensat.", replaced=hashes)
    found = {value: hashed(value) for value in personnummer_among(values)}
    return _Treatment(kept=True, told="Personnummer har ersatts med kondensat." if found else "", replaced=found)


def personnummer_among(values: Collection[str]) -> list[str]:
    """Those of a column's distinct `values` that are taken for personnummer.

    Serial numbers that begin with a date get a right check digit one time in ten: a column is suspected only where at
    least half of the possible ones have it, and ten digits without a hyphen only where they are a fair share of all.
    """
    looks = {value: look for value in values if (look := resemblance(value)).dated}
    checked = [look for look in looks.values() if look.checked]
    sure = any(look.unmistakable for look in checked) or len(checked) >= WEAK_SHARE * len(values)
    return list(looks) if checked and 2 * len(checked) >= len(looks) and sure else []


def _row(row: RawRow, kept: list[int], replaced: list[tuple[int, Mapping[str, str]]]) -> RawRow:
    if row.problem:
        return RawRow(row.line, (), row.problem)
    cells = [row.cells[index] for index in kept]
    for place, values in replaced:
        cells[place] = values.get(clean(cells[place]), cells[place])
    return RawRow(row.line, tuple(cells))


def _is_name(heading: str) -> bool:
    return PERSON_NAME.fullmatch(heading) is not None and heading.istitle()


def _safe_heading(heading: str, index: int) -> str:
    """`heading`, or a number in its place where there is none, or where a personnummer or a name seems to stand there.

    A file may come without headings: then its first row is taken for them.
    """
    unfit = not heading or (not is_heading(heading) and (mentions_personnummer(heading) or _is_name(heading)))
    return f"kolumn {index + 1}" if unfit else heading
