"""Monetary-unit sampling: how many payments to review, and how wrong the amounts may be as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from sampling.estimating import upper_rate
from sampling.faults import (
    AMOUNT_ABOVE_0,
    COUNT,
    COUNT_FROM_1,
    RATE,
    RATE_ABOVE_0,
    RATE_BELOW_1,
    RATE_INSIDE,
    ArgumentError,
    ArgumentFault,
    ArgumentReason,
    Checks,
    Range,
)
from sampling.planning import smallest_poisson
from sampling.rates import Number


class Factors(StrEnum):
    """Where the Stringer bound takes its limits from: Clopper-Pearson, or the Poisson confidence factors."""

    BINOMIAL = "binomial"
    POISSON = "poisson"


@dataclass(frozen=True)
class MonetaryPlan:
    """A sample of monetary units that is large enough, and the sum of taints that it allows."""

    sample_size: int
    expected_taint_sum: Fraction
    tolerable_fraction: Fraction
    risk: Fraction


@dataclass(frozen=True)
class MonetaryResult:
    """What the taints found say of all the payments: as shares of their total amount, and in kronor.

    `most_likely_rate` is the estimate and `upper_rate` the Stringer bound, neither of them cut off at 1. The
    amounts are in the currency of `book_value`, in whole öre, and None where no such value was given;
    `upper_amount` is rounded up and never above the book value.
    """

    sample_size: int
    taints: tuple[Fraction, ...]
    confidence: Fraction
    most_likely_rate: Fraction
    upper_rate: float
    book_value: Decimal | None = None
    most_likely_amount: Decimal | None = None
    upper_amount: Decimal | None = None


def share_of_amount(*, amount: Number, book_value: Number) -> Fraction:
    """Give an amount as a share of another, exactly: a tolerable fraction, or the taint of a payment.

    Args:
        amount: the tolerable error, or by how much a payment is too high; from 0, in kronor.
        book_value: the total of the payments, or the payment as it was made; above 0, in kronor.

    Returns:
        The quotient, from 0.

    Raises:
        ArgumentError: with all that is wrong.

    Source: AICPA Audit Guide Audit Sampling (2017), chapter 6.
    """
    checks = Checks()
    part = checks.number("amount", amount, COUNT)
    whole = checks.number("book_value", book_value, AMOUNT_ABOVE_0)
    checks.done()
    return part / whole


def monetary_sample_size(
    *, tolerable_fraction: Number, risk: Number, expected_to_tolerable_ratio: Number = 0
) -> MonetaryPlan:
    """Give the smallest sample of monetary units that shows that the error is below the tolerable one.

    Args:
        tolerable_fraction: the tolerable error as a share of the total amount, above 0 and up to 1.
        risk: of accepting an intolerable error, between 0 and 1, neither included.
        expected_to_tolerable_ratio: the expected error as a share of the tolerable one, from 0 to below 1.

    Returns:
        The plan with the smallest n such that P(Gamma(1 + n t r) > n t) <= risk, and the taints n t r.

    Raises:
        ArgumentError: with all that is wrong, or if no sample is large enough.

    Source: AICPA Audit Guide Audit Sampling (2017), appendix C, table C-1.
    """
    checks = Checks()
    tolerable = checks.number("tolerable_fraction", tolerable_fraction, RATE_ABOVE_0)
    chance = checks.number("risk", risk, RATE_INSIDE)
    ratio = checks.number("expected_to_tolerable_ratio", expected_to_tolerable_ratio, RATE_BELOW_1)
    checks.done()
    size = smallest_poisson(tolerable, chance, None, tolerable * ratio)
    if size is None:
        fault = ArgumentFault("tolerable_fraction", tolerable_fraction, ArgumentReason.OUT_OF_REACH)
        raise ArgumentError([fault])
    return MonetaryPlan(size, size * tolerable * ratio, tolerable, chance)


def confidence_factor(*, risk: Number, errors: int) -> float:
    """Give the number of expected errors at which so few as these are no more likely than the risk.

    Args:
        risk: between 0 and 1, neither included.
        errors: found, from 0.

    Returns:
        The (1 - risk) quantile of Gamma(1 + errors), above 0.

    Raises:
        ArgumentError: with all that is wrong.

    Source: AICPA Audit Guide Audit Sampling (2017), appendix C, table C-2.
    """
    checks = Checks()
    found = checks.whole("errors", errors, COUNT)
    chance = checks.number("risk", risk, RATE_INSIDE)
    checks.done()
    return _factor(float(chance), found)


def _factor(risk: float, errors: int) -> float:
    from scipy.special import gammainccinv

    return float(gammainccinv(1 + errors, risk))


def stringer_bound(
    *,
    taints: Sequence[Number],
    sample_size: int,
    confidence: Number,
    factors: Factors = Factors.BINOMIAL,
    book_value: Number | None = None,
) -> MonetaryResult:
    """Estimate by how much payments are too high, with an upper bound.

    Args:
        taints: for each payment found too high, the share of it that is too much, 0 to 1, in any order. A
            payment that several of the drawn units hit is given as many times.
        sample_size: monetary units drawn (n), from 1 and no fewer than the taints.
        confidence: between 0 and 1, neither included.
        factors: what the bound is made of.
        book_value: the total amount of all the payments, above 0, for the result in kronor.

    Returns:
        The most likely error, sum(taints) / n, and the bound p(0) + sum of (p(j) - p(j-1)) · taint(j) with
        the taints in falling order, where p(j) is the upper limit for j errors in n.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Stringer (1963); Bickel (1992), International Statistical Review 60:197; Touw and Hoogduin
    (2011), p. 138.
    """
    checks = Checks()
    size = checks.whole("sample_size", sample_size, COUNT_FROM_1)
    shares = [checks.number(f"taints[{place}]", taint, RATE) for place, taint in enumerate(taints)]
    if checks.fine and len(shares) > size:
        checks.refuse("taints", len(shares), ArgumentReason.OUT_OF_RANGE, Range(0, size))
    risk = 1 - checks.number("confidence", confidence, RATE_INSIDE)
    book = None if book_value is None else checks.number("book_value", book_value, AMOUNT_ABOVE_0)
    checks.done()
    falling = sorted(shares, reverse=True)
    bound = _bound([_limit(factors, size, errors, float(risk)) for errors in range(len(falling) + 1)], falling)
    result = MonetaryResult(size, tuple(falling), 1 - risk, sum(falling, Fraction(0)) / size, bound)
    return result if book is None else _in_kronor(result, book)


def _bound(limits: list[float], falling: list[Fraction]) -> float:
    steps = [after - before for before, after in pairwise(limits)]
    return limits[0] + sum(step * float(taint) for step, taint in zip(steps, falling, strict=True))


def _limit(factors: Factors, size: int, errors: int, risk: float) -> float:
    return _factor(risk, errors) / size if factors is Factors.POISSON else upper_rate(size, errors, risk)


def _in_kronor(result: MonetaryResult, book: Fraction) -> MonetaryResult:
    return MonetaryResult(
        result.sample_size,
        result.taints,
        result.confidence,
        result.most_likely_rate,
        result.upper_rate,
        book_value=_ore(floor(book * 100)),
        most_likely_amount=_ore(floor(result.most_likely_rate * book * 100 + Fraction(1, 2))),
        upper_amount=_ore(ceil(min(Fraction(1), Fraction(result.upper_rate)) * book * 100)),
    )


def _ore(hundredths: int) -> Decimal:
    return Decimal(f"{hundredths // 100}.{hundredths % 100:02}")
