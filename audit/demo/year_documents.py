"""The user's documents of 2009, 2010, 2011, 2014 and 2015 as their history, and an invented plan for 2026."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session

from audit.accounts.rules import FIRST_BOARDS
from audit.comparison.rules import PasteFault, lines_of
from audit.demo.autumn import moment
from audit.demo.people import Cast
from audit.indicators import operations as indicators
from audit.indicators.operations import CheckPlan, DocumentPlan, Seen, TablePlan
from audit.indicators.rules.pasting import GoalRow, IndicatorRow, parse_goals, parse_indicators
from audit.indicators.rules.sheets import read_sheet
from audit.indicators.rules.words import CheckKind, Direction, DocumentKind, Owner, Quantity, TableKind
from audit.journal.rules import Stamp
from audit.plans.operations import Adoption

FOLDER = Path(__file__).parent / "documents"
YEARS = (2009, 2010, 2011, 2014, 2015)
INVENTED = "2026-invented"
MEASURED = IndicatorRow(
    "Andel beslut inom 14 dagar", "%", Quantity.SHARE, Direction.HIGHER,
    target="100", goal="1.2", owner=Owner.UNIT, guarantee="beslut",
)  # fmt: skip
T = TypeVar("T")


def enter(session: Session, *, cast: Cast, at: datetime) -> list[Seen]:
    """Enter the documents as they are: nothing in them is corrected. They are about the three boards together."""
    stamp = Stamp(at, cast.accounts["samordnare"])
    boards = tuple(cast.boards[code] for code, name in FIRST_BOARDS if name != "Södermalm")
    return [_enter(session, stamp, declared(str(year)), boards) for year in YEARS]


def enter_invented(session: Session, *, cast: Cast) -> Seen:
    """Enter an invented plan for 2026 of the two boards that are reviewed."""
    stamp = Stamp(moment(date(2026, 9, 14), "11:00"), cast.accounts["samordnare"])
    seen = _enter(session, stamp, declared(INVENTED), cast.reviewed)
    indicators.save_indicator(session, stamp=stamp, seen=seen, row=MEASURED)
    adoption = Adoption(date(2026, 1, 22), "Nämnderna, var för sig", "2026-31")
    indicators.adopt(session, stamp=stamp, seen=seen, adoption=adoption)
    _next_year(session, stamp, seen)
    return indicators.whole(session, seen.document)


def _next_year(session: Session, stamp: Stamp, seen: Seen) -> None:
    """A draft for 2027 in which one goal is sharpened."""
    copy = indicators.follow_on(session, stamp=stamp, seen=seen, year=2027)
    last = copy.goals[-2].row
    row = GoalRow(last.level, last.text, last.number, "Ingen väntar längre än tio dagar.")
    indicators.save_goal(session, stamp=stamp, seen=copy, row=row, goal=last)


def declared(name: str) -> dict[str, Any]:
    """A document's own data."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def _enter(session: Session, stamp: Stamp, told: Mapping[str, Any], boards: tuple[int, ...]) -> Seen:
    kind, invented = DocumentKind(told["kind"]), told.get("invented", False)
    plan = DocumentPlan(told["year"], kind, told["title"], boards, told["source"], invented)
    seen = indicators.create_document(session, stamp=stamp, plan=plan)
    if "goals" in told:
        indicators.add_goals(session, stamp=stamp, seen=seen, rows=_read(parse_goals(lines_of(told["goals"]))))
        seen = indicators.whole(session, seen.document)
    if "indicators" in told:
        rows = _read(parse_indicators(lines_of(told["indicators"]), indicators.known_of(seen)))
        indicators.set_indicators(session, stamp=stamp, seen=seen, rows=rows)
    tables = {table["caption"]: _table(session, stamp, seen, table) for table in told.get("tables", ())}
    for check in told.get("checks", ()):
        indicators.save_check(session, stamp=stamp, seen=seen, plan=_check(check, tables))
    return indicators.whole(session, seen.document)


def _table(session: Session, stamp: Stamp, seen: Seen, told: Mapping[str, Any]) -> int | None:
    read = partial(read_sheet, caption=told["caption"], unit=told.get("unit", ""))
    sheet = _read(read(lines_of(told["rows"])))
    assert sheet is not None  # noqa: S101 - without faults there is a table
    plan = TablePlan(TableKind(told["kind"]), sheet, told.get("source", ""))
    return indicators.save_table(session, stamp=stamp, seen=seen, plan=plan).id


def _check(told: Mapping[str, Any], tables: Mapping[str, int | None]) -> CheckPlan:
    table = tables[told["table"]] if "table" in told else None
    texts = {name: told.get(name, "") for name in ("formula", "tolerance", "quotation", "source")}
    return CheckPlan(CheckKind(told.get("kind", CheckKind.FORMULA)), told["title"], table_id=table, **texts)


def _read(found: tuple[T, list[PasteFault]]) -> T:
    """What was read. Raises ValueError with all faults: the demonstration's own data has none."""
    made, faults = found
    if faults:
        raise ValueError("; ".join(str(fault) for fault in faults))
    return made
