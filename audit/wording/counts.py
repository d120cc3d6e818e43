"""Counts: what was seen in the sample, the percentage only beside it."""

from fractions import Fraction

from audit.web.formats import counted, number, percent
from checklists.counting import AnswerCounts

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


def deviations_in(counts: AnswerCounts, kind: str) -> str:
    """How many of a sample's units deviate from one question, as a part of a sentence, without its full stop.

    `counts` are the answers of the reviewed units, `kind` the round's kind (a key of `UNITS`). Only where a question
    could be answered for every unit is the whole the number of reviewed units; else both are said:
    »Nej eller Delvis i 3 av 10 akter«, »Nej eller Delvis i 3 av 7 akter där frågan var aktuell och gick att bedöma
    (10 granskade)«. It describes the sample and claims nothing about what was not drawn.
    """
    one, many = UNITS[kind]
    if not counts.reviewed:
        return f"inga {many} granskade"
    if not counts.applicable:
        return f"frågan var inte aktuell, eller gick inte att bedöma, i någon av {counted(counts.reviewed, one, many)}"
    said = f"Nej eller Delvis i {number(counts.deviations)} av {counted(counts.applicable, one, many)}"
    if counts.applicable == counts.reviewed:
        return said
    return f"{said} där frågan var aktuell och gick att bedöma ({number(counts.reviewed)} granskade)"
