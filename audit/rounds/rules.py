"""Where a round stands, what may still be changed in it, and what its plan, its seed and its frames must be."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit.registers.rules import RegisterKind
from sampling import clean, text_faults

TEMPLATES = {
    RegisterKind.CASES: "akt",
    RegisterKind.PAYMENTS: "utbetalning",
    RegisterKind.ESTATES: "boutredning",
}
KIND_NAMES = {
    RegisterKind.CASES: "Akter",
    RegisterKind.PAYMENTS: "Utbetalningar",
    RegisterKind.ESTATES: "Boutredningar",
}


class Origin(StrEnum):
    """Where a round's results come from: the program, or a document from before it."""

    PROGRAM = "program"
    PAPER = "papper"


class Standing(StrEnum):
    """What a drawn unit is in the sample."""

    SAMPLE = "urval"
    RESERVE = "reserv"
    CALLED_IN = "inkallad"
    REPLACED = "ersatt"


class Retrieval(StrEnum):
    """Where the paper file is."""

    WAITING = "ej_hamtad"
    FETCHED = "hamtad"
    MISSING = "saknas"
    RETURNED = "aterlamnad"


class ReplacementReason(StrEnum):
    """Why a drawn unit is replaced by the next reserve."""

    FILE_MISSING = "akt_saknas"
    ON_LOAN = "utlanad"
    OUTSIDE_FRAME = "utanfor_ramen"


RETRIEVAL_NAMES = {
    Retrieval.WAITING: "Inte hämtad",
    Retrieval.FETCHED: "Hämtad",
    Retrieval.MISSING: "Saknas",
    Retrieval.RETURNED: "Återlämnad",
}
REASON_NAMES = {
    ReplacementReason.FILE_MISSING: "Akten saknas",
    ReplacementReason.ON_LOAN: "Akten är utlånad",
    ReplacementReason.OUTSIDE_FRAME: "Ärendet hör inte till ramen",
}


# ---- Where a round stands -----------------------------------------------------------------------------------------


class Stage(StrEnum):
    """What a round needs next. The stages come in this order; a round on paper has none of them."""

    FRAMES = "frames"
    SIZES = "sizes"
    SEED = "seed"
    DRAWN = "drawn"
    PAPER = "paper"


class Change(StrEnum):
    """What somebody may want to change in a round."""

    PLAN = "plan"
    FRAME = "frame"
    SIZES = "sizes"
    SEED = "seed"
    SAMPLE = "sample"
    REVIEWERS = "reviewers"


ALLOWED = {
    Change.PLAN: frozenset({Stage.FRAMES, Stage.SIZES}),
    Change.FRAME: frozenset({Stage.FRAMES, Stage.SIZES}),
    Change.SIZES: frozenset({Stage.SIZES}),
    Change.SEED: frozenset({Stage.SEED}),
    Change.SAMPLE: frozenset({Stage.DRAWN}),
    Change.REVIEWERS: frozenset(Stage) - {Stage.PAPER},
}
ON_PAPER = "Omgången är hämtad ur ett dokument och kan inte ändras här."
SIZES_STAND = "Storlekarna är bestämda. Därefter ändras varken ramar, storlekar eller period."
REFUSALS = {
    (Change.PLAN, Stage.SEED): SIZES_STAND,
    (Change.PLAN, Stage.DRAWN): SIZES_STAND,
    (Change.FRAME, Stage.SEED): SIZES_STAND,
    (Change.FRAME, Stage.DRAWN): SIZES_STAND,
    (Change.SIZES, Stage.FRAMES): "Välj först en ram för varje nämnd. Sedan kan storlekarna bestämmas.",
    (Change.SIZES, Stage.SEED): "Storlekarna är redan bestämda.",
    (Change.SIZES, Stage.DRAWN): "Storlekarna är redan bestämda och urvalet är draget.",
    (Change.SEED, Stage.FRAMES): "Välj först en ram för varje nämnd och bestäm storlekarna.",
    (Change.SEED, Stage.SIZES): "Bestäm först storlekarna. Fröet får inte vara känt dessförinnan.",
    (Change.SEED, Stage.DRAWN): "Urvalet är redan draget. En omgång dras bara en gång.",
    (Change.SAMPLE, Stage.FRAMES): "Urvalet är inte draget än.",
    (Change.SAMPLE, Stage.SIZES): "Urvalet är inte draget än.",
    (Change.SAMPLE, Stage.SEED): "Urvalet är inte draget än.",
}


@dataclass(frozen=True)
class Facts:
    """What decides where a round stands: its boards, how many of them have a frame, and what has been done."""

    paper: bool
    boards: int
    framed: int
    sizes_fixed: bool
    drawn: bool


def stage(facts: Facts) -> Stage:
    """What the round needs next."""
    if facts.paper:
        return Stage.PAPER
    if facts.drawn:
        return Stage.DRAWN
    if facts.sizes_fixed:
        return Stage.SEED
    return Stage.SIZES if 0 < facts.boards == facts.framed else Stage.FRAMES


def may(change: Change, stage: Stage) -> bool:
    """Whether `change` is allowed in a round at `stage`."""
    return stage in ALLOWED[change]


class StageError(Exception):
    """A change that the round is past, or not ready for; the message says which, in Swedish."""


def require(change: Change, stage: Stage) -> None:
    """Do nothing if `change` is allowed at `stage`. Raises StageError with the reason in Swedish if it is not."""
    if not may(change, stage):
        raise StageError(REFUSALS.get((change, stage), ON_PAPER))


# ---- What is entered ----------------------------------------------------------------------------------------------


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


# ---- The seed -----------------------------------------------------------------------------------------------------


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
