"""Tables that people put into a report: pasted rows, read whole or refused with every fault."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from audit.reports.content import Block, Cell, Column, Figure, Row, Section, Table
from audit.reports.rules.text import blocks, printable

MOST_ROWS, MOST_COLUMNS = 60, 10
NUMBER = re.compile(r"([+\u2212-]?)\s*([0-9]{1,3}(?:[ \u00a0][0-9]{3})+|[0-9]+)(,[0-9]+)?")
MINUS = "\N{MINUS SIGN}"
MARKER = re.compile(r"\s*\[\s*tabell\s*:(.*)\]\s*", re.IGNORECASE)


def faults(text: str) -> list[str]:
    """What is wrong with pasted rows, in words; nothing where a table can be made of them."""
    rows = _rows(text)
    if len(rows) < 2:
        return ["Klistra in en rad med rubriker och minst en rad till. Skilj cellerna åt med tabb eller semikolon."]
    width = len(rows[0])
    if not 2 <= width <= MOST_COLUMNS or len(rows) > MOST_ROWS:
        return [f"Tabellen får ha 2–{MOST_COLUMNS} kolumner och högst {MOST_ROWS} rader."]
    return [
        f"Rad {number} har {len(row)} celler, men rubrikraden har {width}."
        for number, row in enumerate(rows, start=1)
        if len(row) > width
    ]


def made_of(text: str, *, caption: str, source: str, key: str) -> Table:
    """The table that pasted rows (without faults) make. Columns of numbers are figures; an empty cell is a dash."""
    heads, *rows = _rows(text)
    padded = [row + [""] * (len(heads) - len(row)) for row in rows]
    numeric = [place > 0 and _all_numbers(row[place] for row in padded) for place in range(len(heads))]
    columns = (
        Column(head or "–", numeric=is_number, share=1 if is_number else 2)
        for head, is_number in zip(heads, numeric, strict=True)
    )
    made = (
        Row(tuple(_cell(text, is_number, f"{key}.{line}.{place}") for place, (text, is_number) in cells))
        for line, row in enumerate(padded, start=1)
        for cells in (list(enumerate(zip(row, numeric, strict=True))),)
    )
    notes = (f"Källa: {printable(source)}",) if source else ()
    return Table(printable(caption), tuple(columns), tuple(made), notes, key=key, short=printable(caption))


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in printable(text).split("\n") if line.strip()]
    return [[cell.strip() for cell in line.split("\t" if "\t" in line else ";")] for line in lines]


def _all_numbers(cells: Iterable[str]) -> bool:
    held = [cell for cell in cells if cell not in {"", "–"}]
    return bool(held) and all(NUMBER.fullmatch(cell) for cell in held)


def _cell(text: str, is_number: bool, key: str) -> Cell:
    found = NUMBER.fullmatch(text) if is_number else None
    if found is None:
        return text or "–"
    sign, whole, decimals = found[1].replace("-", MINUS), found[2].replace("\u00a0", " "), found[3] or ""
    value = Decimal(whole.replace(" ", "") + decimals.replace(",", "."))
    return Figure(key, f"{sign}{whole}{decimals}", -value if sign == MINUS else value)


# ---- Where they stand -------------------------------------------------------------------------------------------


def marker(caption: str) -> str:
    """The line that says, in a section's text, where the table with that caption stands."""
    return f"[Tabell: {' '.join(caption.split())}]"


def placed(text: str, own: Iterable[Table]) -> tuple[tuple[Block, ...], tuple[Table, ...]]:
    """A text as paragraphs and lists, and the tables: those whose marker is a line of it stand there, the others last.

    A line that names no table, or one that stands already, is text like any other.
    """
    waiting, standing = list(own), list[Table]()
    found: list[Block] = []
    kept: list[str] = []
    for each in text.split("\n"):
        table = _named(each, waiting)
        if table is None:
            kept.append(each)
            continue
        found += blocks("\n".join(kept))
        kept = []
        waiting.remove(table)
        standing.append(replace(table, after=len(found)))
    found += blocks("\n".join(kept))
    return tuple(found), (*standing, *waiting)


def unplaced(section: Section) -> tuple[str, ...]:
    """The lines of a section's text that want to be a table's place, and name none that there is."""
    typed = (line for block in section.blocks for each in block.lines for line in each.text.split("\n"))
    return tuple(line.strip() for line in typed if MARKER.fullmatch(line))


def _named(text: str, tables: Iterable[Table]) -> Table | None:
    said = MARKER.fullmatch(text)
    return next((each for each in tables if _alike(each.caption) == _alike(said[1])), None) if said else None


def _alike(caption: str) -> str:
    return " ".join(caption.split()).casefold()
