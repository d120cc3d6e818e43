"""Tables: the rules that boards have decided, version by version, and erasures from proposal to proof."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, Text, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from audit.retention.rules import Event, KindId


class ErasureState(StrEnum):
    """How far an erasure has come. Nothing of one that was turned down has been touched."""

    PROPOSED = "foreslagen"
    TURNED_DOWN = "avslagen"
    DONE = "gallrad"


HOUSE = text("board_id IS NULL")


class RetentionRule(SQLModel, table=True):
    """A decision on how long a kind is kept, for one board or (without one) for the installation. The newest holds.

    Without `months` it is decided that the kind is kept for good.
    """

    __tablename__ = "retention_rule"
    __table_args__ = (
        UniqueConstraint("board_id", "kind", "version"),
        # To a constraint, every NULL is another.
        Index("uq_retention_rule_house", "kind", "version", unique=True, sqlite_where=HOUSE, postgresql_where=HOUSE),
    )

    id: int | None = Field(default=None, primary_key=True)
    board_id: int | None = Field(default=None, foreign_key="board.id")
    kind: KindId = Field(sa_column=enum_column(KindId))
    version: int
    months: int | None = None
    event: Event = Field(sa_column=enum_column(Event))
    decided_by: str
    decided_on: date
    reference: str
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Erasure(SQLModel, table=True):
    """Something that was due: proposed by one, decided by another, carried out and proven.

    `of_id` is the round, extract, run or year, as its kind says. `open_key` names what is proposed, so that it can be
    proposed once only; it is gone when somebody has decided. `cleaned` tells how the database's files were cleaned.
    """

    id: int | None = Field(default=None, primary_key=True)
    rule_id: int = Field(foreign_key="retention_rule.id")
    kind: KindId = Field(sa_column=enum_column(KindId))
    board_id: int | None = Field(default=None, foreign_key="board.id", index=True)
    of_id: int
    label: str
    since: date
    due_on: date
    counts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state: ErasureState = Field(default=ErasureState.PROPOSED, sa_column=enum_column(ErasureState))
    open_key: str | None = Field(default=None, unique=True)
    proposed_by: int = Field(foreign_key="account.id")
    proposed_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    decided_by: int | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    proof: str = Field(default="", sa_column=Column(Text, nullable=False))
    sha256: str = ""
    gone_files: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    cleaned_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    cleaned: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
