"""Looks into a document that may be malformed; what has the wrong form is passed over in silence."""

from collections.abc import Iterator

from checklists.faults import Path

Table = dict[str, object]


def tables(holder: Table, kind: str) -> Iterator[tuple[Path, Table]]:
    """Each well-formed table of a list of tables, with its path from `holder`."""
    listed = holder.get(kind)
    for place, table in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(table, dict):
            yield (kind, place), table


def texts(holder: Table, key: str) -> list[str]:
    """The texts in a list of texts."""
    listed = holder.get(key)
    return [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []


def ids(holder: Table, kind: str, key: str = "id") -> list[str]:
    """The ids that a list of tables declares, in order, duplicates included."""
    return [name for _, table in tables(holder, kind) if isinstance(name := table.get(key), str)]
