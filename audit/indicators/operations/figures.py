"""Tables of figures, the rules they are held against, what those find, and what a person concludes of it."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from sqlmodel import Session

from audit.accounts.operations import known
from audit.indicators.models import CheckSettlement, FigureCheck, FigureTable
from audit.indicators.operations.reading import INDICATORS, Seen
from audit.indicators.operations.writing import again, hold, remove_row, require_there
from audit.indicators.rules.checking import Tried, UnknownNameError, try_all_met, try_formula, try_units, verdict_of
from audit.indicators.rules.formulas import parse_formula
from audit.indicators.rules.numbers import read_figure
from audit.indicators.rules.sheets import PARTS, Sheet
from audit.indicators.rules.words import CheckKind, Judgement, TableKind, Verdict
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, refuse_if

MOST_TABLES, MOST_CHECKS = 60, 200

# ---- Tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TablePlan:
    """A table as it is entered: its lines are read already."""

    kind: TableKind
    sheet: Sheet
    source: str = ""


def save_table(
    session: Session, *, stamp: Stamp, seen: Seen, plan: TablePlan, table: FigureTable | None = None
) -> FigureTable:
    """Add a table, or put another in its place. InputError where its caption can't be so."""
    seen = again(session, seen)
    caption = plan.sheet.caption
    refuse_if(_caption_faults(seen, caption, table))
    before = {"caption": table.caption, "unit": table.unit, "cells": table.cells} if table else None
    place = 1 + max((one.place for one in seen.tables), default=0)
    kept = table or FigureTable(document_id=seen.id, place=place, kind=plan.kind, caption=caption, cells=[])
    kept.kind, kept.caption, kept.unit, kept.source = plan.kind, caption, plan.sheet.unit, plan.source
    kept.cells = plan.sheet.as_lists()
    session.add(kept)
    session.flush()
    action = "year_document:table_changed" if table else "year_document:table_added"
    now = {"caption": caption, "unit": kept.unit, "cells": kept.cells}
    journal.record(session, stamp, action, seen.id, table=kept.id, before=before, now=now)
    return kept


def _caption_faults(seen: Seen, caption: str, table: FigureTable | None) -> list[Fault]:
    others = {one.caption.casefold() for one in seen.tables if table is None or one.id != table.id}
    if caption.casefold() in others | {INDICATORS.casefold()}:
        return [Fault("caption", "En annan tabell i dokumentet heter så.")]
    if PARTS in caption:
        return [Fault("caption", f"Rubriken kan inte innehålla tecknet {PARTS}.")]
    if table is None and len(seen.tables) >= MOST_TABLES:
        return [Fault("caption", f"Ett dokument kan ha högst {MOST_TABLES} tabeller.")]
    return []


def remove_table(session: Session, *, stamp: Stamp, seen: Seen, table: FigureTable) -> None:
    """Take a table away with its own rules; the journal keeps the figures."""
    hold(session, seen.id)
    require_there(session, table)
    for check in seen.checks:
        if check.table_id == table.id:
            remove_row(session, CheckSettlement, CheckSettlement.check_id == check.id)
    remove_row(session, FigureCheck, FigureCheck.table_id == table.id)
    session.delete(table)
    told = {"table": table.id, "caption": table.caption, "cells": table.cells}
    journal.record(session, stamp, "year_document:table_removed", seen.id, **told)


# ---- Checks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CheckPlan:
    """A check as it is entered. `table_id` is whose rows or columns its rule names."""

    kind: CheckKind
    title: str
    formula: str = ""
    table_id: int | None = None
    tolerance: str = ""
    quotation: str = ""
    source: str = ""


@dataclass(frozen=True)
class Finding:
    """A check with what it finds now. `stale` is whether the figures have changed since somebody settled it."""

    check: FigureCheck
    verdict: Verdict
    tried: tuple[Tried, ...] = ()
    fault: str = ""
    settled: CheckSettlement | None = None

    @property
    def failing(self) -> tuple[Tried, ...]:
        return tuple(one for one in self.tried if one.verdict is Verdict.CONTRADICTS)

    @property
    def untested(self) -> tuple[Tried, ...]:
        return tuple(one for one in self.tried if one.verdict is Verdict.UNTESTED)

    @property
    def arithmetic(self) -> str:
        """What doesn't hold, a sentence for each place."""
        return "\n".join(one.words for one in self.failing) or self.fault

    @property
    def waits(self) -> bool:
        """Whether somebody has to look: it contradicts itself or is a note, and nobody has settled it as it is now."""
        asks = self.verdict in (Verdict.CONTRADICTS, Verdict.NOTE)
        return asks and (self.settled is None or self.stale)

    @property
    def stale(self) -> bool:
        return self.settled is not None and self.settled.arithmetic != self.arithmetic


