"""Tables: review rounds, their boards and people, the draws and the units drawn."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from audit.registers.rules import RegisterKind
from audit.rounds.rules import Drawing as Drawing
from audit.rounds.rules import Origin as Origin
from audit.rounds.rules import ReplacementReason as ReplacementReason
from audit.rounds.rules import Retrieval as Retrieval
from audit.rounds.rules import SourceKind as SourceKind
from audit.rounds.rules import Standing as Standing
from audit.rounds.rules import Target as Target


class Round(SQLModel, table=True):
    """One year's review of one kind of unit, with one checklist version, for one or more boards.

    `focus` are the ids of the questions named before the draw: they alone are tested against earlier years. Cases
    drawn in the last `leave_out_years` are left out of the draw. A new draw is a round of its own, which tells the one
    that it replaces and why. `review_due_on` is the day by which every review should be signed.
    `drawing` is what has the same chance in the draw of the boards' own samples: where it is the krona, the size of a
    part counts the kronor that are hit.
    """

    __tablename__ = "review_round"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    year: int = Field(index=True)
    kind: RegisterKind = Field(sa_column=enum_column(RegisterKind))
    origin: Origin = Field(default=Origin.PROGRAM, sa_column=enum_column(Origin))
    checklist: str | None = None
    areas: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    period_from: date | None = None
    period_to: date | None = None
    invented: bool = False
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="account.id")
    sizes_fixed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    leave_out_years: int = 0
    replaces_id: int | None = Field(default=None, foreign_key="review_round.id", unique=True)
    replaces_reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    focus: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    review_due_on: date | None = None
    drawing: Drawing = Field(default=Drawing.EQUAL, sa_column=enum_column(Drawing, server_default=Drawing.EQUAL.value))


class RoundBoard(SQLModel, table=True):
    """A board's part of a round: its frame, and how many units and reserves are to be drawn.

    `left_out` are the ids of its frame that were set aside when the sizes were fixed, because they were drawn lately.
    """

    __tablename__ = "round_board"
    __table_args__ = (UniqueConstraint("round_id", "board_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    frame_id: int | None = Field(default=None, foreign_key="frame.id")
    size: int = 10
    reserves: int = 5
    left_out: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class RoundTarget(SQLModel, table=True):
    """A targeted sample beside a board's own. `frame_ids` are the ids that it was drawn from, written at the draw.

    A sample of hits has the ids of the stratum that was chosen for it in `hit_ids`.
    """

    __tablename__ = "round_target"
    __table_args__ = (UniqueConstraint("round_id", "board_id", "target"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id")
    target: Target = Field(sa_column=enum_column(Target))
    size: int
    reserves: int
    frame_ids: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    stratum_id: int | None = Field(default=None, foreign_key="hit_stratum.id")
    hit_ids: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class SeedPart(SQLModel, table=True):
    """What a board's representative has put into the seed, hidden until every board's part is in."""

    __tablename__ = "seed_part"
    __table_args__ = (UniqueConstraint("round_id", "board_id"), UniqueConstraint("round_id", "account_id"))

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id")
    board_id: int = Field(foreign_key="board.id")
    account_id: int = Field(foreign_key="account.id")
    value: str
    source: SourceKind = Field(sa_column=enum_column(SourceKind))
    figure: str = ""
    dated: date | None = None
    given_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class RoundReviewer(SQLModel, table=True):
    """Somebody who reviews in a round. A guest reviews for none of its boards: what she is assigned is all she sees."""

    __tablename__ = "round_reviewer"
    __table_args__ = (UniqueConstraint("round_id", "account_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    guest: bool = False


class Draw(SQLModel, table=True):
    """A round's draw of one of its samples: the seed, where it came from, and the protocol as it was made."""

    __table_args__ = (UniqueConstraint("round_id", "target"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id")
    target: Target = Field(default=Target.BOARD, sa_column=enum_column(Target))
    seed: str
    seed_source: str
    protocol: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    # The journal's end just before the draw (NUMBER:HASH); None for draws from before it was kept.
    journal_head: str | None = None
    drawn_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    drawn_by: int | None = Field(default=None, foreign_key="account.id")


class SampleUnit(SQLModel, table=True):
    """A drawn unit or reserve. `position` counts from 1 in ticket order, per board, sample before reserves."""

    __tablename__ = "sample_unit"
    __table_args__ = (UniqueConstraint("draw_id", "board_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    draw_id: int = Field(foreign_key="draw.id", index=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id")
    target: Target = Field(default=Target.BOARD, sa_column=enum_column(Target))
    register_unit_id: int = Field(foreign_key="register_unit.id")
    unit_id: str
    ticket: str
    position: int
    standing: Standing = Field(sa_column=enum_column(Standing))
    retrieval: Retrieval = Field(default=Retrieval.WAITING, sa_column=enum_column(Retrieval))
    retrieval_changed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    replaced_by_id: int | None = Field(default=None, foreign_key="sample_unit.id")
    replacement_reason: ReplacementReason | None = Field(
        default=None, sa_column=enum_column(ReplacementReason, nullable=True)
    )
    replaced_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
