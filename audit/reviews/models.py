"""Tables: the review of one unit, its answers with all their earlier versions, and reopenings."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime


class Review(SQLModel, table=True):
    """One reviewer's checklist for one drawn unit."""

    id: int | None = Field(default=None, primary_key=True)
    sample_unit_id: int = Field(foreign_key="sample_unit.id", unique=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    reviewer_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    signed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    signed_by: int | None = Field(default=None, foreign_key="account.id")


class Answer(SQLModel, table=True):
    """The answer that holds now. `value` is a code of the checklist's scale; None is a comment without answer."""

    __table_args__ = (UniqueConstraint("review_id", "question_id"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    question_id: str
    value: str | None = None
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    evidence: str = Field(default="", sa_column=Column(Text, nullable=False))
    version: int = 1
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class AnswerVersion(SQLModel, table=True):
    """Every answer ever given, in order. Nothing here is overwritten."""

    __tablename__ = "answer_version"
    __table_args__ = (UniqueConstraint("answer_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="answer.id", index=True)
    version: int
    value: str | None = None
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    evidence: str = Field(default="", sa_column=Column(Text, nullable=False))
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Reopening(SQLModel, table=True):
    """A signed review that was opened again, and why."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    reopened_by: int | None = Field(default=None, foreign_key="account.id")
    reopened_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
