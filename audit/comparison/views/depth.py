"""One question in depth: every year and board, what may be said, and what was written about it over the years."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.comparison import operations
from audit.comparison.rules import trend_in
from audit.comparison.views.room import READERS, Look, cautions, comparison, look, page_of, picture
from audit.database import Session
from audit.registers.rules import RegisterKind
from audit.wording import change_worked_out, trend_of, trend_worked_out
from checklists import Question


@dataclass(frozen=True)
class OverYears:
    """What may be said of a question's years for one board, and how it was worked out."""

    board: str
    said: tuple[str, ...]
    worked_out: tuple[str, ...]


def over_years(session: Session, seen: Look, question_id: str) -> list[OverYears]:
    """The boards of which anything may be said: the latest year against the one before, and the trend over all."""
    told = []
    for strand in seen.strands:
        changes = seen.changes(strand)
        change = changes.changes.get(question_id) if changes else None
        cells = strand.as_one(seen.shown.cells)
        trend = trend_in(seen.years, cells, board_id=strand.board_id, question_id=question_id)
        if changes and change:
            said = [changes.said(question_id, RegisterKind.CASES), *cautions(session, changes, strand.board_ids)]
            worked_out = [change_worked_out(change)]
            if trend:
                said, worked_out = [*said, trend_of(trend)], [*worked_out, trend_worked_out(trend)]
            told.append(OverYears(strand.name, tuple(said), tuple(worked_out)))
    return told


@comparison.get("/jamforelse/fraga/<question_id>")
@access(*READERS, load=operations.question)
def question(visit: Visit[Question]) -> ResponseReturnValue:
    """One question in depth: every year and board, with the quotations and where they stand."""
    seen = look(visit.session, visit.scope, board_id=None)
    rows = seen.knowns(visit.record.id)
    return page_of(
        visit,
        "comparison/question.html",
        question=visit.record,
        seen=seen,
        picture=picture(rows, seen.years),
        over_years=over_years(visit.session, seen, visit.record.id),
    )
