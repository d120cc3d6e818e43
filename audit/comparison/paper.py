"""Taking in what earlier years tell on paper: quotations, counts out of tables, or single answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, delete, select

from audit.accounts.operations import hold_boards
from audit.accounts.rules import Role, Scope
from audit.comparison.models import PaperAnswer, PaperCount, PaperDoubt, PaperStatement
from audit.comparison.rules import (
    COUNT_COLUMNS,
    AnswerRow,
    CountRow,
    Figures,
    Judgement,
    Statement,
    also_reviewed,
    as_told,
    sources_differ,
)
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.rules import RegisterKind
from audit.rounds.models import Origin, Round, RoundBoard
from audit.rounds.operations import standing
from checklists import AnswerCounts


@dataclass(frozen=True)
class PaperYear:
    """A new year on paper: which year, for which boards, and which document tells of it."""

    year: int
    name: str
    board_ids: tuple[int, ...]
    invented: bool = False


Rows = PaperCount | PaperDoubt | PaperAnswer


class YearTakenError(Exception):
    """The board `board_id` has a standing round of the year already, on paper or in the program: `round_`."""

    def __init__(self, board_id: int, round_: Round) -> None:
        super().__init__(f"round {round_.id} exists for board {board_id}")
        self.board_id, self.round_ = board_id, round_


def paper_round(session: Session, scope: Scope, round_id: int) -> Round | None:
    """The round on paper, if the coordinator runs all of its boards."""
    round_ = session.get(Round, round_id)
    if round_ is None or round_.origin != Origin.PAPER:
        return None
    return round_ if set(boards_of(session, round_id)) <= scope.boards(Role.COORDINATOR) else None


def boards_of(session: Session, round_id: int) -> list[int]:
    query = select(RoundBoard.board_id).where(RoundBoard.round_id == round_id).order_by(col(RoundBoard.board_id))
    return list(session.exec(query))


def add_paper_year(session: Session, *, stamp: Stamp, paper: PaperYear) -> Round:
    """A round for a year that exists on paper. Raises YearTakenError where a board has that year already."""
    hold_boards(session, paper.board_ids)
    taken = (
        select(RoundBoard.board_id, Round)
        .join(Round, col(Round.id) == col(RoundBoard.round_id))
        .where(
            Round.year == paper.year,
            Round.kind == RegisterKind.CASES,
            standing(),
            col(RoundBoard.board_id).in_(paper.board_ids),
        )
    )
    if held := session.exec(taken.order_by(col(RoundBoard.board_id), col(Round.id))).first():
        raise YearTakenError(*held)
    round_ = Round(
        name=paper.name,
        year=paper.year,
        kind=RegisterKind.CASES,
        origin=Origin.PAPER,
        invented=paper.invented,
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(round_)
    session.flush()
    for board_id in paper.board_ids:
        session.add(RoundBoard(round_id=round_.id or 0, board_id=board_id, size=0, reserves=0))
    journal.record(session, stamp, "paper_year:created", round_.id or 0, year=paper.year, boards=paper.board_ids)
    return round_


def add_statement(session: Session, *, stamp: Stamp, round_id: int, question_id: str, statement: Statement) -> None:
    row = PaperStatement(
        round_id=round_id,
        board_id=statement.board_id,
        question_id=question_id,
        judgement=Judgement(statement.judgement),
        quotation=statement.quotation,
        source=statement.source,
        page=statement.page,
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(row)
    session.flush()
    journal.record(session, stamp, "paper_statement:added", row.id or 0, round=round_id, question=question_id)


@dataclass(frozen=True)
class OwnStatement:
    """A statement of a paper year that the coordinator runs."""

    row: PaperStatement


def statement_of(session: Session, scope: Scope, round_id: int, statement_id: int) -> OwnStatement | None:
    row = session.get(PaperStatement, statement_id)
    if row is None or row.round_id != round_id or paper_round(session, scope, round_id) is None:
        return None
    return OwnStatement(row)


def remove_statement(session: Session, *, stamp: Stamp, statement: PaperStatement) -> None:
    session.get_one(PaperStatement, statement.id, populate_existing=True, with_for_update=True)
    journal.record(session, stamp, "paper_statement:removed", statement.id or 0, quotation=statement.quotation)
    session.delete(statement)


def counted(session: Session, *, round_id: int) -> dict[int, tuple[int, int]]:
    """Per board: how many questions have counts out of a table, and how many files have single answers."""
    tables = session.exec(select(PaperCount.board_id).where(PaperCount.round_id == round_id))
    files = session.exec(
        select(PaperAnswer.board_id, PaperAnswer.file_label).where(PaperAnswer.round_id == round_id).distinct()
    )
    questions, reviewed = Counter(tables), Counter(board for board, _ in files)
    return {board: (questions[board], reviewed[board]) for board in questions | reviewed}


@dataclass(frozen=True)
class Source:
    """Where figures stand: the document and the page."""

    document: str
    page: str


@dataclass(frozen=True)
class Target:
    """Which year and board figures are for, and where they come from."""

    round_id: int
    board_id: int
    source: Source


@dataclass(frozen=True)
class Taken:
    """How many rows were taken in, and how many of them contradict something and are kept out until settled."""

    rows: int
    in_doubt: int = 0


def set_counts(session: Session, *, stamp: Stamp, target: Target, rows: Iterable[CountRow]) -> Taken:
    """Put a board's counts in place of those it had. Rows in doubt are kept beside, and not compared."""
    given = _answered(session, target)
    beside = _year_twice(session, target)
    kept = [_in_doubt(row, beside, given.get(row.question_id)) for row in rows]
    for table in (PaperCount, PaperDoubt):
        session.exec(delete(table).where(*_of(table, target)))
    for row in kept:
        session.add(_doubt(stamp, target, row) if row.doubts else _count(stamp, target, row))
    session.flush()
    doubtful = sum(1 for row in kept if row.doubts)
    journal.record(
        session, stamp, "paper_counts:set", target.round_id,
        board=target.board_id, questions=len(kept) - doubtful, in_doubt=doubtful,
    )  # fmt: skip
    return Taken(len(kept), doubtful)


