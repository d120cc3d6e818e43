"""The allocation of an area as a worked example: steps with words, formula, numbers and paragraph, then the charges."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from audit.agreements.rules.lacking import lacks
from audit.agreements.rules.numbers import kronor, percent_said, plain, share_said
from audit.agreements.rules.splitting import split, to_ore
from audit.agreements.rules.terms import (
    BASE_MONTHS,
    DIVIDING,
    KEY_EXPLANATIONS,
    OF_THE_DEDUCTION,
    CostArea,
    Key,
    Lack,
    Terms,
)
from audit.web.formats import number

NEEDED = Decimal(len(BASE_MONTHS))


@dataclass(frozen=True)
class Step:
    """One step: what is done in words, the reckoning with its numbers, and what comes of it."""

    words: str
    formula: str
    result: str


@dataclass(frozen=True)
class Worked:
    """An area worked through. `charges` holds kronor for each party, or nothing where `lacks` says why; `shares` are
    shown as soon as they are known, even where the sum to be shared isn't."""

    area: CostArea
    rule: str
    steps: tuple[Step, ...]
    shares: dict[str, Fraction]
    charges: dict[str, Decimal]
    lacks: tuple[Lack, ...]

    @property
    def total(self) -> Decimal:
        """What is charged in all, in kronor: exactly the sum of the charges."""
        return sum(self.charges.values(), Decimal(0))


Shared = tuple[list[Step], dict[str, Fraction]]
Charged = tuple[list[Step], dict[str, Decimal]]


def work(area: CostArea, terms: Terms) -> Worked:
    """Share an area by its key.

    Args:
        area: the area of cost; kronor, percent and shares as its fields say.
        terms: the agreement that it belongs to.

    Returns:
        The worked example. Where anything is missing or can't be, there are no charges but the complete list of what
        is lacking; nothing is guessed, and no party is left out to make it come out even.

    Source: the cooperation agreement of 2010, the paragraphs named in each area.
    """
    found = tuple(lacks(area, terms))
    rule = KEY_EXPLANATIONS[area.key] if area.key else ""
    steps, shares = _shares(area, terms, found)
    charges: dict[str, Decimal] = {}
    if not found and area.key in DIVIDING:
        more, charges = _divided(area, shares)
        steps += more
    elif area.key in CHARGES:
        more, charges = CHARGES[area.key](area, complete=not found)
        steps += more
    return Worked(area, rule, tuple(steps), shares, charges, found)


def work_all(terms: Terms) -> list[Worked]:
    """Every area of an agreement, in its order."""
    return [work(area, terms) for area in terms.areas]


def billed(worked: list[Worked], parties: tuple[str, ...]) -> dict[str, Decimal]:
    """What each party is charged in all areas together, in kronor; areas with lacks are not in it."""
    return {name: sum((one.charges.get(name, Decimal(0)) for one in worked), Decimal(0)) for name in parties}


# ---- Shares ------------------------------------------------------------------------------------------------------


def _shares(area: CostArea, terms: Terms, found: tuple[Lack, ...]) -> Shared:
    """The shares as far as they can be known: a missing sum does not hide them, anything else does."""
    of_the_sum = {lack for lack in found if lack.where == area.name and lack.what.startswith("Årets kostnad")}
    if area.key not in SHARES or set(found) - of_the_sum:
        return [], {}
    return SHARES[area.key](area, terms)


def _by_cases(area: CostArea, terms: Terms) -> Shared:
    sums = {part.party: sum(terms.base.cases[part.party][month] for month in BASE_MONTHS) for part in area.sharing}
    steps = []
    for name, cases in sums.items():
        months = " + ".join(number(terms.base.cases[name][month]) for month in BASE_MONTHS)
        words = f"Medeltal av aktuella ärenden april–september {terms.year - 1} för {name}, flyktingärenden medräknade"
        steps.append(Step(words, f"({months}) / {len(BASE_MONTHS)}", _mean(cases)))
    total = sum(sums.values())
    added = " + ".join(number(cases) for cases in sums.values())
    steps.append(Step("Medeltalen tillsammans", f"({added}) / {len(BASE_MONTHS)}", _mean(total)))
    return steps + _share_steps(sums, total, _sixth), _over(sums, total)


def _sixth(cases: int) -> str:
    """A mean without rounding, so that whoever reckons after it gets the same share."""
    return f"({number(cases)} / {len(BASE_MONTHS)})"


def _mean(cases: int) -> str:
    value = Decimal(cases) / NEEDED
    return plain(value) if cases * 100 % len(BASE_MONTHS) == 0 else f"≈ {number(value, 2)}"


