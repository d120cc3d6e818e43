"""What each year tells of each question for each board, at the depth that it has."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from sqlmodel import Session, col, select

from audit.comparison.models import PaperAnswer, PaperCount, PaperStatement
from audit.comparison.operations.keeping import counts_of
from audit.comparison.rules import Cell, Statement, Year, choose
from audit.rounds.models import Round
from audit.rounds.operations.populations import populations
from checklists import AnswerCounts, count

Paper = TypeVar("Paper", PaperAnswer, PaperCount)
Found = dict[tuple[int, int, str], Cell]


def cells(session: Session, *, of_years: Iterable[Year], board_ids: Iterable[int]) -> Found:
    """What each year tells of each question for each board, at the depth that it has.

    Where a board's year is told of by a round in the program, a year on paper tells of it in words only, so that
    nothing is counted twice.
    """
    boards, every_year = list(board_ids), list(of_years)
    found = _program_cells(session, [year.round_id for year in every_year if not year.paper], boards)
    when = {year.round_id: year.year for year in every_year}
    counted = {(when[round_id], board) for round_id, board, _ in found}
    for year in every_year:
        if year.paper:
            found.update(_paper_cells(session, year, boards, {board for told, board in counted if told == year.year}))
    return found


def _program_cells(session: Session, round_ids: list[int], boards: list[int]) -> Found:
    # Held until the populations are known too, so that no round is read twice.
    rounds = session.exec(select(Round).where(col(Round.id).in_(round_ids))).all()
    counted = counts_of(session, rounds=rounds, board_ids=boards)
    drawn_from = {one: populations(session, round_id=one, board_ids=boards) for one in round_ids}
    return {
        (round_id, board, question): replace(choose(counts, None, ()), population=drawn_from[round_id].get(board))
        for (round_id, board, question), counts in counted.items()
    }


def _paper_cells(session: Session, year: Year, boards: list[int], counted: Collection[int]) -> Found:
    """What the year tells of the boards; in words only of those that are `counted` elsewhere."""
    uncounted = [board for board in boards if board not in counted]
    answers: dict[tuple[int, str], list[str]] = defaultdict(list)
    for answer in _rows(session, PaperAnswer, year.round_id, uncounted):
        answers[answer.board_id, answer.question_id].append(answer.value)
    tables = {(row.board_id, row.question_id): row for row in _rows(session, PaperCount, year.round_id, uncounted)}
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
