"""Tables: the checks of the log, the entries that each drew, how they were judged, and how often a board checks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.access_checks.rules import Verdict
from audit.database import UtcDateTime, enum_column
from audit.encryption.columns import EncryptedJson, text_column


class AccessCheck(SQLModel, table=True):
    """A check of one board's log over a period: what it was drawn from, how, and what the rules point out.

    `kinds` are the kinds of entries that were drawn from, `unusual` what the rules found when it was drawn. From the
    signature on, `kept` holds the whole record as it was signed, with its hash.
    """

    __tablename__ = "access_check"

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    period_from: date
    period_to: date
    kinds: list[str] = Field(sa_column=Column(JSON, nullable=False))
    population: int
    sha256: str
    protocol: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    settings: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    unusual: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    made_by: int | None = Field(default=None, foreign_key="account.id")
    conclusion: str = Field(default="", sa_column=text_column("access_check.conclusion"))
    signed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    signed_by: int | None = Field(default=None, foreign_key="account.id")
    kept: dict[str, Any] | None = Field(
        default=None, sa_column=Column(EncryptedJson("access_check.kept"), nullable=True)
    )
    kept_sha256: str | None = None


class CheckedEntry(SQLModel, table=True):
    """An entry of the journal that a check drew, in the order of the tickets."""

    __tablename__ = "checked_entry"
    __table_args__ = (UniqueConstraint("check_id", "sequence"),)

    id: int | None = Field(default=None, primary_key=True)
    check_id: int = Field(foreign_key="access_check.id", index=True)
    position: int
    sequence: int
    ticket: str


class EntryVerdict(SQLModel, table=True):
    """What somebody found about a drawn entry. The latest holds; the earlier ones stay."""

    __tablename__ = "entry_verdict"

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="checked_entry.id", index=True)
    verdict: Verdict = Field(sa_column=enum_column(Verdict))
    note: str = Field(default="", sa_column=text_column("entry_verdict.note"))
    given_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    given_by: int | None = Field(default=None, foreign_key="account.id")


class CheckInterval(SQLModel, table=True):
    """How many months a board lets pass between two checks; a board without one checks every quarter."""

    __tablename__ = "check_interval"

    board_id: int = Field(primary_key=True, foreign_key="board.id", sa_column_kwargs={"autoincrement": False})
    months: int
