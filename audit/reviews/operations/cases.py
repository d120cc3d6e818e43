"""Finding reviews: whom each is open to, what its desk needs to know, and the lists of several."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from audit import checklists_shipped
from audit.accounts.models import Account, Board
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import RegisterUnit
from audit.reviews.models import Answer, Reopening, Review
from audit.reviews.rules import AreaQuestions, Content, Progress, chosen, progress
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE
from audit.rounds.rules import Target
from checklists import Checklist


@dataclass(frozen=True)
class Case:
    """A review with the round, board and unit it concerns, and what the register says of the unit."""

    review: Review
    round_: Round
    unit: SampleUnit
    board: str
    content: dict[str, Any]

    @property
    def checklist(self) -> Checklist:
        return checklist_of(self.round_)

    @property
    def areas(self) -> tuple[AreaQuestions, ...]:
        return areas_of(self.round_)

    @property
    def counts(self) -> bool:
        """Whether the unit is still in the sample; a replaced one no longer counts."""
        return self.unit.standing in IN_USE


def checklist_of(round_: Round) -> Checklist:
    """The checklist of a round. Raises ValueError where it has none (a round on paper)."""
    if round_.checklist is None:
        raise ValueError(f"round {round_.id} has no checklist")
    return checklists_shipped.load(round_.checklist)


def areas_of(round_: Round) -> tuple[AreaQuestions, ...]:
    """The areas and questions that are answered in a round."""
    return chosen(checklist_of(round_), round_.areas)


def own_open(session: Session, scope: Scope, review_id: int) -> Case | None:
    """The review if it is assigned to this person and not signed: only she may answer, and only until then."""
    case = _case(session, review_id)
    return case if case and case.counts and is_own_open(case, scope) else None


def of_board(session: Session, scope: Scope, review_id: int) -> Case | None:
    """The review if it belongs to one of this coordinator's boards."""
    case = _case(session, review_id)
    return case if case and case.review.board_id in scope.boards(Role.COORDINATOR) else None


def readable(session: Session, scope: Scope, review_id: int) -> Case | None:
    return own_open(session, scope, review_id) or of_board(session, scope, review_id)


def is_own_open(case: Case, scope: Scope) -> bool:
    mine = case.review.reviewer_id == scope.account_id and scope.has(Role.REVIEWER)
    return mine and case.review.signed_at is None


def _case(session: Session, review_id: int) -> Case | None:
    query = (
        select(Review, SampleUnit, Board.name, RegisterUnit.content)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Board, col(Board.id) == col(Review.board_id))
        .join(RegisterUnit, col(RegisterUnit.id) == col(SampleUnit.register_unit_id))
        .where(Review.id == review_id)
    )
    found = session.exec(query).first()
    if found is None:
        return None
    review, unit, board, content = found
    return Case(review, session.get_one(Round, review.round_id), unit, board, dict(content))


def note_view(session: Session, *, stamp: Stamp, case: Case, page: str) -> None:
    """Note in the journal that somebody looked at the review."""
    journal.record(session, stamp, "review:viewed", known(case.review.id), unit=case.unit.unit_id, page=page)


def reopenings(session: Session, review_id: int) -> list[tuple[Reopening, str]]:
    """Every reopening of the review with the name of the one who did it, in order."""
    query = (
        select(Reopening, Account.name)
        .join(Account, col(Account.id) == col(Reopening.reopened_by))
        .where(Reopening.review_id == review_id)
        .order_by(col(Reopening.id))
    )
    return list(session.exec(query))


# ---- Lists ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReviewState:
    """How far one review has come: `answered` complete answers of `total` questions."""

    review_id: int
    round_id: int
    round_name: str
    board_id: int
    board: str
    unit: SampleUnit
    reviewer_id: int | None
    answered: int
    total: int
    signed_at: datetime | None

    @property
    def unit_id(self) -> str:
        return self.unit.unit_id

    @property
    def progress(self) -> Progress:
        return progress(answered=self.answered, total=self.total, signed=self.signed_at is not None)


