"""Who reviews what: shared evenly, never given to somebody who has jäv."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

Barred = Mapping[int, frozenset[int]]
NOBODY: Barred = {}


class Way(StrEnum):
    """How files are proposed to reviewers: evenly within each board, by load over all, or with the boards swapped."""

    EVENLY = "jamnt"
    BY_LOAD = "belastning"
    SWAPPED = "byt"


def propose(
    units: Sequence[tuple[int, int]],
    *,
    reviewers: Sequence[int],
    assigned: Mapping[int, int],
    barred: Barred = NOBODY,
) -> dict[int, int]:
    """A reviewer for each of `units` (unit id, board id), shared evenly within every board.

    `assigned` (unit id → reviewer) stands as it is. Each other unit goes to the one of `reviewers` who has fewest in
    its board, then fewest in all, then comes first; never to one of those `barred` from it (unit id → reviewers).
    A unit that nobody may have is not in the answer.
    """
    proposal = {unit: assigned[unit] for unit, _ in units if unit in assigned}
    board_of = dict(units)
    in_board = Counter((board_of[unit], reviewer) for unit, reviewer in proposal.items())
    in_all = Counter(proposal.values())
    for unit, board in units:
        able = [one for one in reviewers if one not in barred.get(unit, frozenset())]
        if unit in proposal or not able:
            continue
        reviewer = min(able, key=lambda one: (in_board[(board, one)], in_all[one], reviewers.index(one)))
        proposal[unit] = reviewer
        in_board[(board, reviewer)] += 1
        in_all[reviewer] += 1
    return proposal


def propose_by_load(
    units: Sequence[int],
    *,
    load: Mapping[int, int],
    reviewers: Sequence[int],
    assigned: Mapping[int, int],
    barred: Barred = NOBODY,
) -> dict[int, int]:
    """The same without regard to boards: each unit goes to whoever has least to do in all.

    `load` is what each reviewer (account id) has to do beside `units`, in files.
    """
    proposal = {unit: assigned[unit] for unit in units if unit in assigned}
    has = Counter(load) + Counter(proposal.values())
    for unit in units:
        able = [one for one in reviewers if one not in barred.get(unit, frozenset())]
        if unit not in proposal and able:
            proposal[unit] = least_loaded(able, has)
            has[proposal[unit]] += 1
    return proposal


def propose_swapped(
    units: Sequence[tuple[int, int]],
    *,
    homes: Mapping[int, frozenset[int]],
    assigned: Mapping[int, int],
    barred: Barred = NOBODY,
) -> dict[int, int]:
    """The same with each board's files going to reviewers of the other boards, shared evenly among them.

    `homes` are each reviewer's own boards, in the reviewers' order. Whoever belongs to fewest of the round's boards
    but the unit's own comes first; where nobody is from elsewhere, the unit goes by load as else.
    """
    reviewers, has = list(homes), Counter(assigned[unit] for unit, _ in units if unit in assigned)
    proposal = {unit: assigned[unit] for unit, _ in units if unit in assigned}
    for unit, board in units:
        able = [one for one in reviewers if one not in barred.get(unit, frozenset())]
        if unit in proposal or not able:
            continue
        strangers = [one for one in able if board not in homes[one]]
        proposal[unit] = least_loaded(strangers or able, has)
        has[proposal[unit]] += 1
    return proposal


def least_loaded(reviewers: Sequence[int], load: Mapping[int, int]) -> int:
    """Whoever of `reviewers` (at least one) has least, and then comes first."""
    return min(reviewers, key=lambda one: (load.get(one, 0), reviewers.index(one)))
