"""What the installation knows when it judges an extract: its boards, its codes, and what was chosen last time."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import boards, known
from audit.registers.models import CodeChoice, ColumnChoice, Frame, RegisterExtract, RegisterUnit
from audit.registers.rules import Codes, ColumnMapping, KnownBoard, RegisterKind


def known_boards(session: Session, *, own: Iterable[int], today: date) -> tuple[KnownBoard, ...]:
    """Every board, those with the ids `own` marked as one's own. A board that has ended stands for its successor."""
    everyone, mine = boards(session), set(own)
    codes = {known(board.id): board.code for board in everyone}
    return tuple(
        KnownBoard(board.code, board.name, (), _successors(board, codes, today), board.id in mine) for board in everyone
    )


def _successors(board: Board, codes: Mapping[int, str], today: date) -> tuple[str, ...]:
    has_ended = board.valid_to is not None and board.valid_to < today
    return (codes[board.successor_id],) if has_ended and board.successor_id is not None else ()


def board_ids(session: Session) -> dict[str, int]:
    """Every board's id by its code."""
    return {board.code: known(board.id) for board in boards(session)}


# ---- What was chosen last time ------------------------------------------------------------------------------------


def remembered_columns(session: Session, kind: RegisterKind) -> dict[str, str | None]:
    """Heading → the column that it was taken for last time, or None where it was left out."""
    choices = session.exec(select(ColumnChoice).where(ColumnChoice.kind == kind))
    return {choice.header: choice.column_name for choice in choices}


def remember_columns(session: Session, kind: RegisterKind, mapping: ColumnMapping) -> None:
    query = select(ColumnChoice).where(ColumnChoice.kind == kind, col(ColumnChoice.header).in_(list(mapping)))
    kept = {choice.header: choice for choice in session.exec(query)}
    for header, name in mapping.items():
        choice = kept.get(header) or ColumnChoice(kind=kind, header=header)
        choice.column_name = name
        session.add(choice)


def codes_known(session: Session, kind: RegisterKind) -> Codes:
    """The valid codes, with the meanings that have been given to other words."""
    choices = session.exec(select(CodeChoice).where(CodeChoice.kind == kind).order_by(col(CodeChoice.id)))
    return Codes().with_choices((choice.column_name, choice.word, choice.code) for choice in choices)


def remember_codes(session: Session, kind: RegisterKind, choices: Mapping[tuple[str, str], str | None]) -> None:
    """Keep what words mean: (column, word) → code; None forgets the word again."""
    query = select(CodeChoice).where(CodeChoice.kind == kind)
    kept = {(choice.column_name, choice.word): choice for choice in session.exec(query)}
    for (column, word), code in choices.items():
        choice = kept.get((column, word))
        if code is None:
            if choice:
                session.delete(choice)
            continue
        choice = choice or CodeChoice(kind=kind, column_name=column, word=word, code=code)
        choice.code = code
        session.add(choice)
    session.flush()


# ---- Out of earlier extracts --------------------------------------------------------------------------------------


def closures(session: Session, *, kind: RegisterKind, board_ids: Iterable[int]) -> dict[str, date]:
    """Case id → the day it was closed, out of each board's newest case register. Only payments are held against it."""
    if kind is not RegisterKind.PAYMENTS:
        return {}
    found: dict[str, date] = {}
    for board_id in board_ids:
        extract_id = newest_extract_id(session, kind=RegisterKind.CASES, board_id=board_id)
        query = select(RegisterUnit.unit_id, RegisterUnit.content).where(
            RegisterUnit.extract_id == extract_id, RegisterUnit.board_id == board_id
        )
        days = ((unit_id, content.get("avslutsdatum")) for unit_id, content in session.exec(query))
        found |= {unit_id: date.fromisoformat(day) for unit_id, day in days if day}
    return found


def newest_extract_id(session: Session, *, kind: RegisterKind, board_id: int) -> int | None:
    query = (
        select(Frame.extract_id)
        .join(RegisterExtract, col(RegisterExtract.id) == col(Frame.extract_id))
        .where(RegisterExtract.kind == kind, Frame.board_id == board_id)
        .order_by(col(Frame.frozen_at).desc(), col(Frame.id).desc())
        .limit(1)
    )
    return session.exec(query).first()
