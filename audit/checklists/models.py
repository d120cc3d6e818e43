"""Tables: a board's own checklists, and the boards that they are offered to."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime


class OwnChecklist(SQLModel, table=True):
    """A checklist file that somebody has sent. From the day it is taken into use it is never changed.

    `name` is what a round calls it: template, version and the beginning of the text's SHA-256.
    """

    __tablename__ = "own_checklist"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str
    sent_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    sent_by: int | None = Field(default=None, foreign_key="account.id")
    taken_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    taken_by: int | None = Field(default=None, foreign_key="account.id")


class OwnChecklistBoard(SQLModel, table=True):
    """A board whose rounds may use the checklist."""

    __tablename__ = "own_checklist_board"
    __table_args__ = (UniqueConstraint("own_checklist_id", "board_id"),)

    id: int | None = Field(default=None, primary_key=True)
    own_checklist_id: int = Field(foreign_key="own_checklist.id", index=True)
    board_id: int = Field(foreign_key="board.id", index=True)
