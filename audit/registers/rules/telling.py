"""What a check told of many rows, gathered so that a person can read it: the same thing once, with its rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from audit.registers.rules.tables import CheckedExtract, Notice

OTHER_ROW = re.compile(r"\brad \d+")
ROWS_NAMED = 10


@dataclass(frozen=True)
class Told:
    """The same thing told of one or several rows: how many times, and the first rows it was told of.

    A flag is a suspicion to look at, anything else an adjustment that was made.
    """

    column: str
    what: str
    times: int
    rows: tuple[int, ...]
    flag: bool = False


def gathered(checked: CheckedExtract) -> tuple[Told, ...]:
    """The flags and then the notices of `checked`, the same words for the same column as one.

    Where the words name another row of the file, rows that differ only in that are the same thing.
    """
    return (*_gathered(checked.flags, flag=True), *_gathered(checked.notices, flag=False))


def _gathered(notices: Iterable[Notice], *, flag: bool) -> Iterable[Told]:
    groups: dict[tuple[str, str], list[Notice]] = {}
    for notice in notices:
        groups.setdefault((notice.column, OTHER_ROW.sub("en annan rad", notice.what)), []).append(notice)
    for (column, what), group in groups.items():
        words = group[0].what if len(group) == 1 else what
        yield Told(column, words, len(group), tuple(notice.row for notice in group[:ROWS_NAMED]), flag)
