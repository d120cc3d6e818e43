"""The freeze (normal form, duplicates, hashes) against sorting the ids, looking for duplicates and hashing them."""

from functools import partial
from hashlib import sha256

from benchmarks.frames import SIZES, delivered
from benchmarks.result import Result, paired
from benchmarks.timing import in_turn
from sampling import Frame, build_frame

LIMIT = 2.0


def measure(units: int, runs: int) -> Result:
    """Rows in no order, as a register gives them, until the frame's and the strata's hashes are known."""
    ours, bare = in_turn(lambda: freeze(units), lambda: sort_and_hash(units), runs=runs)
    return paired(ours, bare, unit="s", limit=LIMIT, better="lower")


def freeze(units: int) -> Frame:
    frozen = build_frame(delivered(units))
    assert frozen.sha256
    assert all(stratum.sha256 for stratum in frozen.strata)
    return frozen


def sort_and_hash(units: int) -> str:
    """The plain alternative: takes the ids as they are, without strata and without saying what is wrong where."""
    ids = [unit.id for unit in delivered(units)]
    assert len(set(ids)) == len(ids)
    return sha256("".join(f"{each}\n" for each in sorted(ids)).encode()).hexdigest()


BENCHMARKS = {f"freeze_{size}": partial(measure, units, 1 if size == "10m" else 3) for size, units in SIZES.items()}
