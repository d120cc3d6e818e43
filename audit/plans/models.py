"""Tables: risk analyses and control plans in versions, their rows, and how a plan is followed up over its year."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from audit.improvements.rules import MeasureStatus
from audit.plans.rules import Assessment, Basis, DocumentKind, Handling, Period
from audit.registers.rules import RegisterKind


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class PlanDocument(SQLModel, table=True):
    """A board's risk analysis or control plan for one year, in one version. Once adopted it is never changed.

    `before_id` is what it was copied from, an earlier version or an earlier year. `analysis_id` is, of an adopted plan,
    the analysis that it rests on. `adopted_by_role` adopted it, as »Nämnden«. `on_paper` is one known from documents
    only, told in `source`. `scale` is the analysis' own (see `rules.Scale`).
    """

    __tablename__ = "plan_document"
    __table_args__ = (UniqueConstraint("kind", "board_id", "year", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: DocumentKind = Field(sa_column=enum_column(DocumentKind))
    board_id: int = Field(foreign_key="board.id", index=True)
    year: int
    version: int = 1
    scale: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    note: str = Field(default="", sa_column=_text())
    source: str = ""
    on_paper: bool = False
    invented: bool = False
    before_id: int | None = Field(default=None, foreign_key="plan_document.id")
    analysis_id: int | None = Field(default=None, foreign_key="plan_document.id")
    adopted_on: date | None = None
    adopted_by_role: str = ""
    registry_number: str = ""
    adopted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    adopted_by: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PlanRisk(SQLModel, table=True):
    """A risk of an analysis. `root_id` is the first of the risks that it was copied from (None for that one)."""

    __tablename__ = "plan_risk"

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="plan_document.id", index=True)
    place: int
    root_id: int | None = Field(default=None, foreign_key="plan_risk.id")
    process: str
    risk: str = Field(sa_column=_text())
    routine: str = Field(default="", sa_column=_text())
    ongoing: str = Field(default="", sa_column=_text())
    likelihood: int
    materiality: int
    handling: Handling = Field(sa_column=enum_column(Handling))
    reason: str = Field(default="", sa_column=_text())


class PlanControl(SQLModel, table=True):
    """A control of a plan. `risk_root_id` is the strand of the risk that it was born from, None where it answers to
    something else than a risk; then `process` tells what it is about.

    `periods` are those that it is followed up in. A control that *is* a review round has its kind (and perhaps one
    `area` of the checklist), one that is a machine control has its id.
    """

    __tablename__ = "plan_control"

    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="plan_document.id", index=True)
    place: int
    root_id: int | None = Field(default=None, foreign_key="plan_control.id")
    risk_root_id: int | None = Field(default=None, foreign_key="plan_risk.id")
    process: str = ""
    moment: str = Field(sa_column=_text())
    method: str = Field(default="", sa_column=_text())
    frequency: str = ""
    periods: list[str] = Field(sa_column=Column(JSON, nullable=False))
    responsible: str = ""
    report_to: str = ""
    basis: Basis = Field(sa_column=enum_column(Basis))
    round_kind: RegisterKind | None = Field(default=None, sa_column=enum_column(RegisterKind, nullable=True))
    area: str | None = None
    control_id: str | None = None


class PlanFollowUp(SQLModel, table=True):
    """How a control came out in a period of a year, whichever version of the plan it stands in (`control_root_id`)."""

    __tablename__ = "plan_follow_up"
    __table_args__ = (UniqueConstraint("control_root_id", "year", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    control_root_id: int = Field(foreign_key="plan_control.id")
    year: int
    period: Period = Field(sa_column=enum_column(Period))
    assessment: Assessment = Field(sa_column=enum_column(Assessment))
    outcome: str = Field(default="", sa_column=_text())
    deviation: str = Field(default="", sa_column=_text())
    noted_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    noted_by: int | None = Field(default=None, foreign_key="account.id")


class PlanReport(SQLModel, table=True):
    """A period's follow-up that is handed in: `results` are those that are read from elsewhere, as they were then."""

    __tablename__ = "plan_report"
    __table_args__ = (UniqueConstraint("board_id", "year", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id")
    year: int
    period: Period = Field(sa_column=enum_column(Period))
    document_id: int = Field(foreign_key="plan_document.id", index=True)
    summary: str = Field(sa_column=_text())
    results: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    handed_in_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    handed_in_by: int | None = Field(default=None, foreign_key="account.id")


class PlanMeasure(SQLModel, table=True):
    """What is done about a control's deviation: by which role, until when, and how far it has come."""

    __tablename__ = "plan_measure"

    id: int | None = Field(default=None, primary_key=True)
    control_root_id: int = Field(foreign_key="plan_control.id", index=True)
    year: int
    period: Period = Field(sa_column=enum_column(Period))
    what: str = Field(sa_column=_text())
    responsible: str
    due_on: date
    status: MeasureStatus = Field(sa_column=enum_column(MeasureStatus))
    done_on: date | None = None
    note: str = Field(default="", sa_column=_text())
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")
