"""Monetary-unit selection: every n:th krona of the payments, and so the payments that they belong to."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import floor

from sampling.draw import DrawError, DrawnUnit, text_faults, ticket
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


START_DIGITS = 15
"""Of the start's ticket: 60 bits, which an ordinary shell can count with."""


def start_of(*, seed: str, name: str, total: int) -> int:
    """Give where the first unit lies, from the seed alone.

    Args:
        seed: the cleaned seed.
        name: the cleaned name of the stratum.
        total: the amounts together in öre, from 1.

    Returns:
        1 + (the first 15 hexadecimal digits of the ticket of »start,NAME«) mod the total: a whole number from 1 to the
        total, in n:ths of an öre. Each is as likely as the next but for one part in 2**60 / total.

    Source: as in `sampling.draw.ticket`.
    """
    return 1 + int(ticket(seed, f"start,{name}")[:START_DIGITS], 16) % total


def hits_in(*, amounts: Sequence[int], sample_size: int, start: int) -> list[int]:
    """Give the places of the payments that are hit.

    Args:
        amounts: in öre, in their order, each above 0.
        sample_size: units to draw (n), from 1.
        start: from 1 to the total, in n:ths of an öre (see `start_of`).

    Returns:
        For i from 0 to n - 1 the first place where n · the running total reaches start + i · the total. Over all the
        starts there are, an amount a is hit exactly n · a / total times in the mean, whatever the order.

    Source: as in `select_intervals`; whole numbers, so that every machine finds the same.
    """
    totals = list(accumulate(amounts))
    whole = totals[-1]
    return [bisect_left(totals, -(-(start + each * whole) // sample_size)) for each in range(sample_size)]


def in_ticket_order(*, seed: str, ids: Iterable[str]) -> list[DrawnUnit]:
    """Give all the units in the order of their tickets, which is that of the intervals too.

    Args:
        seed: the cleaned seed.
        ids: cleaned ids in any order.

    Returns:
        Every unit with its ticket. No order of the register, such as by amount or month, can meet the intervals.

    Source: `sampling.draw.ticket`.
    """
    return sorted((DrawnUnit(ticket(seed, unit_id), unit_id) for unit_id in ids), key=lambda one: (one.ticket, one.id))


def draw_payments(*, seed: str, amounts: Mapping[str, Number], sample_size: int, name: str = "alla") -> PaymentDraw:
    """Draw payments with a chance in proportion to their amounts, in a way that anybody can repeat.

    Args:
        seed: any text that isn't empty when trimmed and holds no control characters. It is cleaned.
        amounts: by the payment's id, in any order; each above 0 and in whole öre, together at least `sample_size`
            kronor.
        sample_size: monetary units to draw (n), from 1.
        name: what the stratum is called. It goes into the start.

    Returns:
        The payments, put in the order of their tickets and selected at intervals, as `start_of` and `hits_in` say.

    Raises:
        DrawError: for the seed.
        ArgumentError: with all that is wrong with the amounts and the size.

    Source: as in `select_intervals`, `start_of` and `sampling.draw.ticket`.
    """
    faults = list(text_faults("seed", seed))
    if faults:
        raise DrawError(faults)
    checks = Checks()
    exact = _amounts(checks, list(amounts.values()), zero_allowed=False)
    for place, amount in enumerate(exact):
        if checks.fine and (amount * 100).denominator != 1:
            checks.refuse(f"amounts[{place}]", amounts[list(amounts)[place]], ArgumentReason.NOT_WHOLE)
    largest = floor(sum(exact)) if checks.fine else None
    size = checks.whole("sample_size", sample_size, Range(1, largest))
    checks.done()
    oren = {unit_id: int(amount * 100) for unit_id, amount in zip(amounts, exact, strict=True)}
    total, order = sum(oren.values()), in_ticket_order(seed=clean(seed), ids=oren)
    start = start_of(seed=clean(seed), name=clean(name), total=total)
    hit = hits_in(amounts=[oren[unit.id] for unit in order], sample_size=size, start=start)
    interval, first = Fraction(total, 100 * size), Fraction(start, 100 * size)
    return PaymentDraw(interval, first, tuple(order[place].id for place in hit))
