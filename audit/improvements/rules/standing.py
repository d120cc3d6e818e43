"""How an improvement area stands: judged, closed, back again, and when it is carried into a round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from audit.web.formats import counted


class AreaStatus(StrEnum):
    OPEN = "oppet"
    RECURRED = "aterkommande"
    REMAINS = "kvarstar"
    PARTLY = "delvis_atgardat"
    DONE = "atgardat"


STATUS_NAMES = {
    AreaStatus.OPEN: "Öppet",
    AreaStatus.RECURRED: "Återkommande",
    AreaStatus.REMAINS: "Kvarstår",
    AreaStatus.PARTLY: "Delvis åtgärdat",
    AreaStatus.DONE: "Åtgärdat",
}
JUDGEMENTS = (AreaStatus.REMAINS, AreaStatus.PARTLY, AreaStatus.DONE)
"""What a follow-up can say."""

RoundPlace = tuple[int, int]
"""A round's year and id: rounds follow each other in that order."""


@dataclass(frozen=True)
class Judged:
    """One follow-up as the rules see it. `round_place` is None where it was made outside any round."""

    id: int
    followed_on: date
    status: AreaStatus
    noted_at: datetime
    round_place: RoundPlace | None = None


@dataclass(frozen=True)
class Recurred:
    """In a round after the area was closed the same deviation was seen again, first `noted_at` that moment."""

    round_place: RoundPlace
    noted_at: datetime


def status_after(follow_ups: Iterable[Judged], recurrences: Iterable[Recurred] = ()) -> AreaStatus:
    """How an area stands after its follow-ups: as the one of the latest day said (of the same day, the one noted
    last), whatever order they were noted in; Öppet where there is none. A recurrence that nobody has judged since
    stands before all of them."""
    judged = list(follow_ups)
    if not all(is_answered(one, judged) for one in recurrences):
        return AreaStatus.RECURRED
    latest = max(judged, key=_order, default=None)
    return latest.status if latest else AreaStatus.OPEN


def _order(one: Judged) -> tuple[date, int]:
    return one.followed_on, one.id


def is_answered(recurrence: Recurred, follow_ups: Iterable[Judged]) -> bool:
    """Whether the area has been judged after it came back: in that round, in a later one, or outside any."""
    return any(
        one.noted_at > recurrence.noted_at and (one.round_place is None or one.round_place >= recurrence.round_place)
        for one in follow_ups
    )


def closed_on(follow_ups: Iterable[Judged], recurrences: Iterable[Recurred] = ()) -> date | None:
    """The day from which an area has been closed without a break; None where it is open."""
    judged, back = sorted(follow_ups, key=_order), list(recurrences)
    if status_after(judged, back) is not AreaStatus.DONE:
        return None
    first = judged[-1]
    for earlier in reversed(judged[:-1]):
        between = any(earlier.noted_at <= one.noted_at < first.noted_at for one in back)
        if earlier.status is not AreaStatus.DONE or between:
            break
        first = earlier
    return first.followed_on


def is_overdue(status: AreaStatus, due_on: date | None, today: date) -> bool:
    """Whether an area should have been done before `today` and isn't. The due day itself is not late."""
    return status is not AreaStatus.DONE and due_on is not None and due_on < today


# ---- Rounds -----------------------------------------------------------------------------------------------------


def status_before(
    *, place: RoundPlace, begun_on: date, follow_ups: Iterable[Judged], recurrences: Iterable[Recurred] = ()
) -> AreaStatus:
    """How an area stood when the round at `place` began: by earlier rounds, and by what was judged outside any round
    before the day `begun_on`."""
    earlier = [
        one
        for one in follow_ups
        if (one.followed_on < begun_on if one.round_place is None else one.round_place < place)
    ]
    return status_after(earlier, [one for one in recurrences if one.round_place < place])


def may_recur(
    *,
    origin: RoundPlace | None,
    place: RoundPlace,
    begun_on: date,
    follow_ups: Iterable[Judged],
    recurrences: Iterable[Recurred] = (),
) -> bool:
    """Whether a deviation in the round is the area coming back: it came up before the round and was closed when the
    round began. `origin` is the place of the round that it came from (None is before every round)."""
    before = status_before(place=place, begun_on=begun_on, follow_ups=follow_ups, recurrences=recurrences)
    return (origin is None or origin < place) and before is AreaStatus.DONE


def is_carried(
    *,
    origin: RoundPlace | None,
    place: RoundPlace,
    begun_on: date,
    follow_ups: Iterable[Judged],
    recurrences: Iterable[Recurred] = (),
) -> bool:
    """Whether an area is to be judged in a round.

    It is if it came up before the round (`origin`, the place of the round that it came from, is before `place`; None
    is before every round), and either was not closed when the round began or has come back in it.
    """
    if origin is not None and origin >= place:
        return False
    back = list(recurrences)
    before = status_before(place=place, begun_on=begun_on, follow_ups=follow_ups, recurrences=back)
    return before is not AreaStatus.DONE or any(one.round_place == place for one in back)


def judged_in(
    follow_ups: Iterable[Judged], *, place: RoundPlace, begun_on: date, recurrences: Iterable[Recurred] = ()
) -> Judged | None:
    """The judgement that a round has given of an area, the latest if it gave several; None if it gave none.

    `place` is the round's, `begun_on` the day it began. A follow-up outside any round counts too if it was made in
    the round's year after it had begun, but only where the round itself gave none. Where the area has come back in
    the round, only what was noted since then counts.
    """
    back = [one.noted_at for one in recurrences if one.round_place == place]

    def rank(one: Judged) -> tuple[bool, date, int]:
        return one.round_place == place, one.followed_on, one.id

    def counts(one: Judged) -> bool:
        meanwhile = one.followed_on >= begun_on and one.followed_on.year == place[0]
        of_round = one.round_place == place or (one.round_place is None and meanwhile)
        return of_round and all(one.noted_at > moment for moment in back)

    return max(filter(counts, follow_ups), key=rank, default=None)


# ---- In words ---------------------------------------------------------------------------------------------------


def time_said(since: int | date, until: date) -> str:
    """How long it is from a day, or from a year (where no more is known), to `until`: »3 månader«, »11 år«.

    Whole months up to two years, then whole years. Less than a month, or the same year, has words of its own.
    """
    if isinstance(since, int):
        years = until.year - since
        return counted(years, "år", "år") if years > 0 else "under ett år"
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    if months < 1:
        return "under en månad"
    return counted(months, "månad", "månader") if months < 24 else counted(months // 12, "år", "år")


def recurrences_said(times: int) -> str:
    """How often an area has come back: »återkommit 1 gång«; empty for never."""
    return f"återkommit {counted(times, 'gång', 'gånger')}" if times else ""
