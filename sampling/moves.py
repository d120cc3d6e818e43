"""Finding the one unit that explains why a stratum's hash no longer fits."""

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

MOST_BYTES = 1_000_000_000


def lost_unit(ids: Sequence[str], candidates: Sequence[str], wanted: str) -> str | None:
    """Find the unit that a stratum had when its hash was taken, and now lacks.

    Args:
        ids: the stratum's cleaned ids now, sorted by code point.
        candidates: where to look for the unit, in any order.
        wanted: the hash of the stratum as it was.

    Returns:
        The candidate that, put back, gives the hash, or None: if there is none, or if the search would
        hash more than `MOST_BYTES` bytes (some seconds; about 10,000 units).

    Source: trial of every candidate against the frame hash of `sampling.frame`.
    """
    body, starts = _body(ids)
    if len(body) * len(candidates) > MOST_BYTES:
        return None
    for unit in candidates:
        cut = starts[bisect_left(ids, unit)]
        digest = hashlib.sha256(body[:cut])
        digest.update(f"{unit}\n".encode())
        digest.update(body[cut:])
        if digest.hexdigest() == wanted:
            return unit
    return None


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
    if len(body) * len(ids) > MOST_BYTES:
        return None
    for unit, start, end in zip(ids, starts, starts[1:], strict=False):
        digest = hashlib.sha256(body[:start])
        digest.update(body[end:])
        if digest.hexdigest() == wanted:
            return unit
    return None


def _body(ids: Sequence[str]) -> tuple[memoryview, list[int]]:
    """Give the bytes that are hashed, and where each id starts in them (and the last one ends)."""
    lines = [f"{unit}\n".encode() for unit in ids]
    return memoryview(b"".join(lines)), list(accumulate(map(len, lines), initial=0))
