"""Changes between two years: established only where a test carries it, and only what was named before is tested."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, TypeVar

from audit.web.formats import counted, number
from audit.wording.chances import p_value
from audit.wording.counts import UNITS
from audit.wording.limits import CONFIDENCE
from checklists.counting import AnswerCounts

if TYPE_CHECKING:
    from sampling import Comparison, DifferenceInterval

Asked = TypeVar("Asked", bound=Hashable)
MANY_TABLES, FAR_FROM_IT = 2_500, 0.1
"""In samples larger than about 50 each, where Fisher's p-value is this far from establishing anything, it decides:
Boschloo's is never larger, but takes a hundred times as long and would not come below the level either."""
ROUNDING = 1e-9


@dataclass(frozen=True)
class Sides:
    """A question's answers in a later and an earlier year, or round."""

    later: AnswerCounts
    earlier: AnswerCounts


@dataclass(frozen=True)
class Change:
    """Two years of one question beside each other; `test` is None where the question is described only.

    `tested` is how many questions were tested with it, or in its stead.
    """

    sides: Sides
    test: "Tested | None"
    tested: int

    @property
    def established(self) -> bool:
        """Whether there is a difference, also when it is remembered how many questions were tested."""
        return self.test is not None and self.test.adjusted <= 1 - CONFIDENCE


@dataclass(frozen=True)
class Tested:
    """What a test of two years gave; `adjusted` is its p-value after Holm."""

    comparison: "Comparison"
    adjusted: Fraction

    @property
    def points(self) -> int:
        """How large a difference, in percentage points and in either direction, can't be excluded."""
        return max(map(abs, _outwards(self.comparison.interval)))

    @property
    def rises(self) -> bool:
        """Whether the deviation was more common in the later sample."""
        return self.comparison.interval.difference > 0


def changes_between(sides: Mapping[Asked, Sides], *, focus: Collection[Asked]) -> dict[Asked, Change]:
    """Set the later year beside the earlier for every question that both years answered, and test those in `focus`.

    The rates are those of the limits: units that deviate, out of all that were reviewed. The questions in focus were
    named before anything was drawn; they alone are tested, all together (Holm). Who looks at many questions always
    finds some that differ, so the others are described.
    """
    from sampling import holm

    both = {asked: each for asked, each in sides.items() if each.later.reviewed and each.earlier.reviewed}
    found = {
        asked: _compared(_group(both[asked].later), _group(both[asked].earlier)) for asked in both if asked in focus
    }
    tests: dict[Asked, Tested] = {}
    if found:
        values = [each.fisher if each.boschloo is None else each.boschloo for each in found.values()]
        adjusted = holm(p_values=values, level=1 - CONFIDENCE).adjusted
        tests = {asked: Tested(found[asked], value) for asked, value in zip(found, adjusted, strict=True)}
    return {asked: Change(each, tests.get(asked), len(tests)) for asked, each in both.items()}


def _group(counts: AnswerCounts) -> tuple[int, int]:
    return counts.deviations, counts.reviewed


@lru_cache(maxsize=16_384)
def _compared(later: tuple[int, int], earlier: tuple[int, int]) -> "Comparison":
    from sampling import Comparison, Group, compare, difference_interval, fisher_test

    first, second = Group(*later), Group(*earlier)
    if (first.size + 1) * (second.size + 1) > MANY_TABLES:
        fisher = fisher_test(first=first, second=second).p_value
        if fisher > FAR_FROM_IT:
            interval = difference_interval(first=first, second=second, confidence=CONFIDENCE)
            return Comparison(first, second, CONFIDENCE, None, fisher, interval)
    return compare(first=first, second=second, confidence=CONFIDENCE)


def _outwards(interval: "DifferenceInterval") -> tuple[int, int]:
    """The interval in whole percentage points, rounded so that it never becomes narrower than it is."""
    return floor(100 * interval.lower + ROUNDING), ceil(100 * interval.upper - ROUNDING)


# ---- In words ---------------------------------------------------------------------------------------------------


