"""What a report consists of, as plain values: every rendering shows these and computes nothing of its own.

A `Report` is a head, sections and annexes. A section is headings, running text (`Block`) and tables. Everything has an
address:

- A report is that of a round (`round_id`) and of all its boards together, or of one (`board_id`).
- A section has a key, its own in the whole report (»synpunkter«, »bilaga-metod«); a table has one too. Sections with
  `written` are those whose text people write; all other text is the program's.
- A figure has a key, its own in the whole report. It says in dots what it counts: »svar.application_on_file.3.nej« are
  the answers Nej to one question for board 3, »svar.application_on_file.alla.avvikelser« the deviations of all boards,
  »omrade.ansokan.alla.foljsamhet« an area's adherence, »dragning.3.ersatta« what was replaced. The same key always has
  the same value, wherever it stands: `Report.figures` are all of them, each once.

A figure in running text is a piece of its line. While a text is being made it is one string, where a figure stands as
`Figure.tagged`: its key and what is shown, between signs that `rules.text.printable` takes out of whatever people
type. `rules.text.blocks(text, figures)` makes lines of it, `untagged` the plain text to edit, and `told_in` the
figures that it tells of ({key: shown}): kept beside a text that somebody wrote, they show later which have changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Value = int | Decimal | Fraction | date | str
# Signs that no text holds: they stand around a figure in a text that is being made.
BEGINS, SHOWS, ENDS = "\ufdd1", "\ufdd2", "\ufdd3"


@dataclass(frozen=True)
class MadeOf:
    """The reviews behind a figure: those of these boards; of them, where questions are named, the ones with any of
    the answers `values` (codes of the scale) to any of the questions. `target` is the sample that they belong to, and
    `finished` leaves out those whose answers do not count yet."""

    board_ids: tuple[int, ...]
    question_ids: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    target: str = "namnd"
    finished: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure: its key, how it is printed, its value, and the reviews that it is made of, if it is of any.

    A figure that holds several numbers, such as limits, has all of them as its value, in the order of the column's
    `parts`.
    """

    key: str
    shown: str
    value: Value | tuple[Value, ...]
    made_of: MadeOf | None = None

    def __str__(self) -> str:
        return self.shown

    @property
    def opens(self) -> bool:
        """Whether there is any review behind it to look at."""
        return self.made_of is not None and self.value not in {0, "–"}

    @property
    def tagged(self) -> str:
        """The figure as it stands in a text that is being made."""
        return f"{BEGINS}{self.key}{SHOWS}{self.shown}{ENDS}"


Piece = str | Figure
Cell = str | Figure


# ---- Tables -----------------------------------------------------------------------------------------------------


class RowKind(StrEnum):
    """What a row of a table is: figures, a heading over the rows that follow (one cell), or a sum."""

    PLAIN = "plain"
    GROUP = "group"
    SUM = "sum"


@dataclass(frozen=True)
class Column:
    """A column's heading. `share` is its width in relation to the other columns, 1 or more.

    `parts` are the headings of the numbers that one cell holds, where it holds several: each a column of its own in a
    workbook.
    """

    title: str
    numeric: bool = False
    share: int = 1
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """The cells of a row. A row of kind GROUP has one, which stands across all columns."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True)
class Table:
    """A table with its caption and the notes under it. The first cell of a row is its heading.

    `short` is what it is called where there is little room, such as on a workbook's sheet. `after` is how many blocks
    of its section's text it stands after; None: all of them.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    key: str = ""
    short: str = ""
    after: int | None = None

    @property
    def description(self) -> str:
        """What the table is for whoever can't see it: its columns, and how many rows they have."""
        amount = sum(1 for row in self.rows if row.kind is not RowKind.GROUP)
        titles = ", ".join(column.title for column in self.columns)
        return f"Tabell med {amount} {'rad' if amount == 1 else 'rader'}. Kolumner: {titles}."


# ---- Text -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A paragraph or a point of a list: words, and figures among them. Line breaks are kept as typed."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(map(str, self.pieces))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Block:
    """A piece of running text: one paragraph, or the points of a list."""

    lines: tuple[Line, ...]
    listed: bool = False


