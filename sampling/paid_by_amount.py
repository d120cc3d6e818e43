"""Error in kronor from payments drawn by amount: what was found, the most likely total, an upper bound."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from sampling.faults import AMOUNT_ABOVE_0, COUNT, COUNT_FROM_1, RATE_INSIDE, ArgumentReason, Checks, Range
from sampling.monetary import Factors, confidence_factor, stringer_bound
from sampling.rates import Number


@dataclass(frozen=True)
class HitPayment:
    """A payment that was hit, once or more: its amount, above 0, and how much of it should not have been paid.

    The error is from 0 to the amount, or None where the payment could not be reviewed.
    """

    amount: Number
    error: Number | None


@dataclass(frozen=True)
class ErrorByAmount:
    """What a sample drawn by amount says of how much of all the payments should not have been paid.

    Of `population_size` payments of `book_value` in all, `sample_size` kronor were hit, one in each `interval`. They
    lie in `hit` payments, of which `reviewed` were reviewed, of `reviewed_value`: `errors` of them were wrong, by
    `found` together. `certain` of the hit are at least as large as the interval, so that they could not be missed;
    their errors, `certain_found`, are counted as they are. `unreviewed_value` is that of the hit that could not be
    reviewed: wholly wrong in the bound, and in no estimate. `basic` is what the bound is where nothing is found.
    Amounts are in whole öre.
    """

    population_size: int
    sample_size: int
    hit: int
    reviewed: int
    certain: int
    errors: int
    confidence: Fraction
    book_value: Decimal
    reviewed_value: Decimal
    unreviewed_value: Decimal
    interval: Decimal
    found: Decimal
    certain_found: Decimal
    most_likely_amount: Decimal
    basic: Decimal
    upper_amount: Decimal

    @property
    def unreviewed(self) -> int:
        """How many of the payments that were hit could not be reviewed."""
        return self.hit - self.reviewed

    @property
    def exact(self) -> bool:
        """Whether every payment was reviewed, so that nothing is estimated."""
        return self.reviewed == self.population_size


def nothing_found_bound(*, book_value: Number, sample_size: int, confidence: Number) -> Decimal:
    """Give the bound that a sample drawn by amount will have if nothing is found: the interval times a factor.

    Args:
        book_value: all that can be drawn, above 0, in kronor.
        sample_size: kronor to hit (n), from 1.
        confidence: between 0 and 1, neither included.

    Returns:
        Kronor in whole öre, rounded up, and never above the book value.

    Raises:
        ArgumentError: with all that is wrong.

    Source: AICPA Audit Guide Audit Sampling (2017), chapter 6 (basic precision) and appendix C, table C-2.
    """
    checks = Checks()
    book = checks.number("book_value", book_value, AMOUNT_ABOVE_0)
    size = checks.whole("sample_size", sample_size, COUNT_FROM_1)
    risk = 1 - checks.number("confidence", confidence, RATE_INSIDE)
    checks.done()
    factor = Fraction(confidence_factor(risk=risk, errors=0))
    return _ore(ceil(min(book * factor / size, book) * 100))


def error_by_amount(
    *, hit: Sequence[HitPayment], sample_size: int, others: Sequence[Number], confidence: Number
) -> ErrorByAmount:
    """Estimate how much of all the payments should not have been paid, from some drawn by amount at a fixed interval.

    Args:
        hit: the payments that were hit, each once, at least one.
        sample_size: kronor that were hit (n), from the number of payments hit.
        others: the amounts of all the payments that can be drawn and were not hit, each above 0 and below the interval.
        confidence: between 0 and 1, neither included.

    Returns:
        The interval is the total / n. The estimate is the errors of the payments that are at least as large as it, and
        the interval times the taints (error / amount) of the others that were hit: in the mean over all draws exactly
        the error there is. The bound is the same errors and the interval times Stringer's sum of Poisson factors over
        the same taints; it is never above what was found wrong and all that was not reviewed.

    Raises:
        ArgumentError: with all that is wrong.

    Source: the estimate is Horvitz and Thompson's (1952, JASA 47:663). The bound, with payments above the interval
    apart: AICPA Audit Guide Audit Sampling (2017), chapter 6; Stringer (1963); Bickel (1992), International
    Statistical Review 60:197.
    """
    hits, rest, level = _checked(hit, sample_size, others, confidence)
    return _result(hits, _sum(rest), len(rest), sample_size, level)


@dataclass(frozen=True)
class _Hit:
    """A hit payment in exact numbers, and whether it is at least as large as the interval."""

    amount: Fraction
    error: Fraction | None
    certain: bool

    @property
    def worst(self) -> Fraction:
        return self.amount if self.error is None else self.error

    @property
    def taint(self) -> Fraction:
        return self.worst / self.amount


def _result(hits: list[_Hit], unhit: Fraction, others: int, size: int, confidence: Fraction) -> ErrorByAmount:
    book = unhit + _sum(one.amount for one in hits)
    known = [one for one in hits if one.error is not None]
    found, reviewed = _sum(one.worst for one in known), _sum(one.amount for one in known)
    certain_found = _sum(one.worst for one in known if one.certain)
    likely = certain_found + book / size * _sum(one.taint for one in known if not one.certain)
    return ErrorByAmount(
        population_size=len(hits) + others,
        sample_size=size,
        hit=len(hits),
        reviewed=len(known),
        certain=sum(one.certain for one in hits),
        errors=sum(1 for one in known if one.error),
        confidence=confidence,
        book_value=_ore(floor(book * 100)),
        reviewed_value=_ore(floor(reviewed * 100)),
        unreviewed_value=_ore(floor((book - unhit - reviewed) * 100)),
        interval=_half_up(book / size),
        found=_ore(floor(found * 100)),
        certain_found=_ore(floor(certain_found * 100)),
        most_likely_amount=_half_up(min(likely, found + unhit)),
        basic=nothing_found_bound(book_value=book, sample_size=size, confidence=confidence),
        upper_amount=_ore(ceil(_upper(hits, unhit, book, size, confidence) * 100)),
    )


def _upper(hits: list[_Hit], unhit: Fraction, book: Fraction, size: int, confidence: Fraction) -> Fraction:
    taints = [one.taint for one in hits if not one.certain]
    sampled = stringer_bound(taints=taints, sample_size=size, confidence=confidence, factors=Factors.POISSON)
    possible = unhit + _sum(one.worst for one in hits if not one.certain)
    return _sum(one.worst for one in hits if one.certain) + min(Fraction(sampled.upper_rate) * book, possible)


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0))


def _checked(
    hit: Sequence[HitPayment], sample_size: int, others: Sequence[Number], confidence: Number
) -> tuple[list[_Hit], list[Fraction], Fraction]:
    """What was hit, the other amounts and the confidence, all exactly. Raises ArgumentError."""
    checks = Checks()
    checks.length("hit", hit, 1)
    size = checks.whole("sample_size", sample_size, Range(max(len(hit), 1)))
    paid = [checks.number(f"hit[{at}].amount", one.amount, AMOUNT_ABOVE_0) for at, one in enumerate(hit)]
    wrong = [
        None if one.error is None else checks.number(f"hit[{at}].error", one.error, COUNT) for at, one in enumerate(hit)
    ]
    rest = [checks.number(f"others[{at}]", amount, AMOUNT_ABOVE_0) for at, amount in enumerate(others)]
    level = checks.number("confidence", confidence, RATE_INSIDE)
    if checks.fine:
        interval = _sum(paid + rest) / size
        for at, (amount, error) in enumerate(zip(paid, wrong, strict=True)):
            if error is not None and error > amount:
                checks.refuse(f"hit[{at}].error", hit[at].error, ArgumentReason.OUT_OF_RANGE, Range(0, amount))
        for at, amount in enumerate(rest):
            if amount >= interval:
                allowed = Range(0, interval, lowest_included=False, highest_included=False)
                checks.refuse(f"others[{at}]", others[at], ArgumentReason.OUT_OF_RANGE, allowed)
    checks.done()
    interval = _sum(paid + rest) / size
    hits = [_Hit(amount, error, amount >= interval) for amount, error in zip(paid, wrong, strict=True)]
    return hits, rest, level


def _half_up(kronor: Fraction) -> Decimal:
    return _ore(floor(kronor * 100 + Fraction(1, 2)))


def _ore(hundredths: int) -> Decimal:
    return Decimal(f"{hundredths // 100}.{hundredths % 100:02}")
