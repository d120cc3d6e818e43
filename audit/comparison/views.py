"""Pages of the comparison: all questions over the years, and one question in depth."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import board_names, boards, known
from audit.accounts.rules import Role, Scope
from audit.comparison import operations
from audit.comparison.rules import JUDGEMENT_NAMES, ON_PAPER, BoardChanges, Cells, Depth, Year, trend_in
from audit.database import Session
from audit.registers.rules import RegisterKind
from audit.wording import (
    TESTS_EXPLAINED,
    change_worked_out,
    changes_summed_up,
    result_of,
    trend_of,
    trend_worked_out,
)
from checklists import Question

comparison = Blueprint("comparison", __name__)
comparison.add_app_template_global(result_of)
READERS = (Role.COORDINATOR, Role.READER)


def _chosen_board(session: Session, scope: Scope) -> int | None:
    """The board asked for in the address, or the first of one's own. A board that isn't one's own is not found."""
    own = [known(board.id) for board in boards(session, scope.boards())]
    wanted = request.args.get("namnd", type=int)
    if wanted is None:
        return own[0] if own else None
    return wanted if wanted in own else abort(404)


@comparison.get("/jamforelse")
@access(*READERS)
def overview(visit: Visit[bool]) -> ResponseReturnValue:
    board_id = _chosen_board(visit.session, visit.scope)
    own = [board_id] if board_id else []
    every_year = operations.years(visit.session, board_ids=own)
    found = operations.cells(visit.session, of_years=every_year, board_ids=own)
    of_years = operations.telling(every_year, found)
    changes = operations.changes(found, board_id=board_id, of_years=of_years) if board_id else None
    areas = operations.table(found, board_id=board_id, of_years=of_years) if board_id else []
    return render_template(
        "comparison/overview.html",
        boards=boards(visit.session, visit.scope.boards()),
        board_id=board_id,
        years=of_years,
        areas=areas,
        silent=operations.silent(areas),
        changes=changes,
        summed_up=changes_summed_up(changes.changes.values(), **changes.names) if changes else "",
        cautions=cautions(visit.session, changes, own),
        worked_out=change_worked_out,
        explained=TESTS_EXPLAINED,
        depths=Depth,
        judgements=JUDGEMENT_NAMES,
        may_enter=visit.scope.has(Role.COORDINATOR),
    )


@dataclass(frozen=True)
class OverYears:
    """What may be said of a question's years for one board, and how it was worked out."""

    board: str
    said: tuple[str, ...]
    worked_out: tuple[str, ...]


def over_years(
    session: Session, board_ids: Iterable[int], question_id: str, of_years: list[Year], found: Cells
) -> list[OverYears]:
    """The boards of which anything may be said: the latest year against the one before, and the trend over all."""
    names, tested = board_names(session), len(operations.checklist().questions)
    told = []
    for board in board_ids:
        changes = operations.changes(found, board_id=board, of_years=of_years)
        change = changes.changes.get(question_id) if changes else None
        trend = trend_in(of_years, found, board_id=board, question_id=question_id, tested=tested)
        if changes and change:
            said = [changes.said(question_id, RegisterKind.CASES), *cautions(session, changes, [board])]
            worked_out = [change_worked_out(change)]
            if trend:
                said, worked_out = [*said, trend_of(trend)], [*worked_out, trend_worked_out(trend)]
            told.append(OverYears(names[board], tuple(said), tuple(worked_out)))
    return told


def cautions(session: Session, changes: BoardChanges | None, board_ids: list[int]) -> list[str]:
    """What has to be remembered of the two years that are compared."""
    found = []
    if changes and operations.under_way(session, year=changes.later, board_ids=board_ids):
        found.append(f"Granskningen {changes.names['later']} pågår, så jämförelsen är preliminär.")
    if changes and changes.on_paper:
        found.append(ON_PAPER)
    return found


@comparison.get("/jamforelse/tabell.xlsx")
@access(*READERS)
def download(visit: Visit[bool]) -> ResponseReturnValue:
    content = operations.workbook(visit.session, board_ids=visit.scope.boards())
    return send_file(
        io.BytesIO(content),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name="jamforelse.xlsx",
    )


@comparison.get("/jamforelse/fraga/<question_id>")
@access(*READERS, load=operations.question)
def question(visit: Visit[Question]) -> ResponseReturnValue:
    """One question in depth: every year and board, with the quotations and where they stand."""
    own = visit.scope.boards()
    of_years = operations.years(visit.session, board_ids=own)
    found = operations.cells(visit.session, of_years=of_years, board_ids=own)
    return render_template(
        "comparison/question.html",
        question=visit.record,
        years=of_years,
        cells=found,
        over_years=over_years(visit.session, own, visit.record.id, of_years, found),
        explained=TESTS_EXPLAINED,
        kind=RegisterKind.CASES,
        boards=boards(visit.session, own),
        names=board_names(visit.session),
        depths=Depth,
        judgements=JUDGEMENT_NAMES,
    )
