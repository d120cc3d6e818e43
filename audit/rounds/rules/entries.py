"""What is entered about a round: its plan, its sizes, its seed; and what is wrong with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sampling import clean, text_faults


@dataclass(frozen=True)
class Fault:
    """What is wrong with something entered: the field's name in the form, and the words for it."""

    field: str
    message: str


class InputError(ValueError):
    """Something entered can't be used; `faults` holds all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.faults = faults


def refuse_if(faults: list[Fault]) -> None:
    """Do nothing if there is no fault. Raises InputError with all of them if there is any."""
    if faults:
        raise InputError(faults)


FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NAME, LONGEST_SEED, LONGEST_FIGURE = 120, 200, 200
MOST_UNITS = 100_000


@dataclass(frozen=True)
class PartPlan:
    """A board's part of a plan: how many units are to be drawn, from 1, and how many reserves, from 0."""

    board_id: int
    size: int = 10
    reserves: int = 5


def plan_faults(*, name: str, year: int, period: tuple[date, date], parts: tuple[PartPlan, ...]) -> list[Fault]:
    """What is wrong with a plan.

    Args:
        name: what the round is called, 1 to 120 characters.
        year: the calendar year of the draw, 2000 to 2100.
        period: first and last day of the reviewed period.
        parts: one per board, at least one.
    """
    faults = []
    if not name.strip():
        faults.append(Fault("name", "Skriv ett namn på omgången."))
    elif len(name) > LONGEST_NAME:
        faults.append(Fault("name", f"Namnet får vara högst {LONGEST_NAME} tecken långt."))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        faults.append(Fault("year", f"Skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}."))
    if period[0] > period[1]:
        faults.append(Fault("period_to", "Periodens sista dag ligger före den första. Ändra någon av dem."))
    if not parts:
        faults.append(Fault("boards", "Välj minst en nämnd."))
    return faults + [fault for part in parts for fault in size_faults(part)]


def size_faults(part: PartPlan, *, population: int | None = None, board: str = "") -> list[Fault]:
    """What is wrong with a board's sizes, where its frame holds `population` units (None: no frame yet)."""
    faults = []
    if not 1 <= part.size <= MOST_UNITS:
        faults.append(Fault(f"size_{part.board_id}", "Skriv ett antal från 1 och uppåt."))
    elif population is not None and part.size > population:
        what = f"Ramen för {board} har {population} akter. Urvalet kan inte vara större än så."
        faults.append(Fault(f"size_{part.board_id}", what))
    if not 0 <= part.reserves <= MOST_UNITS:
        faults.append(Fault(f"reserves_{part.board_id}", "Skriv ett antal från 0 och uppåt."))
    return faults


def frame_fits(*, extract_period: tuple[date, date], reviewed_period: tuple[date, date]) -> bool:
    """Whether a frame may be used: its units have their decision in exactly the reviewed period."""
    return extract_period == reviewed_period


class SourceKind(StrEnum):
    """Where a seed may come from: something that none of the parties controls alone."""

    DICE = "tarningar"
    FIGURE = "offentlig_siffra"


SOURCE_NAMES = {SourceKind.DICE: "Parternas tärningar", SourceKind.FIGURE: "Offentlig siffra"}


@dataclass(frozen=True)
class SeedSource:
    """Where a seed came from. `figure` and `dated` say which public figure, and from which day."""

    kind: SourceKind
    figure: str = ""
    dated: date | None = None

    @property
    def words(self) -> str:
        """The source as the protocol has it: »Parternas tärningar«, »Offentlig siffra: … (2026-09-03)«."""
        name = SOURCE_NAMES[self.kind]
        if self.kind is SourceKind.DICE or self.dated is None:
            return name
        return f"{name}: {clean(self.figure)} ({self.dated.isoformat()})"


DICE = SeedSource(SourceKind.DICE)


def seed_faults(*, seed: str, source: SeedSource, fixed_on: date, today: date) -> list[Fault]:
    """What is wrong with a seed and its source.

    Args:
        seed: as it was typed; it is cleaned as `sampling` does before it is used.
        source: where it came from.
        fixed_on: the day on which the sizes were fixed.
        today: the day of the draw.
    """
    faults = text_problem("seed", seed, "Skriv fröet.", LONGEST_SEED)
    if source.kind is SourceKind.DICE:
        return faults
    faults += text_problem("figure", source.figure, "Skriv vilken siffra det är och var den står.", LONGEST_FIGURE)
    if source.dated is None:
        faults.append(Fault("dated", "Skriv vilken dag siffran blev offentlig."))
    elif source.dated < fixed_on:
        what = f"Siffran var känd innan storlekarna bestämdes {fixed_on.isoformat()}. Välj en senare siffra."
        faults.append(Fault("dated", what))
    elif source.dated > today:
        faults.append(Fault("dated", "Dagen har inte varit än. Vänta med dragningen tills siffran är känd."))
    return faults


def text_problem(field: str, text: str, if_empty: str, longest: int) -> list[Fault]:
    """What keeps a text from standing in a protocol: at most one fault."""
    if not clean(text):
        return [Fault(field, if_empty)]
    if len(text) > longest:
        return [Fault(field, f"Texten får vara högst {longest} tecken lång.")]
    if any(text_faults(field, text)):
        return [Fault(field, "Texten innehåller radbrytning eller styrtecken. Skriv den på en rad.")]
    return []
