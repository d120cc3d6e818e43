"""Limits: what a sample says of all the units that it was drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from audit.web.formats import counted, number, percent
from audit.wording.counts import UNITS, count_of
from checklists.counting import AnswerCounts

CONFIDENCE = Fraction(95, 100)
"""The one confidence of every limit and test on pages and in reports."""


@dataclass(frozen=True)
class Sampled:
    """One board's answers to a question, and how many units they were drawn from; None where nobody knows."""

    counts: AnswerCounts
    population: int | None = None


@dataclass(frozen=True)
class Limits:
    """With the confidence, from `lower` to `upper` of all `population` units deviate.

    `deviations` of the `reviewed` ones did. Where none or all of them did, there is only one limit to give, and it
    takes the whole of the risk.
    """

    population: int
    reviewed: int
    deviations: int
    lower: int
    upper: int


def limits_of(sampled: Sequence[Sampled]) -> Limits | None:
    """Exact limits for how many units are applicable and deviate, out of all units of the boards' frames.

    Each board's sample is drawn by itself. For several boards together their limits are added, each board taking an
    equal share of the risk, so that the sum still holds with the confidence (Bonferroni's inequality). None where
    no answer says whether the question was met, or where a population is unknown or smaller than what was reviewed.
    """
    total = sum((each.counts for each in sampled), AnswerCounts())
    if not total.applicable or any((each.population or 0) < max(each.counts.reviewed, 1) for each in sampled):
        return None
    found = [
        _one(each.population or 0, each.counts.reviewed, each.counts.deviations, _side(total), len(sampled))
        for each in sampled
    ]
    population = sum(each.population or 0 for each in sampled)
    lower, upper = (sum(limit) for limit in zip(*found, strict=True))
    return Limits(population, total.reviewed, total.deviations, lower, upper)


def _side(total: AnswerCounts) -> str:
    if not total.deviations:
        return "upper"
    return "lower" if total.deviations == total.reviewed else "two"


@lru_cache(maxsize=16_384)
def _one(population: int, reviewed: int, deviations: int, side: str, boards: int) -> tuple[int, int]:
    from sampling import Side, deviation_limits

    confidence = 1 - (1 - CONFIDENCE) / boards
    found = deviation_limits(
        population_size=population, sample_size=reviewed, errors=deviations, confidence=confidence, side=Side(side)
    )
    return found.lower_count, found.upper_count


# ---- In words ---------------------------------------------------------------------------------------------------


def within(limits: Limits | None) -> str:
    """The limits in a cell of a table: »12–106 av 166«, »högst 41 av 166«, »minst 125 av 166«; a dash for None."""
    if limits is None:
        return "–"
    return f"{_span(limits, '–')} av {number(limits.population)}"


def _span(limits: Limits, to: str) -> str:
    if limits.lower == limits.upper:
        return number(limits.lower)
    if not limits.deviations:
        return f"högst {number(limits.upper)}"
    if limits.deviations == limits.reviewed:
        return f"minst {number(limits.lower)}"
    return f"{number(limits.lower)}{to}{number(limits.upper)}"


def result_of(sampled: Sequence[Sampled], kind: str) -> str:
    """What the sample showed of one question and what that says of all units, as whole sentences.

    `sampled` are the boards that the sentence is about, `kind` the round's kind (a key of `UNITS`). »Nej eller
    Delvis i 3 av 10 granskade akter. Med 95 % säkerhet har mellan 12 och 106 av de 166 akterna den avvikelsen.« Ej
    aktuellt is no deviation and not left out; Kan ej bedömas is counted beside. Without a known population, or where
    no answer says whether the question was met, only the sample is told.
    """
    one, many = UNITS[kind]
    total = sum((each.counts for each in sampled), AnswerCounts())
    if not total.reviewed:
        return f"Inga {many} granskade."
    if not total.applicable:
        reviewed = counted(total.reviewed, one, many)
        return f"Frågan var inte aktuell, eller gick inte att bedöma, i någon av {reviewed}."
    amount = f"{number(total.deviations)} av {number(total.reviewed)} {_reviewed(total.reviewed, kind)}"
    seen = f"Nej eller Delvis i {amount}" if total.deviations else f"Inga avvikelser i stickprovet ({amount})"
    limits = limits_of(sampled)
    claim = f" {_claim(limits, kind)}" if limits else ""
    return f"{seen}{_beside(total)}.{claim}"


def _reviewed(amount: int, kind: str) -> str:
    one, many = UNITS[kind]
    return f"granskad {one}" if amount == 1 else f"granskade {many}"


def _beside(counts: AnswerCounts) -> str:
    beside = [
        f"{name} i {number(amount)}"
        for name, amount in (("ej aktuellt", counts.ej_aktuellt), ("kan ej bedömas", counts.kan_ej_bedomas))
        if amount
    ]
    return f"; {' och '.join(beside)}" if beside else ""


def _claim(limits: Limits, kind: str) -> str:
    many = UNITS[kind][1]
    if limits.reviewed == limits.population:
        return f"Det är alla {many} i ramen, så antalet är exakt."
    span = _span(limits, " och ")
    if limits.lower != limits.upper and 0 < limits.deviations < limits.reviewed:
        span = f"mellan {span}"
    return f"Med {sure()} har {span} av de {number(limits.population)} {many}na den avvikelsen."


def sure() -> str:
    """»95 % säkerhet«."""
    return f"{percent(CONFIDENCE)} säkerhet"


def standing_of(sampled: Sequence[Sampled], kind: str) -> str:
    """What one later sample says of a deviation found earlier, as whole sentences.

    Arguments as in `result_of`. Where something was answered and nothing deviates it says »Inga avvikelser i årets
    stickprov (0 av 10); högst 41 av 166 kan ha avvikelsen (95 % säkerhet).« and never more: a sample without
    deviations does not prove that there are none.
    """
    total = sum((each.counts for each in sampled), AnswerCounts())
    if not total.applicable or total.deviations:
        return result_of(sampled, kind)
    limits = limits_of(sampled)
    claim = f"; {within(limits)} kan ha avvikelsen ({sure()})" if limits and limits.upper else ""
    return f"Inga avvikelser i årets stickprov ({count_of(0, total.reviewed)}){_beside(total)}{claim}."


def none_found_in(sampled: Sequence[Sampled], kind: str) -> str:
    """What it says of each of several questions that none of them deviated, as one sentence; empty where unknown.

    Arguments as in `result_of`, with the answers of any one of the questions.
    """
    limits = limits_of(sampled)
    if limits is None or limits.deviations or not limits.upper:
        return ""
    return f"För var och en av dem kan ändå {within(limits)} {UNITS[kind][1]} ha en avvikelse ({sure()})."
