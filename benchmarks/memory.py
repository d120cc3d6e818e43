"""One piece of work in a process of its own: `python -m benchmarks.memory WORK UNITS` prints its peak memory in MB."""

import resource
import sys
from pathlib import Path

from benchmarks.frames import QUOTAS, SEED, delivered, streamed
from sampling import build_frame, select_strata


def draw_from_stream(units: int) -> object:
    """The selection, from ids that come one at a time and are held by nobody else."""
    counts = {board: quota.size + quota.reserves for board, quota in QUOTAS.items()}
    return select_strata(seed=SEED, units=streamed(units), counts=counts)


def freeze(units: int) -> object:
    frozen = build_frame(delivered(units))
    return frozen, frozen.sha256, [stratum.sha256 for stratum in frozen.strata]


def hold(units: int) -> object:
    """The plain alternative to a frame: a list of its ids and nothing more."""
    return [unit.id for unit in delivered(units)]


WORKS = {"select": draw_from_stream, "freeze": freeze, "hold": hold}


def peak_megabytes() -> float:
    """The most memory that this process has held, with Python itself."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count the parent's memory before this process became Python
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    WORKS[sys.argv[1]](int(sys.argv[2]))
    print(f"{peak_megabytes():.1f}")
