"""An improvement area with all that belongs to it: whose it is, how it stands, since when and until when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from audit.accounts.operations import known
from audit.clock import swedish_day
from audit.improvements.models import Evidence, FollowUp, ImprovementArea, Measure, Recurrence
from audit.improvements.rules import (
    AreaStatus,
    Judged,
    MeasureStatus,
    Recurred,
    RoundPlace,
    closed_on,
    follows_from,
    is_overdue,
    measure_is_overdue,
    status_after,
    time_said,
)
from audit.registers.rules import RegisterKind
from audit.rounds.models import Origin, Round


@dataclass(frozen=True)
class Area:
    """An improvement area with what belongs to it. `follow_ups` are in the order of their days; what was judged or
    seen again in a round of `overtaken` (by their ids), which a new draw has replaced, is told but counts for nothing.
    `links` are the linked questions, each with the checklist in which it was linked; `kinds` is what those checklists
    are for, empty where nobody can say. `passed_on` are the boards that have ended, with the one that follows the area
    in their place; `inherited` are those that have it from them alone, with the last day of the first that ended."""

    area: ImprovementArea
    follow_ups: tuple[FollowUp, ...]
    recurrences: tuple[Recurrence, ...]
    rounds: dict[int, Round]
    overtaken: frozenset[int]
    kinds: frozenset[RegisterKind] = frozenset()
    board_names: dict[int, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    observation_ids: tuple[int, ...] = ()
    measures: tuple[Measure, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    passed_on: dict[int, int] = field(default_factory=dict)
    inherited: dict[int, date] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return known(self.area.id)

    @property
    def question_ids(self) -> tuple[str, ...]:
        return tuple(self.links)

    @property
    def origin_round(self) -> Round | None:
        return self.rounds.get(self.area.origin_round_id or 0)

    def fits(self, kind: RegisterKind) -> bool:
        """Whether a round of that kind can say anything of it: one that asks what the area is about."""
        own = self.kinds or ({self.origin_round.kind} if self.origin_round else set())
        return not own or kind in own

    # Whose it is

    @property
    def followed_by(self) -> dict[int, str]:
        """The names of the boards that follow the area now: not those that have ended and passed it on."""
        return {board: name for board, name in self.board_names.items() if board not in self.passed_on}

    def before(self, board_ids: Collection[int]) -> dict[int, str]:
        """The names of the boards that those have the area from."""
        found: dict[int, str] = {}
        left = set(board_ids)
        while earlier := {old for old, new in self.passed_on.items() if new in left} - found.keys():
            found |= {old: self.board_names[old] for old in earlier}
            left = earlier
        return dict(sorted(found.items(), key=lambda one: one[1]))

    @property
    def boards_said(self) -> str:
        """»Norrmalm, Innerstan (tog över efter Kungsholmen och Östermalm)«."""
        return ", ".join(f"{name}{taken_over(self.before([board]))}" for board, name in self.followed_by.items())

    @property
    def taken_over_said(self) -> str:
        """» (tog över efter Kungsholmen)« of all that have ended, or nothing."""
        return taken_over(self.before(self.followed_by))

    def concerns(self, board_id: int, round_: Round) -> bool:
        """Whether the round is one in which the board follows the area."""
        last = self.inherited.get(board_id)
        return board_id in self.board_names and (last is None or last < follows_from_of(round_))

    # How it stands

    def judged(self) -> list[Judged]:
        """The follow-ups that count, as the rules see them."""
        return [
            Judged(
                known(one.id), one.followed_on, one.status, one.created_at, place_of(self.rounds.get(one.round_id or 0))
            )
            for one in self.follow_ups
            if one.round_id not in self.overtaken
        ]

    def recurred(self) -> list[Recurred]:
        """The recurrences that count, as the rules see them, in the order of their rounds."""
        return [Recurred(place, one.noted_at) for place, one in self._back()]

    def _back(self) -> list[tuple[RoundPlace, Recurrence]]:
        counting = [one for one in self.recurrences if one.withdrawn_at is None and one.round_id not in self.overtaken]
        return sorted(((_place(self.rounds[one.round_id]), one) for one in counting), key=lambda each: each[0])

    @property
    def status(self) -> AreaStatus:
        return status_after(self.judged(), self.recurred())

    @property
    def is_closed(self) -> bool:
        return self.status is AreaStatus.DONE

    @property
    def closed_on(self) -> date | None:
        return closed_on(self.judged(), self.recurred())

    @property
    def closing(self) -> FollowUp | None:
        """The judgement that the area is closed by; None where it is open."""
        counting = [one for one in self.follow_ups if one.round_id not in self.overtaken]
        return counting[-1] if self.is_closed else None

    # Since when, and until when

    @property
    def since(self) -> int:
        """The year in which the area came up."""
        return self.origin_round.year if self.origin_round else self._noted_on.year

    @property
    def _noted_on(self) -> date:
        return swedish_day(self.area.created_at)

    def time_until(self, day: date) -> str:
        """How old the area is on that day, in words; of a year on paper only the year is known."""
        on_paper = self.origin_round is not None and self.origin_round.origin is Origin.PAPER
        return time_said(self.since if on_paper or self.since != self._noted_on.year else self._noted_on, day)

    def is_overdue(self, today: date) -> bool:
        return is_overdue(self.status, self.area.due_on, today)

    def late_measures(self, today: date) -> list[Measure]:
        """The measures that should have been done by now; none of a closed area."""
        late = [one for one in self.measures if measure_is_overdue(one.status, one.due_on, today)]
        return [] if self.is_closed else late

    @property
    def measures_standing(self) -> tuple[int, int]:
        """How many measures are done, out of those that were not dropped."""
        kept = [one for one in self.measures if one.status is not MeasureStatus.DROPPED]
        return sum(one.status is MeasureStatus.DONE for one in kept), len(kept)


def taken_over(before: Mapping[int, str]) -> str:
    """» (tog över efter Kungsholmen)«, or nothing."""
    return f" (tog över efter {' och '.join(before.values())})" if before else ""


def follows_from_of(round_: Round) -> date:
    """The day before which a board must have ended for the round of its successor to follow its areas."""
    return follows_from(year=round_.year, begun_on=swedish_day(round_.created_at))


def place_of(round_: Round | None) -> RoundPlace | None:
    return _place(round_) if round_ else None


def _place(round_: Round) -> RoundPlace:
    return round_.year, known(round_.id)
