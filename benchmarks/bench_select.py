"""The draw from a checked frame, against a loop that only hashes every id and against consistent-sampler."""

from functools import partial
from hashlib import sha256

from benchmarks.frames import QUOTAS, RUNS, SEED, SIZES, frame, unit_id
from benchmarks.result import Result, paired
from benchmarks.timing import in_turn
from sampling import Frame, draw_strata, select

LIMIT = 1.3
SAMPLER_LIMIT, SAMPLER_UNITS, SAMPLER_RUNS = 8.0, 100_000, 9


def measure(units: int, runs: int) -> Result:
    """10 units and 5 reserves of each of three strata."""
    drawn_from = frame(units)
    ours, bare = in_turn(
        lambda: draw_strata(frame=drawn_from, seed=SEED, quotas=QUOTAS), lambda: hash_all(drawn_from), runs=runs
    )
    return paired(ours, bare, unit="s", limit=LIMIT, better="lower")


def hash_all(drawn_from: Frame) -> None:
    """The floor: nothing but the hash of every id."""
    for stratum in drawn_from.strata:
        for each in stratum.ids:
            sha256(each.encode()).digest()


def measure_sampler(units: int = SAMPLER_UNITS, runs: int = SAMPLER_RUNS) -> Result:
    """How many draws of 10 a second; consistent-sampler is given the same ids."""
    from consistent_sampler import sampler

    ids = list(map(unit_id, range(units)))
    ours, theirs = in_turn(
        lambda: select(seed=SEED, ids=ids, count=10),
        lambda: list(sampler(ids, seed=SEED, take=10, output="id")),
        runs=runs,
    )
    each_second = [[1 / seconds for seconds in found] for found in (ours, theirs)]
    return paired(*each_second, unit="draws/s", limit=SAMPLER_LIMIT, better="higher")


BENCHMARKS = {
    "select_sampler": measure_sampler,
    **{f"select_{size}": partial(measure, units, RUNS[size]) for size, units in SIZES.items()},
}
