"""Tables: agreements by year and version with parties, areas of cost and base figures, reconciliations, meetings."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Column, Dialect, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.agreements.rules import Key, Period, ProposalStatus
from audit.database import UtcDateTime, enum_column


class Exact(TypeDecorator[Decimal]):
    """A decimal number as it was written, so that no engine makes a binary fraction of it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(value)


def _exact() -> Column[Decimal]:
    return Column(Exact, nullable=True)


class Agreement(SQLModel, table=True):
    """A cooperation agreement for one year, in one version. From the day it is adopted it is never changed.

    `first_id` is the first version of the same year's agreement (None for that one), `before_id` the one that this
    follows on, of the same year or an earlier. `stated_changes` are the changes as the document itself tells them.
    """

    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(index=True)
    version: int = 1
    title: str
    source: str = ""
    stated_changes: str = Field(default="", sa_column=Column(Text, nullable=False))
    invented: bool = False
    first_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)
    before_id: int | None = Field(default=None, foreign_key="agreement.id")
    adopted_on: date | None = None
    adopted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    adopted_by: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class AgreementParty(SQLModel, table=True):
    """A party: one of the program's boards, or one outside it that is known by its name only."""

    __tablename__ = "agreement_party"
    __table_args__ = (UniqueConstraint("agreement_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    place: int
    name: str
    board_id: int | None = Field(default=None, foreign_key="board.id", index=True)
    population: int | None = None


class AgreementArea(SQLModel, table=True):
    """An area of cost: its paragraph, its key, and what the year's figures are."""

    __tablename__ = "agreement_area"
    __table_args__ = (UniqueConstraint("agreement_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    place: int
    name: str
    paragraph: str = ""
    covers: str = Field(default="", sa_column=Column(Text, nullable=False))
    key: Key | None = Field(default=None, sa_column=enum_column(Key, nullable=True))
    performer_id: int | None = Field(default=None, foreign_key="agreement_party.id")
    amount: Decimal | None = Field(default=None, sa_column=_exact())
    rate: Decimal | None = Field(default=None, sa_column=_exact())
    posts: Decimal | None = Field(default=None, sa_column=_exact())


class AgreementPart(SQLModel, table=True):
    """A party in an area of cost: whether it shares the cost, whether it is billed, and its own figures there."""

    __tablename__ = "agreement_part"
    __table_args__ = (UniqueConstraint("area_id", "party_id"),)

    id: int | None = Field(default=None, primary_key=True)
    area_id: int = Field(foreign_key="agreement_area.id", index=True)
    party_id: int = Field(foreign_key="agreement_party.id", index=True)
    shares: bool = True
    billed: bool = False
    allocation: Decimal | None = Field(default=None, sa_column=_exact())
    deduction: Decimal | None = Field(default=None, sa_column=_exact())
    direct: Decimal | None = Field(default=None, sa_column=_exact())
    share: str | None = None


class AgreementCases(SQLModel, table=True):
    """A party's open cases, refugee cases included, in one month of the base period."""

    __tablename__ = "agreement_cases"

    party_id: int = Field(foreign_key="agreement_party.id", primary_key=True)
    month: int = Field(primary_key=True)
    cases: int


class AgreementDocument(SQLModel, table=True):
    """A file that belongs to an agreement, such as the signed document."""

    __tablename__ = "agreement_document"

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    name: str
    sha256: str
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    attached_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    attached_by: int | None = Field(default=None, foreign_key="account.id")


class Reconciliation(SQLModel, table=True):
    """An avstämning before a tertial report or the annual accounts."""

    __table_args__ = (UniqueConstraint("agreement_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    period: Period = Field(sa_column=enum_column(Period))
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    noted_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    noted_by: int | None = Field(default=None, foreign_key="account.id")


class ReconciliationLine(SQLModel, table=True):
    """What a party states of an area: kronor so far, and for the whole year."""

    __tablename__ = "reconciliation_line"

    reconciliation_id: int = Field(foreign_key="reconciliation.id", primary_key=True)
    part_id: int = Field(foreign_key="agreement_part.id", primary_key=True)
    outcome: Decimal | None = Field(default=None, sa_column=_exact())
    forecast: Decimal | None = Field(default=None, sa_column=_exact())


class JointProposal(SQLModel, table=True):
    """What the parties propose together where the forecast shows a deficit."""

    __tablename__ = "joint_proposal"

    id: int | None = Field(default=None, primary_key=True)
    reconciliation_id: int = Field(foreign_key="reconciliation.id", index=True)
    area_id: int = Field(foreign_key="agreement_area.id")
    what: str = Field(sa_column=Column(Text, nullable=False))
    responsible: str
    due_on: date | None = None
    status: ProposalStatus = Field(sa_column=enum_column(ProposalStatus))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")


class SteeringMeeting(SQLModel, table=True):
    """A meeting of the steering group; it belongs to the first version of its year's agreement."""

    __tablename__ = "steering_meeting"

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id", index=True)
    held_on: date
    roles: str = Field(sa_column=Column(Text, nullable=False))
    agenda: str = Field(sa_column=Column(Text, nullable=False))
    decisions: str = Field(default="", sa_column=Column(Text, nullable=False))
    escalation: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")
