"""What in a report could point somebody out, with its place and what to do about it, before it is published.

Looked for are numbers that tell who somebody is, case ids, names and sign-in names of accounts, the words that the
boards keep, and small counts. What is found is a question to a person, who changes the text or says why it may stand.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from audit.accounts.rules import ROLE_NAMES, Role
from audit.reports.content import HEAD_NAMES, Cell, Figure, Line, Report, RowKind, Section, Table
from audit.reports.rules.typed_counts import small_counts
from audit.reviews.rules.pointing import NumberKind, spotted

MOST_HITS = 400
SHORTEST_NAME = 3
HEAD, TITLE = "huvud", "titel"
OF_TABLE = "Tabellen »"
REASON, LEAVE = "skal_", "utan_"
"""Before the name of what is judged: the name of the field for the reason, and of the box that leaves it out."""
# Whatever may be an id: letters and digits with what stands within ids, whole and in its parts.
MAYBE_ID = re.compile(r"\w[\w\-–/.:]*\w")
PARTS = re.compile(r"[/.:]+")
# The figures that count files, by the first part of their key; and those that only tell how large the sample is.
OF_FILES = {"svar", "omrade", "riktat", "dragning"}
OF_THE_SAMPLE = {"dragna", "att_granska", "granskade", "i_ramen"}


class Kind(StrEnum):
    """What was found; the value is stored with the reason for publishing it all the same."""

    PERSON = "personnummer"
    PHONE = "telefonnummer"
    CASE = "arende"
    ACCOUNT = "konto"
    WORD = "ord"
    SMALL = "litet_antal"


KIND_NAMES = {
    Kind.PERSON: "Personnummer eller samordningsnummer",
    Kind.PHONE: "Telefonnummer",
    Kind.CASE: "Ärendenummer",
    Kind.ACCOUNT: "Namn på konto",
    Kind.WORD: "Ord i nämndens lista",
    Kind.SMALL: "Litet antal",
}
ADVICE = {
    Kind.PERSON: "Ta bort numret ur texten. Rapporten behöver det inte.",
    Kind.PHONE: "Ta bort numret, om det inte är en myndighets eget.",
    Kind.CASE: "Skriv utan ärendenummer.",
    Kind.ACCOUNT: "Skriv personens funktion i stället för namnet.",
    Kind.WORD: "Skriv om, så att ordet inte behövs.",
    Kind.SMALL: "Slå ihop grupper i texten, lämna en tabell utanför, eller skriv varför ingen kan pekas ut.",
}


@dataclass(frozen=True)
class Place:
    """Where in a report: the part (`key`, for the way there) with its heading, where in that, and what a row is of."""

    key: str
    heading: str
    where: str
    row: str = ""

    @property
    def said(self) -> str:
        """»rad 2, kolumn Nej (Fråga ett?, Kungsholmen)«."""
        return f"{self.where} ({self.row})" if self.row else self.where


@dataclass(frozen=True)
class Hit:
    """Something that could point somebody out: what stands there, where, and how many times."""

    kind: Kind
    place: Place
    found: str
    times: int = 1

    @property
    def key(self) -> str:
        """A name for the hit, the same as long as it stands where it stands."""
        told = "\n".join((self.kind, self.place.key, self.place.heading, self.place.where, self.found))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def judged(self) -> str:
        """A name for what is judged together: the small counts of a table or of a section's text, else one hit."""
        if self.kind is not Kind.SMALL:
            return self.key
        return _named_after(self.place.key, self.place.heading)


def _named_after(key: str, heading: str) -> str:
    return hashlib.sha256(f"{key}\n{heading}".encode()).hexdigest()[:16]


def name_of_table(section: Section, table: Table) -> str:
    """What the small counts of a table are called together."""
    return _named_after(section.key, _heading(table))


def _heading(table: Table) -> str:
    return f"{OF_TABLE}{table.caption}«"


@dataclass(frozen=True)
class Watched:
    """What is looked for in one report. `small` is the lowest count that may stand without a reason."""

    case_ids: Collection[str] = ()
    accounts: Sequence[str] = ()
    words: Sequence[str] = ()
    small: int = 5


