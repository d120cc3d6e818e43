"""Tables: the review of one unit, its answers with all their earlier versions, facts about the case, and reopenings."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from checklists import Source


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
    """The answer that holds now. `value` is a code of the checklist's scale; None is a comment without answer.

    `reason` says why the question concerns the case although its rule says otherwise, or the other way round. `by_rule`
    is set where nobody answered: the rule said that the question does not concern the case when the review was signed.
    """

    __table_args__ = (UniqueConstraint("review_id", "question_id"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    question_id: str
    value: str | None = None
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    evidence: str = Field(default="", sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    by_rule: bool = False
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
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    by_rule: bool = False
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class CaseFact(SQLModel, table=True):
    """A fact about the case as it was told; the newest version of each holds. Nothing here is overwritten.

    `value` is a JSON scalar as text: `null` where it is known that there is none, None where the fact was taken back.
    `source` says whether it was read from another register when the file was given out, or seen in the file.
    """

    __tablename__ = "case_fact"
    __table_args__ = (UniqueConstraint("review_id", "attribute_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    attribute_id: str
    value: str | None = None
    source: Source = Field(sa_column=enum_column(Source))
    version: int
    given_by: int | None = Field(default=None, foreign_key="account.id")
    given_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Reopening(SQLModel, table=True):
    """A signed review that was opened again, and why."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    reopened_by: int | None = Field(default=None, foreign_key="account.id")
    reopened_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
