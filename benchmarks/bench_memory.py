"""The peak memory of a process that selects from a stream of ids, and of one that freezes a frame."""

import subprocess
import sys
from functools import partial

from benchmarks.frames import SIZES
from benchmarks.result import Result, paired

MOST_MEGABYTES = 300.0
FREEZE_LIMIT = 2.0


def measure_select(units: int) -> Result:
    """Against the 300 MB that it may take, Python itself included."""
    return paired([peak("select", units)], [MOST_MEGABYTES], unit="MB", limit=1.0, better="lower")


def measure_freeze(units: int) -> Result:
    """Against a process that only holds the ids in a list."""
    return paired([peak("freeze", units)], [peak("hold", units)], unit="MB", limit=FREEZE_LIMIT, better="lower")


def peak(work: str, units: int) -> float:
    """The megabytes that the work takes at most, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.memory", work, str(units)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


BENCHMARKS = {
    **{f"memory_select_{size}": partial(measure_select, units) for size, units in SIZES.items()},
    **{f"memory_freeze_{size}": partial(measure_freeze, units) for size, units in SIZES.items()},
}
