"""What keeps an area from being shared: everything that is missing or can't be, found at once, nothing guessed."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from audit.agreements.rules.numbers import percent_said, plain
from audit.agreements.rules.terms import BASE_MONTHS, DIVIDING, MONTH_NAMES, CostArea, Key, Lack, Terms


def lacks(area: CostArea, terms: Terms) -> list[Lack]:
    """Everything that keeps `area` from being shared by its key; empty if it can be.

    Args:
        area: the area of cost.
        terms: the agreement that it belongs to: its year, parties and base figures.

    Returns:
        What is wrong or missing, each with the place it concerns. The order is that of the agreement.
    """
    if area.key is None:
        return [Lack(area.name, "Området har ingen fördelningsnyckel. Välj en.")]
    found = [*_of_parts(area, terms), *_of_amount(area)]
    return [*found, *CHECKS.get(area.key, _nothing)(area, terms)]


def _nothing(area: CostArea, terms: Terms) -> Iterator[Lack]:  # noqa: ARG001
    yield from ()


def _of_parts(area: CostArea, terms: Terms) -> Iterator[Lack]:
    if area.key is not Key.NOT_CHARGED and not area.sharing:
        yield Lack(area.name, "Ingen part deltar i kostnaden.")
    for part in area.sharing:
        if part.party not in terms.parties:
            yield Lack(part.party, f"Deltar i {area.name} men är inte part i överenskommelsen för {terms.year}.")


def _of_amount(area: CostArea) -> Iterator[Lack]:
    if area.key not in DIVIDING:
        return
    if area.amount is None:
        yield Lack(area.name, "Årets kostnad saknas.")
    elif area.amount < 0:
        yield Lack(area.name, f"Årets kostnad är negativ ({plain(area.amount)} kr). Den ska vara 0 eller mer.")


def _of_cases(area: CostArea, terms: Terms) -> Iterator[Lack]:
    for part in area.sharing:
        months = terms.base.cases.get(part.party, {})
        missing = [MONTH_NAMES[month] for month in BASE_MONTHS if month not in months]
        if missing:
            said = "alla månader" if len(missing) == len(BASE_MONTHS) else ", ".join(missing)
            yield Lack(part.party, f"Antalet aktuella ärenden saknas för {said} {terms.year - 1}.")
        for month in sorted(months):
            if months[month] < 0:
                yield Lack(part.party, f"Antalet ärenden i {MONTH_NAMES[month]} {terms.year - 1} är negativt.")
    if not any(sum(terms.base.cases.get(part.party, {}).values()) for part in area.sharing) and area.sharing:
        yield Lack(area.name, f"Inga aktuella ärenden finns att fördela efter i april–september {terms.year - 1}.")


def _of_population(area: CostArea, terms: Terms) -> Iterator[Lack]:
    for part in area.sharing:
        people = terms.base.population.get(part.party)
        if people is None:
            yield Lack(part.party, "Befolkningen saknas.")
        elif people <= 0:
            yield Lack(
                part.party, f"Befolkningen är {people}. En stadsdel har minst en invånare: kontrollera uppgiften."
            )


def _of_fixed(area: CostArea, terms: Terms) -> Iterator[Lack]:  # noqa: ARG001
    for part in area.sharing:
        if part.share is None:
            yield Lack(part.party, f"Den fasta andelen i {area.name} saknas.")
    total = sum((part.share for part in area.sharing if part.share), Fraction(0))
    if all(part.share for part in area.sharing) and area.sharing and total != 1:
        yield Lack(
            area.name, f"Andelarna blir {percent_said(total)} tillsammans, inte 100 %. Skriv en tredjedel som 1/3."
        )


def _of_administration(area: CostArea, terms: Terms) -> Iterator[Lack]:  # noqa: ARG001
    performer = area.performer or area.name
    yield from _percent(performer, "Utförarens administrativa avdrag", area.rate)
    for part in area.sharing:
        yield from _kronor(part.party, f"Tilldelningen för {area.name}", part.allocation)


def _of_allocation(area: CostArea, terms: Terms) -> Iterator[Lack]:  # noqa: ARG001
    for part in area.sharing:
        yield from _kronor(part.party, f"Tilldelningen för {area.name}", part.allocation)
        yield from _percent(part.party, f"Det egna avdraget för {area.name}", part.deduction)


def _of_direct(area: CostArea, terms: Terms) -> Iterator[Lack]:  # noqa: ARG001
    for part in area.sharing:
        yield from _kronor(part.party, f"Den egna kostnaden för {area.name}", part.direct)


def _kronor(where: str, what: str, value: Decimal | None) -> Iterator[Lack]:
    if value is None:
        yield Lack(where, f"{what} saknas.")
    elif value < 0:
        yield Lack(where, f"{what} är negativ ({plain(value)} kr). Den ska vara 0 eller mer.")


def _percent(where: str, what: str, value: Decimal | None) -> Iterator[Lack]:
    if value is None:
        yield Lack(where, f"{what} saknas.")
    elif not 0 <= value <= 100:
        yield Lack(where, f"{what} är {plain(value)} %. Det ska vara mellan 0 och 100 %.")


CHECKS: dict[Key, Callable[[CostArea, Terms], Iterator[Lack]]] = {
    Key.OPEN_CASES: _of_cases,
    Key.POPULATION: _of_population,
    Key.FIXED: _of_fixed,
    Key.ADMINISTRATION: _of_administration,
    Key.ALLOCATION: _of_allocation,
    Key.DIRECT: _of_direct,
}


# ---- Holes of the agreement itself ------------------------------------------------------------------------------


def holes(terms: Terms) -> list[Lack]:
    """What the agreement itself leaves open, whatever its figures: who is billed without being a party to the cost,
    a party that is in no area, an area without a key, an area that nobody takes part in."""
    found = [lack for area in terms.areas for lack in _holes_of(area, terms)]
    in_some = {part.party for area in terms.areas for part in area.parts} | {area.performer for area in terms.areas}
    idle = [name for name in terms.parties if name not in in_some]
    found += [Lack(name, "Är part i överenskommelsen men deltar inte i något område.") for name in idle]
    return found + _without_figures(terms)


def _holes_of(area: CostArea, terms: Terms) -> Iterator[Lack]:
    if area.key is None:
        yield Lack(area.name, "Området har ingen fördelningsnyckel.")
    for part in area.parts:
        if part.billed and not part.shares:
            said = f"Ska debiteras för {area.name} ({area.paragraph}) men deltar inte i kostnaden."
            yield Lack(part.party, f"{said} Det är oklart vem som ska betala.")
        elif part.billed and area.key is Key.NOT_CHARGED:
            yield Lack(part.party, f"Ska debiteras för {area.name}, som enligt överenskommelsen inte debiteras.")
    if area.performer and area.performer not in terms.parties:
        yield Lack(area.performer, f"Utför {area.name} men är inte part i överenskommelsen.")


def _without_figures(terms: Terms) -> list[Lack]:
    base = terms.base
    found = []
    for name in terms.parties:
        if _needs(terms, name, Key.OPEN_CASES) and not base.cases.get(name):
            found.append(Lack(name, "Har inga uppgifter om aktuella ärenden."))
        if _needs(terms, name, Key.POPULATION) and name not in base.population:
            found.append(Lack(name, "Har ingen uppgift om befolkning."))
    return found


def _needs(terms: Terms, party: str, key: Key) -> bool:
    return any(part.party == party for area in terms.areas if area.key is key for part in area.sharing)
