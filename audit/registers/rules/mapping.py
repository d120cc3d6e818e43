"""Which heading of a file means which declared column: proposed here, confirmed or changed by the user."""

from collections.abc import Mapping, Sequence

from audit.registers.rules.columns import COLUMNS, column_for, heading_keys
from audit.registers.rules.tables import RegisterKind
from audit.registers.rules.text import fold

ColumnMapping = Mapping[str, str | None]


def suggest_mapping(
    header: Sequence[str], kind: RegisterKind, remembered: ColumnMapping | None = None
) -> dict[str, str | None]:
    """For every heading of `header` the name of the column it means, or None (left out).

    What was chosen last time comes first (`remembered`: heading → column name or None), then a heading that is a
    column's own name, then known other names. No column is proposed twice.
    """
    names = {column.name for column in COLUMNS[kind]}
    chosen = {fold(heading): name for heading, name in (remembered or {}).items() if name is None or name in names}

    def last_time(heading: str) -> str | None:
        return chosen.get(fold(heading))

    def other_name(heading: str) -> str | None:
        return None if fold(heading) in chosen else _declared(heading, kind)

    def own_name(heading: str) -> str | None:
        name = other_name(heading)
        return name if name and fold(name) in heading_keys(heading) else None

    proposed: dict[str, str | None] = dict.fromkeys(header)
    for propose in (last_time, own_name, other_name):
        for heading in proposed:
            name = propose(heading)
            if proposed[heading] is None and name not in proposed.values():
                proposed[heading] = name
    return proposed


def _declared(heading: str, kind: RegisterKind) -> str | None:
    column = column_for(heading, kind)
    return column.name if column else None
