"""Taking in what earlier years tell on paper: quotations, counts out of tables, or single answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from audit.accounts.rules import Role, Scope
from audit.comparison.models import PaperAnswer, PaperCount, PaperStatement
from audit.comparison.rules import COUNT_COLUMNS, AnswerRow, CountRow, Judgement, Statement
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.rules import RegisterKind
from audit.rounds.models import Origin, Round, RoundBoard


@dataclass(frozen=True)
class PaperYear:
    """A new year on paper: which year, for which boards, and which document tells of it."""

    year: int
    name: str
    board_ids: tuple[int, ...]
    invented: bool = False


class YearTakenError(Exception):
    """There is already a round on paper for the year and the board `board_id`."""

    def __init__(self, board_id: int) -> None:
        super().__init__(f"a paper year exists for board {board_id}")
        self.board_id = board_id


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
    taken = (
        select(RoundBoard.board_id)
        .join(Round, col(Round.id) == col(RoundBoard.round_id))
        .where(
            Round.year == paper.year, Round.kind == RegisterKind.CASES, col(RoundBoard.board_id).in_(paper.board_ids)
        )
    )
    if (board := session.exec(taken).first()) is not None:
        raise YearTakenError(board)
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


def set_counts(session: Session, *, stamp: Stamp, target: Target, rows: Iterable[CountRow]) -> int:
    """Put a board's counts in place of those it had. The answer is how many questions were set."""
    kept = list(rows)
    session.exec(
        delete(PaperCount).where(
            col(PaperCount.round_id) == target.round_id, col(PaperCount.board_id) == target.board_id
        )
    )
    for row in kept:
        counts = {code: getattr(row.counts, code) for code in COUNT_COLUMNS}
        session.add(
            PaperCount(
                round_id=target.round_id,
                board_id=target.board_id,
                question_id=row.question_id,
                source=target.source.document,
                page=target.source.page,
                created_at=stamp.at,
                created_by=stamp.actor,
                **counts,
            )
        )
    journal.record(session, stamp, "paper_counts:set", target.round_id, board=target.board_id, questions=len(kept))
    return len(kept)


def set_answers(session: Session, *, stamp: Stamp, target: Target, rows: Iterable[AnswerRow]) -> int:
    """Put a board's single answers in place of those it had. The answer is how many were set."""
    kept = list(rows)
    session.exec(
        delete(PaperAnswer).where(
            col(PaperAnswer.round_id) == target.round_id, col(PaperAnswer.board_id) == target.board_id
        )
    )
    for row in kept:
        session.add(
            PaperAnswer(
                round_id=target.round_id,
                board_id=target.board_id,
                file_label=row.file_label,
                question_id=row.question_id,
                value=row.value,
                comment=row.comment,
                source=target.source.document,
                page=target.source.page,
                created_at=stamp.at,
                created_by=stamp.actor,
            )
        )
    journal.record(session, stamp, "paper_answers:set", target.round_id, board=target.board_id, answers=len(kept))
    return len(kept)
