"""Tables: observations with their evidence, the meetings with the unit's heads, and the unit's replies."""

from datetime import date, datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from audit.findings.rules import Severity


class Observation(SQLModel, table=True):
    """What was seen, how it is judged and what is recommended. Without a board it concerns all of the round's."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int | None = Field(default=None, foreign_key="board.id")
    title: str
    seen: str = Field(sa_column=Column(Text, nullable=False))
    assessment: str = Field(default="", sa_column=Column(Text, nullable=False))
    recommendation: str = Field(default="", sa_column=Column(Text, nullable=False))
    severity: Severity = Field(sa_column=enum_column(Severity))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")
    shared_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class ObservationQuestion(SQLModel, table=True):
    """A question whose deviations the observation rests on."""

    __tablename__ = "observation_question"

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    question_id: str = Field(primary_key=True)


class ObservationEvidence(SQLModel, table=True):
    """A single deviating answer that the observation rests on."""

    __tablename__ = "observation_evidence"

    observation_id: int = Field(foreign_key="observation.id", primary_key=True)
    answer_id: int = Field(foreign_key="answer.id", primary_key=True)


class Meeting(SQLModel, table=True):
    """A talk with the unit's heads: when, with which roles, and what was taken up."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    held_on: date
    participants: str
    notes: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Reply(SQLModel, table=True):
    """The unit head's answer to an observation. A later answer does not erase an earlier one."""

    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    observation_id: int = Field(foreign_key="observation.id", index=True)
    number: int
    agrees: bool
    text: str = Field(sa_column=Column(Text, nullable=False))
    measure: str = Field(default="", sa_column=Column(Text, nullable=False))
    due_on: date | None = None
    replied_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    replied_by: int | None = Field(default=None, foreign_key="account.id")
