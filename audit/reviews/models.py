"""Tables: reviews, their answers with all earlier versions, facts, flags, jäv, and what two have compared."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, SQLModel, UniqueConstraint

from audit.database import UtcDateTime, enum_column
from audit.encryption.columns import line_column, text_column
from audit.reviews.rules.flags import FlagKind
from audit.reviews.rules.states import Seat
from checklists import Source


class Review(SQLModel, table=True):
    """One reviewer's checklist for one drawn unit.

    Of the first and the second seat a unit has at most one (`number` 1); those that were left because of jäv or
    withdrawn, and those on which all practise, are numbered. `finished_at` is since when the answers count in the
    compilations: never for other seats than the first, and where a second review belongs to it not until their
    differences are settled.
    """

    __table_args__ = (UniqueConstraint("sample_unit_id", "seat", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    sample_unit_id: int = Field(foreign_key="sample_unit.id")
    seat: Seat = Field(default=Seat.FIRST, sa_column=enum_column(Seat))
    number: int = 1
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    reviewer_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    signed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    signed_by: int | None = Field(default=None, foreign_key="account.id")
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class Answer(SQLModel, table=True):
    """The answer that holds now. `value` is a code of the checklist's scale; None is a comment without answer.

    `reason` says why the question concerns the case although its rule says otherwise, or the other way round. `by_rule`
    is set where nobody answered: the rule said that the question does not concern the case when the review was signed.
    """

    __table_args__ = (UniqueConstraint("review_id", "question_id"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    question_id: str
    value: str | None = None
    comment: str = Field(default="", sa_column=text_column("answer.comment"))
    evidence: str = Field(default="", sa_column=text_column("answer.evidence"))
    reason: str = Field(default="", sa_column=text_column("answer.reason"))
    by_rule: bool = False
    version: int = 1
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class AnswerVersion(SQLModel, table=True):
    """Every answer ever given, in order. Nothing here is overwritten."""

    __tablename__ = "answer_version"
    __table_args__ = (UniqueConstraint("answer_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="answer.id", index=True)
    version: int
    value: str | None = None
    comment: str = Field(default="", sa_column=text_column("answer_version.comment"))
    evidence: str = Field(default="", sa_column=text_column("answer_version.evidence"))
    reason: str = Field(default="", sa_column=text_column("answer_version.reason"))
    by_rule: bool = False
    answered_by: int | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class CaseFact(SQLModel, table=True):
    """A fact about the case as it was told; the newest version of each holds. Nothing here is overwritten.

    `value` is a JSON scalar as text: `null` where it is known that there is none, None where the fact was taken back.
    `source` says whether it was read from another register when the file was given out, or seen in the file.
    """

    __tablename__ = "case_fact"
    __table_args__ = (UniqueConstraint("review_id", "attribute_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    attribute_id: str
    value: str | None = None
    source: Source = Field(sa_column=enum_column(Source))
    version: int
    given_by: int | None = Field(default=None, foreign_key="account.id")
    given_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class PaymentError(SQLModel, table=True):
    """By how much a reviewed payment was wrong, in öre; the newest of a review holds and none is overwritten.

    `overpaid` should not have been paid, `underpaid` should have been paid beside.
    """

    __tablename__ = "payment_error"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    number: int
    overpaid: int = Field(sa_column=Column(BigInteger, nullable=False))
    underpaid: int = Field(sa_column=Column(BigInteger, nullable=False))
    given_by: int | None = Field(default=None, foreign_key="account.id")
    given_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Reopening(SQLModel, table=True):
    """A signed review that was opened again, and why. `versions` is what every answer stood at then, by question."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    reason: str = Field(sa_column=text_column("reopening.reason"))
    reopened_by: int | None = Field(default=None, foreign_key="account.id")
    reopened_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    signed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
    signed_by: int | None = Field(default=None, foreign_key="account.id")
    versions: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Remark(SQLModel, table=True):
    """What the coordinator has remarked at a question when she sent the review back, and how it was resolved."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    question_id: str
    text: str = Field(sa_column=text_column("remark.text"))
    made_by: int | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    resolution: str = Field(default="", sa_column=text_column("remark.resolution"))
    resolved_by: int | None = Field(default=None, foreign_key="account.id")
    resolved_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


# ---- What can't wait --------------------------------------------------------------------------------------------


class Flag(SQLModel, table=True):
    """Something seen in a file that can't wait for the report: what was seen, and what has been done about it.

    `done` is what whoever raised it had done already, `reported_to` and `reported_on` to whom it was reported and when.
    `closing` is why nothing more is asked of anybody.
    """

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    round_id: int = Field(foreign_key="review_round.id", index=True)
    board_id: int = Field(foreign_key="board.id", index=True)
    kind: FlagKind = Field(sa_column=enum_column(FlagKind))
    seen: str = Field(sa_column=text_column("flag.seen"))
    done: str = Field(default="", sa_column=text_column("flag.done"))
    reported_to: str = Field(default="", sa_column=line_column("flag.reported_to"))
    reported_on: date | None = None
    raised_by: int | None = Field(default=None, foreign_key="account.id")
    raised_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    closing: str = Field(default="", sa_column=text_column("flag.closing"))
    closed_by: int | None = Field(default=None, foreign_key="account.id")
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class FlagNote(SQLModel, table=True):
    """What somebody has told of a flag since it was raised. `by_unit`: the unit's head said what was done."""

    __tablename__ = "flag_note"

    id: int | None = Field(default=None, primary_key=True)
    flag_id: int = Field(foreign_key="flag.id", index=True)
    text: str = Field(sa_column=text_column("flag_note.text"))
    by_unit: bool = False
    written_by: int | None = Field(default=None, foreign_key="account.id")
    written_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


