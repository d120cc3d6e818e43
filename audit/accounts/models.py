"""Tables: boards and what they share, accounts, what each may do for which board, second factors and sessions."""

from datetime import date, datetime

from sqlalchemy import Column, Text, false
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.accounts.rules import Purpose, Role
from audit.database import UtcDateTime, enum_column


class Board(SQLModel, table=True):
    """A district board (stadsdelsnämnd). A board that merged has an end date and a successor."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str = Field(unique=True)
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: int | None = Field(default=None, foreign_key="board.id")


class Account(SQLModel, table=True):
    """Somebody who may sign in. Without a password hash the invitation has not been taken up yet."""

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    # Who the account belongs to at the provider of single sign-on, from the first time on.
    sso_subject: str | None = Field(default=None, index=True, unique=True)
    active: bool = True
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class RoleGrant(SQLModel, table=True):
    """One role for one board. The administrator's role has no board: it concerns the whole installation."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "board_id"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    role: Role = Field(sa_column=enum_column(Role))
    board_id: int | None = Field(default=None, foreign_key="board.id")


class BoardSharing(SQLModel, table=True):
    """What a board lets another see of it, until which day, why and on what legal ground; either may read that.

    Nothing of it is changed later: it is over after `until`, or ended before (`ended_at`) by the board that shares.
    """

    __tablename__ = "board_sharing"

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    with_id: int = Field(foreign_key="board.id", index=True)
    purpose: Purpose = Field(sa_column=enum_column(Purpose))
    until: date
    ground: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    begun_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    begun_by: int = Field(foreign_key="account.id")
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    ended_by: int | None = Field(default=None, foreign_key="account.id")


class OfficerId(SQLModel, table=True):
    """An id under which the registers know the account's person as case worker, decider or attester.

    In the form in which ids are compared (`rules.officer_key`).
    """

    __tablename__ = "officer_id"
    __table_args__ = (UniqueConstraint("account_id", "officer_id"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    officer_id: str = Field(index=True)


class Invitation(SQLModel, table=True):
    """A link that can be used once to choose a password. Only the hash of its token is stored."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class SignInSession(SQLModel, table=True):
    """A signed-in browser. The cookie holds the token, the table only its hash."""

    __tablename__ = "sign_in_session"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    last_seen: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    # Whether it was opened with more than a password.
    strong: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class SecondFactor(SQLModel, table=True):
    """That an account is asked for one-time codes. The secret is made of the salt and a key outside the database."""

    __tablename__ = "second_factor"

    account_id: int = Field(primary_key=True, foreign_key="account.id", sa_column_kwargs={"autoincrement": False})
    salt: str
    since: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    # The half minute of the code that was used last: no code of that time or earlier is right any longer.
    last_step: int


class RecoveryCode(SQLModel, table=True):
    """A code to sign in with once, should the telephone be lost. Only a keyed hash of it is stored."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    code_hash: str = Field(unique=True)
    used_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class SignInAttempt(SQLModel, table=True):
    """A failed sign-in, counted per account name and per address (both as keyed hashes)."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class FormSubmission(SQLModel, table=True):
    """A form that has been carried out, so that a double click leads to the same place and does nothing twice."""

    __tablename__ = "form_submission"

    token: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    location: str
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