@dataclass(frozen=True)
class Section:
    """A heading (level 1–3) with its text and tables. `written`: people write the text in place of the proposal."""

    heading: str
    level: int
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    key: str = ""
    written: bool = False

    @property
    def flow(self) -> Iterator[tuple[tuple[Block, ...], tuple[Table, ...]]]:
        """The text and the tables in the order in which they stand: some of the one, then some of the other."""
        begin = 0
        for place in sorted({table.after for table in self.tables if table.after is not None}):
            yield self.blocks[begin:place], tuple(each for each in self.tables if each.after == place)
            begin = place
        yield self.blocks[begin:], tuple(each for each in self.tables if each.after is None)


@dataclass(frozen=True)
class Head:
    """What stands at the top of a tjänsteutlåtande, each as text; a dash where it is not known yet."""

    administration: str
    department: str
    officer: str
    registry_number: str
    dated_on: str
    recipient: str


@dataclass(frozen=True)
class Annex:
    """An annex (bilaga): its title as it stands in the list, and its sections. It begins a page of its own."""

    key: str
    title: str
    sections: tuple[Section, ...]

    @property
    def heading(self) -> Section:
        return Section(f"Bilaga: {self.title}", 1, key=self.key)


@dataclass(frozen=True)
class Definition:
    """What a word of the report means."""

    term: str
    meaning: str


# ---- The whole --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """A whole report: head, title, the sections of the tjänsteutlåtande, and its annexes.

    `board_id` is the board whose own report it is, None for the report of all of the round's boards. `notice` is a
    line that must stand above everything else, or empty. `dated` is the moment that the file carries as its own: the
    report's day, never the day of printing, so that the same report is the same file.
    """

    title: str
    head: Head
    notice: str
    sections: tuple[Section, ...]
    annexes: tuple[Annex, ...]
    dated: datetime
    definitions: tuple[Definition, ...] = ()
    round_id: int = 0
    board_id: int | None = None

    @property
    def annex(self) -> tuple[Section, ...]:
        """The sections of all the annexes, each annex with its heading first."""
        return tuple(section for annex in self.annexes for section in (annex.heading, *annex.sections))

    @property
    def parts(self) -> tuple[Section, ...]:
        """All sections in the order of the document."""
        return self.sections + self.annex

    def tables(self) -> Iterator[Table]:
        """All tables in the order of the document."""
        for section in self.parts:
            yield from section.tables

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure of the report by its key."""
        return {piece.key: piece for _, piece in self.pieces() if isinstance(piece, Figure)}

    def texts(self) -> Iterator[tuple[str, str]]:
        """Everything that is printed, in order, each text with its place in words."""
        yield "Titeln", self.title
        yield "Anmärkningen överst", self.notice
        for name in self.head.__dataclass_fields__:
            yield f"Huvudet, {HEAD_NAMES[name].lower()}", getattr(self.head, name)
        for place, piece in self.pieces():
            yield place, str(piece)

    def pieces(self) -> Iterator[tuple[str, Piece]]:
        """Words and figures of all the sections, in order, each with its place in words."""
        for section in self.parts:
            yield f"Rubriken {section.heading}", section.heading
            for number, line in enumerate((line for block in section.blocks for line in block.lines), start=1):
                yield from ((f"{section.heading}, stycke {number}", piece) for piece in line.pieces)
            for table in section.tables:
                yield from _pieces_of_table(table)


HEAD_NAMES = {
    "administration": "Förvaltning",
    "department": "Avdelning",
    "officer": "Handläggare",
    "registry_number": "Diarienummer",
    "dated_on": "Datum",
    "recipient": "Till nämnd",
}
"""What the parts of the head are called."""


def _pieces_of_table(table: Table) -> Iterator[tuple[str, Piece]]:
    where = f"Tabellen {table.caption}"
    yield where, table.caption
    for number, row in enumerate(table.rows, start=1):
        yield from ((f"{where}, rad {number}", cell) for cell in row.cells)
    yield from ((f"{where}, not", note) for note in table.notes)
