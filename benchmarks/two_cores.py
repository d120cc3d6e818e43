"""What a second core would give the draw: `python -m benchmarks.two_cores [UNITS]`. The library does not use it."""

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from benchmarks.frames import BOARDS, QUOTAS, SEED, frame
from benchmarks.timing import seconds
from sampling import DrawnUnit, Frame, draw_strata, select

COUNT = 15
HALVES: list[tuple[tuple[str, ...], ...]] = []


def halves_of(drawn_from: Frame) -> list[tuple[tuple[str, ...], ...]]:
    """Each stratum's ids, half of them for each of two processes."""
    both = [(each.ids[: each.population // 2], each.ids[each.population // 2 :]) for each in drawn_from.strata]
    return [tuple(first for first, _ in both), tuple(second for _, second in both)]


def draw_half(half: int) -> list[list[DrawnUnit]]:
    return draw_ids(HALVES[half])


def draw_ids(strata: tuple[tuple[str, ...], ...]) -> list[list[DrawnUnit]]:
    return [select(seed=SEED, ids=ids, count=COUNT) for ids in strata]


def joined(halves: list[list[list[DrawnUnit]]]) -> list[list[DrawnUnit]]:
    """The draw is consistent: the smallest tickets of the whole are among the smallest of the halves."""
    return [
        sorted([*first, *second], key=lambda unit: unit.ticket)[:COUNT] for first, second in zip(*halves, strict=True)
    ]


def in_two_processes(method: str) -> list[list[DrawnUnit]]:
    """Forked processes find the ids where they are; spawned ones have them sent."""
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        found = pool.map(draw_half, (0, 1)) if method == "fork" else pool.map(draw_ids, HALVES)
        return joined(list(found))


def main() -> None:
    drawn_from = frame(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    HALVES.extend(halves_of(drawn_from))
    alone = seconds(lambda: draw_strata(frame=drawn_from, seed=SEED, quotas=QUOTAS))
    print(f"one process                       {alone:8.2f} s")
    for method, how in (("fork", "two forked processes"), ("spawn", "two processes, ids sent")):
        print(f"{how:<34}{seconds(partial(in_two_processes, method)):8.2f} s")
    assert len(joined([draw_half(0), draw_half(1)])) == len(BOARDS)


if __name__ == "__main__":
    main()
