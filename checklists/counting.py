"""How answers are counted: deviations and adherence, the same wherever a figure is shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction


@dataclass(frozen=True)
class AnswerCounts:
    """How many reviewed units got each answer to a question (or to several, added together).

    Each field is a count of answers, 0 or more, named after the code of the answer option.
    Raises ValueError for a negative count.
    """

    ja: int = 0
    delvis: int = 0
    nej: int = 0
    ej_aktuellt: int = 0
    kan_ej_bedomas: int = 0

    def __post_init__(self) -> None:
        if any(getattr(self, code) < 0 for code in CODES):
            raise ValueError("A count of answers is 0 or more.")

    @property
    def applicable(self) -> int:
        """Answers that say whether the question was met: Ja, Delvis and Nej."""
        return self.ja + self.delvis + self.nej

    @property
    def deviations(self) -> int:
        """Answers that are deviations: Delvis and Nej."""
        return self.delvis + self.nej

    @property
    def reviewed(self) -> int:
        """All answers, Ej aktuellt and Kan ej bedömas among them: the n that limits are computed from."""
        return self.applicable + self.ej_aktuellt + self.kan_ej_bedomas

    @property
    def adherence(self) -> Fraction | None:
        """Följsamhet: Ja / (Ja + Delvis + Nej), exact, from 0 to 1; None where nothing was applicable.

        It describes the reviewed sample and claims nothing about the cases that were not drawn. Ej aktuellt
        and Kan ej bedömas stand beside it and never change it. Source: the definition of the review template.
        """
        return Fraction(self.ja, self.applicable) if self.applicable else None

    def __add__(self, other: "AnswerCounts") -> "AnswerCounts":
        """The counts of both together; `sum(parts, AnswerCounts())` adds several."""
        return AnswerCounts(**{code: getattr(self, code) + getattr(other, code) for code in CODES})


CODES = tuple(field.name for field in fields(AnswerCounts))
DEVIATIONS = frozenset({"delvis", "nej"})


def count(codes: Iterable[str]) -> AnswerCounts:
    """Count answers given as option codes (`ja`, `delvis`, `nej`, `ej_aktuellt`, `kan_ej_bedomas`).

    One code per answer in any order; unanswered questions are left out by the caller.
    Raises ValueError for a code that is not one of the five.
    """
    tally = Counter(codes)
    if unknown := sorted(set(tally) - set(CODES)):
        raise ValueError(f"Unknown answer codes: {', '.join(unknown)}")
    return AnswerCounts(**tally)