def save_check(
    session: Session, *, stamp: Stamp, seen: Seen, plan: CheckPlan, check: FigureCheck | None = None
) -> FigureCheck:
    """Add a check, or change one. InputError for a rule that can't be read, or names what isn't there."""
    seen = again(session, seen, adopted_too=True)
    refuse_if(_check_faults(seen, plan, check))
    before = check.model_dump(mode="json") if check else None
    place = 1 + max((one.place for one in seen.checks), default=0)
    kept = check or FigureCheck(document_id=seen.id, place=place, kind=plan.kind, title=plan.title)
    for name, value in asdict(plan).items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()
    action = "year_document:check_changed" if check else "year_document:check_added"
    journal.record(session, stamp, action, seen.id, check=kept.id, before=before, now=asdict(plan))
    return kept


def _check_faults(seen: Seen, plan: CheckPlan, check: FigureCheck | None) -> list[Fault]:
    faults = []
    if check is None and len(seen.checks) >= MOST_CHECKS:
        faults.append(Fault("title", f"Ett dokument kan ha högst {MOST_CHECKS} kontroller."))
    if plan.kind is CheckKind.NOTE and not plan.quotation:
        faults.append(Fault("quotation", "Skriv vad som ska bedömas."))
    if plan.kind is not CheckKind.FORMULA:
        return faults
    try:
        read_figure(plan.tolerance)
    except ValueError as error:
        faults.append(Fault("tolerance", f"»{plan.tolerance}« {error}"))
    else:
        try:
            _try(seen, plan.formula, plan.table_id, plan.tolerance)
        except ValueError as error:
            faults.append(Fault("formula", str(error)))
    return faults


def remove_check(session: Session, *, stamp: Stamp, seen: Seen, check: FigureCheck) -> None:
    hold(session, seen.id, adopted_too=True)
    require_there(session, check)
    remove_row(session, CheckSettlement, CheckSettlement.check_id == check.id)
    session.delete(check)
    journal.record(
        session, stamp, "year_document:check_removed", seen.id, check=check.id, title=check.title, formula=check.formula
    )


def findings(seen: Seen) -> list[Finding]:
    """What every check of the document finds, worked out now."""
    return [finding_of(seen, check) for check in seen.checks]


def finding_of(seen: Seen, check: FigureCheck) -> Finding:
    settled = seen.settled.get(known(check.id))
    if check.kind is CheckKind.NOTE:
        return Finding(check, Verdict.NOTE, fault=check.quotation, settled=settled)
    try:
        tried = tuple(_tried(seen, check))
    except UnknownNameError as error:
        return Finding(check, Verdict.UNTESTED, fault=str(error), settled=settled)
    return Finding(check, verdict_of(tried), tried, settled=settled)


def _tried(seen: Seen, check: FigureCheck) -> list[Tried]:
    if check.kind is CheckKind.UNITS:
        return list(try_units((one.row.name, one.row.unit) for one in seen.indicators))
    if check.kind is CheckKind.ALL_MET:
        return list(try_all_met((one.row.name, one.standing()) for one in seen.indicators))
    return _try(seen, check.formula, check.table_id, check.tolerance)


def _try(seen: Seen, formula: str, table_id: int | None, tolerance: str) -> list[Tried]:
    home = next((seen.sheet(table) for table in seen.tables if table.id == table_id), None)
    return try_formula(parse_formula(formula), seen.sheets(), home, read_figure(tolerance) or Decimal(0))


def settle(
    session: Session, *, stamp: Stamp, seen: Seen, check: FigureCheck, judgement: Judgement, note: str
) -> CheckSettlement:
    """Note what a person concludes of a check. No figure is changed. InputError where there is nothing to settle."""
    finding = finding_of(again(session, seen, adopted_too=True), check)
    holds = finding.verdict in (Verdict.AGREES, Verdict.UNTESTED)
    refuse_if([Fault("note", "Siffrorna går ihop nu, eller saknas. Det finns inget att avgöra.")] if holds else [])
    kept = finding.settled or CheckSettlement(
        check_id=known(check.id), judgement=judgement, note=note, arithmetic="", settled_at=stamp.at
    )
    before = {"judgement": kept.judgement, "note": kept.note} if finding.settled else None
    kept.judgement, kept.note, kept.arithmetic = judgement, note, finding.arithmetic
    kept.settled_at, kept.settled_by = stamp.at, stamp.actor
    session.add(kept)
    session.flush()
    now = {"judgement": judgement, "note": note, "arithmetic": finding.arithmetic}
    journal.record(session, stamp, "year_document:check_settled", seen.id, check=check.id, before=before, now=now)
    return kept
