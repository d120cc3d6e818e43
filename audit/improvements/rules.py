"""What an improvement area can be, when it is carried into a round, and what it takes to close one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.findings.rules import QuestionResult
from audit.rounds.rules import Fault
from audit.web.formats import counted
from audit.wording import UNITS, count_of


class AreaStatus(StrEnum):
    OPEN = "oppet"
    REMAINS = "kvarstar"
    PARTLY = "delvis_atgardat"
    DONE = "atgardat"


STATUS_NAMES = {
    AreaStatus.OPEN: "Öppet",
    AreaStatus.REMAINS: "Kvarstår",
    AreaStatus.PARTLY: "Delvis åtgärdat",
    AreaStatus.DONE: "Åtgärdat",
}
JUDGEMENTS = (AreaStatus.REMAINS, AreaStatus.PARTLY, AreaStatus.DONE)
"""What a follow-up can say."""

MINIMUM_APPLICABLE = 5
"""In so many units of the later sample, at least, every linked question has to be answered before it can support
that an area is closed."""

RoundPlace = tuple[int, int]
"""A round's year and id: rounds follow each other in that order."""


@dataclass(frozen=True)
class Judged:
    """One follow-up as the rules see it. `round_place` is None where it was made outside any round."""

    id: int
    followed_on: date
    status: AreaStatus
    round_place: RoundPlace | None = None


def status_after(follow_ups: Iterable[Judged]) -> AreaStatus:
    """How an area stands after its follow-ups: as the one of the latest day said (of the same day, the one noted
    last), whatever order they were noted in; Öppet where there is none."""
    latest = max(follow_ups, key=lambda one: (one.followed_on, one.id), default=None)
    return latest.status if latest else AreaStatus.OPEN


def is_overdue(status: AreaStatus, due_on: date | None, today: date) -> bool:
    """Whether an area should have been done before `today` and isn't. The due day itself is not late."""
    return status is not AreaStatus.DONE and due_on is not None and due_on < today


def is_carried(*, origin: RoundPlace | None, place: RoundPlace, begun_on: date, follow_ups: Iterable[Judged]) -> bool:
    """Whether an area is to be judged in a round.

    It is if it came up before the round (`origin`, the place of the round that it came from, is before `place`; None
    is before every round) and was not closed when the round began: neither by an earlier round nor by a follow-up
    outside any round before `begun_on`.
    """
    if origin is not None and origin >= place:
        return False
    earlier = [
        one
        for one in follow_ups
        if (one.followed_on < begun_on if one.round_place is None else one.round_place < place)
    ]
    return status_after(earlier) is not AreaStatus.DONE


def judged_in(follow_ups: Iterable[Judged], *, place: RoundPlace, begun_on: date) -> Judged | None:
    """The judgement that a round has given of an area, the latest if it gave several; None if it gave none.

    `place` is the round's, `begun_on` the day it began. A follow-up outside any round counts too if it was made in
    the round's year after it had begun, but only where the round itself gave none.
    """

    def rank(one: Judged) -> tuple[bool, date, int]:
        return one.round_place == place, one.followed_on, one.id

    def counts(one: Judged) -> bool:
        meanwhile = one.followed_on >= begun_on and one.followed_on.year == place[0]
        return one.round_place == place or (one.round_place is None and meanwhile)

    return max(filter(counts, follow_ups), key=rank, default=None)


@dataclass(frozen=True)
class Sample:
    """What a round's sample says of an area.

    `results` are those of the area's questions that the round asked, for those of the area's boards that took part;
    `later` is whether the round comes after the one in which the area came up; `signed` of `reviews` are finished.
    """

    results: tuple[QuestionResult, ...]
    later: bool
    signed: int
    reviews: int
    kind: str


def closing_lacks(
    sample: Sample | None,
    *,
    questions: Mapping[str, str],
    board_names: Mapping[int, str],
    minimum: int = MINIMUM_APPLICABLE,
) -> list[str]:
    """Why a sample does not support that an area is closed, as Swedish sentences; an empty list if it does.

    It supports it if the round is a later one and finished, every board of the area has been reviewed in it, and
    every linked question has at least `minimum` applicable answers (Ja, Delvis or Nej, all boards together) and not
    one deviation. `questions` are the texts of the linked questions by id, `board_names` the area's boards by id;
    `sample` is None where no round is named. No deviation in a sample is not the same as none among all cases: the
    rule says when an area may be closed, not that everything is in order.
    """
    if sample is None:
        return ["Ingen omgång är vald, så inget stickprov visar hur det ser ut nu."]
    if not sample.later:
        return ["Området kom upp i den här omgången. Det krävs en senare omgång."]
    if not questions:
        return ["Området har inga kopplade frågor, så inget stickprov kan visa hur det ser ut nu."]
    lacks = []
    if sample.signed < sample.reviews or not sample.reviews:
        signed = f"{count_of(sample.signed, sample.reviews)} {UNITS[sample.kind][1]}"
        lacks.append(f"Granskningen är inte klar: {signed} är signerade.")
    reviewed = {board for result in sample.results for board, counts in result.by_board.items() if counts.reviewed}
    lacks += [f"Inget är granskat i {name}." for board, name in board_names.items() if board not in reviewed]
    by_id = {result.question.id: result for result in sample.results}
    lacks += [lack for id_, text in questions.items() if (lack := _lack(text, by_id.get(id_), sample.kind, minimum))]
    return lacks


def _lack(text: str, result: QuestionResult | None, kind: str, minimum: int) -> str | None:
    if result is None:
        return f"Frågan ställdes inte i omgången: {text}"
    if result.total.deviations:
        return f"Det finns avvikelser: {text}"
    if result.total.applicable < minimum:
        found = counted(result.total.applicable, *UNITS[kind])
        return f"Frågan gick att bedöma i {found}, och det krävs minst {minimum}: {text}"
    return None


def follow_up_faults(
    *, status: AreaStatus, note: str, exception: str, followed_on: date, today: date, lacks: Iterable[str]
) -> list[Fault]:
    """What is wrong with a follow-up; nothing if it can be noted.

    `lacks` are the answer of `closing_lacks`: where there are any, Åtgärdat needs a written exception.
    """
    faults = []
    if status not in JUDGEMENTS:
        faults.append(Fault("status", "Välj kvarstår, delvis åtgärdat eller åtgärdat."))
    if not note:
        faults.append(Fault("note", "Skriv vad bedömningen bygger på."))
    if followed_on > today:
        faults.append(Fault("followed_on", "Dagen har inte varit än. Ange den dag då bedömningen gjordes."))
    if status is AreaStatus.DONE and list(lacks) and not exception:
        said = "Inget senare stickprov visar att bristen är borta. Skriv varför området ändå ska stängas."
        faults.append(Fault("exception", said))
    return faults
