"""A frame held against what else is known, so that a register that leaves units out is noticed before it is frozen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from audit.registers.rules.framing import Period, Tally
from audit.registers.rules.tables import RegisterKind

THRESHOLD = Fraction(1, 5)


@dataclass(frozen=True)
class Comparison:
    """One line of a reconciliation: `counted` here against `other` there, and where that stands.

    `other` is None where nothing is known there, and `deviates` is None where there is nothing to judge.
    """

    what: str
    source: str
    counted: int
    other: int | None
    deviates: bool | None = None

    @property
    def difference(self) -> int | None:
        return None if self.other is None else self.counted - self.other


@dataclass(frozen=True)
class Counterpart:
    """The other register of the same board and period (payments for cases, cases for payments), and its name.

    `cases` are all cases in it, `framed_cases` those with a decision or a payment in the period.
    """

    cases: frozenset[str]
    framed_cases: frozenset[str]
    source: str


@dataclass(frozen=True)
class Known:
    """A count from elsewhere: what it is of, and where it stands."""

    what: str
    source: str
    value: int


def deviates(counted: int, other: int, threshold: Fraction = THRESHOLD) -> bool:
    """Whether two counts (0 or more) differ by more than `threshold` (a share, 0 or more) of `other`."""
    return abs(counted - other) > threshold * other


def reconcile(
    tally: Tally,
    *,
    kind: RegisterKind,
    counterpart: Counterpart | None,
    last_year: Known | None,
    published: Iterable[Known],
    threshold: Fraction = THRESHOLD,
) -> tuple[Comparison, ...]:
    """The lines of one board's reconciliation.

    `last_year` is the frame of the same kind a year earlier, `published` are counts that somebody has entered. A line
    deviates where it differs by more than `threshold`, a share of the number there.
    """
    lines = [Comparison("Alla i filen, oavsett datum", "det här utdraget", tally.in_frame, tally.units)]
    if kind is RegisterKind.CASES:
        lines += _cases_against_payments(tally, counterpart, threshold)
    if kind is RegisterKind.PAYMENTS:
        lines += _payments_against_cases(tally, counterpart, threshold)
    earlier = last_year or Known("Ramen ett år tidigare", "", -1)
    lines += [_line(known, tally.in_frame, threshold) for known in (earlier, *published)]
    return tuple(lines)


def _line(known: Known, counted: int, threshold: Fraction) -> Comparison:
    """`counted` against a known count; below 0 means that there is none."""
    if known.value < 0:
        return Comparison(known.what, known.source, counted, None)
    return Comparison(known.what, known.source, counted, known.value, deviates(counted, known.value, threshold))


def _cases_against_payments(tally: Tally, paid: Counterpart | None, threshold: Fraction) -> Iterator[Comparison]:
    if paid is None:
        yield Comparison("Ärenden med utbetalning i perioden", "", len(tally.framed_cases), None)
        return
    own, theirs = tally.framed_cases, paid.framed_cases
    for what, counted, other in (
        ("Ärenden med utbetalning i perioden", own, theirs),
        ("Utbetalda ärenden som finns i ärenderegistret", theirs & tally.cases, theirs),
        ("Ärenden i ramen som har en utbetalning", own & theirs, own),
    ):
        yield _line(Known(what, paid.source, len(other)), len(counted), threshold)


def _payments_against_cases(tally: Tally, decided: Counterpart | None, threshold: Fraction) -> Iterator[Comparison]:
    if decided is None:
        yield Comparison("Ärenden med beslut i perioden", "", len(tally.framed_cases), None)
        return
    own, theirs = tally.framed_cases, decided.framed_cases
    for what, counted, other in (
        ("Ärenden med beslut i perioden", own, theirs),
        ("Utbetalda ärenden som finns i ärenderegistret", own & decided.cases, own),
        ("Ärenden med beslut som har en utbetalning", own & theirs, theirs),
    ):
        yield _line(Known(what, decided.source, len(other)), len(counted), threshold)


def a_year_earlier(period: Period, other: Period) -> bool:
    """Whether `other` is the same period (ten days more or less at both ends) a year before `period`."""
    return all(abs((_year_before(mine) - theirs).days) <= 10 for mine, theirs in zip(period, other, strict=True))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
