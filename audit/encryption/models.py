"""The table that says that the database is encrypted, and by which key: it has one row then, and none otherwise."""

from datetime import datetime

from sqlmodel import Column, Field, SQLModel

from audit.database import UtcDateTime


class ColumnEncryption(SQLModel, table=True):
    """`proof` is a known text sealed by the key of all encrypted columns, so that a wrong one is found at start."""

    __tablename__ = "column_encryption"

    id: int | None = Field(default=None, primary_key=True)
    proof: str
    since: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
