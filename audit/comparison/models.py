"""Tables: what earlier years tell that exist only on paper, as answers, counts or quoted words."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.comparison.rules import DoubtState, Judgement
from audit.database import UtcDateTime, enum_column
from audit.encryption.columns import text_column


class PaperCount(SQLModel, table=True):
    """One question's counts for one board, out of a table in an earlier year's document."""

    __tablename__ = "paper_count"
    __table_args__ = (UniqueConstraint("round_id", "board_id", "question_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id")
    question_id: str
    ja: int = 0
    delvis: int = 0
    nej: int = 0
    ej_aktuellt: int = 0
    kan_ej_bedomas: int = 0
    source: str
    page: str = ""
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PaperDoubt(SQLModel, table=True):
    """A row out of a table whose figures contradict each other: kept out of the comparison until somebody settles it.

    `figures` are as the document has them, `doubts` what is wrong with them in Swedish, `line` the table's. `note` is
    why it was settled or dropped.
    """

    __tablename__ = "paper_doubt"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id")
    question_id: str
    line: int = 0
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    doubts: list[str] = Field(sa_column=Column(JSON, nullable=False))
    source: str
    page: str = ""
    state: DoubtState = Field(default=DoubtState.WAITING, sa_column=enum_column(DoubtState))
    note: str = Field(default="", sa_column=text_column("paper_doubt.note"))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")
    settled_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    settled_by: int | None = Field(default=None, foreign_key="account.id")


class KeptAnswers(SQLModel, table=True):
    """The answers of a file that counts, a sign for each question of its round; true as long as `finished_at` is."""

    __tablename__ = "kept_answers"

    review_id: int = Field(foreign_key="review.id", primary_key=True)
    finished_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    answers: str


class PaperStatement(SQLModel, table=True):
    """A judgement in words, quoted from an earlier year's document. Without a board it speaks of all."""

    __tablename__ = "paper_statement"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int | None = Field(default=None, foreign_key="board.id")
    question_id: str
    judgement: Judgement = Field(sa_column=enum_column(Judgement))
    quotation: str = Field(sa_column=Column(Text, nullable=False))
    source: str
    page: str = ""
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PaperAnswer(SQLModel, table=True):
    """One answer for one file of an earlier year, entered file by file from that year's own papers."""

    __tablename__ = "paper_answer"
    __table_args__ = (UniqueConstraint("round_id", "board_id", "file_label", "question_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id")
    file_label: str
    question_id: str
    value: str
    comment: str = Field(default="", sa_column=text_column("paper_answer.comment"))
    source: str
    page: str = ""
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")
