"""The years of the comparison, and the one door to all that is known of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from audit import checklists_shipped
from audit.accounts import sharing
from audit.accounts.operations import board_names
from audit.accounts.rules import Purpose, Scope
from audit.checklists import operations as checklists
from audit.checklists.rules import newest_first
from audit.clock import swedish_day
from audit.comparison.operations.cells import cells
from audit.comparison.rules import AreaYears, Cells, Comparison, Year, asked_in, steps_of
from audit.comparison.rules import table as as_table
from audit.registers.rules import RegisterKind
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.rounds.models import Origin, Round, RoundBoard
from audit.rounds.operations import by_krona, standing
from audit.rounds.rules import TEMPLATES
from checklists import Checklist, Question


def comparison(session: Session, *, board_ids: Iterable[int], kind: RegisterKind = RegisterKind.CASES) -> Comparison:
    """All that the standing rounds of `kind` tell of the boards, that every view, chart and file is made of.

    Years that tell nothing are left out, but for those on paper, which may be waiting for what their document says.
    A year that was drawn by amount stands there without figures: its answers are those of large payments above all.
    `audit.comparison.rules.shaped` makes it a pandas frame.
    """
    boards = list(board_ids)
    every_year = years(session, board_ids=boards, kind=kind)
    found = cells(session, of_years=every_year, board_ids=boards)
    told = tuple(telling(every_year, found))
    by_amount = {year.round_id for year in every_year if year.by_amount}
    found = {key: cell for key, cell in found.items() if key[0] not in by_amount}
    names = board_names(session)
    in_order = {board: names[board] for board in sorted(boards, key=names.__getitem__)}
    areas = asked_in(asked(every_year, kind))
    return Comparison(told, in_order, areas, found, steps_of(told, found))


def years(session: Session, *, board_ids: Iterable[int], kind: RegisterKind = RegisterKind.CASES) -> list[Year]:
    """The standing rounds of `kind` with any of the boards, oldest first."""
    with_boards = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(list(board_ids)))
    query = (
        select(Round)
        .where(Round.kind == kind, col(Round.id).in_(with_boards), standing())
        .order_by(col(Round.year), col(Round.id))
    )
    return [_year(session, round_) for round_ in session.exec(query)]


def _year(session: Session, round_: Round) -> Year:
    paper = round_.origin == Origin.PAPER
    if round_.checklist:
        asked = checklists.load(session, round_.checklist)
    else:
        asked = entered_against(round_.kind, swedish_day(round_.created_at))
    of_round = (round_.id or 0, round_.year, round_.name, paper, round_.invented, asked)
    return Year(*of_round, focus=tuple(round_.focus), by_amount=by_krona(round_))


def kinds_told(session: Session, *, board_ids: Iterable[int]) -> set[RegisterKind]:
    """The kinds of which any of the boards has a standing round with signed reviews."""
    query = (
        select(col(Round.kind))
        .join(Review, col(Review.round_id) == col(Round.id))
        .where(col(Review.board_id).in_(list(board_ids)), col(Review.finished_at).is_not(None), standing())
        .distinct()
    )
    return {RegisterKind(kind) for kind in session.exec(query)}


def telling(of_years: Iterable[Year], found: Cells) -> list[Year]:
    """The years that tell of anything, and those on paper, which may be waiting for what their document says."""
    told = {round_id for round_id, _, _ in found}
    return [year for year in of_years if year.paper or year.round_id in told]


def under_way(session: Session, *, year: Year, board_ids: Iterable[int]) -> bool:
    """Whether any of the year's reviews for those boards is not signed yet, so that its counts may still change."""
    of_year = [] if year.paper else reviews.standing_reviews(session, year.round_id, board_ids)
    return not all(review.finished for review in of_year)


# ---- Which questions there are ----------------------------------------------------------------------------------


def checklist(kind: RegisterKind = RegisterKind.CASES) -> Checklist:
    """The newest shipped checklist of the kind: what years on paper are entered against."""
    return _shipped(kind)[-1]


def entered_against(kind: RegisterKind, day: date) -> Checklist:
    """The shipped checklist that was the newest on the day when a year was entered from paper, or the first."""
    known = [each for each in _shipped(kind) if each.valid_from <= day]
    return known[-1] if known else _shipped(kind)[0]


def _shipped(kind: RegisterKind) -> list[Checklist]:
    every = (checklists_shipped.load(name) for name in checklists_shipped.shipped())
    return sorted((each for each in every if each.template == TEMPLATES[kind]), key=lambda each: each.valid_from)


def asked(of_years: Iterable[Year], kind: RegisterKind = RegisterKind.CASES) -> list[Checklist]:
    """The checklists whose questions are rows, boards' own among them: the newest shipped one, then the years'."""
    used: list[Checklist] = []
    for year in of_years:
        if year.checklist is not None and year.checklist not in used:
            used.append(year.checklist)
    return [checklist(kind), *newest_first(used)]


def question(
    session: Session, scope: Scope, question_id: str, *, kind: RegisterKind = RegisterKind.CASES
) -> Question | None:
    """A question that any year of the boards one sees asked, or the newest checklist asks, for a page of its own."""
    boards = sharing.open_to(session, scope, Purpose.COMPARISON)
    known = asked(years(session, board_ids=boards, kind=kind), kind)
    return next((each for one in known for each in one.questions if each.id == question_id), None)


def table(
    found: Cells, *, board_id: int, of_years: Sequence[Year], kind: RegisterKind = RegisterKind.CASES
) -> list[AreaYears]:
    """The questions that any of the years tells of for one board, in the order of the checklists."""
    return as_table(found, asked_in(asked(of_years, kind)), board_id=board_id, of_years=of_years)


def silent(areas: Iterable[AreaYears], kind: RegisterKind = RegisterKind.CASES) -> list[Question]:
    """The newest checklist's questions that are in none of the areas: no year tells of them."""
    told = {question.question_id for area in areas for question in area.questions}
    return [question for question in checklist(kind).questions if question.id not in told]
