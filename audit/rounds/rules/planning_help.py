"""What the samples being planned can show: the numbers that somebody tries, and the answers in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from audit.wording import argument_fault, detectable_said, needed_said, reach_said, too_many_tolerated
from sampling import (
    ArgumentError,
    ArgumentFault,
    ArgumentReason,
    ChangeTest,
    Range,
    attribute_sample_size,
    detectable_change,
    what_a_sample_shows,
)

CONFIDENCES = ("90", "95", "99")
USUAL_CONFIDENCE, USUAL_PERCENT = "95", "10"
QUICK_TABLES = 2_601
"""Up to 50 units in each of two years Boschloo's test is asked, which takes a fifth of a second; above it Fisher's."""
LONGEST = 12

Given = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """A field: its name in the address, its label, what stands in it, and what is wrong with that.

    `usual` is what stands in it before anybody has tried anything, `highest` the highest number if there is one.
    """

    name: str
    label: str
    text: str
    usual: str
    highest: int | None = None
    fault: str = ""

    @property
    def tried(self) -> bool:
        """Whether somebody has put something else into it."""
        return self.text != self.usual


@dataclass(frozen=True)
class Planned:
    """A board with its frame: how many units the sample is drawn from, and how many are planned to be drawn."""

    board_id: int
    board: str
    population: int
    size: int


@dataclass(frozen=True)
class BoardHelp:
    """A board's two fields, what its sample can show, and how large it must be to show what is wanted."""

    planned: Planned
    size: Entry
    wrong: Entry
    reach: str
    needed: str


@dataclass(frozen=True)
class PlanningHelp:
    """The whole of the help, as filled in. Answers are empty where a field is wrong.

    The answer about two years is empty until something is given: it takes a library that is slow to load.
    """

    confidence: Entry
    boards: tuple[BoardHelp, ...]
    percent: Entry
    tolerated: Entry
    first: Entry
    second: Entry
    baseline: Entry
    difference: str

    @property
    def unfolded(self) -> frozenset[str]:
        """The folded parts that somebody has tried something in: »behov« and »skillnad«."""
        parts = {"behov": (self.percent, self.tolerated), "skillnad": (self.first, self.second, self.baseline)}
        return frozenset(part for part, entries in parts.items() if any(entry.tried for entry in entries))


def planning_help(boards: Iterable[Planned], *, kind: str, given: Given, focus: int = 0) -> PlanningHelp:
    """The answers to what is `given`, the fields of the address by name; what is not given has a usual value.

    Every fault is said in Swedish at its field, and the other answers stay. `kind` is the round's kind,
    `focus` how many questions it has named to be tested against the other year (0: none yet).
    """
    planned = list(boards)
    confidence = _confidence(given)
    sure = Fraction(int(confidence.text if not confidence.fault else USUAL_CONFIDENCE), 100)
    rate, percent = _rate(_entry(given, "hogst", "Högst så många procent har fel", USUAL_PERCENT), below_all=True)
    errors, tolerated = _whole(_entry(given, "talbara", "Så många med fel tål urvalet", "0"), Range(0))
    helps = tuple(
        _board_help(each, kind=kind, given=given, confidence=sure, rate=rate, errors=errors) for each in planned
    )
    usual = str(max((each.size for each in planned), default=1))
    first, second, baseline, difference = _difference(given, kind, usual, max(focus, 1))
    return PlanningHelp(confidence, helps, percent, tolerated, first, second, baseline, difference)


def settled_help(planned: Planned, *, kind: str) -> str:
    """What a sample whose size is fixed or that is drawn can show, if one unit of ten deviates."""
    return _board_help(
        planned, kind=kind, given={}, confidence=Fraction(int(USUAL_CONFIDENCE), 100), rate=None, errors=None
    ).reach


# ---- One board --------------------------------------------------------------------------------------------------


def _board_help(
    planned: Planned, *, kind: str, given: Given, confidence: Fraction, rate: Fraction | None, errors: int | None
) -> BoardHelp:
    tenth = str(ceil(Fraction(planned.population, 10)))
    size_entry = _entry(given, f"urval-{planned.board_id}", "Antal att granska", str(planned.size), planned.population)
    wrong_entry = _entry(given, f"fel-{planned.board_id}", "Om så många har fel", tenth, planned.population)
    size, size_entry = _whole(size_entry, Range(1, planned.population))
    wrong, wrong_entry = _whole(wrong_entry, Range(0, planned.population))
    reach = "" if size is None or wrong is None else _reach(planned, size, wrong, confidence, kind)
    needed = "" if rate is None or errors is None else _needed(planned, rate, errors, confidence, kind)
    return BoardHelp(planned, size_entry, wrong_entry, reach, needed)


