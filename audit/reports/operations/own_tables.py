"""Tables that people put into a report's sections, and take out again."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.findings.operations.writing import refuse_case_ids
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.content import Table
from audit.reports.models import ReportTable
from audit.reports.operations.division import runs_report
from audit.reports.operations.texts import board_told
from audit.reports.rules.own_tables import faults, made_of
from audit.reports.rules.proposals import SECTIONS
from audit.rounds.models import Round
from audit.rounds.operations import require_standing
from audit.rounds.operations.reading import locked
from audit.rounds.rules import Fault, refuse_if


@dataclass(frozen=True)
class TablesOf:
    """A section of a report with the tables that somebody has put into it. `board_id` is the board whose own report it
    is, None for the one in common."""

    round_: Round
    section: str
    heading: str
    rows: tuple[ReportTable, ...]
    board_id: int | None = None


def tables_of(
    session: Session, scope: Scope, round_id: int, section: str, board_id: int | None = None
) -> TablesOf | None:
    """A section whose tables one may change, as the coordinator of all the boards that the report is for."""
    if section not in SECTIONS or not runs_report(session, scope, round_id, board_id):
        return None
    rows = tuple(row for row in _rows(session, round_id, board_id) if row.section == section)
    return TablesOf(session.get_one(Round, round_id), section, SECTIONS[section][0], rows, board_id)


def own_tables(session: Session, round_id: int, board_id: int | None) -> Mapping[str, tuple[Table, ...]]:
    """The tables of a report by section, in the order in which they were put in."""
    found: dict[str, list[Table]] = defaultdict(list)
    for row in _rows(session, round_id, board_id):
        key = f"tabell.{row.id}"
        found[row.section].append(made_of(row.rows, caption=row.caption, source=row.source, key=key))
    return {section: tuple(tables) for section, tables in found.items()}


def _rows(session: Session, round_id: int, board_id: int | None) -> list[ReportTable]:
    query = select(ReportTable).where(ReportTable.round_id == round_id, ReportTable.board_id == board_id)
    return list(session.exec(query.order_by(col(ReportTable.id))))


def add_table(session: Session, *, stamp: Stamp, of: TablesOf, caption: str, rows: str, source: str) -> ReportTable:
    """Put a table into a section. Raises InputError for rows that make no table, and for texts that name a case."""
    held = locked(session, of.round_)
    round_id = known(held.id)
    require_standing(session, round_id)
    refuse_if([Fault("rows", fault) for fault in faults(rows)])
    refuse_case_ids(session, round_id=round_id, texts={"caption": caption, "rows": rows, "source": source})
    row = ReportTable(
        round_id=round_id,
        board_id=of.board_id,
        section=of.section,
        caption=caption,
        source=source,
        rows=rows,
        added_by=stamp.actor,
        added_at=stamp.at,
    )
    session.add(row)
    session.flush()
    told = {"section": of.section, "table": row.id, "caption": caption, **board_told(of.board_id)}
    journal.record(session, stamp, "report:table_added", round_id, **told)
    return row


@dataclass(frozen=True)
class OwnTable:
    """One of the tables that somebody has put into a section."""

    of: TablesOf
    row: ReportTable


def own_table(
    session: Session, scope: Scope, round_id: int, section: str, table_id: int, board_id: int | None = None
) -> OwnTable | None:
    """A table that one may take out again."""
    of = tables_of(session, scope, round_id, section, board_id)
    row = next((each for each in of.rows if each.id == table_id), None) if of else None
    return OwnTable(of, row) if of and row else None


def remove_table(session: Session, *, stamp: Stamp, table: OwnTable) -> None:
    """Take a table out of its section."""
    held, row = locked(session, table.of.round_), table.row
    require_standing(session, known(held.id))
    told = {"section": row.section, "caption": row.caption, "rows": row.rows, **board_told(row.board_id)}
    journal.record(session, stamp, "report:table_removed", row.round_id, **told)
    session.delete(row)