# ---- Who may not review, and who reviews it too -----------------------------------------------------------------


class Disqualification(SQLModel, table=True):
    """Somebody's own word that there is jäv between her and a file, and to whom the file went instead."""

    __table_args__ = (UniqueConstraint("sample_unit_id", "account_id"),)

    id: int | None = Field(default=None, primary_key=True)
    sample_unit_id: int = Field(foreign_key="sample_unit.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    review_id: int = Field(foreign_key="review.id")
    reason: str = Field(sa_column=text_column("disqualification.reason"))
    passed_to: int | None = Field(default=None, foreign_key="account.id")
    declared_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Withdrawal(SQLModel, table=True):
    """A second review that the coordinator has withdrawn before it was signed, and why."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", unique=True)
    reason: str = Field(sa_column=text_column("withdrawal.reason"))
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class SecondShare(SQLModel, table=True):
    """How many per cent of a round's files are reviewed by a second person too."""

    __tablename__ = "second_share"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="review_round.id", unique=True)
    percent: int
    chosen_by: int | None = Field(default=None, foreign_key="account.id")
    chosen_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class BlindPair(SQLModel, table=True):
    """What two reviewers had answered, neither knowing of the other, when both had signed; by question, first's first.

    It is never changed. Opening either review again ends it (`ended_at`); a later pair is numbered on, and only the
    first tells how far two agree who have not seen each other's answers.
    """

    __tablename__ = "blind_pair"
    __table_args__ = (UniqueConstraint("first_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    first_id: int = Field(foreign_key="review.id")
    second_id: int = Field(foreign_key="review.id")
    number: int
    answers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class Settlement(SQLModel, table=True):
    """An answer on which two who differed are to agree, and why; it holds once it is settled. None is overwritten.

    Of several for one question the newest stands.
    """

    __table_args__ = (UniqueConstraint("pair_id", "question_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="blind_pair.id", index=True)
    question_id: str
    number: int
    value: str
    reason: str = Field(sa_column=text_column("settlement.reason"))
    proposed_by: int | None = Field(default=None, foreign_key="account.id")
    proposed_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    settled_by: int | None = Field(default=None, foreign_key="account.id")
    settled_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
