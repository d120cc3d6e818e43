"""What is entered about a round: its plan and its sizes; and what is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from audit.registers.rules import RegisterKind
from audit.rounds.rules.words import Drawing, Target
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


class FrozenError(Exception):
    """What was to be changed has been adopted meanwhile, so nothing in it can be changed any more."""


def refuse_if(faults: list[Fault]) -> None:
    """Do nothing if there is no fault. Raises InputError with all of them if there is any."""
    if faults:
        raise InputError(faults)


FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NAME, LONGEST_REASON = 120, 500
MOST_UNITS = 100_000
MOST_YEARS_LEFT_OUT = 10


@dataclass(frozen=True)
class PartPlan:
    """A board's part of a plan: how many units are to be drawn, from 1, and how many reserves, from 0."""

    board_id: int
    size: int = 10
    reserves: int = 5


@dataclass(frozen=True)
class TargetPlan:
    """A targeted sample for a board: how many units, from 1, and how many reserves, from 0."""

    target: Target
    board_id: int
    size: int
    reserves: int = 0


def target_faults(targets: Iterable[TargetPlan], *, kind: RegisterKind) -> list[Fault]:
    """What is wrong with the targeted samples of a plan: only rounds of case files may have any."""
    faults = []
    for plan in targets:
        size, reserves = target_fields(plan.target, plan.board_id)
        if kind is not RegisterKind.CASES:
            what = "Riktade urval finns bara när akter granskas. Skriv 0 här, eller välj en mall för akter."
            faults.append(Fault(size, what))
        elif not 1 <= plan.size <= MOST_UNITS:
            faults.append(Fault(size, "Skriv ett antal från 0 och uppåt. Med 0 dras inget riktat urval."))
        if not 0 <= plan.reserves <= MOST_UNITS:
            faults.append(Fault(reserves, "Skriv ett antal från 0 och uppåt."))
    return faults


def target_fields(target: Target, board_id: int) -> tuple[str, str]:
    """What the fields of a targeted sample's size and reserves are called in the plan's form."""
    return f"size_{target}_{board_id}", f"reserves_{target}_{board_id}"


def drawing_faults(drawing: Drawing, *, kind: RegisterKind, parts: Iterable[PartPlan]) -> list[Fault]:
    """What is wrong with the way of drawing: only payments are drawn by the krona, and then without reserves."""
    if drawing is Drawing.EQUAL:
        return []
    if kind is not RegisterKind.PAYMENTS:
        return [Fault("drawing", "Bara utbetalningar kan dras efter belopp. Välj att varje betalning har samma chans.")]
    what = "Ett urval efter belopp har inga reserver. Skriv 0."
    return [Fault(f"reserves_{part.board_id}", what) for part in parts if part.reserves]


def years_faults(leave_out_years: int) -> list[Fault]:
    """What is wrong with the number of years whose drawn cases are left out, 0 to 10."""
    if 0 <= leave_out_years <= MOST_YEARS_LEFT_OUT:
        return []
    return [Fault("leave_out_years", f"Skriv ett antal år från 0 till {MOST_YEARS_LEFT_OUT}. Med 0 lämnas inga ute.")]


def reason_faults(reason: str) -> list[Fault]:
    """What is wrong with the reason for a new draw: it is said in words, on one line, because it stands for good."""
    return text_problem("reason", reason, "Skriv varför urvalet dras på nytt.", LONGEST_REASON)


def plan_faults(*, name: str, year: int, period: tuple[date, date], parts: tuple[PartPlan, ...]) -> list[Fault]:
    """What is wrong with a plan.

    Args:
        name: what the round is called, 1 to 120 characters.
        year: the calendar year of the draw, 2000 to 2100.
        period: first and last day of the reviewed period; date.max as long as the last isn't known.
        parts: one per board, at least one.
    """
    faults = []
    if not name.strip():
        faults.append(Fault("name", "Skriv ett namn på omgången."))
    elif len(name) > LONGEST_NAME:
        faults.append(Fault("name", f"Namnet får vara högst {LONGEST_NAME} tecken långt."))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        faults.append(Fault("year", f"Skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}."))
    elif year < period[1].year != date.max.year:
        what = f"Perioden går till {period[1]}, alltså efter omgångens år {year}. Ändra året eller perioden."
        faults.append(Fault("year", what))
    if period[0] > period[1]:
        faults.append(Fault("period_to", "Periodens sista dag ligger före den första. Ändra någon av dem."))
    if not parts:
        faults.append(Fault("boards", "Välj minst en nämnd."))
    return faults + [fault for part in parts for fault in size_faults(part)]


def period_doubts(*, year: int, period: tuple[date, date]) -> list[str]:
    """What may be a mistake in the year (of the draw) and the period, though it can be meant: it ended long before."""
    since = year - period[1].year
    return [f"Perioden slutade {period[1].year}, {since} år före omgångens år {year}."] if since > 1 else []


def paper_doubt(*, year: int, name: str, boards: Iterable[str]) -> str:
    """That boards have a round's year on paper already, called `name` there."""
    return (
        f"{' och '.join(boards)} har redan {year} på papper, som {name}. Året räknas en gång: så snart omgången har "
        "signerade granskningar är det bara de som räknas."
    )


def size_faults(
    part: PartPlan, *, population: int | None = None, board: str = "", drawing: Drawing = Drawing.EQUAL
) -> list[Fault]:
    """What is wrong with a board's sizes, where its frame holds `population` units (None: no frame yet).

    Where every krona has the same chance, those are the payments with an amount above 0.
    """
    faults = []
    if not 1 <= part.size <= MOST_UNITS:
        faults.append(Fault(f"size_{part.board_id}", "Skriv ett antal från 1 och uppåt."))
    elif population is not None and drawing is Drawing.KRONOR and part.size > population:
        faults.append(Fault(f"size_{part.board_id}", _too_many_kronor(part.size, population, board)))
    elif population is not None and part.size > population:
        what = f"För {board} finns {population} att dra ur. Urvalet kan inte vara större än så."
        faults.append(Fault(f"size_{part.board_id}", what))
    if not 0 <= part.reserves <= MOST_UNITS:
        faults.append(Fault(f"reserves_{part.board_id}", "Skriv ett antal från 0 och uppåt."))
    return faults


def _too_many_kronor(size: int, payments: int, board: str) -> str:
    if not payments:
        return f"För {board} finns ingen utbetalning med ett belopp över noll, så inget kan dras efter belopp."
    return (
        f"För {board} finns {payments} utbetalningar med ett belopp över noll. Skriv högst så många i stället för "
        f"{size}, eller låt varje betalning ha samma chans."
    )


def frame_fits(*, extract_period: tuple[date, date], reviewed_period: tuple[date, date]) -> bool:
    """Whether a frame may be used: its units have their decision in exactly the reviewed period."""
    return extract_period == reviewed_period


def text_problem(field: str, text: str, if_empty: str, longest: int) -> list[Fault]:
    """What keeps a text from standing in a protocol: at most one fault."""
    if not clean(text):
        return [Fault(field, if_empty)]
    if len(text) > longest:
        return [Fault(field, f"Texten får vara högst {longest} tecken lång.")]
    if any(text_faults(field, text)):
        return [Fault(field, "Texten innehåller radbrytning eller styrtecken. Skriv den på en rad.")]
    return []
