"""Monetary-unit selection: every n:th krona of the payments, and so the payments that they belong to."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import floor

from sampling.draw import DrawError, text_faults, ticket
from sampling.faults import AMOUNT_ABOVE_0, COUNT, COUNT_FROM_1, ArgumentReason, Checks, Range
from sampling.rates import Number
from sampling.text import clean


@dataclass(frozen=True)
class MonetarySelection:
    """The monetary units drawn, one in each interval, and where each was found.

    `hits` has one place (from 0) for each drawn unit, in rising order. An amount larger than the interval is
    hit at least once, and perhaps several times; then its place stands as many times.
    """

    interval: Fraction
    start: Fraction
    hits: tuple[int, ...]

    @property
    def places(self) -> tuple[int, ...]:
        """The places that were hit, each once, in rising order."""
        return tuple(dict.fromkeys(self.hits))


@dataclass(frozen=True)
class PaymentDraw:
    """The payments that a monetary-unit draw gave, each as many times as it was hit, in ticket order."""

    interval: Fraction
    start: Fraction
    ids: tuple[str, ...]


def select_intervals(
    *, amounts: Sequence[Number], sample_size: int, start: Number, zero_allowed: bool = False
) -> MonetarySelection:
    """Select monetary units at equal intervals, counted from 1 through the amounts in their order.

    Args:
        amounts: one per payment, above 0. Payments that are reversed or negative are reviewed apart.
        sample_size: units to draw (n), from 1.
        start: the first unit, above 0 and up to the interval.
        zero_allowed: whether an amount may be 0. It can never be hit, so it has to be reviewed apart too.

    Returns:
        For i from 0 to n - 1 the first place whose running total reaches start + i · interval, where the
        interval is the total of the amounts / n, exactly.

    Raises:
        ArgumentError: with all that is wrong.

    Source: Touw and Hoogduin (2011), Statistiek voor audit en controlling, p. 34 (fixed interval).
    """
    checks = Checks()
    exact = _amounts(checks, amounts, zero_allowed)
    size = checks.whole("sample_size", sample_size, COUNT_FROM_1)
    totals = list(accumulate(exact))
    interval = totals[-1] / size if checks.fine else Fraction(0)
    first = checks.number("start", start, Range(0, interval if checks.fine else None, lowest_included=False))
    checks.done()
    return MonetarySelection(
        interval, first, tuple(bisect_left(totals, first + each * interval) for each in range(size))
    )


def _amounts(checks: Checks, amounts: Sequence[Number], zero_allowed: bool) -> list[Fraction]:
    allowed = COUNT if zero_allowed else AMOUNT_ABOVE_0
    checks.length("amounts", amounts, 1)
    exact = [checks.number(f"amounts[{place}]", amount, allowed) for place, amount in enumerate(amounts)]
    if checks.fine and sum(exact) == 0:
        checks.refuse("amounts", 0, ArgumentReason.OUT_OF_RANGE, AMOUNT_ABOVE_0)
    return exact


def draw_payments(*, seed: str, amounts: Mapping[str, Number], sample_size: int) -> PaymentDraw:
    """Draw payments with a chance in proportion to their amounts, in a way that anybody can repeat.

    Args:
        seed: any text that isn't empty when trimmed and holds no control characters. It is cleaned.
        amounts: by the payment's id, in any order; each above 0, together at least `sample_size` kronor.
        sample_size: monetary units to draw (n), from 1.

    Returns:
        The payments, put in the order of their tickets and selected at intervals. The first unit is
        1 + (ticket of the text "start", read as a whole number) mod the interval's whole kronor.

    Raises:
        DrawError: for the seed.
        ArgumentError: with all that is wrong with the amounts and the size.

    Source: as in `select_intervals` and `sampling.draw.ticket`. Ticket order keeps an order of the register,
    such as by amount or by month, from meeting the intervals.
    """
    faults = list(text_faults("seed", seed))
    if faults:
        raise DrawError(faults)
    checks = Checks()
    exact = _amounts(checks, list(amounts.values()), zero_allowed=False)
    largest = floor(sum(exact)) if checks.fine else None
    size = checks.whole("sample_size", sample_size, Range(1, largest))
    checks.done()
    order = sorted(amounts, key=lambda unit_id: (ticket(clean(seed), unit_id), unit_id))
    start = 1 + int(ticket(clean(seed), "start"), 16) % floor(sum(exact) / size)
    drawn = select_intervals(amounts=[amounts[unit_id] for unit_id in order], sample_size=size, start=start)
    return PaymentDraw(drawn.interval, drawn.start, tuple(order[place] for place in drawn.hits))
