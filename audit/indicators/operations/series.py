"""Indicators over the years: those of the same name in several documents, and where two documents differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from audit.agreements.rules import Period
from audit.indicators.operations.reading import Seen, SeenIndicator
from audit.indicators.rules.trends import Trend

TOGETHER = "Alla nämnder"


@dataclass(frozen=True)
class Told:
    """A year's figure with the document that tells it."""

    value: Decimal
    document: str


@dataclass(frozen=True)
class OverYears:
    """An indicator over the years. `figures` by the name of a line and year, `targets` by year; a year that two
    documents tell differently stands among `apart` in words and has the figure of the later document."""

    name: str
    unit: str
    figures: dict[str, dict[int, Told]]
    targets: dict[int, str]
    apart: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for line in self.figures.values() for year in line} | set(self.targets)))

    def trend(self) -> Trend:
        lines = tuple(
            (name, tuple(told[year].value if year in told else None for year in self.years))
            for name, told in self.figures.items()
        )
        return Trend(self.years, lines)


def over_years(documents: Iterable[Seen]) -> list[OverYears]:
    """Every indicator by its name and unit, in the order of the newest documents; only whole years are set together."""
    gathered: dict[tuple[str, str], list[tuple[Seen, SeenIndicator]]] = {}
    for seen in documents:
        for one in seen.indicators:
            gathered.setdefault((one.row.name.casefold(), one.row.unit), []).append((seen, one))
    return [_series(each) for each in gathered.values()]


def _series(found: list[tuple[Seen, SeenIndicator]]) -> OverYears:
    figures: dict[str, dict[int, Told]] = {}
    apart = []
    for seen, one in sorted(found, key=lambda each: each[0].document.year):
        for (year, period, board), _ in sorted(one.outcomes.items(), key=lambda each: (each[0][0], each[0][2] or 0)):
            value = one.figure((year, period, board))
            if period is not Period.VB or value is None:
                continue
            line = figures.setdefault(seen.boards[board] if board else TOGETHER, {})
            before = line.get(year)
            if before and before.value != value:
                apart.append(f"{year}: {before.document} och {seen.name} anger olika utfall.")
            line[year] = Told(value, seen.name)
    newest = found[0][1].row
    targets = {seen.document.year: one.row.target for seen, one in found if one.row.target}
    return OverYears(newest.name, newest.unit, figures, dict(sorted(targets.items())), tuple(apart))
