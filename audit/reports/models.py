"""Tables: the texts of a round's report in all their versions, what was published, and what must not be."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime


class ReportHead(SQLModel, table=True):
    """What stands at the top of a round's tjänsteutlåtande."""

    __tablename__ = "report_head"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", unique=True)
    administration: str = ""
    department: str = ""
    officer: str = ""
    registry_number: str = ""
    dated_on: date | None = None
    recipient: str = ""


class ReportText(SQLModel, table=True):
    """A section's text as somebody wrote it. Without a row the section shows the proposal made from the results.

    `figures` are those that the proposal told of when the text was written (what each showed, by its key), and None
    for a text from before they were kept; `restored_from` is the version that this one brought back.
    """

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("round_id", "section", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    section: str
    version: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    written_by: int | None = Field(default=None, foreign_key="account.id")
    written_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    figures: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    restored_from: int | None = None


class ReportTable(SQLModel, table=True):
    """A table that somebody has put into a section of a report: its rows as they were pasted, and where they stand."""

    __tablename__ = "report_table"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    section: str
    caption: str
    source: str = ""
    rows: str = Field(sa_column=Column(Text, nullable=False))
    added_by: int | None = Field(default=None, foreign_key="account.id")
    added_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class ReportTemplate(SQLModel, table=True):
    """A board's own Word template, in place of the program's. It is checked before it is kept."""

    __tablename__ = "report_template"

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", unique=True)
    name: str
    sha256: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    uploaded_by: int | None = Field(default=None, foreign_key="account.id")
    uploaded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class ReportPublication(SQLModel, table=True):
    """A report as it was published: frozen, and never changed. A correction is a new one, which says what changed.

    `content` is the report as canonical JSON and `sha256` the hash of that text; `annex` and `annex_sha256` the same
    of the protocols with ids and tickets, which are not public. `reasons` tell of each hit of the secrecy check why it
    may stand: its kind and place, never what was found.
    """

    __tablename__ = "report_publication"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    number: int
    content: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str
    annex: str = Field(sa_column=Column(Text, nullable=False))
    annex_sha256: str
    changed: str = Field(sa_column=Column(Text, nullable=False))
    reasons: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    published_by: int | None = Field(default=None, foreign_key="account.id")
    published_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class SecrecyWord(SQLModel, table=True):
    """A name or a word that must not stand in what the board publishes. Only the board's coordinators see it."""

    __tablename__ = "secrecy_word"
    __table_args__ = (UniqueConstraint("board_id", "word"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    word: str
    added_by: int | None = Field(default=None, foreign_key="account.id")
    added_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class ReportFiles(SQLModel, table=True):
    """Files of a report that somebody has asked for: they are made by a job and wait in the instance for their owner.

    `number` is the published version, or 0 for the draft; `files` tell of each its name, size and hash when it is made.
    """

    __tablename__ = "report_files"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    number: int
    owner_id: int = Field(foreign_key="account.id", index=True)
    files: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    asked_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    made_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
