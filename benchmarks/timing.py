"""How long something takes, in turn with what it is compared with, so that a busy minute meets both."""

import time
from collections.abc import Callable

Work = Callable[[], object]
LEAST_SECONDS, LONG_SECONDS = 0.02, 3.0


def seconds(work: Work, times: int = 1) -> float:
    """How long it takes to do the work once, of so many times in a row."""
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def in_turn(ours: Work, bare: Work, *, runs: int) -> tuple[list[float], list[float]]:
    """The seconds of so many runs of each, every other pair begun by the other one.

    The first run of each is no more than a rehearsal, but for what takes so long that it hardly matters. What takes
    less than a few hundredths of a second is done so often in each run that it takes as much.
    """
    first = [seconds(work) for work in (ours, bare)]
    often = [max(1, round(LEAST_SECONDS / max(each, 1e-9))) for each in first]
    found: tuple[list[float], list[float]] = ([], []) if min(first) < LONG_SECONDS else ([first[0]], [first[1]])
    for run in range(len(found[0]), runs):
        for which in (0, 1) if run % 2 else (1, 0):
            found[which].append(seconds((ours, bare)[which], often[which]))
    return found
