"""Tables: documents of a year with their goals, indicators and figures, and the rules that figures are held against."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.agreements.rules import Period
from audit.database import UtcDateTime, enum_column
from audit.indicators.rules.words import (
    CheckKind,
    Direction,
    DocumentKind,
    Judgement,
    Level,
    Owner,
    Periodicity,
    Quantity,
    TableKind,
)


class YearDocument(SQLModel, table=True):
    """A document with a year's goals and figures: a plan, an annual report, an agreement, a report on a control.

    Its boards have it in common: whoever reads for one of them reads the whole, whoever coordinates all may change it.
    Once adopted its goals, targets and tables are never changed; outcomes are entered until their period is handed in.
    `first_id` is the first version's id (None for that one), `before_id` what it was copied from, an earlier version or
    an earlier year.
    """

    __tablename__ = "year_document"

    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(index=True)
    kind: DocumentKind = Field(sa_column=enum_column(DocumentKind))
    title: str
    source: str = ""
    invented: bool = False
    version: int = 1
    first_id: int | None = Field(default=None, foreign_key="year_document.id")
    before_id: int | None = Field(default=None, foreign_key="year_document.id")
    adopted_on: date | None = None
    adopted_by_role: str = ""
    registry_number: str = ""
    adopted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    adopted_by: int | None = Field(default=None, foreign_key="account.id")
    handed_in: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class YearDocumentBoard(SQLModel, table=True):
    """A board that a document is about."""

    __tablename__ = "year_document_board"

    document_id: int = Field(foreign_key="year_document.id", primary_key=True)
    board_id: int = Field(foreign_key="board.id", primary_key=True, index=True)


class Goal(SQLModel, table=True):
    """Something in the goal tree: a goal, a commitment or an activity, in its place of the document's order.

    `root_id` is the first of those that it was copied from (None for that one).
    """

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="year_document.id", index=True)
    root_id: int | None = Field(default=None, foreign_key="goal.id")
    place: int
    level: Level = Field(sa_column=enum_column(Level))
    number: str = ""
    text: str = Field(sa_column=Column(Text, nullable=False))
    expected: str = Field(default="", sa_column=Column(Text, nullable=False))
    status: str = ""
    deviation: str = Field(default="", sa_column=Column(Text, nullable=False))
    starts_on: date | None = None
    ends_on: date | None = None


class Indicator(SQLModel, table=True):
    """An indicator of a document. Targets are kept as they are written; `guarantee` is the one that measures it.

    `root_id` is the first of those that it was copied from (None for that one).
    """

    __table_args__ = (UniqueConstraint("document_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="year_document.id", index=True)
    root_id: int | None = Field(default=None, foreign_key="indicator.id")
    goal_id: int | None = Field(default=None, foreign_key="goal.id", index=True)
    place: int
    name: str
    unit: str = ""
    quantity: Quantity = Field(sa_column=enum_column(Quantity))
    direction: Direction = Field(sa_column=enum_column(Direction))
    periodicity: Periodicity = Field(sa_column=enum_column(Periodicity))
    owner: Owner = Field(sa_column=enum_column(Owner))
    target: str = ""
    city_target: str = ""
    guarantee: str = ""


class IndicatorOutcome(SQLModel, table=True):
    """An outcome as it is written, of a year and period; without a board it is that of all the document's together."""

    __tablename__ = "indicator_outcome"
    __table_args__ = (UniqueConstraint("indicator_id", "year", "period", "board_id"),)

    id: int | None = Field(default=None, primary_key=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    year: int
    period: Period = Field(sa_column=enum_column(Period))
    board_id: int | None = Field(default=None, foreign_key="board.id")
    written: str


class FigureTable(SQLModel, table=True):
    """A table of figures as it is written: `cells` are its lines, the first of them the headings."""

    __tablename__ = "figure_table"
    __table_args__ = (UniqueConstraint("document_id", "caption"),)

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="year_document.id", index=True)
    place: int
    kind: TableKind = Field(sa_column=enum_column(TableKind))
    caption: str
    unit: str = ""
    source: str = ""
    cells: list[Any] = Field(sa_column=Column(JSON, nullable=False))


class FigureCheck(SQLModel, table=True):
    """How figures are held against each other. What it finds is worked out each time it is asked for, never stored."""

    __tablename__ = "figure_check"

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="year_document.id", index=True)
    table_id: int | None = Field(default=None, foreign_key="figure_table.id", index=True)
    place: int
    kind: CheckKind = Field(sa_column=enum_column(CheckKind))
    title: str
    formula: str = Field(default="", sa_column=Column(Text, nullable=False))
    tolerance: str = ""
    quotation: str = Field(default="", sa_column=Column(Text, nullable=False))
    source: str = ""


class CheckSettlement(SQLModel, table=True):
    """What a person has concluded of a check, with the arithmetic as it was then."""

    __tablename__ = "check_settlement"

    check_id: int = Field(foreign_key="figure_check.id", primary_key=True)
    judgement: Judgement = Field(sa_column=enum_column(Judgement))
    note: str = Field(sa_column=Column(Text, nullable=False))
    arithmetic: str = Field(sa_column=Column(Text, nullable=False))
    settled_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    settled_by: int | None = Field(default=None, foreign_key="account.id")
