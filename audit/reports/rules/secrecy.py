"""What in a report could point somebody out, with its place and what to do about it, before it is published.

Looked for are numbers that tell who somebody is, case ids, names and sign-in names of accounts, the words that the
boards keep, and small counts. What is found is a question to a person, who changes the text or says why it may stand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audit.findings.rules.secrecy import MOST_HITS, Hit, Kind, Place, Watched, counted, named_after, named_in, together
from audit.findings.rules.typed_counts import small_counts
from audit.reports.content import HEAD_NAMES, Cell, Figure, Line, Report, RowKind, Section, Table

HEAD, TITLE = "huvud", "titel"
OF_TABLE = "Tabellen »"
LEAVE = "utan_"
"""Before the name of what is judged: the name of the box that leaves it out."""
# The figures that count files, by the first part of their key; and those that only tell how large the sample is.
OF_FILES = {"svar", "omrade", "riktat", "dragning", "kronor"}
OF_THE_SAMPLE = {"dragna", "att_granska", "granskade", "i_ramen"}


def name_of_table(section: Section, table: Table) -> str:
    """What the small counts of a table are called together."""
    return named_after(section.key, _heading(table))


def _heading(table: Table) -> str:
    return f"{OF_TABLE}{table.caption}«"


def check(report: Report, watched: Watched) -> tuple[Hit, ...]:
    """Everything that was found, in the order of the document. Of what is no small count, not more than `MOST_HITS`."""
    return (*named_in(texts(report), watched), *counted(_small(report, watched.small)))


@dataclass(frozen=True)
class Judged:
    """Hits that one reason answers for: all small counts of a table or of a section's text, or one other hit."""

    name: str
    kind: Kind
    place: Place
    hits: tuple[Hit, ...]

    @property
    def of_table(self) -> bool:
        """Whether they are the small counts of a table, which may be left out."""
        return self.kind is Kind.SMALL and self.place.heading.startswith(OF_TABLE)


def too_many(hits: Iterable[Hit]) -> bool:
    """Whether so much was found that nobody can judge it: the texts have to be changed first."""
    return sum(1 for hit in hits if hit.kind is not Kind.SMALL) >= MOST_HITS


def judged(hits: Iterable[Hit]) -> tuple[Judged, ...]:
    """The hits by what is judged together: the small counts last, all else in the order of the document."""
    found = [Judged(name, these[0].kind, these[0].place, these) for name, these in together(hits).items()]
    return tuple(sorted(found, key=lambda one: one.kind is Kind.SMALL))


# ---- Where texts stand ------------------------------------------------------------------------------------------


def texts(report: Report) -> Iterator[tuple[Place, str]]:
    """Everything that is printed, in the order of the document, each text with its place."""
    yield Place(TITLE, "Rapportens början", "titeln"), report.title
    yield Place(TITLE, "Rapportens början", "anmärkningen överst"), report.notice
    for name, called in HEAD_NAMES.items():
        yield Place(HEAD, "Huvudet", called.lower()), getattr(report.head, name)
    for section in report.parts:
        yield from _of_section(section)
    for definition in report.definitions:
        yield Place("", "Ordförklaringar", definition.term), f"{definition.term}: {definition.meaning}"


def _of_section(section: Section) -> Iterator[tuple[Place, str]]:
    yield Place(section.key, section.heading, "rubriken"), section.heading
    for place, line in _lines(section):
        yield place, str(line)
    for table in section.tables:
        yield from _of_table(section, table)


def _lines(section: Section) -> Iterator[tuple[Place, Line]]:
    for number, block in enumerate(section.blocks, start=1):
        for point, line in enumerate(block.lines, start=1):
            where = f"stycke {number}, punkt {point}" if block.listed else f"stycke {number}"
            yield Place(section.key, section.heading, where), line


def _of_table(section: Section, table: Table) -> Iterator[tuple[Place, str]]:
    heading = _heading(table)
    yield Place(section.key, heading, "rubriken"), table.caption
    for column in table.columns:
        yield Place(section.key, heading, f"kolumnen {column.title}"), " ".join((column.title, *column.parts))
    for place, cell in cells(section, table):
        yield place, str(cell)
    yield from _notes(section, table)


def _notes(section: Section, table: Table) -> Iterator[tuple[Place, str]]:
    for number, note in enumerate(table.notes, start=1):
        yield Place(section.key, _heading(table), f"not {number}"), note


def cells(section: Section, table: Table) -> Iterator[tuple[Place, Cell]]:
    """The cells of a table, each with its row's heading and its column."""
    group = ""
    for number, row in enumerate(table.rows, start=1):
        group = str(row.cells[0]) if row.kind is RowKind.GROUP else group
        name = f"{group}, {row.cells[0]}" if group and row.kind is not RowKind.GROUP else str(row.cells[0])
        for column, cell in zip(table.columns, row.cells, strict=False):
            where = f"rad {number}, kolumn {column.title}"
            yield Place(section.key, _heading(table), where, name), cell


# ---- What is found in them --------------------------------------------------------------------------------------


def _small(report: Report, least: int) -> Iterator[Hit]:
    """Counts of reviewed files below `least`, wherever they stand; 0 points nobody out."""
    for section in report.parts:
        for place, line in _lines(section):
            for piece in line.pieces:
                # The program's own text speaks of any payment: »en utbetalning« is a count where somebody wrote it.
                small = _small_in(piece, least, articles=section.written)
                yield from (Hit(Kind.SMALL, place, found) for found in small)
        for table in section.tables:
            for place, cell in cells(section, table):
                yield from (Hit(Kind.SMALL, place, found) for found in _small_in(cell, least))
            for place, note in _notes(section, table):
                yield from (Hit(Kind.SMALL, place, found) for found in small_counts(note, least))


def _small_in(piece: Cell, least: int, *, articles: bool = True) -> Iterator[str]:
    if isinstance(piece, Figure):
        yield from [piece.shown] if 0 < _files(piece) < least else []
    else:
        yield from small_counts(piece, least, articles=articles)


def _files(figure: Figure) -> int:
    """How many files the figure counts; 0 where it counts something else, or all that were drawn."""
    first, last = figure.key.partition(".")[0], figure.key.rpartition(".")[2]
    amount = figure.value[0] if isinstance(figure.value, tuple) else figure.value
    counts_files = first in OF_FILES and last not in OF_THE_SAMPLE
    return amount if counts_files and isinstance(amount, int) else 0
