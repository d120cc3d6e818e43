"""A few values of each column to recognise it by, where showing them does no harm."""

from collections.abc import Iterator

from audit.registers.rules.columns import Column, Holds, column_for
from audit.registers.rules.personnummer import MARK, mentions_personnummer
from audit.registers.rules.tables import RawTable, RegisterKind
from audit.registers.rules.text import clean, one_line

SHOWN = 3
ROWS_READ = 200
LONGEST = 30
LONGEST_UNKNOWN = 12


def samples(table: RawTable, kind: RegisterKind) -> dict[str, list[str]]:
    """Up to three different values of each heading of the sanitised `table`; none where they should not be shown.

    A column of personnummer shows nothing. In a column that is not known, only what holds a digit is shown: it can't
    be somebody's name.
    """
    return {
        heading: list(_harmless(table, index, column_for(heading, kind))) for index, heading in enumerate(table.header)
    }


def _harmless(table: RawTable, index: int, column: Column | None) -> Iterator[str]:
    cells = (one_line(clean(row.cells[index])) for row in table.rows[:ROWS_READ] if not row.problem)
    values = list(dict.fromkeys(cell for cell in cells if cell))
    if column is not None and column.holds is Holds.PERSON:
        return
    yield from [value for value in values if _may_be_shown(value, known=column is not None)][:SHOWN]


def _may_be_shown(value: str, *, known: bool) -> bool:
    if value.startswith(MARK) or mentions_personnummer(value):
        return False
    if known:
        return len(value) <= LONGEST
    return len(value) <= LONGEST_UNKNOWN and any(sign.isdigit() for sign in value)
