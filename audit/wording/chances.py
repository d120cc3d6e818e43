"""Chances, rates and p-values in words that can be read aloud."""

from decimal import Decimal
from fractions import Fraction
from math import log

from audit.web.formats import number, percent
from sampling.rates import Number, as_exact

WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")
SELDOM = tuple((1, of) for of in (1000, 500, 200, 100, 50, 20, 10, 7, 5, 4, 3))
EVEN = ((2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (9, 10), (19, 20), (99, 100))
LEAST, MOST = 0.0007, 0.9965
SMALLEST_P = Decimal("0.001")


def chance_in_words(chance: float) -> str:
    """How often something happens that has this chance, as the end of a sentence: »ungefär en gång av tre«.

    `chance` is from 0 to 1, and is said as the nearest of a few plain fractions; only 0 is »aldrig« and only 1
    »alltid«. Raises ValueError for anything else.
    """
    if not 0 <= chance <= 1:
        raise ValueError("A chance is between 0 and 1.")
    if chance in (0, 1):
        return "alltid" if chance else "aldrig"
    if chance < LEAST:
        return "mindre än en gång av 1\N{NO-BREAK SPACE}000"
    if chance > MOST:
        return "nästan alltid"
    times, of = min((*SELDOM, *EVEN), key=lambda each: abs(_log_odds(each[0] / each[1]) - _log_odds(chance)))
    if (times, of) == (1, 2):
        return "ungefär varannan gång"
    return f"ungefär {_word(times)} {'gång' if times == 1 else 'gånger'} av {_word(of)}"


def _log_odds(chance: float) -> float:
    return log(chance / (1 - chance))


def _word(count: int) -> str:
    return WORDS[count] if count < len(WORDS) else number(count)


def rate_in_words(rate: Number) -> str:
    """A rate from 0 to 1 as »10 procent«, with a decimal only where it is needed: »2,5 procent«.

    Raises ValueError for anything that is no rate.
    """
    exact = as_exact(rate)
    if exact is None or not 0 <= exact <= 1:
        raise ValueError("A rate is between 0 and 1.")
    decimals = next((some for some in (0, 1) if (exact * 100 * 10**some).denominator == 1), 2)
    return percent(exact, decimals).replace("%", "procent")


def p_value(value: float | Fraction) -> str:
    """A p-value (0 to 1) with three decimals, »p = 0,450«; smaller ones are »p mindre än 0,001«."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return f"p mindre än {number(SMALLEST_P, 3)}" if exact < SMALLEST_P else f"p = {number(exact, 3)}"
