"""Tables: register extracts, their pseudonymised units, and the frames that are frozen from them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from audit.registers.rules import RegisterKind


class StagedUpload(SQLModel, table=True):
    """A file between upload and confirmation. Its sanitised rows lie in the instance's uploads folder.

    `reading` tells how the file was read, `mapping` what its columns mean (heading → column or None), `check_result`
    what the last check of that mapping found. Once frozen it points to its extract, so that a late click finds it.
    """

    __tablename__ = "staged_upload"

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    kind: RegisterKind = Field(sa_column=enum_column(RegisterKind))
    owner_id: int = Field(foreign_key="account.id", index=True)
    file_name: str
    file_sha256: str
    file_size: int
    period_from: date
    period_to: date
    reading: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    mapping: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    check_result: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    extract_id: int | None = Field(default=None, foreign_key="register_extract.id")
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class RegisterExtract(SQLModel, table=True):
    """A register extract that was taken in: what the file was, and how its rows were counted.

    The same file is taken in once for a reviewed period; another period freezes other frames out of it. `notices` are
    what the check told, as groups (see `rules.telling`).
    """

    __tablename__ = "register_extract"
    __table_args__ = (UniqueConstraint("kind", "file_sha256", "period_from", "period_to"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: RegisterKind = Field(sa_column=enum_column(RegisterKind))
    file_name: str
    file_sha256: str = Field(index=True)
    file_size: int
    encoding: str
    separator: str
    period_from: date
    period_to: date
    rows: int
    accepted: int
    skipped: int
    merged: int
    notices: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    dropped_columns: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    invented: bool = False
    imported_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    imported_by: int | None = Field(default=None, foreign_key="account.id")


class RegisterUnit(SQLModel, table=True):
    """One unit of an extract: a case, a payment or an estate, normalised and pseudonymised. Never changed.

    `row` is its line in the file. A reversal may carry the id of the payment that it reverses; each points to the
    other's line (`counterpart_row`), and only the payment can be in the frame.
    """

    __tablename__ = "register_unit"
    __table_args__ = (
        UniqueConstraint("extract_id", "row"),
        Index("ix_register_unit_frame", "extract_id", "board_id", "unit_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    extract_id: int = Field(foreign_key="register_extract.id")
    board_id: int = Field(foreign_key="board.id")
    unit_id: str
    row: int
    counterpart_row: int | None = None
    in_frame: bool
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    flags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class RegisterColumn(SQLModel, table=True):
    """A column of all of a board's units of an extract, in the order of the file: what their rows say, once more.

    Whoever reads every unit reads it here. `distinct_values` is their JSON list and `codes` each unit's place in it
    (four bytes, −1 for none), both compressed. It is erased with the rows that it repeats.
    """

    __tablename__ = "register_column"
    __table_args__ = (UniqueConstraint("extract_id", "board_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    extract_id: int = Field(foreign_key="register_extract.id")
    board_id: int = Field(foreign_key="board.id")
    name: str
    distinct_values: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    codes: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Frame(SQLModel, table=True):
    """A frozen sampling frame: one board's units of one extract with a decision in the reviewed period."""

    __table_args__ = (UniqueConstraint("extract_id", "board_id"),)

    id: int | None = Field(default=None, primary_key=True)
    extract_id: int = Field(foreign_key="register_extract.id", index=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    population: int
    sha256: str
    reconciliation: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    frozen_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    frozen_by: int | None = Field(default=None, foreign_key="account.id")
    # Since when its units are erased: nothing can be drawn from it any more.
    erased_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class KnownCount(SQLModel, table=True):
    """A published count to hold a frame against: households a month, open cases, with its source."""

    __tablename__ = "known_count"
    __table_args__ = (UniqueConstraint("board_id", "kind", "year", "label"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    kind: RegisterKind = Field(sa_column=enum_column(RegisterKind))
    year: int
    label: str
    value: int
    source: str


class ColumnChoice(SQLModel, table=True):
    """What a column of the sender's file was taken to mean last time, proposed again the next."""

    __tablename__ = "column_choice"
    __table_args__ = (UniqueConstraint("kind", "header"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: RegisterKind = Field(sa_column=enum_column(RegisterKind))
    header: str
    column_name: str | None = None


class CodeChoice(SQLModel, table=True):
    """What a word in a coded column was taken to mean last time; a word that means itself is a code of one's own."""

    __tablename__ = "code_choice"
    __table_args__ = (UniqueConstraint("kind", "column_name", "word"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: RegisterKind = Field(sa_column=enum_column(RegisterKind))
    column_name: str
    word: str
    code: str
