"""Tables: improvement areas, the boards and questions they concern, and their follow-ups over the years."""

from datetime import date, datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from audit.database import UtcDateTime, enum_column
from audit.improvements.rules import AreaStatus


class ImprovementArea(SQLModel, table=True):
    """Something that should become better, carried from year to year until a later review supports closing it."""

    __tablename__ = "improvement_area"

    id: int | None = Field(default=None, primary_key=True)
    title: str
    description: str = Field(sa_column=Column(Text, nullable=False))
    origin_round_id: int | None = Field(default=None, foreign_key="review_round.id")
    origin: str
    owner: str
    due_on: date | None = None
    status: AreaStatus = Field(sa_column=enum_column(AreaStatus))
    invented: bool = False
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class ImprovementAreaBoard(SQLModel, table=True):
    __tablename__ = "improvement_area_board"

    area_id: int = Field(foreign_key="improvement_area.id", primary_key=True)
    board_id: int = Field(foreign_key="board.id", primary_key=True)


class ImprovementAreaQuestion(SQLModel, table=True):
    """A question whose answers in later rounds tell how the area goes."""

    __tablename__ = "improvement_area_question"

    area_id: int = Field(foreign_key="improvement_area.id", primary_key=True)
    question_id: str = Field(primary_key=True)


class ImprovementAreaObservation(SQLModel, table=True):
    __tablename__ = "improvement_area_observation"

    area_id: int = Field(foreign_key="improvement_area.id", primary_key=True)
    observation_id: int = Field(foreign_key="observation.id", primary_key=True)


class FollowUp(SQLModel, table=True):
    """A judgement of how an area stands, made in a round or between rounds.

    `exception` is why an area was closed although no later sample supports it; empty in every other case.
    """

    __tablename__ = "follow_up"

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="improvement_area.id", index=True)
    round_id: int | None = Field(default=None, foreign_key="review_round.id")
    followed_on: date
    status: AreaStatus = Field(sa_column=enum_column(AreaStatus))
    note: str = Field(sa_column=Column(Text, nullable=False))
    exception: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")
