"""Error in kronor: what was found in the drawn payments, what is most likely for all of them, and the upper bound."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.web.formats import counted, number, percent
from audit.wording.limits import CONFIDENCE, sure

if TYPE_CHECKING:
    from sampling import ErrorInPayments

EXPLAINED = (
    "Det troligaste felet är felet i medeltal för en granskad utbetalning gånger antalet utbetalningar i ramen. Det "
    "förutsätter att alla utbetalningar hade samma chans att dras. Den övre gränsen är försiktig: så många till som "
    f"kan vara fel med {sure()} (hypergeometriskt, exakt) tänks vara de största som inte granskades, och helt fel. Med "
    "få granskade blir gränsen hög. Den säger då hur lite urvalet kan utesluta, inte hur stort felet är."
)
LEAVES_OUT = (
    "Uppräkningen gäller bara för mycket utbetalt i ramen. Den säger inget om för lite utbetalt, om utbetalningar "
    "utanför ramen eller om fel som inte syns i underlaget."
)


def money_explained() -> tuple[str, str]:
    """How the amounts are worked out, and what they leave out."""
    return EXPLAINED, LEAVES_OUT


@dataclass(frozen=True)
class PaidWrong:
    """A reviewed payment: its amount and how much of it should not have been paid, in kronor."""

    amount: Decimal
    error: Decimal

    @property
    def taint(self) -> str:
        """How large a part of the payment was wrong, in percent; a dash where the amount is not above 0."""
        return percent(Fraction(self.error) / Fraction(self.amount)) if self.amount > 0 else "–"


def in_kronor(reviewed: Sequence[PaidWrong], others: Sequence[Decimal]) -> "ErrorInPayments | None":
    """What the reviewed payments say of them and the `others` of the frame together; None where none was reviewed.

    Amounts that are not above 0 tell nothing of money paid too much, and are to be left out by the caller.
    """
    if not reviewed:
        return None
    from sampling import ReviewedPayment, error_in_payments

    drawn = [ReviewedPayment(one.amount, one.error) for one in reviewed]
    return error_in_payments(reviewed=drawn, others=others, confidence=CONFIDENCE)


def kronor(amount: Decimal) -> str:
    """1870.5 → »1 870,50 kr«."""
    return f"{number(amount, 2)}\N{NO-BREAK SPACE}kr"


def kronor_said(found: "ErrorInPayments") -> tuple[str, ...]:
    """What was found, what is most likely and the upper bound, a sentence or two each."""
    return tuple(_said(found))


def _said(found: "ErrorInPayments") -> Iterator[str]:
    reviewed = counted(found.sample_size, "granskad utbetalning", "granskade utbetalningar")
    seen = f"av {kronor(found.reviewed_value)} i {reviewed}"
    if found.errors:
        wrong = counted(found.errors, "utbetalning", "utbetalningar")
        yield f"För mycket utbetalt: {kronor(found.found)} {seen}, i {wrong}."
    else:
        yield f"Inget för mycket utbetalt hittades {seen}."
    if found.sample_size == found.population_size:
        yield "Det är alla utbetalningar i ramen, så beloppet är exakt."
        return
    all_of_them = f"de {number(found.population_size)} utbetalningarna i ramen, {kronor(found.book_value)}"
    if found.errors:
        share = percent(Fraction(found.most_likely_amount) / Fraction(found.book_value), 1)
        yield f"Troligast för mycket utbetalt av {all_of_them}: {kronor(found.most_likely_amount)} ({share})."
    else:
        yield f"Att inget hittades visar inte att inget är fel i {all_of_them}."
    errors, most = number(found.upper_errors), kronor(found.upper_amount)
    yield f"Med {sure()} har högst {errors} av dem för högt belopp, sammanlagt högst {most} för mycket."
