"""An agreement as the document of 2010 tells it. Figures that it doesn't give are invented, and so marked."""

from decimal import Decimal

from audit.agreements.rules import Base, CostArea, Key, Part, Terms

K, N, OST, S = "Kungsholmen", "Norrmalm", "Östermalm", "Södermalm"
THREE, FOUR = (K, N, OST), (K, N, OST, S)
# Invented: the document names the base, not the figures.
CASES = {
    K: dict(zip(range(4, 10), (195, 196, 194, 190, 188, 189), strict=True)),
    N: dict(zip(range(4, 10), (215, 214, 213, 210, 212, 211), strict=True)),
    OST: dict(zip(range(4, 10), (142, 141, 140, 139, 141, 140), strict=True)),
}
POPULATION = {K: 61_000, N: 65_000, OST: 63_000, S: 117_000}
BASE = Base(CASES, POPULATION)


def area(key: Key | None, *parts: Part, amount: str | None = "1000000", rate: str | None = None) -> CostArea:
    return CostArea(
        name="Området",
        paragraph="§2",
        key=key,
        parts=parts,
        amount=None if amount is None else Decimal(amount),
        performer=OST,
        rate=None if rate is None else Decimal(rate),
    )


def parts(*names: str) -> tuple[Part, ...]:
    return tuple(Part(name) for name in names)


def terms(*areas: CostArea, base: Base = BASE, parties: tuple[str, ...] = FOUR) -> Terms:
    return Terms(2010, parties, areas, base)
