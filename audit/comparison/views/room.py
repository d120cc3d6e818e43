"""The room's one blueprint, and what its pages share: which boards are looked at, and all that is known of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, has_request_context, render_template, request, url_for

from audit.accounts import sharing
from audit.accounts.access import Visit
from audit.accounts.operations import boards, known
from audit.accounts.rules import Purpose, Role, Scope
from audit.comparison import operations
from audit.comparison.operations.lineage import strands
from audit.comparison.rules import JUDGEMENT_NAMES, ON_PAPER, BoardChanges, Comparison, Crosswalk, Depth, Year
from audit.comparison.rules.charts import ALONE, SHAPES, Drawing, Size, draw
from audit.comparison.rules.strands import Known, Strand, knowns, said, series, ticks
from audit.database import Session
from audit.registers.rules import RegisterKind
from audit.registers.rules.words import KIND_TITLES
from audit.rounds import operations as rounds
from audit.rounds.operations import Twice
from audit.wording import TESTS_EXPLAINED, UNITS, result_of
from checklists import Question

comparison = Blueprint("comparison", __name__)
comparison.add_app_template_global(result_of)
READERS = (Role.COORDINATOR, Role.READER)
ALL = "alla"
OF_A_KIND = {
    f"comparison.{name}"
    for name in (
        "overview", "questions", "as_table", "board", "side_by_side", "question", "comments", "download",
        "download_csv",
    )
}  # fmt: skip


# ---- What is compared: files, payments or estates, never together -----------------------------------------------


def chosen_kind() -> RegisterKind:
    """The kind asked for in the address; files where none is. A kind that there isn't is not found."""
    wanted = request.args.get("sort", "") if request.endpoint in OF_A_KIND else ""
    if wanted and wanted not in set(RegisterKind):
        abort(404)
    return RegisterKind(wanted or RegisterKind.CASES)


@dataclass(frozen=True)
class Compared:
    """The kind that a page compares, what its units are called, and what they are drawn from."""

    kind: RegisterKind
    one: str
    many: str

    @property
    def is_files(self) -> bool:
        return self.kind is RegisterKind.CASES


@comparison.app_template_global()
def compared() -> Compared:
    return Compared(kind := chosen_kind(), *UNITS[kind])


@comparison.url_defaults
def keep_kind(endpoint: str, values: dict[str, Any]) -> None:
    """The kind that was chosen on one page stays chosen on the next."""
    # Read here without refusing, because the page that refuses has links too.
    chosen = request.args.get("sort") if has_request_context() and request.endpoint in OF_A_KIND else None
    if endpoint in OF_A_KIND and chosen in {RegisterKind.PAYMENTS, RegisterKind.ESTATES}:
        values.setdefault("sort", chosen)


def question_of_kind(session: Session, scope: Scope, question_id: str) -> Question | None:
    return operations.question(session, scope, question_id, kind=chosen_kind())


# ---- What a page looks at ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """What a page looks at: the boards as lines through the years, and all that is known of them.

    `board_id` is the board that was chosen, None for all of them.
    """

    shown: Comparison
    strands: tuple[Strand, ...]
    board_id: int | None
    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    kind: RegisterKind = RegisterKind.CASES

    @property
    def years(self) -> Sequence[Year]:
        return self.shown.years

    def comparable(self, question_id: str, before: Year, after: Year) -> bool:
        return self.crosswalk.step(question_id, later=after, earlier=before).comparable

    def changes(self, strand: Strand) -> BoardChanges | None:
        """What may be said of the board's two latest years; nothing where it took over another between them."""
        found = operations.changes(
            strand.as_one(self.shown.cells), board_id=strand.board_id, of_years=self.years, kind=self.kind
        )
        return None if found and strand.is_broken(found.earlier, found.later) else found

    def knowns(self, question_id: str) -> Mapping[Strand, list[Known]]:
        """What each board's years tell of the question."""
        return {
            strand: knowns(strand, question_id, self.years, self.shown.cells, self.comparable)
            for strand in self.strands
        }


@dataclass(frozen=True)
class Picture:
    """A chart with its words, and the figures behind it."""

    drawing: Drawing
    said: str
    rows: Mapping[Strand, list[Known]]

    @property
    def empty(self) -> bool:
        return not any(one.counts.reviewed for row in self.rows.values() for one in row)


def picture(rows: Mapping[Strand, list[Known]], years: Sequence[Year], size: Size | None = None) -> Picture:
    """The chart of one question."""
    lines = [series(strand, row) for strand, row in rows.items()]
    fitting = size or (ALONE if len(lines) == 1 else Size())
    told = " ".join(said(strand, row) for strand, row in rows.items())
    return Picture(draw(ticks(years, rows.values()), lines, fitting), f"Nej eller Delvis av granskade. {told}", rows)


