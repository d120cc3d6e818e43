"""Tables: the edited texts of a round's report, every version of them."""

from datetime import date, datetime

from sqlalchemy import Column, Text
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
    """A section's text as somebody wrote it. Without a row the section shows the proposal made from the results."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("round_id", "section", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    section: str
    version: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    written_by: int | None = Field(default=None, foreign_key="account.id")
    written_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
