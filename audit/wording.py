"""How a figure from a sample is said in Swedish, in one place: the count first, the percentage only beside it."""

from fractions import Fraction

from audit.web.formats import number, percent

UNITS = {
    "arenden": ("akt", "akter"),
    "utbetalningar": ("utbetalning", "utbetalningar"),
    "boutredningar": ("boutredning", "boutredningar"),
}
"""What one and several reviewed units are called, by the kind of the round."""


def count_of(part: int, whole: int) -> str:
    """7 and 10 as »7 av 10«; a dash where there is nothing to count among (`whole` is 0).

    Both are counts of units, 0 ≤ part ≤ whole. Raises ValueError for anything else.
    """
    if not 0 <= part <= whole:
        raise ValueError("A part is 0 or more, and not more than the whole.")
    return f"{number(part)} av {number(whole)}" if whole else "–"


def with_percent(part: int, whole: int) -> str:
    """7 and 10 as »7 av 10 (70 %)«, the percentage without decimals; a dash where `whole` is 0.

    The arguments are those of `count_of`, and so are the errors.
    """
    return f"{count_of(part, whole)} ({percent(Fraction(part, whole))})" if whole else "–"