def look(session: Session, scope: Scope, *, board_id: int | None) -> Look:
    """All that is known of one board with those that it follows, or of all boards in scope, of the kind asked for."""
    kind = chosen_kind()
    lines = strands(session, within=seen_boards(session, scope), board_id=board_id)
    ids = [board for line in lines for board in line.board_ids]
    return Look(operations.comparison(session, board_ids=ids, kind=kind), lines, board_id, kind=kind)


def seen_boards(session: Session, scope: Scope) -> frozenset[int]:
    """One's own boards, and those that share their figures with them."""
    return sharing.open_to(session, scope, Purpose.COMPARISON)


def chosen_board(session: Session, scope: Scope, *, all_boards: bool) -> int | None:
    """The board asked for in the address; all of them (None) where that is asked for, or nothing is and they fit.

    A board that is neither one's own nor shares with it is not found.
    """
    own = [known(board.id) for board in boards(session, seen_boards(session, scope))]
    wanted = request.args.get("namnd", "")
    if not wanted or wanted == ALL:
        return None if all_boards and 1 < len(own) <= SHAPES else next(iter(own), None)
    return int(wanted) if wanted.isdecimal() and int(wanted) in own else abort(404)


def cautions(session: Session, changes: BoardChanges | None, board_ids: Iterable[int]) -> list[str]:
    """What has to be remembered of the two years that are compared."""
    found = []
    if changes and operations.under_way(session, year=changes.later, board_ids=board_ids):
        found.append(f"Granskningen {changes.names['later']} pågår, så jämförelsen är preliminär.")
    if changes and changes.on_paper:
        found.append(ON_PAPER)
    return found


# ---- Pages ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tab:
    """A page of the room, or a kind that it can show: its name, where it is, and whether it is open."""

    label: str
    address: str
    current: bool


TABS = (
    ("Översikt", "comparison.overview"),
    ("Frågor", "comparison.questions"),
    ("En nämnd", "comparison.board"),
    ("Sida vid sida", "comparison.side_by_side"),
    ("Pappersår", "comparison.paper_years"),
)
OF_BOARDS = ("comparison.overview", "comparison.questions", "comparison.board")
WRITERS_ONLY = {"comparison.paper_years"}


def tabs(visit: Visit[Any]) -> list[Tab]:
    """The room's pages; a board that was chosen on one of them stays chosen on the next."""
    here = request.args.get("namnd")
    may_enter = visit.scope.has(Role.COORDINATOR) and chosen_kind() is RegisterKind.CASES
    open_ones = [(label, each) for label, each in TABS if each not in WRITERS_ONLY or may_enter]
    kept = dict.fromkeys(OF_BOARDS, here)
    return [
        Tab(label, url_for(endpoint, namnd=kept.get(endpoint)), request.endpoint == endpoint)
        for label, endpoint in open_ones
    ]


def kinds(visit: Visit[Any]) -> list[Tab]:
    """The kinds of which any of the boards has answers that count; none where there is nothing to choose between."""
    current = chosen_kind()
    told = operations.kinds_told(visit.session, board_ids=seen_boards(visit.session, visit.scope))
    offered = [kind for kind in RegisterKind if kind in {*told, RegisterKind.CASES, current}]
    stays = request.endpoint if request.endpoint in {endpoint for _, endpoint in TABS} - WRITERS_ONLY else TABS[0][1]
    here = request.args.get("namnd") if stays in OF_BOARDS else None
    return [
        Tab(
            "Akter" if kind is RegisterKind.CASES else KIND_TITLES[kind],
            url_for(stays or "", sort=None if kind is RegisterKind.CASES else kind.value, namnd=here),
            kind is current,
        )
        for kind in offered
        if len(offered) > 1
    ]


def _twice(session: Session, seen: Look) -> list[Twice]:
    """The years of the page that a board has twice, in the program and on paper."""
    boards = [board for strand in seen.strands for board in strand.board_ids]
    shown = {year.round_id for year in seen.years}
    return [one for one in rounds.twice(session, board_ids=boards) if {one.program.id, one.paper.id} <= shown]


def page_of(visit: Visit[Any], template: str, **values: object) -> str:
    """A page with what every page of this room needs."""
    seen = values.get("seen")
    return render_template(
        template,
        twice=_twice(visit.session, seen) if isinstance(seen, Look) else [],
        tabs=tabs(visit),
        kinds=kinds(visit),
        boards=boards(visit.session, seen_boards(visit.session, visit.scope)),
        may_enter=visit.scope.has(Role.COORDINATOR),
        explained=TESTS_EXPLAINED,
        kind=chosen_kind(),
        depths=Depth,
        judgements=JUDGEMENT_NAMES,
        **values,
    )
