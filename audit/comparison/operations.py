"""Setting the years beside each other, and taking in what earlier years tell on paper."""

import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from sqlmodel import Session, col, select

from audit import checklists_shipped
from audit.accounts.operations import board_names
from audit.accounts.rules import Scope
from audit.comparison.models import PaperAnswer, PaperCount, PaperStatement
from audit.comparison.rules import (
    COUNT_COLUMNS,
    COUNT_NAMES,
    NOTHING,
    AreaYears,
    BoardChanges,
    Cell,
    Cells,
    QuestionYears,
    Statement,
    Year,
    changes_of,
    choose,
)
from audit.registers.rules import RegisterKind
from audit.reviews import operations as reviews
from audit.rounds.models import Origin, Round, RoundBoard
from audit.rounds.operations import standing
from audit.rounds.operations.populations import populations
from audit.wording import limits_of
from checklists import AnswerCounts, Checklist, Question, count

Paper = TypeVar("Paper", PaperAnswer, PaperCount)
LIMIT_COLUMNS = ("I ramen", "Avvikelser i ramen, minst", "Avvikelser i ramen, högst")
Found = dict[tuple[int, int, str], Cell]


# ---- The comparison ---------------------------------------------------------------------------------------------


def years(session: Session, *, board_ids: Iterable[int], kind: RegisterKind = RegisterKind.CASES) -> list[Year]:
    """The standing rounds of `kind` with any of the boards, oldest first."""
    with_boards = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(list(board_ids)))
    query = (
        select(Round)
        .where(Round.kind == kind, col(Round.id).in_(with_boards), standing())
        .order_by(col(Round.year), col(Round.id))
    )
    return [
        Year(round_.id or 0, round_.year, round_.name, round_.origin == Origin.PAPER, round_.invented)
        for round_ in session.exec(query)
    ]


def cells(session: Session, *, of_years: Iterable[Year], board_ids: Iterable[int]) -> Found:
    """What each year tells of each question for each board, at the depth that it has."""
    boards = list(board_ids)
    found: Found = {}
    for year in of_years:
        found.update(_paper_cells(session, year, boards) if year.paper else _program_cells(session, year, boards))
    return found


def _program_cells(session: Session, year: Year, boards: list[int]) -> Found:
    counted = reviews.counts(session, round_id=year.round_id, board_ids=boards, signed_only=True)
    drawn_from = populations(session, round_id=year.round_id, board_ids=boards)
    return {
        (year.round_id, board, question): replace(choose(counts, None, ()), population=drawn_from.get(board))
        for (board, question), counts in counted.items()
    }


def _paper_cells(session: Session, year: Year, boards: list[int]) -> Found:
    answers: dict[tuple[int, str], list[str]] = defaultdict(list)
    for answer in _rows(session, PaperAnswer, year.round_id, boards):
        answers[answer.board_id, answer.question_id].append(answer.value)
    tables = {(row.board_id, row.question_id): row for row in _rows(session, PaperCount, year.round_id, boards)}
    quoted: dict[tuple[int, str], list[Statement]] = defaultdict(list)
    for statement in statements(session, round_id=year.round_id, board_ids=boards):
        concerned, question = statement
        for board in boards if concerned.board_id is None else [concerned.board_id]:
            quoted[board, question].append(concerned)
    keys = answers.keys() | tables.keys() | quoted.keys()
    return {
        (year.round_id, *key): choose(
            count(answers[key]) if key in answers else None,
            _counts_of(tables[key]) if key in tables else None,
            quoted.get(key, ()),
            _source(tables[key]) if key in tables else "",
        )
        for key in keys
    }


def _counts_of(row: PaperCount) -> AnswerCounts:
    return AnswerCounts(row.ja, row.delvis, row.nej, row.ej_aktuellt, row.kan_ej_bedomas)


def _source(row: PaperCount) -> str:
    return f"{row.source}, s. {row.page}" if row.page else row.source


def _rows(session: Session, table: type[Paper], round_id: int, boards: list[int]) -> list[Paper]:
    query = select(table).where(table.round_id == round_id, col(table.board_id).in_(boards)).order_by(col(table.id))
    return list(session.exec(query))


def statements(session: Session, *, round_id: int, board_ids: Iterable[int]) -> list[tuple[Statement, str]]:
    """The quotations of a paper year that concern the boards, each with the question that it speaks of."""
    query = select(PaperStatement).where(PaperStatement.round_id == round_id).order_by(col(PaperStatement.id))
    boards = set(board_ids)
    return [
        (Statement(row.judgement, row.quotation, row.source, row.page, row.board_id, row.id), row.question_id)
        for row in session.exec(query)
        if row.board_id is None or row.board_id in boards
    ]


