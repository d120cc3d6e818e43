"""A board's part of a register extract as a frame, read by columns: a million rows of JSON take a minute."""

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.registers.models import RegisterExtract, RegisterUnit
from audit.registers.operations import columns_of
from audit.registers.rules import RegisterKind

if TYPE_CHECKING:
    import pandas as pd

PROTECTED = "skyddad"


def units_of(session: Session, *, extract_id: int, board_id: int) -> int:
    """How many rows the board has in the extract."""
    query = select(func.count(col(RegisterUnit.id))).where(
        RegisterUnit.extract_id == extract_id, RegisterUnit.board_id == board_id
    )
    return session.exec(query).one()


def frame_of(session: Session, *, extract: RegisterExtract, board_id: int) -> "pd.DataFrame | None":
    """Every unit of the board, in the order of the file; None where it has none."""
    from audit.controls.rules.frames import COLUMNS, frame

    columns = columns_of(session, extract_id=known(extract.id), board_id=board_id, names=COLUMNS[extract.kind])
    return frame(columns, extract.kind) if columns else None


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
