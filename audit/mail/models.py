"""Tables: the addresses that people have given, and the notices on their way to them."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from audit.database import UtcDateTime, enum_column
from audit.mail.rules import NoticeKind


class MailAddress(SQLModel, table=True):
    """Where somebody gets notices, and whether she wants any."""

    __tablename__ = "mail_address"

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    address: str
    wanted: bool = True


class Notice(SQLModel, table=True):
    """A notice in the outbox. It is tried anew at `due_at` until it is sent (`sent_at`) or given up (`given_up_at`).

    `about` names what it tells of where that must not be told twice, parted by spaces; it never leaves the house.
    A letter of the program's own has an address and a text instead of an account and a kind.
    """

    __tablename__ = "mail_notice"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    kind: NoticeKind | None = Field(default=None, sa_column=enum_column(NoticeKind, nullable=True))
    address: str = Field(default="", sa_column_kwargs={"server_default": sql("''")})
    text: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=sql("''")))
    about: str = Field(default="", sa_column=Column(Text, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    attempts: int = 0
    due_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    sent_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    given_up_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    fault: str = ""
