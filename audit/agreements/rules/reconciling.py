"""The reconciliation (avstämning) before the tertial reports and the annual accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from audit.agreements.rules.splitting import split
from audit.agreements.rules.terms import Key, Lack
from audit.agreements.rules.working import Worked


class Period(StrEnum):
    T1 = "T1"
    T2 = "T2"
    VB = "VB"


PERIOD_NAMES = {Period.T1: "Tertial 1", Period.T2: "Tertial 2", Period.VB: "Verksamhetsberättelse"}


class ProposalStatus(StrEnum):
    """How far a joint proposal has come."""

    PROPOSED = "foreslagen"
    AGREED = "overenskommen"
    DONE = "genomford"
    DROPPED = "utgar"


PROPOSAL_NAMES = {
    ProposalStatus.PROPOSED: "Föreslagen",
    ProposalStatus.AGREED: "Överenskommen",
    ProposalStatus.DONE: "Genomförd",
    ProposalStatus.DROPPED: "Utgår",
}


@dataclass(frozen=True)
class Stated:
    """What a party states of an area, in kronor so far (`outcome`) and for the whole year (`forecast`)."""

    outcome: Decimal | None = None
    forecast: Decimal | None = None


@dataclass(frozen=True)
class Line:
    """One party in one area: budget, outcome, forecast, and the deviation (budget − forecast: below 0 is a deficit).

    In the annual accounts the outcome is the year's, so it stands for the forecast.
    """

    party: str
    budget: Decimal
    stated: Stated
    deviation: Decimal | None


@dataclass(frozen=True)
class Reconciled:
    """An area at one reconciliation. `deviation` is None until every line has its figures; `surplus` is what each
    party gets of a surplus, by the budget's shares."""

    worked: Worked
    lines: tuple[Line, ...]
    deviation: Decimal | None
    surplus: dict[str, Decimal]
    lacks: tuple[Lack, ...]

    @property
    def is_deficit(self) -> bool:
        return self.deviation is not None and self.deviation < 0

    @property
    def is_surplus(self) -> bool:
        return self.deviation is not None and self.deviation > 0


def reconcile(worked: Worked, stated: Mapping[str, Stated], period: Period) -> Reconciled:
    """Hold an area's budget against what is stated of it.

    Args:
        worked: the area's allocation: its charges are the budget.
        stated: outcome and forecast by party, kronor, 0 or more.
        period: at T1 and T2 the forecast is held against the budget, in the annual accounts (VB) the outcome.

    Returns:
        The area's lines. A surplus is shared by the budget's shares to the öre, except where each board bears its own
        cost (direct charge): there nothing is shared. Without a complete budget or with a figure missing there is no
        deviation, and `lacks` says why.

    Source: the cooperation agreement of 2010, Uppföljning §7.
    """
    lines = tuple(_line(name, budget, stated.get(name, Stated()), period) for name, budget in worked.charges.items())
    lacks = [*worked.lacks, *(_lack(line, period) for line in lines if line.deviation is None)]
    deviation = None if lacks or not lines else sum((line.deviation or Decimal(0) for line in lines), Decimal(0))
    return Reconciled(worked, lines, deviation, _surplus(worked, deviation), tuple(lacks))


def _line(party: str, budget: Decimal, stated: Stated, period: Period) -> Line:
    compared = stated.outcome if period is Period.VB else stated.forecast
    return Line(party, budget, stated, None if compared is None else budget - compared)


def _lack(line: Line, period: Period) -> Lack:
    return Lack(line.party, f"{'Utfallet' if period is Period.VB else 'Prognosen'} saknas.")


def _surplus(worked: Worked, deviation: Decimal | None) -> dict[str, Decimal]:
    if deviation is None or deviation <= 0 or worked.area.key is Key.DIRECT:
        return {}
    weights = {name: Fraction(budget) for name, budget in worked.charges.items()}
    return split(deviation, weights)


def totals(reconciled: list[Reconciled], party: str) -> tuple[Decimal, Decimal | None]:
    """A party's budget and deviation over all areas; the deviation is None if any of its lines has none."""
    lines = [line for one in reconciled for line in one.lines if line.party == party]
    budget = sum((line.budget for line in lines), Decimal(0))
    deviations = [line.deviation for line in lines if line.deviation is not None]
    complete = len(deviations) == len(lines) and lines
    return budget, sum(deviations, Decimal(0)) if complete else None
