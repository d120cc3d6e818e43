"""Words in coded columns that are no valid code, gathered so that the user can say what each of them means."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from audit.registers.rules.codes import Codes
from audit.registers.rules.columns import COLUMNS, Holds
from audit.registers.rules.mapping import ColumnMapping
from audit.registers.rules.personnummer import mentions_personnummer
from audit.registers.rules.tables import RawTable, RegisterKind
from audit.registers.rules.text import clean, fold, one_line, readings

LONGEST_WORD = 40
MOST_WORDS = 50


@dataclass(frozen=True)
class CodedWord:
    """A word that stands in a coded column, on how many rows, and the code that it is read as (None: unknown)."""

    column: str
    word: str
    rows: int
    code: str | None


def coded_words(table: RawTable, *, kind: RegisterKind, mapping: ColumnMapping, codes: Codes) -> list[CodedWord]:
    """Every word of the sanitised `table` that is no code or label of its column, at most fifty, most frequent first.

    Words that the user has given a meaning before come with it. What is too long for a code, or may be a personnummer,
    is left out: that is an error in the file, and nothing to remember.
    """
    coded = {column.name for column in COLUMNS[kind] if column.holds is Holds.CODE}
    found = [
        word
        for index, heading in enumerate(table.header)
        if (name := mapping.get(heading)) in coded and name is not None
        for word in _of_column(table, index, name, codes)
    ]
    return sorted(found, key=lambda each: (each.code is not None, -each.rows, each.column, each.word))[:MOST_WORDS]


def _of_column(table: RawTable, index: int, column: str, codes: Codes) -> Iterator[CodedWord]:
    counted = Counter(one_line(clean(row.cells[index])) for row in table.rows if not row.problem)
    lookup, given = codes.lookup(column), codes.given.get(column, frozenset())
    for word, rows in counted.items():
        if not word or len(word) > LONGEST_WORD or mentions_personnummer(word):
            continue
        forms = {fold(reading) for reading in readings(word)}
        if fold(word) in given or not forms & lookup.keys():
            yield CodedWord(column, word, rows, lookup.get(fold(word)))
