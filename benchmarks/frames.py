"""Invented frames of any size for what is measured: three boards, each with a third of the units."""

from collections.abc import Iterator

from sampling import Frame, Quota, Stratum, Unit

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
RUNS = {"10k": 15, "100k": 9, "1m": 5, "10m": 2}
BOARDS = ("Kungsholmen", "Norrmalm", "Östermalm")
SEED = "4-2-6-1-3-5"
QUOTAS = {board: Quota(size=10, reserves=5) for board in BOARDS}
STEP = 7_368_787  # a prime, so that every number below a power of ten comes once, in no order


def unit_id(number: int) -> str:
    return f"2026-{number:08}"


def frame(units: int) -> Frame:
    """A checked frame of so many units, its hashes known as after the freeze."""
    bounds = [units * each // len(BOARDS) for each in range(len(BOARDS) + 1)]
    strata = [
        Stratum(board, tuple(map(unit_id, range(first, last))))
        for board, first, last in zip(BOARDS, bounds, bounds[1:], strict=False)
    ]
    made = Frame(tuple(strata))
    for stratum in made.strata:
        assert stratum.sha256
    return made


def delivered(units: int) -> Iterator[Unit]:
    """The rows as a register gives them: in no order."""
    for row in range(units):
        number = row * STEP % units
        yield Unit(unit_id(number), BOARDS[number % len(BOARDS)], row + 1)


def streamed(units: int) -> Iterator[tuple[str, str]]:
    """The stratum and the id of each unit, one at a time."""
    for number in range(units):
        yield BOARDS[number % len(BOARDS)], unit_id(number)
