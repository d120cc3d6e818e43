"""Decimal numbers as they are written: 400 · 0.035 is exactly 14, and no ceiling moves."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil
from operator import index

Number = int | str | Decimal | Fraction | float
"""What a rate, a confidence or an amount may be given as (see `as_exact`)."""

MOST_DIGITS = 400


def as_exact(value: object) -> Fraction | None:
    """Give a number exactly as it is written.

    Args:
        value: a whole number, a Fraction, a Decimal, a text in decimal form with a point (`"0.035"`), or a
            float. A float stands for the shortest decimal number that gives it: 0.035 is 35/1000.

    Returns:
        The number, or None if it is no finite number or one with more than 400 decimals or digits.

    Source: the shortest decimal form is that of Python's `repr` (Steele and White 1990; Gay 1990).
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, float):
        return _from_text(float.__repr__(value))
    if isinstance(value, str | Decimal):
        return _from_text(value)
    try:
        return None if isinstance(value, bool) else Fraction(index(value))  # type: ignore[arg-type]
    except TypeError:
        return None


def _from_text(value: str | Decimal) -> Fraction | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # A text such as 1e-999999999 would fill the memory.
    if not number.is_finite() or abs(int(number.as_tuple().exponent)) > MOST_DIGITS:
        return None
    return Fraction(number)


def ceiling(rate: Fraction, count: int) -> int:
    """Give the smallest whole number that is at least rate · count, both exact and from 0."""
    return ceil(rate * count)
