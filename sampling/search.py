"""Finding the smallest whole number for which something holds, when it holds for all larger ones too."""

from bisect import bisect_left
from collections.abc import Callable


def first_within(holds: Callable[[int], bool], lowest: int, highest: int) -> int:
    """Give the smallest number for which it holds.

    Args:
        holds: the question. Once it is True it stays so; it is taken to be True at the highest number.
        lowest, highest: where to look, both included; the highest is no less than the lowest.

    Returns:
        A number from lowest to highest.

    Source: bisection.
    """
    return lowest + bisect_left(range(lowest, highest), True, key=holds)


def first_from(holds: Callable[[int], bool], lowest: int, most: int) -> int | None:
    """Give the smallest number for which it holds, when it is likely to be a small one.

    Args:
        holds: the question. Once it is True it stays so.
        lowest, most: where to look, both included.

    Returns:
        A number from lowest to most, or None if it holds for none of them.

    Source: bisection after steps of doubled length.
    """
    step, failed = 1, lowest - 1
    while failed < most:
        tried = min(failed + step, most)
        if holds(tried):
            return first_within(holds, failed + 1, tried)
        failed, step = tried, step * 2
    return None
