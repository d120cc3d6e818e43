"""Tables: the texts of a round's report in all their versions, what was published, and what must not be.

A round's boards have one report in common, or one each: rows with a `board_id` belong to that board's own, those
without to the one in common.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime
from audit.encryption.columns import text_column


def _once_in_common(table: str, *columns: str) -> Index:
    """No two rows without a board are alike in these: to a constraint, every NULL is another."""
    common = text("board_id IS NULL")
    name = f"uq_{table}_common"
    return Index(name, "round_id", *columns, unique=True, sqlite_where=common, postgresql_where=common)


class ReportDivision(SQLModel, table=True):
    """Whether a round's boards get a report each (`per_board`) or one in common, as without a row."""

    __tablename__ = "report_division"

    round_id: int = Field(foreign_key="review_round.id", primary_key=True)
    per_board: bool
    chosen_by: int | None = Field(default=None, foreign_key="account.id")
    chosen_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class ReportHead(SQLModel, table=True):
    """What stands at the top of a round's tjänsteutlåtande."""

    __tablename__ = "report_head"
    __table_args__ = (UniqueConstraint("round_id", "board_id"), _once_in_common("report_head"))

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id")
    board_id: int | None = Field(default=None, foreign_key="board.id")
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
    __table_args__ = (
        UniqueConstraint("round_id", "board_id", "section", "version"),
        _once_in_common("report_text", "section", "version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int | None = Field(default=None, foreign_key="board.id")
    section: str
    version: int
    text: str = Field(sa_column=text_column("report_text.text"))
    written_by: int | None = Field(default=None, foreign_key="account.id")
    written_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    figures: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    restored_from: int | None = None


class ReportTable(SQLModel, table=True):
    """A table that somebody has put into a section of a report: its rows as they were pasted, and where they stand."""

    __tablename__ = "report_table"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int | None = Field(default=None, foreign_key="board.id")
    section: str
    caption: str
    source: str = ""
    rows: str = Field(sa_column=text_column("report_table.rows"))
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


class KeptTemplate(SQLModel, table=True):
    """A Word template that reports were published with: the program's or a board's own, each file once, for good."""

    __tablename__ = "report_template_kept"

    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ReportPublication(SQLModel, table=True):
    """A report as it was published: frozen, and never changed. A correction is a new one, which says what changed.

    `content` is the report as canonical JSON and `sha256` the hash of that text; `annex` and `annex_sha256` the same
    of the protocols with ids and tickets, which are not public. `reasons` tell of each hit of the secrecy check why it
    may stand: its kind and place, never what was found. `template_sha256` is the Word template of its files, and
    `journal_head` the journal's end (NUMBER:HASH) at that moment; both None for reports from before they were kept.
    """

    __tablename__ = "report_publication"
    __table_args__ = (
        UniqueConstraint("round_id", "board_id", "number"),
        _once_in_common("report_publication", "number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int | None = Field(default=None, foreign_key="board.id")
    number: int
    content: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str
    annex: str = Field(sa_column=Column(Text, nullable=False))
    annex_sha256: str
    changed: str = Field(sa_column=Column(Text, nullable=False))
    reasons: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    template_sha256: str | None = Field(default=None, foreign_key="report_template_kept.sha256")
    journal_head: str | None = None
    published_by: int | None = Field(default=None, foreign_key="account.id")
    published_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class ReportFiles(SQLModel, table=True):
    """Files of a round's reports that somebody has asked for: a job makes them, and they wait for their owner.

    They are of the newest `published` versions, or of the drafts; `files` tell of each its name, size and hash when it
    is made.
    """

    __tablename__ = "report_files"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    published: bool = False
    owner_id: int = Field(foreign_key="account.id", index=True)
    files: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    asked_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    made_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
