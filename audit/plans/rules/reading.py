"""What a review round or a machine control says of a control in the plan, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audit.plans.rules.following import ReadState
from audit.web.formats import counted, number
from audit.wording import UNITS, deviations_in
from checklists.counting import AnswerCounts

MOST_QUESTIONS = 3


@dataclass(frozen=True)
class Read:
    """A result that is read from where it was made: how far that has come, in words, and where to look.

    `round_id` or `run_id` is what it is read from; neither where nothing is made yet.
    """

    state: ReadState
    words: str
    round_id: int | None = None
    run_id: int | None = None
    invented: bool = False

    @classmethod
    def kept(cls, stored: dict[str, Any]) -> "Read":
        """As it was kept by `dataclasses.asdict`."""
        return cls(**{**stored, "state": ReadState(stored["state"])})


@dataclass(frozen=True)
class RoundOutcome:
    """What a round came to for one board: its files, and each question with its answers (of one area, if chosen).

    `kronor` are sentences on what was paid too much, of a round of payments.
    """

    name: str
    kind: str
    signed: int
    total: int
    questions: Sequence[tuple[str, AnswerCounts]]
    area: str = ""
    kronor: Sequence[str] = ()


def round_said(outcome: RoundOutcome) -> tuple[ReadState, str]:
    """How far the round has come, and what it says so far."""
    one, many = UNITS[outcome.kind]
    if outcome.area and not outcome.questions:
        return ReadState.MISSING, f"{outcome.name} granskar inte området »{outcome.area}«."
    said = f"{outcome.name}: {number(outcome.signed)} av {counted(outcome.total, one, many)} färdiggranskade."
    if not outcome.signed:
        return ReadState.UNDER_WAY, f"{said} Det finns inget resultat än."
    if outcome.area:
        said += f" Av den gäller området »{outcome.area}«."
    deviating = [(text, counts) for text, counts in outcome.questions if counts.deviations]
    asked = sum(1 for _, counts in outcome.questions if counts.applicable)
    if deviating:
        said += f" Avvikelser i {number(len(deviating))} av {counted(asked, 'fråga', 'frågor')}."
        said += f" {_most(outcome, deviating)}"
    elif asked:
        said += f" Inga avvikelser i {counted(asked, 'fråga', 'frågor')}."
    else:
        said += " Ingen fråga var aktuell."
    said = " ".join((said, *outcome.kronor))
    if outcome.signed < outcome.total:
        return ReadState.UNDER_WAY, f"{said} Granskningen pågår, så det kan ändras."
    return ReadState.FINISHED, said


def _most(outcome: RoundOutcome, deviating: Sequence[tuple[str, AnswerCounts]]) -> str:
    ordered = sorted(deviating, key=lambda one: -one[1].deviations)[:MOST_QUESTIONS]
    told = "; ".join(f"»{text}«: {deviations_in(counts, outcome.kind)}" for text, counts in ordered)
    return f"{'Flest: ' if len(deviating) > 1 else ''}{told}."


@dataclass(frozen=True)
class ControlOutcome:
    """What a machine control found for one board, and how many of its kept hits are judged, and judged as wrong."""

    name: str
    hits: int
    judged: int
    kept: int
    looked_at: int
    wrong: int


def control_said(outcome: ControlOutcome) -> tuple[ReadState, str]:
    """Whether the control's hits are all judged, and what they came to."""
    said = f"{outcome.name}: {counted(outcome.hits, 'träff', 'träffar')} av {number(outcome.judged)} prövade."
    if not outcome.hits:
        return ReadState.FINISHED, said
    said += f" {number(outcome.looked_at)} av {counted(outcome.kept, 'träff', 'träffar')} bedömda"
    if outcome.looked_at:
        said += f", {number(outcome.wrong)} som fel"
    if outcome.looked_at < outcome.kept:
        return ReadState.UNDER_WAY, f"{said}. En träff är inte ett fastställt fel förrän den är bedömd."
    return ReadState.FINISHED, f"{said}."
