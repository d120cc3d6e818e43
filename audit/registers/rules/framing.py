"""From a checked extract to the units that are stored: which of them belong to the frame of the reviewed period."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from audit.registers.rules.columns import ID_COLUMN
from audit.registers.rules.tables import CheckedExtract, RegisterKind, Unit, Value
from audit.registers.rules.values import EARLIEST

Period = tuple[date, date]

# The date that decides whether a unit belongs to the reviewed period: the decision, the payment, the death.
FRAME_DATE: Mapping[RegisterKind, str] = MappingProxyType({
    RegisterKind.CASES: "beslutsdatum",
    RegisterKind.PAYMENTS: "utbetalningsdatum",
    RegisterKind.ESTATES: "avliden_dag",
})  # fmt: skip
BOARD_COLUMN = "namnd_kod"
CASE_COLUMN = "arende_id"


def period_fault(first: date, last: date, today: date) -> str | None:
    """What is wrong with a reviewed period, as a sentence; None if it can be used."""
    if last < first:
        return "Periodens sista dag kan inte vara före den första."
    if first < EARLIEST:
        return f"Perioden kan inte börja före {EARLIEST}."
    return "Perioden kan inte börja efter i dag." if first > today else None


@dataclass(frozen=True)
class FramedUnit:
    """A unit as it is stored: its line in the file, its board's code, its id, its values and the flags on it.

    `counterpart` is the line of the payment that reverses it or that it reverses.
    """

    row: int
    board: str
    unit_id: str
    in_frame: bool
    content: dict[str, Value]
    flags: tuple[str, ...] = ()
    counterpart: int | None = None

    @property
    def case_id(self) -> str | None:
        """The case that the unit is, or that it belongs to."""
        found = self.content.get(CASE_COLUMN)
        return str(found) if found is not None else None


def framed(checked: CheckedExtract, period: Period) -> list[FramedUnit]:
    """The units of a faultless extract in the order of the file, each marked if it belongs to the frame of `period`.

    `period` is the first and the last day. A reversal is kept but is no unit of its own to draw: it may carry the id of
    the payment that it reverses. A flag on a folded row follows the row that it was folded into.
    """
    flags: dict[int, list[str]] = defaultdict(list)
    for flag in checked.flags:
        flags[flag.row].append(flag.what)
    return [_framed(unit, checked.kind, period, flags) for unit in checked.units]


def _framed(unit: Unit, kind: RegisterKind, period: Period, flags: Mapping[int, list[str]]) -> FramedUnit:
    own = [what for row in (unit.row, *unit.folded) for what in flags.get(row, ())]
    return FramedUnit(
        row=unit.row,
        board=str(unit.values[BOARD_COLUMN]),
        unit_id=str(unit.values[ID_COLUMN[kind]]),
        in_frame=belongs(unit, kind, period),
        content=unit.values,
        flags=tuple(dict.fromkeys(own)),
        counterpart=unit.counterpart,
    )


def belongs(unit: Unit, kind: RegisterKind, period: Period) -> bool:
    """Whether a unit belongs to the frame of `period`: its date lies in it, and it is no reversal."""
    first, last = (day.isoformat() for day in period)
    reversal = unit.counterpart is not None and Decimal(str(unit.values["belopp"])) < 0
    return not reversal and first <= str(unit.values[FRAME_DATE[kind]]) <= last


@dataclass(frozen=True)
class Tally:
    """One board's part of an extract: its units, those in the frame, and the cases that they are or belong to."""

    units: int
    in_frame: int
    cases: frozenset[str] = frozenset()
    framed_cases: frozenset[str] = frozenset()


def tallies(units: Iterable[FramedUnit]) -> dict[str, Tally]:
    """Each board's part, by the board's code, in the order of the codes."""
    by_board: dict[str, list[FramedUnit]] = defaultdict(list)
    for unit in units:
        by_board[unit.board].append(unit)
    return {board: _tally(by_board[board]) for board in sorted(by_board)}


def _tally(units: Sequence[FramedUnit]) -> Tally:
    counted = Counter(unit.in_frame for unit in units)
    return Tally(
        units=len(units),
        in_frame=counted[True],
        cases=frozenset(unit.case_id for unit in units if unit.case_id),
        framed_cases=frozenset(unit.case_id for unit in units if unit.case_id and unit.in_frame),
    )
