"""What it takes to close an improvement area, and what a follow-up needs: the reasons why not, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from audit.findings.rules import QuestionResult
from audit.improvements.rules.standing import JUDGEMENTS, AreaStatus
from audit.rounds.rules import Fault
from audit.web.formats import counted
from audit.wording import UNITS, count_of

MINIMUM_APPLICABLE = 5
"""In so many units of the later sample, at least, every linked question has to be answered before it can support
that an area is closed; an installation may choose another number."""


@dataclass(frozen=True)
class Sample:
    """What a round's sample says of an area.

    `results` are those of the area's questions that the round asked and whose answers can be held against earlier
    ones, for those of the area's boards that took part; `apart` says of the other questions why not, by id; `later`
    is whether the round comes after the one in which the area came up; `signed` of `reviews` are finished.
    """

    results: tuple[QuestionResult, ...]
    later: bool
    signed: int
    reviews: int
    kind: str
    apart: Mapping[str, str] = field(default_factory=dict)


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
    return lacks + [lack for id_, text in questions.items() if (lack := _lack(id_, text, sample, minimum))]


def _lack(question_id: str, text: str, sample: Sample, minimum: int) -> str | None:
    result = next((one for one in sample.results if one.question.id == question_id), None)
    if result is None:
        return f"{sample.apart.get(question_id, 'Frågan ställdes inte i omgången')}: {text}"
    if result.total.deviations:
        return f"Det finns avvikelser: {text}"
    if result.total.applicable < minimum:
        found = counted(result.total.applicable, *UNITS[sample.kind])
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
