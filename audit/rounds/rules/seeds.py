"""The seed and its parts: one from each board's representative, from a source that nobody controls alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.rounds.rules.entries import Fault, text_problem
from sampling import clean

LONGEST_PART, LONGEST_FIGURE = 60, 200
BETWEEN_VALUES = "-"


class SourceKind(StrEnum):
    """Where a part of a seed may come from."""

    DICE = "tarningar"
    FIGURE = "offentlig_siffra"


SOURCE_NAMES = {SourceKind.DICE: "Tärningar", SourceKind.FIGURE: "Offentlig siffra"}


@dataclass(frozen=True)
class SeedSource:
    """Where a part of a seed came from. `figure` and `dated` say which public figure, and from which day."""

    kind: SourceKind
    figure: str = ""
    dated: date | None = None

    @property
    def words(self) -> str:
        """The source as the protocol has it: »tärningar«, »offentlig siffra: … (2026-09-03)«."""
        name = SOURCE_NAMES[self.kind].lower()
        if self.kind is SourceKind.DICE or self.dated is None:
            return name
        return f"{name}: {clean(self.figure)} ({self.dated.isoformat()})"


DICE = SeedSource(SourceKind.DICE)


@dataclass(frozen=True)
class ToldPart:
    """A board's part of a seed as the protocol tells it."""

    board: str
    value: str
    source: str


def joined(values: Iterable[str]) -> str:
    """The seed: the boards' cleaned parts in the order of the boards' codes, with a hyphen between them."""
    return BETWEEN_VALUES.join(values)


def sources_in_words(parts: Iterable[ToldPart], *, others: int = 0) -> str:
    """Where the whole seed came from, on one line: »Kungsholmen: 4-2-6 (tärningar); Norrmalm: …«.

    Args:
        parts: in the order in which they are joined.
        others: how many parts of other boards there are besides, which aren't told.
    """
    told = [f"{part.board}: {part.value} ({part.source})" for part in parts]
    told += [f"{others} {'del' if others == 1 else 'delar'} från andra nämnder"] if others else []
    return "; ".join(told)


def part_faults(*, value: str, source: SeedSource, frozen_on: date, fixed_on: date, today: date) -> list[Fault]:
    """What is wrong with a board's part of a seed.

    Args:
        value: as it was typed; it is cleaned as `sampling` does before it is used.
        source: where it came from.
        frozen_on: the day on which the last of the round's frames was frozen.
        fixed_on: the day on which the sizes were fixed, not before `frozen_on`.
        today: the day on which the part is entered.
    """
    faults = text_problem("value", value, "Skriv din nämnds del av fröet.", LONGEST_PART)
    if not faults and "," in value:
        faults = [Fault("value", "Delen får inte ha kommatecken. Skriv till exempel 4-2-6, eller punkt i ett tal.")]
    return faults if source.kind is SourceKind.DICE else faults + _figure_faults(source, frozen_on, fixed_on, today)


def _figure_faults(source: SeedSource, frozen_on: date, fixed_on: date, today: date) -> list[Fault]:
    faults = text_problem("figure", source.figure, "Skriv vilken siffra det är och var den står.", LONGEST_FIGURE)
    if source.dated is None:
        faults.append(Fault("dated", "Skriv vilken dag siffran blev offentlig."))
    elif source.dated <= frozen_on:
        what = f"Siffran ska vara nyare än ramarna, som frystes {frozen_on.isoformat()}. Välj en senare siffra."
        faults.append(Fault("dated", what))
    elif source.dated < fixed_on:
        what = f"Siffran var känd innan storlekarna bestämdes {fixed_on.isoformat()}. Välj en senare siffra."
        faults.append(Fault("dated", what))
    elif source.dated > today:
        faults.append(Fault("dated", "Dagen har inte varit än. Vänta tills siffran är känd."))
    return faults
