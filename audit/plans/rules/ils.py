"""What a board pastes into the city's management system (ILS) about its internal control: a short text, and rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from audit.plans.rules.following import ASSESSMENT_NAMES, PERIOD_NAMES, Assessment, Period
from audit.web.formats import counted, number

SHORT = 1_000
HEADINGS = ("Process", "Kontrollmoment", "Bedömning", "Resultat", "Avvikelse", "Åtgärder")


@dataclass(frozen=True)
class Followed:
    """A control in a period, as texts: how it is judged (None: not yet), its result, deviation and measures."""

    process: str
    moment: str
    assessment: Assessment | None
    result: str = ""
    deviation: str = ""
    measures: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        judged = ASSESSMENT_NAMES[self.assessment] if self.assessment else "Inte bedömd"
        return self.process, self.moment, judged, self.result, self.deviation, "; ".join(self.measures)


@dataclass(frozen=True)
class Material:
    """The text to paste (at most `SHORT` characters), and the rows with a tab between the cells."""

    text: str
    lines: tuple[tuple[str, ...], ...]

    @property
    def rows(self) -> str:
        flat = ("\t".join(" ".join(cell.split()) for cell in line) for line in (HEADINGS, *self.lines))
        return "\n".join(flat)


def material(year: int, period: Period, controls: Sequence[Followed], summary: str) -> Material:
    """The material of one board for one period. `summary` is what people have written of the whole."""
    counts = Counter(one.assessment for one in controls)
    told = [f"{ASSESSMENT_NAMES[each].lower()} {number(counts[each])}" for each in Assessment if counts[each]]
    if counts[None]:
        told.append(f"inte bedömd än {number(counts[None])}")
    text = f"Intern kontroll {year}, {PERIOD_NAMES[period].lower()}. "
    text += f"{counted(len(controls), 'kontroll', 'kontroller')} följs upp: {', '.join(told)}. " if controls else ""
    deviations = [one for one in controls if one.assessment is Assessment.LACKS]
    if deviations:
        text += "Brister: " + " ".join(f"{one.moment}: {one.deviation.rstrip('.')}." for one in deviations) + " "
    whole = " ".join(f"{text}{summary}".split())
    if len(whole) > SHORT:
        whole = f"{whole[: SHORT - 1].rsplit(' ', 1)[0]}…"
    return Material(whole, tuple(one.cells() for one in controls))
