"""Figures as documents write them: read without guessing, targets that may be words, and said in Swedish."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from audit.web.formats import number

LARGEST = Decimal(10) ** 12
MOST_DECIMALS, LONGEST_FIGURE = 6, 40
DASHES = frozenset({"", "-", "–", "—", "−"})
_SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
_NUMBER = rf"[+\-−]?(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+)(?:[.,]\d+)?"
_WHOLE = re.compile(rf"({_NUMBER})\s*(.*)", re.DOTALL)
_BEHIND = re.compile(rf"{_NUMBER}\s*[-−–]")
_RANGE = re.compile(rf"{_NUMBER}\s*[-−–]\s*\d.*")
_BOUNDED = re.compile(r"(max|högst|minst)\s+(.*)", re.IGNORECASE)


def read_figure(text: str, unit: str = "") -> Decimal | None:
    """A figure with as many decimals as it is written with (»1 870,50«, »−27«, »0,43 %« of the unit %).

    None for an empty text or a single dash: the figure is missing. ValueError with what is wrong, in Swedish.
    """
    bare = text.strip()
    if bare in DASHES:
        return None
    if len(bare) > LONGEST_FIGURE:
        raise ValueError(f"är längre än {LONGEST_FIGURE} tecken.")
    if _RANGE.fullmatch(bare):
        raise ValueError("är ett intervall. Skriv ett tal, eller lämna tomt.")
    if _BEHIND.fullmatch(bare):
        raise ValueError("har minustecknet sist och kan betyda två saker. Skriv det först, eller ta bort det.")
    found = _WHOLE.fullmatch(bare)
    if found is None:
        raise ValueError("är inte ett tal. Skriv till exempel 1 870,5, eller lämna tomt om uppgiften saknas.")
    if not same_unit(found[2], unit):
        raise ValueError(f"slutar på »{found[2]}«, men enheten är {unit or 'inte angiven'}. Skriv talet utan enhet.")
    return _value(found[1])


def same_unit(written: str, unit: str) -> bool:
    """Whether what stands after a number is nothing, or the unit itself."""
    return not written.strip() or _plain(written) == _plain(unit)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()


def _value(text: str) -> Decimal:
    bare = re.sub(_SPACE, "", text).replace("−", "-")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", bare):
        raise ValueError("har en punkt som kan betyda både tusental och decimal. Skriv 1 870 eller 1,870.")
    value = Decimal(bare.replace(",", "."))
    if abs(value) > LARGEST:
        raise ValueError("är för stort.")
    if decimals(value) > MOST_DECIMALS:
        raise ValueError(f"har fler än {MOST_DECIMALS} decimaler.")
    return value


def decimals(value: Decimal) -> int:
    """With how many decimals a figure is written: 2 for 38,33."""
    return max(-int(value.as_tuple().exponent), 0)


def said(value: Decimal | Fraction, most: int = 2) -> str:
    """A figure with the decimals that it is written with; of a fraction at most `most`, »≈« where it goes on."""
    if isinstance(value, Decimal):
        return number(value, decimals(value))
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    for places in range(most + 1):
        if Fraction(round(exact, places)) == value:
            return number(exact, places)
    return f"≈ {number(exact, most)}"


def said_of_years(value: Decimal | Fraction, most: int = 2) -> str:
    """The same where figures may be years: »2015«, never »2 015«."""
    return str(int(value)) if value in _YEARS else said(value, most)


_YEARS = range(1900, 2101)


# ---- Targets --------------------------------------------------------------------------------------------------------


class Bound(StrEnum):
    """Which way a target binds, where its own words say so."""

    AT_MOST = "hogst"
    AT_LEAST = "minst"


@dataclass(frozen=True)
class Target:
    """A target as it is written. Without a value there is nothing to hold an outcome against, and `why` says so."""

    text: str
    value: Decimal | None = None
    bound: Bound | None = None
    why: str = ""


def read_target(text: str, unit: str = "") -> Target:
    """A target: a number with or without its unit, »max 6 %«, or words such as »tas fram 2009«.

    Words and numbers of another unit are kept as they are and compared with nothing. ValueError, in Swedish, for what
    begins as a number and isn't one.
    """
    bare = text.strip()
    if bare in DASHES:
        return Target("", why="Årsmålet saknas.")
    bounded = _BOUNDED.fullmatch(bare)
    if bounded:
        bound = Bound.AT_LEAST if bounded[1].casefold() == "minst" else Bound.AT_MOST
        inner = read_target(bounded[2], unit)
        return Target(bare, inner.value, bound if inner.value is not None else None, inner.why)
    if bare[0].isdigit() or bare[0] in "+-−":
        return _number(bare, unit)
    return Target(bare, why=f"Årsmålet är inte ett tal: »{bare}«.")


def _number(bare: str, unit: str) -> Target:
    found = _WHOLE.fullmatch(bare)
    if found and found[2][:1].isalpha() and not same_unit(found[2], unit):
        return Target(bare, why=f"Årsmålet har en annan enhet: »{bare}«.")
    return Target(bare, read_figure(bare, unit))
