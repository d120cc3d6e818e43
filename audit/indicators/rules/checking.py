"""Figures held against each other: every rule tried on its table, with the arithmetic, and nothing corrected."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from audit.indicators.rules.formulas import Formula, How, Named, Number, Relation, Single, Term, named
from audit.indicators.rules.lights import Light, Standing
from audit.indicators.rules.numbers import decimals, said, said_of_years
from audit.indicators.rules.sheets import PARTS, Sheet
from audit.indicators.rules.words import Verdict

Tell = Callable[[Decimal], str]


@dataclass(frozen=True)
class Tried:
    """A rule tried in one place: where, what was found in words, and by how much the sides differ."""

    where: str
    told: str
    verdict: Verdict
    difference: Decimal | None = None

    @property
    def words(self) -> str:
        """The arithmetic as one sentence."""
        placed = f"{self.where}: {self.told}" if self.where else self.told
        off = f" Skillnad {said(self.difference)}." if self.verdict is Verdict.CONTRADICTS and self.difference else ""
        return f"{placed}{off}"


class UnknownNameError(ValueError):
    """A rule names a row, column or table that isn't there; the text is Swedish."""


def verdict_of(tried: Sequence[Tried]) -> Verdict:
    """What the rule has found in all its places: one that doesn't hold is enough."""
    verdicts = {one.verdict for one in tried}
    for verdict in (Verdict.CONTRADICTS, Verdict.AGREES):
        if verdict in verdicts:
            return verdict
    return Verdict.UNTESTED


def try_formula(
    formula: Formula, sheets: Mapping[str, Sheet], home: Sheet | None, tolerance: Decimal = Decimal(0)
) -> list[Tried]:
    """Try a rule on its own table (`home`), row by row or column by column, or on single figures of `sheets`.

    Args:
        formula: the rule.
        sheets: every table of the document by its caption.
        home: the table whose rows or columns the rule names; None for a rule of single figures.
        tolerance: how far the sides may be from each other, in the unit of the figures, and still agree.

    Returns:
        One result for each place. A quotient and a percentage are rounded half up to the decimals of what is stated;
        a figure that stands in two places is compared with the fewer decimals of the two.

    Raises:
        UnknownNameError: with the name that is not there.
    """
    formula = _bound(formula, home)
    places = _places(formula, home)
    return [_try(formula, sheets, home, place, tolerance) for place in places]


@dataclass(frozen=True)
class _Place:
    """Where a rule is tried: the row or column that stays while its terms name the others."""

    row: str | None = None
    column: str | None = None

    @property
    def words(self) -> str:
        return self.row or self.column or ""


def _bound(formula: Formula, home: Sheet | None) -> Formula:
    """The same where a number that a row or column of the table is called by stands for that row or column."""
    names = {*home.row_labels(), *home.columns} if home else set()

    def read(term: Term) -> Term:
        return Named(term.text) if isinstance(term, Number) and term.text in names else term

    right = tuple((sign, read(term)) for sign, term in formula.right)
    return replace(formula, left=read(formula.left), right=right)


def _places(formula: Formula, home: Sheet | None) -> list[_Place]:
    names = named(formula.terms())
    if not names:
        return [_Place()]
    if home is None:
        raise UnknownNameError(f"»{names[0]}« är ingen siffra. Skriv Tabell {PARTS} rad {PARTS} kolumn.")
    rows, columns = set(home.row_labels()), set(home.columns)
    missing = [name for name in names if name not in rows | columns]
    if missing:
        raise UnknownNameError(f"Tabellen {home.caption} har varken rad eller kolumn som heter »{missing[0]}«.")
    if set(names) <= rows and set(names) <= columns:
        raise UnknownNameError(f"»{names[0]}« är både rad och kolumn. Skriv Tabell {PARTS} rad {PARTS} kolumn.")
    if set(names) <= rows:
        return [_Place(column=column) for column in home.columns]
    if set(names) <= columns:
        return [_Place(row=row) for row in home.row_labels()]
    raise UnknownNameError("Regeln blandar rader och kolumner. Skriv bara rader, eller bara kolumner.")


def _try(formula: Formula, sheets: Mapping[str, Sheet], home: Sheet | None, place: _Place, tolerance: Decimal) -> Tried:
    left = _figure(formula.left, sheets, home, place)
    right = [(sign, _figure(term, sheets, home, place)) for sign, term in formula.right]
    figures = [figure for _, figure in right if figure is not None]
    if left is None or len(figures) < len(right):
        missing = [_name(term) for term in formula.terms() if _figure(term, sheets, home, place) is None]
        return Tried(place.words, f"siffran saknas för {', '.join(missing)}.", Verdict.UNTESTED)
    if formula.how is not How.SUM and figures[1] == 0:
        return Tried(place.words, "det går inte att dela med 0.", Verdict.UNTESTED)
    tell = said_of_years if _among_years(formula, sheets, home, place) else said
    worked = [(sign, figure) for sign, figure in right if figure is not None]
    return _held(formula, left, worked, place, tolerance, tell)


def _among_years(formula: Formula, sheets: Mapping[str, Sheet], home: Sheet | None, place: _Place) -> bool:
    """Whether one of the figures stands where years do."""
    for term in formula.terms():
        if isinstance(term, Single) and sheets[term.table].holds_year(term.row, term.column):
            return True
        if isinstance(term, Named) and home and home.holds_year(place.row or term.name, place.column or term.name):
            return True
    return False


