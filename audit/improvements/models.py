"""Tables: improvement areas, what they concern, what is done about them, and how they are judged over the years."""

from datetime import date, datetime

from sqlalchemy import JSON, Column, true
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from audit.encryption.columns import text_column
from audit.improvements.rules import AreaStatus, MeasureStatus


class ImprovementArea(SQLModel, table=True):
    """Something that should become better, carried from year to year until a later review supports closing it.

    How it stands follows from its follow-ups and recurrences, and is kept nowhere else.
    """

    __tablename__ = "improvement_area"

    id: int | None = Field(default=None, primary_key=True)
    title: str
    description: str = Field(sa_column=text_column("improvement_area.description"))
    origin_round_id: int | None = Field(default=None, foreign_key="review_round.id")
    origin: str
    owner: str
    due_on: date | None = None
    invented: bool = False
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class ImprovementAreaBoard(SQLModel, table=True):
    """A board that an area is about.

    Once the board has ended, `passed_to_id` is the successor that follows the area. A board that has it from a
    predecessor alone is not its `own`.
    """

    __tablename__ = "improvement_area_board"

    area_id: int = Field(foreign_key="improvement_area.id", primary_key=True)
    board_id: int = Field(foreign_key="board.id", primary_key=True)
    passed_to_id: int | None = Field(default=None, foreign_key="board.id")
    own: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class ImprovementAreaQuestion(SQLModel, table=True):
    """A question whose answers in later rounds tell how the area goes.

    `checklist` names the version in which it was linked, so that a later one that asks something else is known; None
    where nobody noted it.
    """

    __tablename__ = "improvement_area_question"

    area_id: int = Field(foreign_key="improvement_area.id", primary_key=True)
    question_id: str = Field(primary_key=True)
    checklist: str | None = None


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
    note: str = Field(sa_column=text_column("follow_up.note"))
    exception: str = Field(default="", sa_column=text_column("follow_up.exception"))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Recurrence(SQLModel, table=True):
    """In a round after the area was closed the program saw the same deviation again, on these questions.

    A round brings an area back once. Where its answers are changed so that nothing deviates any more, it is taken
    back (`withdrawn_at`) and stays to be read.
    """

    __tablename__ = "improvement_recurrence"
    __table_args__ = (UniqueConstraint("area_id", "round_id"),)

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="improvement_area.id", index=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    question_ids: list[str] = Field(sa_column=Column(JSON, nullable=False))
    noted_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class Measure(SQLModel, table=True):
    """Something that is done about an area: by whom, until when, and how far it has come."""

    __tablename__ = "improvement_measure"

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="improvement_area.id", index=True)
    what: str = Field(sa_column=text_column("improvement_measure.what"))
    responsible: str
    due_on: date | None = None
    status: MeasureStatus = Field(sa_column=enum_column(MeasureStatus))
    done_on: date | None = None
    note: str = Field(default="", sa_column=text_column("improvement_measure.note"))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Evidence(SQLModel, table=True):
    """What shows how an area goes: in words, a document by its name, or an observation."""

    __tablename__ = "improvement_evidence"

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="improvement_area.id", index=True)
    shown_on: date
    text: str = Field(default="", sa_column=text_column("improvement_evidence.text"))
    document: str = ""
    observation_id: int | None = Field(default=None, foreign_key="observation.id")
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")
