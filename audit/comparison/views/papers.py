"""The years on paper in a list: which there are, and how much of each is entered."""

from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.rules import Role
from audit.comparison.rules import Depth
from audit.comparison.views.room import comparison, look, page_of


@comparison.get("/jamforelse/papper")
@access(Role.COORDINATOR)
def paper_years(visit: Visit[bool]) -> ResponseReturnValue:
    seen = look(visit.session, visit.scope, board_id=None)
    entered = {
        year: {
            depth: len(
                {key[2] for key, cell in seen.shown.cells.items() if key[0] == year.round_id and cell.depth is depth}
            )
            for depth in (Depth.WORDS, Depth.COUNTS, Depth.ANSWERS)
        }
        for year in seen.years
        if year.paper
    }
    return page_of(visit, "comparison/paper_years.html", entered=entered)
