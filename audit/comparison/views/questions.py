"""All questions over the years: a small chart of each, or one board's table with what may be said of every question."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.comparison import operations
from audit.comparison.rules import BoardChanges
from audit.comparison.rules.strands import Strand
from audit.comparison.views.room import (
    READERS,
    Look,
    Picture,
    cautions,
    chosen_board,
    chosen_kind,
    comparison,
    look,
    page_of,
    picture,
)
from audit.wording import change_worked_out, changes_summed_up
from checklists import Question


@dataclass(frozen=True)
class Pictured:
    """A question with its chart."""

    question: Question
    picture: Picture


@dataclass(frozen=True)
class PicturedArea:
    id: str
    name: str
    questions: tuple[Pictured, ...]


def pictured(seen: Look) -> list[PicturedArea]:
    """The areas with those of their questions of which any year tells."""
    found = []
    for area in seen.shown.areas:
        told = tuple(
            Pictured(one, picture(seen.knowns(one.id), seen.years)) for one in area.questions if _told(seen, one)
        )
        if told:
            found.append(PicturedArea(area.id, area.name, told))
    return found


def _told(seen: Look, question: Question) -> bool:
    rounds = [year.round_id for year in seen.years]
    boards = [board for strand in seen.strands for board in strand.board_ids]
    return any((one, board, question.id) in seen.shown.cells for one in rounds for board in boards)


@comparison.get("/jamforelse/fragor")
@access(*READERS)
def questions(visit: Visit[bool]) -> ResponseReturnValue:
    seen = look(visit.session, visit.scope, board_id=chosen_board(visit.session, visit.scope, all_boards=True))
    changes = {strand: found for strand in seen.strands if (found := seen.changes(strand))}
    return page_of(visit, "comparison/questions.html", seen=seen, areas=pictured(seen), changes=changes)


@comparison.get("/jamforelse/tabell")
@access(*READERS)
def as_table(visit: Visit[bool]) -> ResponseReturnValue:
    """One board's adherence, question by question, with the test of every question and how it was worked out."""
    board_id = chosen_board(visit.session, visit.scope, all_boards=False)
    seen = look(visit.session, visit.scope, board_id=board_id or 0) if board_id else None
    strand: Strand | None = seen.strands[0] if seen else None
    changes: BoardChanges | None = seen.changes(strand) if seen and strand else None
    areas = (
        operations.table(strand.as_one(seen.shown.cells), board_id=strand.board_id, of_years=seen.years, kind=seen.kind)
        if seen and strand
        else []
    )
    return page_of(
        visit,
        "comparison/table.html",
        board_id=board_id,
        years=seen.years if seen else (),
        areas=areas,
        silent=operations.silent(areas, chosen_kind()),
        changes=changes,
        summed_up=changes_summed_up(changes.changes.values(), **changes.names) if changes else "",
        cautions=cautions(visit.session, changes, strand.board_ids) if strand else [],
        worked_out=change_worked_out,
    )