def change_of(change: Change, *, later: str, earlier: str, kind: str) -> str:
    """The change of one question, as whole sentences. `later` and `earlier` name the years, `kind` the units.

    »Nej eller Delvis: 2026 i 3 av 10 akter, 2025 i 4 av 10. Underlaget räcker inte för att uttala sig om
    förändring; en skillnad på upp till 51 procentenheter kan inte uteslutas.«
    """
    now, before, test = change.sides.later, change.sides.earlier, change.test
    seen = (
        f"Nej eller Delvis: {later} i {number(now.deviations)} av {counted(now.reviewed, *UNITS[kind])}, "
        f"{earlier} i {number(before.deviations)} av {number(before.reviewed)}."
    )
    if test is None:
        return f"{seen} Skillnaden är beskriven, inte prövad."
    if change.established:
        return f"{seen} Säkerställd skillnad: avvikelsen är {_direction(test)} {later}."
    return (
        f"{seen} Underlaget räcker inte för att uttala sig om förändring; en skillnad på upp till "
        f"{_points(test.points)} kan inte uteslutas."
    )


def change_in_a_word(change: Change | None, *, later: str) -> str:
    """The change of one question in a cell of a table; a dash where there is nothing to compare."""
    if change is None:
        return "–"
    if change.test is None:
        return "inte prövad"
    if change.established:
        return f"säkerställd skillnad, {_direction(change.test)} {later}"
    return f"underlaget räcker inte (upp till {_points(change.test.points)})"


def _direction(test: Tested) -> str:
    return "vanligare" if test.rises else "mindre vanlig"


def _points(points: int) -> str:
    return counted(points, "procentenhet", "procentenheter")


def changes_summed_up(changes: Collection[Change], *, later: str, earlier: str) -> str:
    """How many of a board's focus questions have changed from the earlier to the later year, in whole sentences.

    The last of them says how many questions were tested, and why no others.
    """
    said, (_, tested) = changes_in_brief(changes, later=later, earlier=earlier), _tally(changes)
    others = len(changes) - tested
    return f"{said} {_beside(tested, others)}" if tested and others else said


def _tally(changes: Collection[Change]) -> tuple[int, int]:
    """In how many questions a change is established, and how many were tested."""
    return sum(change.established for change in changes), sum(change.test is not None for change in changes)


def changes_in_brief(changes: Collection[Change], *, later: str, earlier: str) -> str:
    """The same without the sentence on what was not tested."""
    if not changes:
        return ""
    found, tested = _tally(changes)
    compared, others = f"{later} mot {earlier}:", len(changes) - tested
    if not tested:
        described = f"{counted(others, 'fråga', 'frågor')} beskrivs, ingen prövas."
        return (
            f"{compared} {described} Bara fokusfrågor som namngavs före dragningen prövas, och här finns ingen sådan."
        )
    if found:
        rest = f" I de övriga gäller: {_lacking()[:1].lower()}{_lacking()[1:]}" if found < tested else ""
        among = counted(tested, "fokusfråga", "fokusfrågor")
        return f"{compared} säkerställd skillnad i {number(found)} av {among}.{rest}"
    which = "den fokusfråga" if tested == 1 else f"någon av de {counted(tested, 'fokusfråga', 'fokusfrågor')}"
    return f"{compared} ingen säkerställd skillnad i {which} som går att jämföra. {_lacking()}"


def _beside(tested: int, others: int) -> str:
    """How many questions were tested, and why no others."""
    which = "Prövad är bara den fråga" if tested == 1 else f"Prövade är bara de {counted(tested, 'fråga', 'frågor')}"
    described = "1 annan fråga beskrivs" if others == 1 else f"{number(others)} andra frågor beskrivs"
    return (
        f"{which} som namngavs före dragningen; {described}, eftersom den som prövar många frågor alltid hittar någon "
        "som skiljer sig av en slump."
    )


def _lacking() -> str:
    return "Underlaget räcker inte för att uttala sig om förändring."


def change_worked_out(change: Change) -> str:
    """How a change was worked out: the tests, what became of them after Holm, and the interval; empty if not tested."""
    if change.test is None:
        return ""
    comparison = change.test.comparison
    boschloo = "" if comparison.boschloo is None else f"Boschloos test: {p_value(comparison.boschloo)}. "
    among = counted(change.tested, "fokusfråga", "fokusfrågor")
    low, high = (number(limit) for limit in _outwards(comparison.interval))
    return (
        f"{boschloo}Fishers test: {p_value(comparison.fisher)}. Efter Holms metod för {among}: "
        f"{p_value(change.test.adjusted)}. Newcombes intervall för skillnaden: från {low} till {high} procentenheter."
    )
