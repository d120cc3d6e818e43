"""Boards side by side for one year: the same questions, a column for each board, described and not ranked."""

from dataclasses import dataclass

from flask import abort, request
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.comparison.rules import Cell, Year
from audit.comparison.views.room import READERS, Look, comparison, look, page_of
from audit.wording import Limits, limits_of


@dataclass(frozen=True)
class Beside:
    """What the year tells of a question for one board."""

    cell: Cell
    limits: Limits | None


@dataclass(frozen=True)
class SideBySide:
    """One year's boards with what their samples were drawn from, and the questions of each area with a cell each."""

    year: Year
    boards: dict[int, str]
    areas: list[tuple[str, list[tuple[str, str, list[Beside]]]]]
    populations: dict[int, int | None]
    reviewed: dict[int, int]


def beside(seen: Look, year: Year) -> SideBySide:
    cells = {key: cell for key, cell in seen.shown.cells.items() if key[0] == year.round_id}
    boards = {board: name for board, name in seen.shown.boards.items() if any(key[1] == board for key in cells)}
    areas = []
    for area in seen.shown.areas:
        told = [one for one in area.questions if any(key[2] == one.id for key in cells)]
        rows = [(one.id, one.text, [_beside(seen.shown.cell(year, board, one.id)) for board in boards]) for one in told]
        if rows:
            areas.append((area.name, rows))
    counted = {board: [cell for key, cell in cells.items() if key[1] == board and cell.counts] for board in boards}
    return SideBySide(
        year,
        boards,
        areas,
        {board: next((one.population for one in some), None) for board, some in counted.items()},
        {board: max((one.counts.reviewed for one in some if one.counts), default=0) for board, some in counted.items()},
    )


def _beside(cell: Cell) -> Beside:
    return Beside(cell, limits_of([cell.sampled]))


@comparison.get("/jamforelse/sida-vid-sida")
@access(*READERS)
def side_by_side(visit: Visit[bool]) -> ResponseReturnValue:
    seen = look(visit.session, visit.scope, board_id=None)
    wanted = request.args.get("omgang", type=int)
    latest = next((year for year in reversed(seen.years) if not year.paper), None) or next(iter(seen.years), None)
    year = next((one for one in seen.years if one.round_id == wanted), None) if wanted else latest
    if wanted and year is None:
        abort(404)
    return page_of(visit, "comparison/boards.html", seen=seen, found=beside(seen, year) if year else None)
