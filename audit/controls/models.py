"""Tables: runs of machine controls, what each found for a board, the hits, how they were judged, and strata of hits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.controls.rules import Verdict
from audit.database import UtcDateTime, enum_column
from audit.encryption.columns import text_column
from audit.registers.rules import RegisterKind


class ControlRun(SQLModel, table=True):
    """A run of chosen controls over register extracts of one or more boards.

    `settings` are each control's parameters by its id, `code` the version of the program that ran it. A run without
    `finished_at` waits for its job, or its job failed; then `fault` says why in words.
    """

    __tablename__ = "control_run"

    id: int | None = Field(default=None, primary_key=True)
    payments_id: int | None = Field(default=None, foreign_key="register_extract.id")
    cases_id: int | None = Field(default=None, foreign_key="register_extract.id")
    board_ids: list[int] = Field(sa_column=Column(JSON, nullable=False))
    settings: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    code: str
    started_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    started_by: int | None = Field(default=None, foreign_key="account.id")
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    fault: str = Field(default="", sa_column=Column(Text, nullable=False))


class ControlResult(SQLModel, table=True):
    """What a control found among a board's units: how many it judged, couldn't judge and isn't concerned with.

    `version` is the rule's own. `hits` are all of them, also where only the first are kept. With columns in `lacking`
    nothing was judged. `as_of` is the last day of the extract's period, and its year is the one it is compared by.
    """

    __tablename__ = "control_result"
    __table_args__ = (UniqueConstraint("run_id", "control_id", "board_id"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="control_run.id")
    board_id: int = Field(foreign_key="board.id", index=True)
    control_id: str
    version: int
    as_of: date
    judged: int
    unjudged: int
    apart: int
    hits: int
    lacking: list[str] = Field(sa_column=Column(JSON, nullable=False))


class ControlHit(SQLModel, table=True):
    """A unit that a control points at: its id and a measure, nothing else of it. `protected` is never printed."""

    __tablename__ = "control_hit"
    __table_args__ = (UniqueConstraint("result_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    result_id: int = Field(foreign_key="control_result.id")
    unit_id: str
    measure: int = Field(sa_column=Column(BigInteger, nullable=False))
    protected: bool = False


class HitVerdict(SQLModel, table=True):
    """How somebody judged a hit. The latest stands; the earlier ones stay."""

    __tablename__ = "hit_verdict"

    id: int | None = Field(default=None, primary_key=True)
    hit_id: int = Field(foreign_key="control_hit.id", index=True)
    verdict: Verdict = Field(sa_column=enum_column(Verdict))
    note: str = Field(sa_column=text_column("hit_verdict.note"))
    given_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    given_by: int = Field(foreign_key="account.id")


class HitStratum(SQLModel, table=True):
    """Hits of a control set aside to be drawn from: the ids as they were then, of units and of their cases."""

    __tablename__ = "hit_stratum"
    __table_args__ = (Index("ix_hit_stratum_board", "board_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    result_id: int = Field(foreign_key="control_result.id", index=True)
    board_id: int = Field(foreign_key="board.id")
    kind: RegisterKind = Field(sa_column=enum_column(RegisterKind))
    unit_ids: list[str] = Field(sa_column=Column(JSON, nullable=False))
    case_ids: list[str] = Field(sa_column=Column(JSON, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    made_by: int | None = Field(default=None, foreign_key="account.id")
