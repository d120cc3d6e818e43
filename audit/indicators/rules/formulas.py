"""Rules of arithmetic between figures, written as people write them: »Totalt = Arbete + Studier + Flyttat«.

A term is a row or column of the rule's own table, a single figure (»Tabell | rad | kolumn«) or a number. Between terms
stand + and −, or one / or »i procent av«; the sides are held together by =, ≤ or ≥.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from audit.indicators.rules.numbers import read_figure
from audit.indicators.rules.sheets import PARTS


class Relation(StrEnum):
    EQUAL = "="
    AT_MOST = "≤"
    AT_LEAST = "≥"


class How(StrEnum):
    """How the right side is worked out: terms added and taken away, one divided by another, or in percent of it."""

    SUM = "+"
    QUOTIENT = "/"
    PERCENT = "%"


@dataclass(frozen=True)
class Number:
    """A number; `text` is how it is written, for a row or column may be called by it, as a year is."""

    value: Decimal
    text: str = ""


@dataclass(frozen=True)
class Named:
    """A row or a column of the rule's own table."""

    name: str


@dataclass(frozen=True)
class Single:
    """One figure, wherever it stands."""

    table: str
    row: str
    column: str


Term = Number | Named | Single


@dataclass(frozen=True)
class Formula:
    """`right` holds each term with its sign, +1 or −1; of a division the two terms."""

    left: Term
    relation: Relation
    how: How
    right: tuple[tuple[int, Term], ...]

    def terms(self) -> tuple[Term, ...]:
        return (self.left, *(term for _, term in self.right))


_RELATIONS = {"<=": "≤", ">=": "≥"}
_SIGNS = re.compile(r"\s([+\-−–])\s")
_PERCENT = re.compile(r"\s+i procent av\s+", re.IGNORECASE)
LONGEST_RULE = 2_000
HOW_TO = "Skriv till exempel Totalt = Kungsholmen + Norrmalm + Östermalm."


def parse_formula(text: str) -> Formula:
    """The rule that a text tells. ValueError, in Swedish, where it tells none."""
    for written, sign in _RELATIONS.items():
        text = text.replace(written, sign)
    parts = re.split(r"\s*([=≤≥])\s*", text.strip())
    if len(parts) != 3 or not parts[0] or not parts[2]:
        raise ValueError(f"En räkneregel har en vänstersida, ett av tecknen =, ≤ och ≥, och en högersida. {HOW_TO}")
    how, right = _right(parts[2])
    return Formula(_term(parts[0]), Relation(parts[1]), how, right)


def _right(text: str) -> tuple[How, tuple[tuple[int, Term], ...]]:
    for how, divided in ((How.PERCENT, _PERCENT.split(text)), (How.QUOTIENT, text.split(" / "))):
        if len(divided) == 2:
            return how, ((1, _term(divided[0])), (1, _term(divided[1])))
        if len(divided) > 2:
            raise ValueError("Dela upp regeln: en regel kan dela en gång.")
    pieces = _SIGNS.split(f" {text.strip()}")
    signs = [1, *(1 if sign == "+" else -1 for sign in pieces[1::2])]
    return How.SUM, tuple((sign, _term(piece)) for sign, piece in zip(signs, pieces[::2], strict=True))


def _term(text: str) -> Term:
    bare = text.strip()
    if PARTS in bare:
        parts = [part.strip() for part in bare.split(PARTS)]
        if len(parts) != 3 or not all(parts):
            raise ValueError(f"»{bare}« pekar inte ut en siffra. Skriv Tabell {PARTS} rad {PARTS} kolumn.")
        return Single(*parts)
    if not bare:
        raise ValueError(f"Något saknas mellan två tecken. {HOW_TO}")
    try:
        value = read_figure(bare)
    except ValueError:
        return Named(bare)
    return Named(bare) if value is None else Number(value, bare)


def named(terms: Sequence[Term]) -> list[str]:
    return [term.name for term in terms if isinstance(term, Named)]