def reviews_of_round(
    session: Session, round_id: int, board_ids: Iterable[int] | None = None, target: Target | None = None
) -> list[ReviewState]:
    """The round's reviews (of those boards only), by board and in the order of the draw; replaced units left out.

    All of its samples are in it, one after the other, unless one of them is asked for.
    """
    conditions: list[Any] = [Review.round_id == round_id]
    if board_ids is not None:
        conditions.append(col(Review.board_id).in_(list(board_ids)))
    states = _states(session, *conditions)
    return [state for state in states if target in (None, state.unit.target)]


def assigned_to(session: Session, account_id: int) -> list[ReviewState]:
    """One person's reviews, those of the newest round first; replaced units and replaced rounds left out."""
    standing = select(Round.id).where(rounds.standing())
    return _states(session, Review.reviewer_id == account_id, col(Review.round_id).in_(standing))


def _states(session: Session, *conditions: Any) -> list[ReviewState]:
    query = (
        select(Review, SampleUnit, Board.name, Round)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Board, col(Board.id) == col(Review.board_id))
        .join(Round, col(Round.id) == col(Review.round_id))
        .where(col(SampleUnit.standing).in_(IN_USE), *conditions)
        .order_by(
            col(Round.year).desc(), col(Round.id).desc(), *rounds.by_sample(), Board.name, col(SampleUnit.position)
        )
    )
    rows = list(session.exec(query))
    of_rounds = {known(round_.id): round_ for *_, round_ in rows}
    answered: dict[int, int] = {}
    for round_ in of_rounds.values():
        answered.update(_answered(session, round_, *conditions))
    return [
        ReviewState(
            review_id=known(review.id),
            round_id=review.round_id,
            round_name=round_.name,
            board_id=review.board_id,
            board=board,
            unit=unit,
            reviewer_id=review.reviewer_id,
            answered=answered.get(known(review.id), 0),
            total=sum(len(part.questions) for part in areas_of(round_)),
            signed_at=review.signed_at,
        )
        for review, unit, board, round_ in rows
    ]


def _answered(session: Session, round_: Round, *conditions: Any) -> dict[int, int]:
    """The number of complete answers of each of a round's reviews."""
    questions = [question.id for part in areas_of(round_) for question in part.questions]
    plain = [option.code for option in checklist_of(round_).scale if not option.comment_required]
    query = (
        select(Answer.review_id, func.count())
        .join(Review, col(Review.id) == col(Answer.review_id))
        .where(
            Review.round_id == round_.id,
            col(Answer.question_id).in_(questions),
            col(Answer.value).is_not(None),
            or_(col(Answer.value).in_(plain), col(Answer.comment) != ""),
            *conditions,
        )
        .group_by(col(Answer.review_id))
    )
    return dict(session.exec(query).all())


@dataclass(frozen=True)
class Neighbours:
    """The cases before and after this one, as review id and unit id."""

    before: tuple[int, str] | None
    after: tuple[int, str] | None


def neighbours(session: Session, *, case: Case, board_ids: Iterable[int] | None = None) -> Neighbours:
    """Which case comes before and after: among the reviewer's own open ones, or among all of `board_ids`."""
    query = (
        select(Review.id, SampleUnit.unit_id)
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .join(Board, col(Board.id) == col(Review.board_id))
        .where(Review.round_id == case.review.round_id, col(SampleUnit.standing).in_(IN_USE))
        .order_by(*rounds.by_sample(), Board.name, col(SampleUnit.position))
    )
    if board_ids is None:
        query = query.where(Review.reviewer_id == case.review.reviewer_id, col(Review.signed_at).is_(None))
    else:
        query = query.where(col(Review.board_id).in_(list(board_ids)))
    around = [(known(review), unit) for review, unit in session.exec(query)]
    place = next((at for at, (review, _) in enumerate(around) if review == case.review.id), None)
    if place is None:
        return Neighbours(None, None)
    after = around[place + 1] if place + 1 < len(around) else None
    return Neighbours(around[place - 1] if place else None, after)


def contents(answers: Iterable[Answer]) -> dict[str, Content]:
    """The answers as plain values, by question id."""
    return {answer.question_id: Content(answer.value, answer.comment, answer.evidence) for answer in answers}
