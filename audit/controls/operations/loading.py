"""A board's part of a register extract as a frame, read in pieces so that no million rows lie as JSON at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.registers.models import RegisterExtract, RegisterUnit
from audit.registers.rules import RegisterKind

if TYPE_CHECKING:
    import pandas as pd

AT_ONCE = 50_000
PROTECTED = "skyddad"
Read = Callable[[int], None]


def units_of(session: Session, *, extract_id: int, board_id: int) -> int:
    """How many rows the board has in the extract."""
    query = select(func.count(col(RegisterUnit.id))).where(
        RegisterUnit.extract_id == extract_id, RegisterUnit.board_id == board_id
    )
    return session.exec(query).one()


def frame_of(session: Session, *, extract: RegisterExtract, board_id: int, read: Read) -> "pd.DataFrame | None":
    """Every unit of the board, in the order of the file; None where it has none. `read` is told each piece's size."""
    from audit.controls.rules.frames import Builder

    builder, any_unit = Builder(extract.kind), False
    query = (
        select(RegisterUnit.unit_id, RegisterUnit.content)
        .where(RegisterUnit.extract_id == extract.id, RegisterUnit.board_id == board_id)
        .order_by(col(RegisterUnit.row))
        .execution_options(yield_per=AT_ONCE)
    )
    for rows in session.exec(query).partitions():
        any_unit = True
        builder.add([unit_id for unit_id, _ in rows], [content for _, content in rows])
        read(len(rows))
    return builder.frame() if any_unit else None


def protected_cases(session: Session, *, board_id: int) -> set[str]:
    """The board's cases whose person has protected identity, in any extract of cases."""
    query = (
        select(RegisterUnit.unit_id)
        .join(RegisterExtract, col(RegisterExtract.id) == col(RegisterUnit.extract_id))
        .where(
            RegisterExtract.kind == RegisterKind.CASES,
            RegisterUnit.board_id == board_id,
            col(RegisterUnit.content)[PROTECTED].as_boolean().is_(True),
        )
    )
    return set(session.exec(query))
