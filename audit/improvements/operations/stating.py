"""What the unit has said that it does about an observation, on its way to become an area's measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from audit.accounts.operations import known
from audit.clock import swedish_day
from audit.findings.operations import Finding
from audit.improvements.operations.area import Area
from audit.improvements.operations.working import MeasurePlan
from audit.web.formats import day

UNIT = "Enheten"


@dataclass(frozen=True)
class Stated:
    """A measure out of the reply that holds now: what, by whom and until when, and the observation it answers."""

    reply_id: int
    observation_id: int
    about: str
    what: str
    responsible: str
    due_on: date | None
    replied_at: datetime

    def plan(self) -> MeasurePlan:
        """The same as an area keeps it. Where the unit has not said who, it is the unit."""
        note = f"Ur enhetens svar {day(swedish_day(self.replied_at))} på iakttagelsen »{self.about}«."
        return MeasurePlan(self.what, self.responsible or UNIT, self.due_on, note=note)

    @property
    def in_words(self) -> str:
        """Who and when, as they stand after what is done."""
        due = f"klart senast {self.due_on}" if self.due_on else ""
        return ", ".join(filter(None, (self.responsible, due)))


def stated_of(findings: Iterable[Finding]) -> list[Stated]:
    """The measures that the unit has stated in the replies that hold, in the order of the observations."""
    return [
        Stated(
            known(one.reply.id),
            one.id,
            one.told.title,
            one.reply.measure,
            one.reply.responsible,
            one.reply.due_on,
            one.reply.replied_at,
        )
        for one in findings
        if one.reply and one.reply.measure
    ]


def not_taken(area: Area, stated: Iterable[Stated]) -> list[Stated]:
    """Those of the stated measures that the area does not have."""
    kept = {measure.what for measure in area.measures}
    return [one for one in stated if one.what not in kept]