def _reach(planned: Planned, size: int, wrong: int, confidence: Fraction, kind: str) -> str:
    found = what_a_sample_shows(
        population_size=planned.population, sample_size=size, confidence=confidence, deviations=wrong
    )
    return reach_said(found, kind)


def _needed(planned: Planned, rate: Fraction, errors: int, confidence: Fraction, kind: str) -> str:
    """How many it takes to say »at most so many percent«: one more than those is the first number that is too many."""
    too_many = floor(rate * planned.population) + 1
    if errors >= too_many:
        return too_many_tolerated(errors, too_many - 1)
    plan = attribute_sample_size(
        tolerable_rate=Fraction(too_many, planned.population),
        confidence=confidence,
        expected_errors=errors,
        population_size=planned.population,
    )
    return needed_said(plan, kind, tolerable=rate)


# ---- Two years --------------------------------------------------------------------------------------------------


def _difference(given: Given, kind: str, usual: str, focus: int) -> tuple[Entry, Entry, Entry, str]:
    first, first_entry = _whole(_entry(given, "forsta", "Granskade det första året", usual), Range(1))
    second, second_entry = _whole(_entry(given, "andra", "Granskade det andra året", usual), Range(1))
    rate, baseline = _rate(_entry(given, "andel", "Så många procent hade fel det första året", USUAL_PERCENT))
    if first is None or second is None or rate is None or not given:
        return first_entry, second_entry, baseline, ""
    quick = (first + 1) * (second + 1) <= QUICK_TABLES
    try:
        found = detectable_change(
            first_size=first,
            second_size=second,
            baseline_rate=rate,
            alpha=Fraction(5, 100) / focus,  # the most that Holm's method asks of any of them
            step="0.01",
            test=ChangeTest.BOSCHLOO if quick else ChangeTest.FISHER,
        )
    except ArgumentError as error:
        return _faulty(first_entry, error.faults[0]), second_entry, baseline, ""
    return first_entry, second_entry, baseline, detectable_said(found, kind, focus=focus)


# ---- Fields -----------------------------------------------------------------------------------------------------


def _entry(given: Given, name: str, label: str, usual: str, highest: int | None = None) -> Entry:
    return Entry(name, label, given.get(name, usual).strip(), usual, highest)


def _confidence(given: Given) -> Entry:
    entry = _entry(given, "sakerhet", "Säkerhet", USUAL_CONFIDENCE)
    if entry.text in CONFIDENCES:
        return entry
    return replace(entry, fault="Välj 90, 95 eller 99 procent.")


def _whole(entry: Entry, allowed: Range) -> tuple[int | None, Entry]:
    """The whole number in a field, or None and the field with its fault."""
    plain = entry.text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    digits = plain.removeprefix("-").removeprefix("−")
    if not digits.isdecimal() or len(plain) > LONGEST:
        return None, _faulty(entry, ArgumentFault(entry.name, _shown(entry), ArgumentReason.NOT_WHOLE))
    number = int(digits) if digits == plain else -int(digits)
    if not allowed.holds(number):
        return None, _faulty(entry, ArgumentFault(entry.name, number, ArgumentReason.OUT_OF_RANGE, allowed))
    return number, entry


def _rate(entry: Entry, *, below_all: bool = False) -> tuple[Fraction | None, Entry]:
    """The percentage in a field as a rate, or None and the field with its fault."""
    plain = entry.text.replace(",", ".")
    whole, _, decimals = plain.removeprefix("-").removeprefix("−").partition(".")
    if not f"{whole}{decimals}".isdecimal() or not whole or len(plain) > LONGEST:
        return None, _faulty(entry, ArgumentFault(entry.name, _shown(entry), ArgumentReason.NOT_A_NUMBER))
    size = Fraction(int(f"{whole}{decimals}"), 100 * 10 ** len(decimals))
    rate = size if plain[0].isdecimal() else -size
    allowed = Range(0, 1, highest_included=not below_all)
    if not allowed.holds(rate):
        fault = ArgumentFault(entry.name, rate, ArgumentReason.OUT_OF_RANGE, allowed)
        return None, _faulty(entry, fault, percent=True)
    return rate, entry


def _shown(entry: Entry) -> str:
    return entry.text if len(entry.text) <= LONGEST else f"{entry.text[:LONGEST]}…"


def _faulty(entry: Entry, fault: ArgumentFault, *, percent: bool = False) -> Entry:
    return replace(entry, fault=argument_fault(fault, percent=percent))
