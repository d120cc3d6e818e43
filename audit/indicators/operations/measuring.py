"""Quality guarantees counted from the registers that are taken in: per board and year, each with its extract."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from audit.accounts.operations import known
from audit.agreements.rules import Period
from audit.indicators.rules.guarantees import GUARANTEES, Measured, measure
from audit.indicators.rules.numbers import said
from audit.indicators.rules.pasting import Key
from audit.registers import operations as registers
from audit.registers.models import Frame, RegisterExtract
from audit.registers.rules import RegisterKind
from audit.registers.rules.columnar import CodedColumn

DECIDED = "beslutsdatum"
DATES = frozenset({DECIDED, *(name for one in GUARANTEES for name in (one.begins, one.ends) if name)})


@dataclass(frozen=True)
class BoardYear:
    """A board's guarantees in one year, counted from its newest frame of that year."""

    board_id: int
    year: int
    frame: Frame
    extract: RegisterExtract
    measured: tuple[Measured, ...]


def guarantees_measured(session: Session, board_ids: Iterable[int]) -> list[BoardYear]:
    """Every guarantee of each board and year for which there is a register of cases, the latest year first."""
    found = [
        BoardYear(board, year, frame, extract, _measured(session, frame, extract))
        for (board, year), (frame, extract) in _newest(session, board_ids).items()
    ]
    return sorted(found, key=lambda one: (-one.year, one.board_id))


def _newest(session: Session, board_ids: Iterable[int]) -> dict[tuple[int, int], tuple[Frame, RegisterExtract]]:
    newest: dict[tuple[int, int], tuple[Frame, RegisterExtract]] = {}
    for frame in registers.frames_for(session, kind=RegisterKind.CASES, board_ids=board_ids):
        extract = registers.extract_of(session, frame)
        newest.setdefault((frame.board_id, extract.period_to.year), (frame, extract))
    return newest


def _measured(session: Session, frame: Frame, extract: RegisterExtract) -> tuple[Measured, ...]:
    cases = _cases(session, frame, extract)
    return tuple(measure(guarantee, cases) for guarantee in GUARANTEES)


def _cases(session: Session, frame: Frame, extract: RegisterExtract) -> list[dict[str, str | None]]:
    """The dates of the board's cases with a decision in the period, which are those of its frame."""
    columns = registers.columns_of(session, extract_id=known(extract.id), board_id=frame.board_id, names=DATES)
    read = {name: _values(column) for name, column in columns.items() if name in DATES}
    cases = [dict(zip(read, values, strict=True)) for values in zip(*read.values(), strict=True)]
    first, last = extract.period_from.isoformat(), extract.period_to.isoformat()
    return [case for case in cases if first <= (case.get(DECIDED) or "") <= last]


def _values(column: CodedColumn) -> list[str | None]:
    return [None if code < 0 else column.values[code] for code in column.codes]


def measured_outcomes(session: Session, guarantee: str, year: int, boards: Mapping[int, str]) -> dict[Key, str]:
    """A guarantee as an indicator's outcomes in percent: of each board that has a register of the year, and of all of
    them together where every board has."""
    found: dict[int, Measured] = {}
    for (board, of_year), (frame, extract) in _newest(session, boards).items():
        if of_year == year:
            every = {one.guarantee.id: one for one in _measured(session, frame, extract)}
            found |= {board: every[guarantee]} if guarantee in every else {}
    outcomes: dict[Key, str] = {
        (year, Period.VB, board): said(one.percent) for board, one in found.items() if one.percent is not None
    }
    if found and set(found) == set(boards) and (together := _together(list(found.values()))) is not None:
        outcomes[year, Period.VB, None] = said(together)
    return outcomes


def _together(found: list[Measured]) -> Decimal | None:
    kept, counted = (sum(values) for values in zip(*((one.kept, one.counted) for one in found), strict=True))
    return Measured(found[0].guarantee, kept, counted).percent
