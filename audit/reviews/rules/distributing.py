"""Who reviews what."""

from collections import Counter
from collections.abc import Mapping, Sequence


def propose(
    units: Sequence[tuple[int, int]], *, reviewers: Sequence[int], assigned: Mapping[int, int]
) -> dict[int, int]:
    """A reviewer for each of `units` (unit id, board id), shared evenly within every board.

    `assigned` (unit id → reviewer) stands as it is. Each other unit goes to the one of `reviewers` who has fewest in
    its board, then fewest in all, then comes first. Without reviewers only what is assigned is in the answer.
    """
    proposal = {unit: assigned[unit] for unit, _ in units if unit in assigned}
    board_of = dict(units)
    in_board = Counter((board_of[unit], reviewer) for unit, reviewer in proposal.items())
    in_all = Counter(proposal.values())
    for unit, board in units:
        if unit in proposal or not reviewers:
            continue
        reviewer = min(reviewers, key=lambda one: (in_board[(board, one)], in_all[one], reviewers.index(one)))
        proposal[unit] = reviewer
        in_board[(board, reviewer)] += 1
        in_all[reviewer] += 1
    return proposal