def checklist() -> Checklist:
    """The newest shipped checklist for case files: the rows of the comparison."""
    found = (checklists_shipped.load(name) for name in checklists_shipped.shipped() if name.startswith("akt-"))
    return max(found, key=lambda each: each.valid_from)


def question(session: Session, scope: Scope, question_id: str) -> Question | None:  # noqa: ARG001
    """The question of the checklist, for a page of its own."""
    return next((asked for asked in checklist().questions if asked.id == question_id), None)


def workbook(session: Session, *, board_ids: Iterable[int]) -> bytes:
    """Every count of the comparison as an Excel file: one row a question, board and year."""
    # Half a second to import, and wanted only by this download.
    import pandas as pd

    own = list(board_ids)
    of_years = {year.round_id: year for year in years(session, board_ids=own)}
    names, texts = board_names(session), {asked.id: asked.text for asked in checklist().questions}
    rows = [
        {
            "År": of_years[round_id].year,
            "Omgång": of_years[round_id].name,
            "Nämnd": names[board_id],
            "Fråga": texts.get(question_id, question_id),
            **{COUNT_NAMES[code]: getattr(cell.counts, code) for code in COUNT_COLUMNS},
            "Granskade": cell.counts.reviewed,
            "Följsamhet": float(cell.counts.adherence) if cell.counts.adherence is not None else None,
            **_limits(cell),
            "Källa": cell.source,
        }
        for (round_id, board_id, question_id), cell in cells(session, of_years=of_years.values(), board_ids=own).items()
        if cell.counts
    ]
    columns = [
        "År",
        "Omgång",
        "Nämnd",
        "Fråga",
        *COUNT_NAMES.values(),
        "Granskade",
        "Följsamhet",
        *LIMIT_COLUMNS,
        "Källa",
    ]
    frame = pd.DataFrame(rows, columns=columns).sort_values(["Fråga", "Nämnd", "År"])
    target = io.BytesIO()
    with pd.ExcelWriter(target, engine="xlsxwriter") as writer:
        frame.to_excel(writer, sheet_name="Jämförelse", index=False, freeze_panes=(1, 0))
    return target.getvalue()


def _limits(cell: Cell) -> dict[str, int | None]:
    found = limits_of([cell.sampled])
    limits = (found.lower, found.upper) if found else (None, None)
    return dict(zip(LIMIT_COLUMNS, (cell.population, *limits), strict=True))


def changes(found: Cells, *, board_id: int, of_years: list[Year]) -> BoardChanges | None:
    """A board's two latest years with counts compared, all questions of the checklist together."""
    asked = [question.id for question in checklist().questions]
    return changes_of(of_years, found, board_id=board_id, question_ids=asked)


def under_way(session: Session, *, year: Year, board_ids: Iterable[int]) -> bool:
    """Whether any of the year's reviews for those boards is not signed yet, so that its counts may still change."""
    of_year = [] if year.paper else reviews.reviews_of_round(session, year.round_id, board_ids)
    return any(review.finished_at is None for review in of_year)


def table(found: Cells, *, board_id: int, of_years: list[Year]) -> list[AreaYears]:
    """The questions that any of the years tells of for one board, in the order of the checklist."""
    asked = checklist()
    told = [
        AreaYears(area.name, tuple(_told(found, board_id, of_years, asked.questions_in(area.id))))
        for area in asked.areas
    ]
    return [area for area in told if area.questions]


def _told(found: Cells, board_id: int, of_years: list[Year], questions: Iterable[Question]) -> Iterable[QuestionYears]:
    for question in questions:
        keys = [(year.round_id, board_id, question.id) for year in of_years]
        if any(key in found for key in keys):
            yield QuestionYears(question.id, question.text, tuple(found.get(key, NOTHING) for key in keys))


def silent(areas: Iterable[AreaYears]) -> list[Question]:
    """The checklist's questions that are in none of the areas: no year tells of them."""
    told = {question.question_id for area in areas for question in area.questions}
    return [question for question in checklist().questions if question.id not in told]


def telling(of_years: Iterable[Year], found: Cells) -> list[Year]:
    """The years that tell of anything, and those on paper, which may be waiting for what their document says."""
    told = {round_id for round_id, _, _ in found}
    return [year for year in of_years if year.paper or year.round_id in told]