def _of(table: type[Rows], target: Target) -> tuple[ColumnElement[bool], ...]:
    return col(table.round_id) == target.round_id, col(table.board_id) == target.board_id


def _in_doubt(row: CountRow, beside: str, answers: AnswerCounts | None) -> CountRow:
    """The row with what contradicts it from elsewhere: the same year in the program, or the year's single answers."""
    more = (beside, sources_differ(row.counts, answers) if answers else "")
    return replace(row, doubts=(*row.doubts, *(each for each in more if each)))


def _answered(session: Session, target: Target) -> dict[str, AnswerCounts]:
    query = (
        select(PaperAnswer.question_id, PaperAnswer.value, func.count())
        .where(*_of(PaperAnswer, target))
        .group_by(col(PaperAnswer.question_id), col(PaperAnswer.value))
    )
    found: dict[str, AnswerCounts] = {}
    for question, value, amount in session.exec(query):
        found[question] = found.get(question, AnswerCounts()) + AnswerCounts(**{value: amount})
    return found


def _year_twice(session: Session, target: Target) -> str:
    """What to say where the board has a standing round of the program in the paper year; else nothing."""
    year = session.get_one(Round, target.round_id)
    query = (
        select(Round)
        .join(RoundBoard, col(RoundBoard.round_id) == col(Round.id))
        .where(
            Round.year == year.year, Round.kind == year.kind, Round.origin == Origin.PROGRAM,
            RoundBoard.board_id == target.board_id, standing(),
        )
    )  # fmt: skip
    other = session.exec(query.order_by(col(Round.id))).first()
    return also_reviewed(other.year, other.name) if other else ""


def _count(stamp: Stamp, target: Target, row: CountRow) -> PaperCount:
    counts = {code: getattr(row.counts, code) for code in COUNT_COLUMNS}
    return PaperCount(**_entered(stamp, target), question_id=row.question_id, **counts)


def _doubt(stamp: Stamp, target: Target, row: CountRow) -> PaperDoubt:
    figures, doubts = as_told(row.figures), list(row.doubts)
    return PaperDoubt(
        **_entered(stamp, target), question_id=row.question_id, line=row.line, figures=figures, doubts=doubts
    )


def _entered(stamp: Stamp, target: Target) -> dict[str, Any]:
    return {
        "round_id": target.round_id,
        "board_id": target.board_id,
        "source": target.source.document,
        "page": target.source.page,
        "created_at": stamp.at,
        "created_by": stamp.actor,
    }


def set_answers(session: Session, *, stamp: Stamp, target: Target, rows: Iterable[AnswerRow]) -> Taken:
    """Put a board's single answers in place of those it had. A table's counts that they contradict come into doubt."""
    kept = list(rows)
    session.exec(delete(PaperAnswer).where(*_of(PaperAnswer, target)))
    for row in kept:
        said = {"question_id": row.question_id, "value": row.value, "comment": row.comment}
        session.add(PaperAnswer.model_validate({**_entered(stamp, target), "file_label": row.file_label, **said}))
    session.flush()
    doubtful = _doubt_counts(session, stamp, target)
    told = {"board": target.board_id, "answers": len(kept), "in_doubt": doubtful}
    journal.record(session, stamp, "paper_answers:set", target.round_id, **told)
    return Taken(len(kept), doubtful)


def _doubt_counts(session: Session, stamp: Stamp, target: Target) -> int:
    """Take the counts that the single answers contradict out of the comparison. Gives how many there were."""
    given, found = _answered(session, target), 0
    for row in session.exec(select(PaperCount).where(*_of(PaperCount, target))):
        counts = AnswerCounts(**{code: getattr(row, code) for code in COUNT_COLUMNS})
        differs = sources_differ(counts, given[row.question_id]) if row.question_id in given else ""
        if differs:
            figures = Figures({code: getattr(row, code) for code in COUNT_COLUMNS})
            source = replace(target, source=Source(row.source, row.page))
            session.add(_doubt(stamp, source, CountRow(row.question_id, counts, figures, 0, (differs,))))
            session.delete(row)
            found += 1
    session.flush()
    return found
