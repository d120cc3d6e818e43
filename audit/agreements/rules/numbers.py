"""Numbers as they are written in Swedish: read without guessing, and said."""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from audit.web.formats import number

LARGEST = Decimal(10) ** 12
_SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
_DIVIDED = re.compile(r"\d{1,6}/\d{1,6}")


def kronor(value: Decimal) -> str:
    """1870.5 → »1 870,50 kr«."""
    return f"{number(value, 2)}\N{NO-BREAK SPACE}kr"


def plain(value: Decimal, most: int = 10) -> str:
    """A number with as many decimals as it has: 2.70 → »2,7«."""
    digits = -int(value.normalize().as_tuple().exponent)
    return number(value, min(max(digits, 0), most))


def read_amount(text: str, *, decimals: int = 2) -> Decimal | None:
    """A number of 0 or more with at most `decimals` decimals (»1 870,00«); None for an empty text.

    Raises ValueError with what is wrong, in Swedish.
    """
    bare = _SPACES.sub("", text).replace(",", ".").removesuffix("kr").removesuffix("%")
    if not bare:
        return None
    if bare[0] in "-−" or bare[-1] in "-−":
        raise ValueError(f"»{text.strip()}« är negativt. Skriv 0 eller mer.")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", bare):
        raise ValueError(f"»{text.strip()}« är inte ett tal. Skriv till exempel 1 870,00.")
    try:
        value = Decimal(bare)
    except InvalidOperation:  # pragma: no cover - the pattern lets only numbers through
        raise ValueError(f"»{text.strip()}« är inte ett tal.") from None
    if value > LARGEST:
        raise ValueError(f"»{text.strip()}« är för stort.")
    if -int(value.as_tuple().exponent) > decimals:
        said = f"högst {decimals} decimaler" if decimals else "ett heltal"
        raise ValueError(f"»{text.strip()}« har för många decimaler. Skriv {said}.")
    return value


def read_share(text: str) -> Fraction | None:
    """A share above 0 and at most 1, as »1/3« or »33,5 %«; None for an empty text. ValueError as `read_amount`."""
    bare = _SPACES.sub("", text)
    if not bare:
        return None
    if _DIVIDED.fullmatch(bare):
        over, under = bare.split("/")
        share = Fraction(int(over), int(under)) if int(under) else Fraction(0)
    elif bare.endswith("%"):
        percent = read_amount(bare, decimals=4)
        share = Fraction(percent or 0) / 100
    else:
        raise ValueError(f"»{text.strip()}« är inte en andel. Skriv till exempel 1/3 eller 33,5 %.")
    if not 0 < share <= 1:
        raise ValueError(f"»{text.strip()}« är inte en andel över 0 och högst 1.")
    return share


def share_said(share: Fraction) -> str:
    """A share as a fraction where that is short, else in percent with two decimals."""
    if share.denominator <= 12:
        return f"{share.numerator}/{share.denominator}"
    return percent_said(share)


def percent_said(share: Fraction, decimals: int = 2) -> str:
    """A share between 0 and 1 in percent; »≈« says that it is rounded."""
    exact = share * 100
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = Fraction(round(value, decimals)) != exact
    return f"{'≈ ' if rounded else ''}{number(value, decimals)}\N{NO-BREAK SPACE}%"
