"""Pages of the comparison: all questions over the years, and one question in depth."""

import io

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import board_names, boards, known
from audit.accounts.rules import Role, Scope
from audit.comparison import operations
from audit.comparison.rules import JUDGEMENT_NAMES, Depth
from audit.database import Session
from checklists import Question

comparison = Blueprint("comparison", __name__)
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
    of_years = operations.years(visit.session, board_ids=[board_id] if board_id else [])
    return render_template(
        "comparison/overview.html",
        boards=boards(visit.session, visit.scope.boards()),
        board_id=board_id,
        years=of_years,
        areas=operations.table(visit.session, board_id=board_id, of_years=of_years) if board_id else [],
        depths=Depth,
        judgements=JUDGEMENT_NAMES,
        may_enter=visit.scope.has(Role.COORDINATOR),
    )


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
    return render_template(
        "comparison/question.html",
        question=visit.record,
        years=of_years,
        cells=operations.cells(visit.session, of_years=of_years, board_ids=own),
        boards=boards(visit.session, own),
        names=board_names(visit.session),
        depths=Depth,
        judgements=JUDGEMENT_NAMES,
    )