def _by_population(area: CostArea, terms: Terms) -> Shared:
    people = {part.party: terms.base.population[part.party] for part in area.sharing}
    total = sum(people.values())
    steps = [Step("Befolkningen tillsammans", " + ".join(map(number, people.values())), number(total))]
    return steps + _share_steps(people, total, number), _over(people, total)


def _share_steps(of: dict[str, int], total: int, said: Callable[[int], str]) -> list[Step]:
    return [
        Step(f"Andel för {name}", f"{said(value)} / {said(total)}", percent_said(Fraction(value, total)))
        for name, value in of.items()
    ]


def _over(of: dict[str, int], total: int) -> dict[str, Fraction]:
    return {name: Fraction(value, total) for name, value in of.items()}


def _equal(area: CostArea, terms: Terms) -> Shared:  # noqa: ARG001
    count = len(area.sharing)
    share = Fraction(1, count)
    step = Step(f"Lika delar mellan {number(count)} parter", f"1 / {number(count)}", share_said(share))
    return [step], {part.party: share for part in area.sharing}


def _fixed(area: CostArea, terms: Terms) -> Shared:  # noqa: ARG001
    shares = {part.party: part.share for part in area.sharing if part.share}
    step = Step("Andelarna i överenskommelsen", " + ".join(map(share_said, shares.values())), "1")
    return [step], shares


SHARES: dict[Key | None, Callable[[CostArea, Terms], Shared]] = {
    Key.OPEN_CASES: _by_cases,
    Key.POPULATION: _by_population,
    Key.EQUAL: _equal,
    Key.FIXED: _fixed,
}


# ---- Charges -----------------------------------------------------------------------------------------------------


def _divided(area: CostArea, shares: dict[str, Fraction]) -> Charged:
    whole = to_ore(area.amount or Decimal(0))
    charges = split(whole, shares)
    steps = [
        Step(f"Belopp för {name}", f"{kronor(whole)} × {share_said(shares[name])}", kronor(amount))
        for name, amount in charges.items()
    ]
    summed = " + ".join(kronor(amount) for amount in charges.values())
    words = "Summan stämmer med årets kostnad. Ören som blir över går till den som har störst rest"
    return [*steps, Step(words, summed, kronor(whole))], charges


def _administration(area: CostArea, *, complete: bool) -> Charged:
    if area.rate is None or not 0 <= area.rate <= 100:
        return [], {}
    rate = Fraction(area.rate) * OF_THE_DEDUCTION
    performer = area.performer or "utföraren"
    said = percent_said(rate / 100, 4 if (rate * 100).denominator != 1 else _decimals(rate))
    step = Step(f"Två tredjedelar av det administrativa avdraget hos {performer}", f"{plain(area.rate)} % × 2/3", said)
    if not complete:
        return [step], {}
    charges = {part.party: to_ore(Fraction(part.allocation or 0) * rate / 100) for part in area.sharing}
    steps = [
        Step(
            f"Belopp för {part.party}", f"{kronor(part.allocation or Decimal(0))} × {said}", kronor(charges[part.party])
        )
        for part in area.sharing
    ]
    return [step, *steps], charges


def _decimals(percent: Fraction) -> int:
    return 1 if (percent * 10).denominator == 1 else 2


def _allocation(area: CostArea, *, complete: bool) -> Charged:
    if not complete:
        return [], {}
    steps, charges = [], {}
    for part in area.sharing:
        allocation, percent = part.allocation or Decimal(0), part.deduction or Decimal(0)
        kept = to_ore(Fraction(allocation) * Fraction(percent) / 100)
        charges[part.party] = allocation - kept
        formula = f"{kronor(allocation)} × {plain(percent)} %"
        steps.append(Step(f"Eget avdrag som {part.party} behåller", formula, kronor(kept)))
        formula = f"{kronor(allocation)} − {kronor(kept)}"
        steps.append(Step(f"Kvar att budgetera för {part.party}", formula, kronor(charges[part.party])))
    return steps, charges


def _direct(area: CostArea, *, complete: bool) -> Charged:
    if not complete:
        return [], {}
    charges = {part.party: part.direct or Decimal(0) for part in area.sharing}
    return [
        Step(f"{name} bär sin egen kostnad", "inget fördelas", kronor(one)) for name, one in charges.items()
    ], charges


def _not_charged(area: CostArea, *, complete: bool) -> Charged:  # noqa: ARG001
    return [Step("Ingen part debiteras", "–", kronor(Decimal(0)))], {}


CHARGES: dict[Key | None, Callable[..., Charged]] = {
    Key.ADMINISTRATION: _administration,
    Key.ALLOCATION: _allocation,
    Key.DIRECT: _direct,
    Key.NOT_CHARGED: _not_charged,
}
