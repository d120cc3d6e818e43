"""The verdict on a whole register extract: its units, or every error that it has."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from audit.registers.rules.boards import KnownBoard
from audit.registers.rules.codes import Codes
from audit.registers.rules.columns import COLUMNS, ID_COLUMN, Column, Holds, column_for
from audit.registers.rules.mapping import ColumnMapping
from audit.registers.rules.personnummer import MARK
from audit.registers.rules.rows import Advance, Findings, JudgedRow, Yardstick, judge_rows, nobody_waits
from audit.registers.rules.sanitising import sanitise
from audit.registers.rules.tables import (
    CheckedExtract,
    Fault,
    Notice,
    RawTable,
    RegisterKind,
    SkippedLine,
    SkipReason,
    Unit,
)
from audit.registers.rules.verdicts import (
    flag_negative,
    flag_orders,
    is_reversal,
    merge_households,
    net_reversals,
    refuse_repeated_ids,
)

KIND_NAMES = {
    RegisterKind.CASES: "ärenden",
    RegisterKind.PAYMENTS: "utbetalningar",
    RegisterKind.ESTATES: "boutredningar",
}
SKIPPED = {
    SkipReason.PREAMBLE: ("Inledande rad före rubrikerna", "Inledande rader före rubrikerna"),
    SkipReason.BLANK: ("Tom rad", "Tomma rader"),
    SkipReason.TOTAL: ("Summarad", "Summarader"),
}

Picked = list[tuple[int, Column]]
NO_CLOSURES: Mapping[str, date] = {}


def check(
    table: RawTable,
    *,
    kind: RegisterKind,
    mapping: ColumnMapping,
    boards: Sequence[KnownBoard],
    codes: Codes,
    today: date,
    key: bytes,
    closures: Mapping[str, date] = NO_CLOSURES,
    advance: Advance = nobody_waits,
) -> CheckedExtract:
    """The verdict on `table` as an extract of `kind`.

    `mapping` says which heading means which column (None: left out). `boards` and `codes` are what the installation
    knows, `today` limits dates, `key` hashes personnummer. `closures` (case id → day) lets payments after the closure
    be flagged. `advance` is told how many of the columns are judged. Nothing in the result holds a personnummer or a
    forbidden column's value.
    """
    sanitised = sanitise(table, kind=kind, key=key, today=today)
    wrong = wrong_file(sanitised, kind, mapping)
    if wrong:
        return refused(kind, wrong, rows=len(table.rows), skipped=len(table.skipped))
    findings = Findings(notices=[*_skipped_lines(table.skipped), *_headings(sanitised, mapping)])
    picked, incomplete = _pick(sanitised, kind, mapping, findings)
    judged = judge_rows(sanitised, picked, Yardstick(boards, codes, today, key), findings, advance)
    unfit_ids = _refuse_personal_ids(sanitised, picked, findings)
    folded, pairs = _rows_together(judged, kind, findings, closures)
    sound = [row for row in judged if not row.faulty and row.line not in folded]
    return CheckedExtract(
        kind=kind,
        rows=len(judged),
        accepted=0 if incomplete or unfit_ids else len(sound),
        skipped=len(table.skipped),
        merged=len(folded),
        units=() if findings.errors else _units(sound, folded, pairs),
        notices=_ordered(findings.notices, picked),
        flags=_ordered(findings.flags, picked),
        errors=tuple(sorted(findings.errors, key=lambda fault: _place(fault, picked))),
    )


def refused(kind: RegisterKind, why: str, *, rows: int = 0, skipped: int = 0) -> CheckedExtract:
    """The verdict on a file that is wrong as a whole."""
    return CheckedExtract(kind=kind, rows=rows, skipped=skipped, errors=(Fault(0, "", "", why),))


def wrong_file(table: RawTable, kind: RegisterKind, mapping: ColumnMapping) -> str:
    """Why `table` cannot be an extract of `kind` at all, or an empty text."""
    chosen = {mapping.get(heading) for heading in table.header} - {None}
    if not chosen:
        return f"ett registerutdrag med {KIND_NAMES[kind]}; ingen rubrik i filen känns igen"
    missing = _required(kind) - chosen
    other = _other_kind(table, kind)
    if missing and other is not None:
        return f"ett registerutdrag med {KIND_NAMES[kind]}; filen ser ut att innehålla {KIND_NAMES[other]}"
    return "" if table.rows else "minst en rad under rubrikerna; filen har bara rubriker"


def _other_kind(table: RawTable, kind: RegisterKind) -> RegisterKind | None:
    """The other kind whose required columns all stand in `table`, if there is one."""
    for other in RegisterKind:
        found = {column.name for heading in table.header if (column := column_for(heading, other))}
        if other is not kind and _required(other) <= found:
            return other
    return None


def _required(kind: RegisterKind) -> set[str | None]:
    return {column.name for column in COLUMNS[kind] if column.required}


def _skipped_lines(skipped: Sequence[SkippedLine]) -> Iterator[Notice]:
    """A notice for each run of skipped lines of the same sort."""
    for (reason, _), group in groupby(enumerate(skipped), lambda item: (item[1].reason, item[1].line - item[0])):
        lines = [line for _, (line, _) in group]
        one, several = SKIPPED[reason]
        what = f"{one}, läses inte." if len(lines) == 1 else f"{several} till och med rad {lines[-1]}, läses inte."
        yield Notice(lines[0], "", what)


def _headings(table: RawTable, mapping: ColumnMapping) -> Iterator[Notice]:
    """A notice for each column that was dropped, pseudonymised or left out."""
    for heading, told in table.changes:
        yield Notice(table.header_row, heading, told)
    for heading in table.header:
        if mapping.get(heading) is None:
            yield Notice(table.header_row, heading, "Kolumnen har ingen motsvarighet och läses inte in.")


def _pick(table: RawTable, kind: RegisterKind, mapping: ColumnMapping, findings: Findings) -> tuple[Picked, bool]:
    """The columns to read (index, column), and whether a required one is missing or one is named twice."""
    columns = {column.name: column for column in COLUMNS[kind]}
    named = [(index, mapping.get(heading)) for index, heading in enumerate(table.header)]
    picked = [(index, columns[name]) for index, name in named if name in columns]
    names = [column.name for _, column in picked]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        findings.errors.append(
            Fault(table.header_row, name, "", "en enda kolumn; flera rubriker i filen motsvarar den")
        )
    missing = [column for column in COLUMNS[kind] if column.required and column.name not in names]
    for column in missing:
        expected = f"en kolumn för {column.label}; välj vilken rubrik i filen som motsvarar {column.name}"
        findings.errors.append(Fault(1, column.name, "", expected))
    return picked, bool(findings.errors)


def _refuse_personal_ids(table: RawTable, picked: Picked, findings: Findings) -> bool:
    """Whether an id column is refused as a whole: one error instead of one a row where most ids are personnummer."""
    personal = {
        column.name for index, column in picked if column.holds is Holds.ID and _mostly_personnummer(table, index)
    }
    findings.errors[:] = [fault for fault in findings.errors if fault.column not in personal]
    for name in sorted(personal):
        expected = "ett pseudonymt id; kolumnen ser ut att innehålla personnummer. Välj en annan kolumn"
        findings.errors.append(Fault(table.header_row, name, "", expected))
    return bool(personal)


def _mostly_personnummer(table: RawTable, index: int) -> bool:
    cells = [cell for row in table.rows if not row.problem and (cell := row.cells[index])]
    tokens = sum(cell.startswith(MARK) for cell in cells)
    return 0 < tokens >= len(cells) / 2


def _rows_together(
    judged: Sequence[JudgedRow], kind: RegisterKind, findings: Findings, closures: Mapping[str, date]
) -> tuple[dict[int, int], dict[int, int]]:
    """The verdicts on several rows: folded lines → kept line, and paired lines of reversals."""
    folded: dict[int, int] = {}
    pairs: dict[int, int] = {}
    if kind is RegisterKind.CASES:
        folded = merge_households(judged, findings)
    else:
        single = [row for row in judged if not is_reversal(row)]
        refuse_repeated_ids(single, ID_COLUMN[kind], findings)
    if kind is RegisterKind.PAYMENTS:
        refuse_repeated_ids([row for row in judged if is_reversal(row)], ID_COLUMN[kind], findings)
        pairs = net_reversals(judged, findings)
        flag_negative(judged, findings)
    flag_orders([row for row in judged if row.line not in folded], kind, findings, closures)
    return folded, pairs


def _units(sound: Sequence[JudgedRow], folded: Mapping[int, int], pairs: Mapping[int, int]) -> tuple[Unit, ...]:
    into: dict[int, list[int]] = {}
    for line, kept in folded.items():
        into.setdefault(kept, []).append(line)
    return tuple(Unit(row.line, row.values, tuple(into.get(row.line, ())), pairs.get(row.line)) for row in sound)


def _ordered(notices: Sequence[Notice], picked: Picked) -> tuple[Notice, ...]:
    return tuple(sorted(notices, key=lambda notice: _place(notice, picked)))


def _place(told: Notice | Fault, picked: Picked) -> tuple[int, int]:
    order = {column.name: index for index, column in picked}
    return told.row, order.get(told.column, -1)
