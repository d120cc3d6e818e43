"""How typed text becomes paragraphs and lists, and how boards are named in a sentence."""

import re
from collections.abc import Iterable, Mapping, Sequence

from audit.reports.content import BEGINS, ENDS, SHOWS, Block, Figure, Line, Piece

BULLET = re.compile(r"^[-–•*][ \t]+")
# What a Word file (XML 1.0) can't hold; the line ends of other programs have become plain ones before.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Noncharacters: the program has its own use for them, so nobody types any.
RESERVED = re.compile("[\ufdd0-\ufdef]")
TAGGED = re.compile(f"{BEGINS}([^{SHOWS}]*){SHOWS}([^{ENDS}]*){ENDS}")
NO_FIGURES: Mapping[str, Figure] = {}


def printable(text: str) -> str:
    """What somebody has typed, with one kind of line end and without the characters that no document can hold.

    Nothing else is changed: braces, angle brackets and emoji stay as typed.
    """
    return RESERVED.sub("", _holdable(text))


def _holdable(text: str) -> str:
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))


def untagged(text: str) -> str:
    """A text that was made by the program as it reads: its figures are only what they show."""
    return TAGGED.sub(lambda tag: tag[2], text)


def told_in(text: str) -> dict[str, str]:
    """The figures that a text made by the program tells of: what each shows, by its key."""
    return {tag[1]: tag[2] for tag in TAGGED.finditer(text)}


def line(text: str, figures: Mapping[str, Figure] = NO_FIGURES) -> Line:
    """One line of a text as words and figures. A figure that is not among `figures` is only words."""
    pieces: list[Piece] = []
    begin = 0
    for tag in TAGGED.finditer(text):
        pieces += [text[begin : tag.start()], figures.get(tag[1], tag[2])]
        begin = tag.end()
    return Line(tuple(piece for piece in (*pieces, text[begin:]) if piece != ""))


def paragraph(text: str, figures: Mapping[str, Figure] = NO_FIGURES) -> Block:
    """A block of one paragraph."""
    return Block((line(text, figures),))


def blocks(text: str, figures: Mapping[str, Figure] = NO_FIGURES) -> tuple[Block, ...]:
    """Running text as paragraphs and lists.

    A blank line parts two paragraphs; a single line break stays a line break. Lines that begin with a dash, a bullet
    or an asterisk followed by a space are the points of a list.
    """
    found: list[Block] = []
    for piece in re.split(r"\n(?:[ \t]*\n)+", _holdable(text).strip("\n")):
        found.extend(_blocks_of_piece(piece.split("\n"), figures))
    return tuple(found)


def _blocks_of_piece(lines: Sequence[str], figures: Mapping[str, Figure]) -> Iterable[Block]:
    kept: list[str] = []
    listed = False
    for text in lines:
        is_point = bool(BULLET.match(text))
        if is_point != listed and kept:
            yield _block(kept, listed, figures)
            kept = []
        listed = is_point
        kept.append(BULLET.sub("", text).rstrip() if is_point else text.rstrip())
    if any(kept):
        yield _block(kept, listed, figures)


def _block(lines: list[str], listed: bool, figures: Mapping[str, Figure]) -> Block:
    if listed:
        return Block(tuple(line(each, figures) for each in lines), listed=True)
    return paragraph("\n".join(lines), figures)


def genitive(name: str) -> str:
    """»Kungsholmen« → »Kungsholmens«; a name that ends in s, x or z stays as it is."""
    return name if name.endswith(("s", "x", "z")) else f"{name}s"


def listing(words: Iterable[str], joined: str = "och") -> str:
    """»A«, »A och B«, »A, B och C«; nothing for no words."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {joined} {last}" if first else last


def points(lines: Iterable[str]) -> str:
    """Lines that become the points of a list. A point is one line, whatever line breaks it held."""
    return "\n".join(f"- {' '.join(_holdable(each).split())}" for each in lines)


def paragraphs(*pieces: str) -> str:
    """The pieces that hold anything, as paragraphs of one text."""
    return "\n\n".join(piece for piece in pieces if piece)


def typed_again(of: Iterable[Block]) -> str:
    """Blocks as somebody would type them: `blocks` makes the same paragraphs and lists of it."""
    return "\n\n".join(
        "\n".join(f"- {each.text}" for each in block.lines) if block.listed else block.lines[0].text for block in of
    )
