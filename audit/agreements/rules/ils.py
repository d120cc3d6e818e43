"""What a board pastes into the city's management system (ILS) of a reconciliation: a short text and a row an area."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from audit.agreements.rules.numbers import kronor
from audit.agreements.rules.reconciling import PERIOD_NAMES, Line, Period, Reconciled
from audit.web.formats import number

SHORT = 1_000
HEADS = ("Område", "Budget, kr", "Utfall, kr", "Prognos, kr", "Avvikelse, kr", "Del av överskott, kr")
NOTHING = "–"


@dataclass(frozen=True)
class IlsMaterial:
    """A party's material: the text, at most `SHORT` characters, and its rows, of which the last is the sum."""

    party: str
    text: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def tabbed(self) -> str:
        """The rows with their heads, parted by tabs."""
        return "\n".join("\t".join(cells) for cells in (HEADS, *self.rows))


def ils_material(
    areas: Iterable[Reconciled], *, party: str, period: Period, year: int, proposals: dict[str, list[str]]
) -> IlsMaterial:
    """The material of one party.

    Args:
        areas: the reconciled areas of the agreement.
        party: whose material it is.
        period: T1, T2 or VB, which decides whether forecast or outcome is held against the budget.
        year: the agreement's.
        proposals: the joint proposals that still stand, by area.

    Returns:
        Areas that the party takes part in. What is missing is said and is no zero.

    Source: the cooperation agreement of 2010, Uppföljning §3 (material for the ILS web by board).
    """
    found = [(area, line) for area in areas for line in area.lines if line.party == party]
    rows = [_row(area, line) for area, line in found]
    text = " ".join([*_said(found, party, period, year), *_of_deficits(found, proposals)])
    cut = text if len(text) <= SHORT else f"{text[: SHORT - 1].rsplit(' ', 1)[0]}…"
    return IlsMaterial(party, cut, (*rows, _sum([line for _, line in found])) if rows else ())


def _row(area: Reconciled, line: Line) -> tuple[str, ...]:
    stated = line.stated
    amounts = (line.budget, stated.outcome, stated.forecast, line.deviation, area.surplus.get(line.party))
    return (area.worked.area.name, *map(_cell, amounts))


def _sum(lines: list[Line]) -> tuple[str, ...]:
    columns = [[line.budget, line.stated.outcome, line.stated.forecast, line.deviation] for line in lines]
    return ("Summa", *(_cell(_added(values)) for values in zip(*columns, strict=True)), NOTHING)


def _added(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None as soon as anything is missing."""
    total = Decimal(0)
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _cell(value: Decimal | None) -> str:
    return NOTHING if value is None else number(value, 2)


def _said(found: list[tuple[Reconciled, Line]], party: str, period: Period, year: int) -> Iterable[str]:
    what = "utfallet" if period is Period.VB else "prognosen för året"
    yield f"{PERIOD_NAMES[period]} {year}, samordnad handläggning: {party}."
    deviation = _added(line.deviation for _, line in found)
    if not found:
        yield "Överenskommelsen ger ingen debitering att stämma av."
    elif deviation is None:
        missing = [area.worked.area.name for area, line in found if line.deviation is None]
        yield f"Avvikelsen kan inte räknas: {what} saknas för {', '.join(missing)}."
    else:
        budget = kronor(_added(line.budget for _, line in found) or Decimal(0))
        side = (
            "i balans" if not deviation else f"{kronor(abs(deviation))} {'under' if deviation > 0 else 'över'} budget"
        )
        yield f"Budgeten är {budget} och {what} är {side}."


def _of_deficits(found: list[tuple[Reconciled, Line]], proposals: dict[str, list[str]]) -> Iterable[str]:
    for area, _ in found:
        if area.is_deficit:
            name = area.worked.area.name
            planned = "; ".join(proposals.get(name, ())) or "inget gemensamt förslag finns än"
            lacking = kronor(abs(area.deviation or Decimal(0)))
            yield f"Underskott i {name} för alla parter tillsammans: {lacking}. Åtgärd: {planned}."
