"""The results of the targeted samples, each by itself: they are never added to those of the boards' own."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from audit.accounts.operations import known
from audit.findings.operations.results import Results, results
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations.populations import populations
from audit.rounds.rules import CRITERIA, TARGET_NAMES, TARGETS, Target


@dataclass(frozen=True)
class TargetedResults:
    """What a targeted sample shows. `populations` are, by board id, how many units it was drawn from."""

    target: Target
    results: Results
    populations: dict[int, int]

    @property
    def name(self) -> str:
        return TARGET_NAMES[self.target]

    @property
    def criterion(self) -> str:
        return CRITERIA[self.target]

    @property
    def population(self) -> int:
        return sum(self.populations.values())


def targeted_results(session: Session, *, round_: Round, board_ids: Collection[int]) -> list[TargetedResults]:
    """The results of every targeted sample that was drawn for any of the boards, in the order of the draws."""
    round_id, found = known(round_.id), []
    for target in TARGETS:
        drawn = rounds.draw_of(session, round_id, target)
        drawn_from = populations(session, round_id=round_id, board_ids=board_ids, target=target) if drawn else {}
        boards = [board for board, population in drawn_from.items() if population]
        if boards:
            shown = results(session, round_=round_, board_ids=boards, target=target)
            found.append(TargetedResults(target, shown, {board: drawn_from[board] for board in boards}))
    return found
