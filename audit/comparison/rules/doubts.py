"""Figures out of a document that can't all be right: what contradicts what, with the arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from audit.web.formats import counted, number, percent
from checklists import AnswerCounts

COUNT_COLUMNS = ("ja", "delvis", "nej", "ej_aktuellt", "kan_ej_bedomas")
COUNT_NAMES = {"ja": "Ja", "delvis": "Delvis", "nej": "Nej", "ej_aktuellt": "Ej aktuellt",
               "kan_ej_bedomas": "Kan ej bedömas"}  # fmt: skip
FILES = ("akt", "akter")


class DoubtState(StrEnum):
    """What has become of a row with figures that contradict each other."""

    WAITING = "vantar"
    SETTLED = "avgjord"
    DROPPED = "utelamnad"


STATE_NAMES = {
    DoubtState.WAITING: "Väntar på avgörande",
    DoubtState.SETTLED: "Avgjord",
    DoubtState.DROPPED: "Lämnad utanför",
}


@dataclass(frozen=True)
class Share:
    """A percentage as it is written: `value` from 0 to 100, to so many `decimals`."""

    value: Fraction
    decimals: int

    def fits(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole`, rounded to as many decimals, gives it."""
        return whole > 0 and abs(Fraction(100 * part, whole) - self.value) <= Fraction(1, 2 * 10**self.decimals)

    def parts_of(self, whole: int) -> list[int]:
        """Every count out of `whole` that gives it."""
        return [part for part in range(whole + 1) if self.fits(part, whole)]

    def __str__(self) -> str:
        return percent(self.value / 100)


@dataclass(frozen=True)
class Figures:
    """A row as the document has it: the answers, and beside them what it says of all files; None where it says nothing.

    `answers` are keyed by COUNT_COLUMNS and hold only what the document tells.
    """

    answers: Mapping[str, int]
    reviewed: int | None = None
    deviations: int | None = None
    share: Share | None = None

    @property
    def counts(self) -> AnswerCounts:
        """The answers; where the document tells only of files and deviations, or a percentage, what follows from it."""
        if self.answers or self.reviewed is None:
            return AnswerCounts(**self.answers)
        if self.deviations is not None:
            return AnswerCounts(ja=max(self.reviewed - self.deviations, 0), nej=self.deviations)
        parts = self.share.parts_of(self.reviewed) if self.share else []
        return AnswerCounts(ja=parts[0], nej=self.reviewed - parts[0]) if len(parts) == 1 else AnswerCounts()


def as_told(figures: Figures) -> dict[str, int | str]:
    """What the document tells, by the names of the columns, as it can be kept and shown."""
    beside = {"granskade": figures.reviewed, "avvikelser": figures.deviations}
    told: dict[str, int | str] = {**figures.answers, **{code: one for code, one in beside.items() if one is not None}}
    return told | ({"procent": str(figures.share)} if figures.share else {})


def contradictions(figures: Figures) -> list[str]:
    """What can't be right in a row, each as a Swedish sentence with its arithmetic; nothing where all agrees."""
    counts = figures.counts
    told = [_sum(figures, counts), _too_many(figures, counts), _deviations(figures, counts), _share(figures, counts)]
    return [each for each in told if each]


def _sum(figures: Figures, counts: AnswerCounts) -> str:
    if not figures.answers or figures.reviewed in {None, counts.reviewed}:
        return ""
    parts = " + ".join(
        f"{COUNT_NAMES[code]} {figures.answers[code]}" for code in COUNT_COLUMNS if code in figures.answers
    )
    return f"{parts} summerar till {counts.reviewed}, men Granskade är {figures.reviewed}."


def _too_many(figures: Figures, counts: AnswerCounts) -> str:
    amount = figures.deviations if figures.deviations is not None else counts.deviations
    if figures.reviewed is None or amount <= figures.reviewed:
        return ""
    return f"{counted(amount, 'avvikelse', 'avvikelser')}, men bara {counted(figures.reviewed, *FILES)} är granskade."


def _deviations(figures: Figures, counts: AnswerCounts) -> str:
    if not figures.answers or figures.deviations in {None, counts.deviations}:
        return ""
    return f"Delvis {counts.delvis} + Nej {counts.nej} = {counts.deviations}, men Avvikelser är {figures.deviations}."


def _share(figures: Figures, counts: AnswerCounts) -> str:
    share = figures.share
    if share is None:
        return ""
    if figures.answers:
        return (
            ""
            if share.fits(counts.ja, counts.applicable) or share.fits(counts.ja, counts.reviewed)
            else _differs(share, counts)
        )
    if figures.reviewed is None:
        return f"{share} står ensamt: utan antalet granskade säger det inte hur många."
    whole, parts = figures.reviewed, share.parts_of(figures.reviewed)
    if not parts:
        return f"{share} av {counted(whole, *FILES)} går inte att få: {_nearest(share, whole)}."
    if len(parts) > 1 and figures.deviations is None:
        return f"{share} av {counted(whole, *FILES)} kan vara allt från {number(parts[0])} till {number(parts[-1])}."
    if figures.deviations is not None and not share.fits(counts.ja, whole):
        return _differs(share, counts)
    return ""


def _differs(share: Share, counts: AnswerCounts) -> str:
    whole = counts.applicable
    if not whole:
        return f"Ingen svarade Ja, Delvis eller Nej, men dokumentet säger {share}."
    return f"Ja {counts.ja} av {whole} är {percent(Fraction(counts.ja, whole))}, men dokumentet säger {share}."


def _nearest(share: Share, whole: int) -> str:
    below = min(int(share.value * whole / 100), whole)
    near = [below, below + 1] if below < whole else [below]
    return ", ".join(f"{part} av {whole} är {percent(Fraction(part, whole))}" for part in near if whole)


def said_twice(lines: list[int]) -> str:
    """That a question stands on several lines."""
    *first, last = map(str, lines)
    return f"Frågan står på rad {', '.join(first)} och {last}. Den kan bara ha ett svar för året."


def sources_differ(table: AnswerCounts, answers: AnswerCounts) -> str:
    """That a document's table and its single answers tell otherwise; empty where they tell the same."""
    if table == answers:
        return ""
    return f"Tabellen har {_listed(table)}. Svar för svar ger {_listed(answers)}."


def also_reviewed(year: int, name: str) -> str:
    """That the same year of the board is known from a round in the program too."""
    return f"År {year} finns redan i programmet: {name}. Ett år kan inte ha två resultat."


def _listed(counts: AnswerCounts) -> str:
    return ", ".join(f"{COUNT_NAMES[code]} {getattr(counts, code)}" for code in COUNT_COLUMNS)
