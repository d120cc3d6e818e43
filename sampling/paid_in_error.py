"""Error in kronor from payments drawn with equal chances: what was found, the most likely total, an upper bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from heapq import nlargest
from math import ceil, floor

from sampling.estimating import Side, deviation_limits
from sampling.faults import AMOUNT_ABOVE_0, COUNT, RATE_INSIDE, ArgumentReason, Checks, Range
from sampling.rates import Number


@dataclass(frozen=True)
class ReviewedPayment:
    """A reviewed payment: its amount, above 0, and how much of it should not have been paid, from 0 to the amount."""

    amount: Number
    error: Number


@dataclass(frozen=True)
class ErrorInPayments:
    """What a sample says of how much of all the payments should not have been paid.

    Of `population_size` payments of `book_value` in all, `sample_size` of `reviewed_value` were reviewed: `errors` of
    them were wrong, by `found` together. `most_likely_amount` is the estimate for all; with the confidence at most
    `upper_errors` of all are wrong, by at most `upper_amount`. Amounts are in whole öre.
    """

    population_size: int
    sample_size: int
    errors: int
    confidence: Fraction
    book_value: Decimal
    reviewed_value: Decimal
    found: Decimal
    most_likely_amount: Decimal
    upper_errors: int
    upper_amount: Decimal


def error_in_payments(
    *, reviewed: Sequence[ReviewedPayment], others: Sequence[Number], confidence: Number
) -> ErrorInPayments:
    """Estimate how much of all the payments should not have been paid, from some drawn with equal chances.

    Args:
        reviewed: the drawn payments, at least one, each with its amount and the error found in it.
        others: the amounts of all the payments that were not drawn, each above 0.
        confidence: between 0 and 1, neither included.

    Returns:
        The estimate is N times the mean error of a reviewed payment, and never more than all of the money. The bound
        is the error found and the largest amounts of the others, as many as can still be wrong by the exact limit for
        their number. No payment is wrong by more than its amount, so it always holds; few reviewed make it wide.

    Raises:
        ArgumentError: with all that is wrong.

    Source: the estimate is the simple expansion of Cochran (1977), Sampling Techniques, section 2.4 (unbiased but for
    the cut-off); the number is limited as in `deviation_limits`. That so many payments of the others sum to no more
    than the largest of them is arithmetic.
    """
    paid, wrong, rest = _checked(reviewed, others, confidence)
    errors, found, book = sum(1 for error in wrong if error), sum(wrong, Fraction(0)), sum(paid + rest, Fraction(0))
    population, size = len(paid) + len(rest), len(paid)
    limits = deviation_limits(
        population_size=population, sample_size=size, errors=errors, confidence=confidence, side=Side.UPPER
    )
    return ErrorInPayments(
        population_size=population,
        sample_size=len(paid),
        errors=errors,
        confidence=limits.confidence,
        book_value=_ore(floor(book * 100)),
        reviewed_value=_ore(floor(sum(paid) * 100)),
        found=_ore(floor(found * 100)),
        most_likely_amount=_ore(floor(min(found * population / len(paid), book) * 100 + Fraction(1, 2))),
        upper_errors=limits.upper_count,
        upper_amount=_ore(ceil((found + sum(nlargest(limits.upper_count - errors, rest))) * 100)),
    )


Amounts = list[Fraction]


def _checked(
    reviewed: Sequence[ReviewedPayment], others: Sequence[Number], confidence: Number
) -> tuple[Amounts, Amounts, Amounts]:
    """The amounts paid and wrong of those reviewed, and the amounts of the others. Raises ArgumentError."""
    checks = Checks()
    checks.length("reviewed", reviewed, 1)
    paid = [checks.number(f"reviewed[{at}].amount", one.amount, AMOUNT_ABOVE_0) for at, one in enumerate(reviewed)]
    wrong = [checks.number(f"reviewed[{at}].error", one.error, COUNT) for at, one in enumerate(reviewed)]
    rest = [checks.number(f"others[{at}]", amount, AMOUNT_ABOVE_0) for at, amount in enumerate(others)]
    checks.number("confidence", confidence, RATE_INSIDE)
    for at, (amount, error) in enumerate(zip(paid, wrong, strict=True)):
        if checks.fine and error > amount:
            checks.refuse(f"reviewed[{at}].error", reviewed[at].error, ArgumentReason.OUT_OF_RANGE, Range(0, amount))
    checks.done()
    return paid, wrong, rest


def _ore(hundredths: int) -> Decimal:
    return Decimal(f"{hundredths // 100}.{hundredths % 100:02}")
