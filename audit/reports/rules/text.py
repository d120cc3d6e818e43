"""How typed text becomes paragraphs and lists, and how boards are named in a sentence."""

import re
from collections.abc import Iterable, Sequence

from audit.reports.content import Block

BULLET = re.compile(r"^[-–•*][ \t]+")
# What a Word file (XML 1.0) can't hold; the line ends of other programs have become plain ones before.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    """`text` with one kind of line end and without the control characters that no document can hold.

    Nothing else is changed: braces, angle brackets and emoji stay as typed.
    """
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))


def blocks(text: str) -> tuple[Block, ...]:
    """Running text as paragraphs and lists.

    A blank line parts two paragraphs; a single line break stays a line break. Lines that begin with a dash, a bullet
    or an asterisk followed by a space are the points of a list.
    """
    found: list[Block] = []
    for piece in re.split(r"\n(?:[ \t]*\n)+", printable(text).strip("\n")):
        found.extend(_blocks_of_piece(piece.split("\n")))
    return tuple(found)


def _blocks_of_piece(lines: Sequence[str]) -> Iterable[Block]:
    kept: list[str] = []
    listed = False
    for line in lines:
        is_point = bool(BULLET.match(line))
        if is_point != listed and kept:
            yield _block(kept, listed)
            kept = []
        listed = is_point
        kept.append(BULLET.sub("", line).rstrip() if is_point else line.rstrip())
    if any(kept):
        yield _block(kept, listed)


def _block(lines: list[str], listed: bool) -> Block:
    return Block(tuple(lines), listed=True) if listed else Block(("\n".join(lines),))


def genitive(name: str) -> str:
    """»Kungsholmen« → »Kungsholmens«; a name that ends in s, x or z stays as it is."""
    return name if name.endswith(("s", "x", "z")) else f"{name}s"


def listing(words: Iterable[str], joined: str = "och") -> str:
    """»A«, »A och B«, »A, B och C«; nothing for no words."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {joined} {last}" if first else last


def points(lines: Iterable[str]) -> str:
    """Lines of typed text that become the points of a list. A point is one line, whatever line breaks it held."""
    return "\n".join(f"- {' '.join(printable(line).split())}" for line in lines)


def paragraphs(*pieces: str) -> str:
    """The pieces that hold anything, as paragraphs of one text."""
    return "\n\n".join(piece for piece in pieces if piece)