def _held(
    formula: Formula,
    left: Decimal,
    right: Sequence[tuple[int, Decimal]],
    place: _Place,
    tolerance: Decimal,
    tell: Tell,
) -> Tried:
    exact = _exact(formula.how, right)
    stated, compared = left, exact
    if formula.how is not How.SUM:
        compared = Fraction(_rounded(exact, decimals(left)))
    elif len(right) == 1 and formula.relation is Relation.EQUAL:
        fewest = min(decimals(left), decimals(right[0][1]))
        stated, compared = _rounded(Fraction(left), fewest), Fraction(_rounded(exact, fewest))
    apart = Fraction(stated) - compared
    holds = {
        Relation.EQUAL: abs(apart) <= Fraction(tolerance),
        Relation.AT_MOST: apart <= Fraction(tolerance),
        Relation.AT_LEAST: -apart <= Fraction(tolerance),
    }[formula.relation]
    linked = LINKS[formula.relation][0 if holds else 1]
    told = f"{tell(left)} {linked} {_worked(formula, right, exact, tell)}."
    verdict = Verdict.AGREES if holds else Verdict.CONTRADICTS
    return Tried(place.words, told, verdict, abs(_decimal(apart)) if apart else None)


LINKS = {
    Relation.EQUAL: ("stämmer med", "anges, men"),
    Relation.AT_MOST: ("är högst", "anges, men det är mer än"),
    Relation.AT_LEAST: ("är minst", "anges, men det är mindre än"),
}


def _exact(how: How, right: Sequence[tuple[int, Decimal]]) -> Fraction:
    if how is How.SUM:
        return sum((sign * Fraction(value) for sign, value in right), Fraction(0))
    (_, over), (_, under) = right
    return Fraction(over) / Fraction(under) * (100 if how is How.PERCENT else 1)


def _rounded(value: Fraction, places: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).normalize() + Decimal(0)


def _worked(formula: Formula, right: Sequence[tuple[int, Decimal]], exact: Fraction, tell: Tell) -> str:
    """The right side in figures, with what it comes to."""
    if formula.how is How.SUM:
        first = tell(right[0][1]) if right[0][0] > 0 else f"−{tell(right[0][1])}"
        if len(right) == 1:
            return f"{first} på det andra stället" if formula.relation is Relation.EQUAL else first
        told = first + "".join(f" {'+' if sign > 0 else '−'} {_braced(value, tell)}" for sign, value in right[1:])
        return f"{told} = {tell(_rounded(exact, max(decimals(value) for _, value in right)))}"
    (_, over), (_, under) = right
    if formula.how is How.PERCENT:
        return f"{tell(over)} av {tell(under)} är {said(exact, 1).removeprefix('≈ ')} %"
    came_to = said(exact, 1)
    return f"{tell(over)} / {tell(under)} {came_to if came_to.startswith('≈') else f'= {came_to}'}"


def _braced(value: Decimal, tell: Tell) -> str:
    return f"({tell(value)})" if value < 0 else tell(value)


def _figure(term: Term, sheets: Mapping[str, Sheet], home: Sheet | None, place: _Place) -> Decimal | None:
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Single):
        if term.table not in sheets:
            raise UnknownNameError(f"Dokumentet har ingen tabell som heter »{term.table}«.")
        try:
            return sheets[term.table].value(term.row, term.column)
        except KeyError:
            raise UnknownNameError(
                f"Tabellen {term.table} har ingen rad {term.row} med en kolumn {term.column}."
            ) from None
    assert home is not None  # noqa: S101 - `_places` has refused a rule that names something without a table
    return home.value(place.row or term.name, place.column or term.name)


def _name(term: Term) -> str:
    if isinstance(term, Named):
        return term.name
    return f"{term.row}, {term.column}" if isinstance(term, Single) else said(term.value)


# ---- Rules about indicators ---------------------------------------------------------------------------------------


def try_units(units: Iterable[tuple[str, str]]) -> Iterator[Tried]:
    """Whether each indicator's unit goes with its name: what is called »Andel« is in percent, »Antal« never is.

    `units` are names with units. An indicator of neither name, or without a unit, is not tried.
    """
    for name, unit in units:
        first = name.split(maxsplit=1)[0].casefold() if name.strip() else ""
        if not unit or not first.startswith(("andel", "antal")):
            continue
        is_share = first.startswith("andel")
        fits = (unit == "%") is is_share
        wanted = "Andel mäts i %" if is_share else "Antal mäts inte i %"
        told = f"enheten är {unit}, " + ("som namnet säger." if fits else f"men det som heter {wanted}.")
        yield Tried(name, told, Verdict.AGREES if fits else Verdict.CONTRADICTS)


def try_all_met(standings: Iterable[tuple[str, Standing]]) -> Iterator[Tried]:
    """Whether every target is met, as the document says: each indicator that isn't met, and each that can't be judged.

    An indicator without a yearly target is told as one that can't be judged.
    """
    verdicts = {Light.MET: Verdict.AGREES, Light.UNKNOWN: Verdict.UNTESTED}
    for name, standing in standings:
        told = standing.why if standing.light is Light.UNKNOWN else f"{standing.name.lower()}, {standing.why}"
        yield Tried(name, told, verdicts.get(standing.light, Verdict.CONTRADICTS))