def check(report: Report, watched: Watched) -> tuple[Hit, ...]:
    """Everything that was found, in the order of the document. Of what is no small count, not more than `MOST_HITS`."""
    ids = {unicodedata.normalize("NFC", case_id).casefold() for case_id in watched.case_ids}
    phrases = (
        (Kind.CASE, _phrases(case_id for case_id in ids if len(case_id.split()) > 1)),
        (Kind.ACCOUNT, _phrases(_telling(watched.accounts))),
        (Kind.WORD, _phrases(watched.words)),
    )
    found: Counter[Hit] = Counter()
    for place, text in texts(report):
        found.update(Hit(kind, place, what) for kind, what in _named(unicodedata.normalize("NFC", text), ids, phrases))
        if len(found) >= MOST_HITS:
            break
    named = list(found.items())[:MOST_HITS]
    small = Counter(_small(report, watched.small))
    return tuple(replace(hit, times=times) for hit, times in (*named, *small.items()))


def maybe_ids(text: str) -> set[str]:
    """Whatever in a text could be the id of a case, to be looked up: each word, and its parts."""
    words = set(MAYBE_ID.findall(unicodedata.normalize("NFC", text)))
    return words | {part for word in words for part in PARTS.split(word) if part}


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
    together: dict[str, list[Hit]] = {}
    for hit in hits:
        together.setdefault(hit.judged, []).append(hit)
    found = [Judged(name, these[0].kind, these[0].place, tuple(these)) for name, these in together.items()]
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
    for number, note in enumerate(table.notes, start=1):
        yield Place(section.key, heading, f"not {number}"), note


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


def _named(
    text: str, ids: Collection[str], phrases: Iterable[tuple[Kind, re.Pattern[str] | None]]
) -> Iterator[tuple[Kind, str]]:
    for one in spotted(text):
        yield Kind.PHONE if one.kind is NumberKind.PHONE else Kind.PERSON, one.text
    if ids:
        yield from ((Kind.CASE, word) for word in sorted(maybe_ids(text)) if word.casefold() in ids)
    for kind, pattern in phrases:
        if pattern:
            yield from ((kind, match[0]) for match in pattern.finditer(text))


def _telling(names: Iterable[str]) -> Iterator[str]:
    """The names that tell of a person: an account that is called as its role tells of nobody."""
    roles = {word.casefold() for word in (*ROLE_NAMES.values(), *Role)}
    return (name for name in names if name.casefold() not in roles and len(name) >= SHORTEST_NAME)


def _phrases(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the phrases as words of their own, also in the genitive."""
    told = {r"[\s\-–]+".join(map(re.escape, unicodedata.normalize("NFC", each).split())) for each in phrases}
    ordered = sorted(told - {""}, key=lambda each: (-len(each), each))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})s?(?!\w)", re.IGNORECASE) if ordered else None


def _small(report: Report, least: int) -> Iterator[Hit]:
    """Counts of reviewed files below `least`, wherever they stand; 0 points nobody out."""
    for section in report.parts:
        for place, line in _lines(section):
            for piece in line.pieces:
                yield from (Hit(Kind.SMALL, place, found) for found in _small_in(piece, least))
        for table in section.tables:
            for place, cell in cells(section, table):
                yield from (Hit(Kind.SMALL, place, found) for found in _small_in(cell, least))


def _small_in(piece: Cell, least: int) -> Iterator[str]:
    if isinstance(piece, Figure):
        yield from [piece.shown] if 0 < _files(piece) < least else []
    else:
        yield from small_counts(piece, least)


def _files(figure: Figure) -> int:
    """How many files the figure counts; 0 where it counts something else, or all that were drawn."""
    first, last = figure.key.partition(".")[0], figure.key.rpartition(".")[2]
    amount = figure.value[0] if isinstance(figure.value, tuple) else figure.value
    counts_files = first in OF_FILES and last not in OF_THE_SAMPLE
    return amount if counts_files and isinstance(amount, int) else 0
