"""Tables: observations with their evidence, what was shared of them and when, the unit's replies, meetings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from audit.encryption.columns import EncryptedJson, line_column, text_column
from audit.findings.rules import Cause, Kind, Ruling, Severity, Stance


class Observation(SQLModel, table=True):
    """What was seen, how it is judged and what is recommended. Without a board it concerns all of the round's.

    `attribute_id` is set where it is about a fact that register and file say differently. `shared_at` is when the unit
    was last given it.
    """

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int | None = Field(default=None, foreign_key="board.id")
    title: str = Field(sa_column=line_column("observation.title"))
    seen: str = Field(sa_column=text_column("observation.seen"))
    norm: str = Field(default="", sa_column=text_column("observation.norm"))
    assessment: str = Field(default="", sa_column=text_column("observation.assessment"))
    recommendation: str = Field(default="", sa_column=text_column("observation.recommendation"))
    cause: Cause = Field(default=Cause.UNKNOWN, sa_column=enum_column(Cause))
    cause_text: str = Field(default="", sa_column=text_column("observation.cause_text"))
    severity: Severity = Field(sa_column=enum_column(Severity))
    attribute_id: str = ""
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


class TurnedDown(SQLModel, table=True):
    """A suggested grouping that somebody did not want; it is not suggested again in the round.

    Of a contradiction between register and file `attribute_id` is kept, else the boards and questions.
    """

    __tablename__ = "turned_down_proposal"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    kind: Kind = Field(sa_column=enum_column(Kind))
    board_ids: list[int] = Field(sa_column=Column(JSON, nullable=False))
    question_ids: list[str] = Field(sa_column=Column(JSON, nullable=False))
    attribute_id: str = ""
    label: str = ""
    reason: str = Field(default="", sa_column=text_column("turned_down_proposal.reason"))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    made_by: int | None = Field(default=None, foreign_key="account.id")
    taken_back_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


# ---- The talk with the unit -------------------------------------------------------------------------------------


class Sharing(SQLModel, table=True):
    """An observation as the unit was given it: its texts and the counts behind. Never changed; the newest holds.

    `counts` are lists of board id, question id and the five numbers in the scale's order; empty where nobody noted
    them.
    """

    __tablename__ = "observation_sharing"
    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    observation_id: int = Field(foreign_key="observation.id", index=True)
    number: int
    told: dict[str, Any] = Field(sa_column=Column(EncryptedJson("observation_sharing.told"), nullable=False))
    question_ids: list[str] = Field(sa_column=Column(JSON, nullable=False))
    counts: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    shared_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    shared_by: int | None = Field(default=None, foreign_key="account.id")


class Meeting(SQLModel, table=True):
    """A talk with the unit's heads: when, with which roles, and what was taken up."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    held_on: date
    participants: str = Field(sa_column=line_column("meeting.participants"))
    notes: str = Field(default="", sa_column=text_column("meeting.notes"))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Reply(SQLModel, table=True):
    """The unit head's answer to an observation. A later answer does not erase an earlier one.

    `sharing` is the number of the sharing that it answers, `correction` what the unit says is wrong in fact, and
    `responsible` the role that does what `measure` says.
    """

    __table_args__ = (UniqueConstraint("observation_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    observation_id: int = Field(foreign_key="observation.id", index=True)
    number: int
    sharing: int = 1
    stance: Stance = Field(sa_column=enum_column(Stance))
    text: str = Field(sa_column=text_column("reply.text"))
    correction: str = Field(default="", sa_column=text_column("reply.correction"))
    measure: str = Field(default="", sa_column=text_column("reply.measure"))
    responsible: str = Field(default="", sa_column=line_column("reply.responsible"))
    due_on: date | None = None
    replied_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    replied_by: int | None = Field(default=None, foreign_key="account.id")


class CorrectionRuling(SQLModel, table=True):
    """What the coordinator has made of what a reply says is wrong in fact, and why; the unit reads it."""

    __tablename__ = "correction_ruling"

    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(foreign_key="reply.id", unique=True)
    ruling: Ruling = Field(sa_column=enum_column(Ruling))
    reason: str = Field(sa_column=text_column("correction_ruling.reason"))
    ruled_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    ruled_by: int | None = Field(default=None, foreign_key="account.id")


class CorrectionAnswer(SQLModel, table=True):
    """An answer that is judged again because of a ruling."""

    __tablename__ = "correction_answer"

    ruling_id: int = Field(foreign_key="correction_ruling.id", primary_key=True)
    answer_id: int = Field(foreign_key="answer.id", primary_key=True)


class SecrecyWord(SQLModel, table=True):
    """A name or a word that must not stand in what the board publishes. Only the board's coordinators see it."""

    __tablename__ = "secrecy_word"
    __table_args__ = (UniqueConstraint("board_id", "word"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    word: str = Field(sa_column=line_column("secrecy_word.word"))
    added_by: int | None = Field(default=None, foreign_key="account.id")
    added_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
