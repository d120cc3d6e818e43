"""Where goals stand in their tree once one is moved: it takes along what hangs on it, and nothing else hangs anew."""

from collections.abc import Sequence
from enum import StrEnum

from audit.indicators.rules.pasting import parents
from audit.indicators.rules.words import DEPTHS, Level


class Way(StrEnum):
    UP = "upp"
    DOWN = "ned"
    UNDER = "under"


def moved(levels: Sequence[Level], at: int, way: Way, under: int | None = None) -> list[int] | None:
    """The new order once a goal is moved.

    Args:
        levels: the level of each goal of the tree, in its order. A goal hangs on the nearest before it that is higher.
        at: the place (from 0) of the goal that is moved.
        way: past the neighbour before or after it, or under another goal.
        under: the place of the goal that it is to hang on; None for none. Read where `way` is UNDER.

    Returns:
        The old places in their new order; None where there is no neighbour of its level that way, or where what is to
        hold it is not higher than it or hangs on it.
    """
    own = _span(levels, at)
    if way is Way.UNDER:
        return _under(levels, own, under)
    beside = [place for place in _siblings(levels, at) if (place < at) is (way is Way.UP) and place != at]
    if not beside:
        return None
    neighbour = beside[-1] if way is Way.UP else beside[0]
    if levels[neighbour] is not levels[at]:
        return None
    first, second = sorted((own, _span(levels, neighbour)), key=lambda span: span.start)
    return [*range(first.start), *second, *first, *range(second.stop, len(levels))]


def can_hold(levels: Sequence[Level], at: int) -> list[int]:
    """The places of the goals that the one at `at` may hang on."""
    own = _span(levels, at)
    return [place for place, level in enumerate(levels) if place not in own and DEPTHS[level] < DEPTHS[levels[at]]]


def _under(levels: Sequence[Level], own: range, under: int | None) -> list[int] | None:
    if under is not None and under not in can_hold(levels, own.start):
        return None
    rest = [place for place in range(len(levels)) if place not in own]
    to = 0 if under is None else rest.index(under) + 1
    # Behind what is as deep or deeper, so that nothing else comes to hang on it, and before what is higher.
    while to < len(rest) and DEPTHS[levels[rest[to]]] >= DEPTHS[levels[own.start]]:
        to += 1
    return [*rest[:to], *own, *rest[to:]]


def _span(levels: Sequence[Level], at: int) -> range:
    """The places of a goal and of all that hangs on it."""
    stop = at + 1
    while stop < len(levels) and DEPTHS[levels[stop]] > DEPTHS[levels[at]]:
        stop += 1
    return range(at, stop)


def _siblings(levels: Sequence[Level], at: int) -> list[int]:
    above = parents(levels)
    return [place for place, parent in enumerate(above) if parent == above[at]]
