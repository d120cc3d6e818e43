"""The table of work that takes longer than a request: it survives a restart."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from audit.database import UtcDateTime, enum_column


class JobStatus(StrEnum):
    WAITING = "vantar"
    RUNNING = "pagar"
    DONE = "klart"
    FAILED = "misslyckades"


class Job(SQLModel, table=True):
    """A piece of work, its progress (`done` of `total` steps) and where its result is found."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    title: str
    owner_id: int = Field(foreign_key="account.id", index=True)
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    status: JobStatus = Field(default=JobStatus.WAITING, sa_column=enum_column(JobStatus))
    done: int = 0
    total: int = 0
    location: str
    fault: str = ""
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
