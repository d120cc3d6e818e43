"""The planning help on a round's page: what its samples can show, before and after the draw. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.rounds.operations import Payable, SeenRound, by_krona, population_of
from audit.rounds.rules import Stage
from audit.rounds.rules.planning_help import CONFIDENCES, Planned, PlanningHelp, planning_help, settled_help
from audit.wording import promised_by_amount

OPEN = frozenset({Stage.FRAMES, Stage.SIZES})
SETTLED = frozenset({Stage.SEED, Stage.READY, Stage.DRAWN})


@dataclass(frozen=True)
class Shown:
    """What the section shows: the form while the sizes may change, then only what the sample can show.

    `unframed` are the boards without a frame; `unfolded` the parts of the form that somebody has asked for or used.
    """

    help: PlanningHelp | None
    settled: Mapping[str, str]
    unframed: tuple[str, ...]
    unfolded: frozenset[str]
    may_change: bool
    drawn: bool
    confidences: tuple[str, ...] = CONFIDENCES


def shown_help(seen: SeenRound, given: Mapping[str, str], able: Mapping[int, Payable]) -> Shown | None:
    """The section for a round as somebody sees it; None where there is nothing to plan and no sample.

    `able` is what can be drawn by amount, by the boards, where the round draws so.
    """
    if by_krona(seen.round_) and seen.stage in OPEN | SETTLED:
        return _by_amount(seen, able)
    kind = str(seen.round_.kind)
    planned = [
        Planned(item.part.board_id, item.board, population_of(item), item.part.size)
        for item in seen.parts
        if population_of(item)
    ]
    if seen.stage in SETTLED:
        # Fewer than planned may have been left to draw.
        fixed = [Planned(one.board_id, one.board, one.population, min(one.size, one.population)) for one in planned]
        settled = {one.board: settled_help(one, kind=kind) for one in fixed}
        return Shown(None, settled, (), frozenset(), may_change=False, drawn=seen.stage is Stage.DRAWN)
    if seen.stage not in OPEN:
        return None
    help_ = planning_help(planned, kind=kind, given=given, focus=len(seen.round_.focus)) if planned else None
    return Shown(
        help=help_,
        settled={},
        unframed=tuple(item.board for item in seen.parts if not population_of(item)),
        unfolded=(help_.unfolded if help_ else frozenset()) | {given.get("visa", "")},
        may_change=seen.runs,
        drawn=False,
    )


def _by_amount(seen: SeenRound, able: Mapping[int, Payable]) -> Shown:
    said = {
        item.board: promised_by_amount(able[item.part.board_id].total, item.part.size)
        for item in seen.parts
        if item.part.board_id in able
    }
    drawn = seen.stage is Stage.DRAWN
    return Shown(None, said, (), frozenset(), may_change=seen.stage in OPEN and seen.runs, drawn=drawn)
