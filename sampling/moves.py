"""Finding the one unit that explains why a stratum's hash no longer fits."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

MOST_BYTES = 4_000_000_000


@dataclass(frozen=True)
class Trial:
    """A unit to try: the body as it is up to `cut`, then `line`, then the body again from `resume`."""

    unit: str
    cut: int
    line: bytes
    resume: int


def lost_unit(ids: Sequence[str], candidates: Iterable[str], wanted: str) -> str | None:
    """Find the unit that a stratum had when its hash was taken, and now lacks.

    Args:
        ids: the stratum's cleaned ids now, sorted by code point.
        candidates: where to look for the unit, in any order.
        wanted: the hash of the stratum as it was.

    Returns:
        The candidate that, put back, gives the hash, or None: if there is none, or if the search would
        hash more than `MOST_BYTES` bytes (some seconds; three strata of 20,000 units are within it).

    Source: trial of every candidate against the frame hash of `sampling.frame`.
    """
    body, starts = _body(ids)
    trials = []
    for unit in sorted(candidates):
        cut = starts[bisect_left(ids, unit)]
        trials.append(Trial(unit, cut, _line(unit), cut))
    return _fitting(body, trials, wanted)


def surplus_unit(ids: Sequence[str], wanted: str) -> str | None:
    """Find the unit that a stratum has now, and lacked when its hash was taken.

    Args:
        ids: the stratum's cleaned ids now, sorted by code point.
        wanted: the hash of the stratum as it was.

    Returns:
        The unit without which the hash fits, or None, as for `lost_unit`.

    Source: as for `lost_unit`.
    """
    body, starts = _body(ids)
    trials = [Trial(unit, start, b"", end) for unit, start, end in zip(ids, starts, starts[1:], strict=False)]
    return _fitting(body, trials, wanted)


def _line(unit: str) -> bytes:
    return f"{unit}\n".encode()


def _body(ids: Sequence[str]) -> tuple[memoryview, list[int]]:
    """Give the bytes that are hashed, and where each id starts in them (and the last one ends)."""
    lines = [_line(unit) for unit in ids]
    return memoryview(b"".join(lines)), list(accumulate(map(len, lines), initial=0))


def _fitting(body: memoryview, trials: list[Trial], wanted: str) -> str | None:
    """Try the trials, sorted by their cuts; what stands before a cut is hashed once for all."""
    if sum(len(body) - trial.resume for trial in trials) > MOST_BYTES:
        return None
    head, hashed = hashlib.sha256(), 0
    for trial in trials:
        head.update(body[hashed : trial.cut])
        hashed = trial.cut
        digest = head.copy()
        digest.update(trial.line)
        digest.update(body[trial.resume :])
        if digest.hexdigest() == wanted:
            return trial.unit
    return None
