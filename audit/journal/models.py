"""The journal's tables: the chain, beside it the contents that retention may erase, and whose each entry is."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from audit.database import UtcDateTime
from audit.encryption.columns import EncryptedText


class JournalEntry(SQLModel, table=True):
    """A link of the chain. It holds no personal data, only surrogate ids and hashes."""

    __tablename__ = "journal"

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    actor: str = Field(index=True)
    action: str = Field(index=True)
    object_id: str = Field(index=True)
    previous: str
    content_hash: str
    hash: str


class JournalContent(SQLModel, table=True):
    """What an entry tells, with the salt that hides it in the chain. Erased when its time is over."""

    __tablename__ = "journal_content"

    sequence: int = Field(primary_key=True, foreign_key="journal.sequence", sa_column_kwargs={"autoincrement": False})
    salt: str
    content: str = Field(sa_column=Column(EncryptedText("journal_content.content", instead="{}"), nullable=False))


class JournalBoard(SQLModel, table=True):
    """That an entry belongs to a board; 0 stands for the installation itself. An index that holds nothing of its own.

    It does not hang on the chain by a foreign key: what is done to the chain must be found there, not hindered here.
    """

    __tablename__ = "journal_board"

    board_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sequence: int = Field(primary_key=True, index=True, sa_column_kwargs={"autoincrement": False})
