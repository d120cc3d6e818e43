"""The overview: areas beside years, for one board or all of them, and what may be said of the two latest years."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask import send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.comparison import operations
from audit.comparison.rules import Year
from audit.comparison.rules.charts import SMALL, Drawing, Point, Series, Size, Tick, draw
from audit.comparison.rules.strands import AreaSum, Strand, area_sums
from audit.comparison.views.room import (
    READERS,
    Look,
    cautions,
    chosen_board,
    chosen_kind,
    comparison,
    look,
    page_of,
    seen_boards,
)
from audit.database import Session
from audit.wording import changes_summed_up, count_of
from checklists import Question

NAMED = Size(width=272, height=58, left=3, right=112, top=6, bottom=6)
"""Small, with the names of several boards."""


@dataclass(frozen=True)
class AreaRow:
    """An area over the years: the boards together, and a line for each in the chart."""

    id: str
    name: str
    sums: tuple[AreaSum, ...]
    drawing: Drawing
    said: str

    @property
    def told(self) -> bool:
        return any(one.counts.reviewed or one.words for one in self.sums)


def area_rows(seen: Look) -> list[AreaRow]:
    """The areas of which any year tells, in the order of the checklist."""
    rows = [area_row(seen, area.id, area.name, area.questions) for area in seen.shown.areas]
    return [row for row in rows if row.told]


def area_row(seen: Look, area_id: str, name: str, asked: Sequence[Question]) -> AreaRow:
    together = _sums(seen, seen.strands, asked)
    lines = {strand: _sums(seen, [strand], asked) for strand in seen.strands}
    series = [Series(strand.name, tuple(one.point() for one in sums)) for strand, sums in lines.items()]
    drawing = draw([_tick(one.year) for one in together], series, SMALL if len(series) == 1 else NAMED)
    said = " ".join(f"{strand.name}: {_said(sums)}." for strand, sums in lines.items())
    return AreaRow(area_id, name, tuple(together), drawing, f"Nej eller Delvis av svaren. {said}")


def _sums(seen: Look, lines: Sequence[Strand], asked: Sequence[Question]) -> list[AreaSum]:
    return area_sums(lines, asked, seen.years, seen.shown.cells, seen.comparable)


def _tick(year: Year) -> Tick:
    return Tick(str(year.year), year.year)


def _said(sums: Sequence[AreaSum]) -> str:
    points: list[tuple[Year, Point | None]] = [(one.year, one.point()) for one in sums]
    told = [f"{year.year} {count_of(point.part, point.whole)}" for year, point in points if point]
    return ", ".join(told) or "inga siffror"


@dataclass(frozen=True)
class Summary:
    """What may be said of two latest years in one breath, with what has to be remembered; of all boards with the same
    words together."""

    boards: tuple[str, ...]
    said: str


def summaries(session: Session, seen: Look) -> list[Summary]:
    found: dict[str, list[str]] = {}
    for strand in seen.strands:
        changes = seen.changes(strand)
        if changes and (said := changes_summed_up(changes.changes.values(), **changes.names)):
            said = " ".join([said, *cautions(session, changes, strand.board_ids)])
            found.setdefault(said, []).append(strand.name)
    return [Summary(tuple(boards), said) for said, boards in found.items()]


@comparison.get("/jamforelse")
@access(*READERS)
def overview(visit: Visit[bool]) -> ResponseReturnValue:
    seen = look(visit.session, visit.scope, board_id=chosen_board(visit.session, visit.scope, all_boards=True))
    everything = area_row(seen, "", "Alla områden", seen.shown.questions)
    return page_of(
        visit,
        "comparison/overview.html",
        seen=seen,
        rows=area_rows(seen),
        everything=everything,
        summaries=summaries(visit.session, seen),
    )


@comparison.get("/jamforelse/tabell.xlsx")
@access(*READERS, writes=True)
def download(visit: Visit[bool]) -> ResponseReturnValue:
    boards = seen_boards(visit.session, visit.scope)
    kind = chosen_kind()
    operations.note_taken(visit.session, stamp=visit.stamp, board_ids=boards, form="xlsx", kind=kind)
    content = operations.workbook(visit.session, board_ids=boards, kind=kind)
    return send_file(
        io.BytesIO(content),
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_attachment=True,
        download_name=operations.file_name(kind, "xlsx"),
    )
