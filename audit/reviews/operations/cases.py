"""Finding reviews: whom each is open to, what its desk needs to know, and the lists of several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy.orm import object_session
from sqlmodel import Session, col, select

from audit import checklists_shipped
from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.checklists import operations as checklists
from audit.database import rows_of
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.registers.models import RegisterUnit
from audit.reviews.models import Answer, Flag, Remark, Review
from audit.reviews.operations.letting_in import lets_in
from audit.reviews.operations.states import is_blind_to
from audit.reviews.rules import AreaQuestions, Content, chosen
from audit.reviews.rules.states import SEATLESS, Seat
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE
from checklists import Checklist


@dataclass(frozen=True)
class Case:
    """A review with the round, board and unit it concerns, and what the register says of the unit.

    `replaced`: a new draw has replaced the round, so that nothing is added to it any more. `flags` and `remarks` are
    how many there are.
    """

    review: Review
    round_: Round
    unit: SampleUnit
    board: str
    content: dict[str, Any]
    replaced: bool
    flags: int
    remarks: int

    @cached_property
    def checklist(self) -> Checklist:
        return checklist_of(self.round_)

    @cached_property
    def areas(self) -> tuple[AreaQuestions, ...]:
        return areas_of(self.round_)

    @property
    def counts(self) -> bool:
        """Whether it is still to be reviewed: its unit stands in the sample, or all practise on it."""
        if self.review.seat in SEATLESS:
            return False
        return self.unit.standing in IN_USE or self.review.seat is Seat.CALIBRATION


def checklist_of(round_: Round) -> Checklist:
    """The checklist of a round. Raises ValueError where it has none (a round on paper)."""
    if round_.checklist is None:
        raise ValueError(f"round {round_.id} has no checklist")
    session = object_session(round_)
    if not isinstance(session, Session):
        return checklists_shipped.load(round_.checklist)
    return checklists.load(session, round_.checklist)


# What a checklist's name stands for never changes, so neither does what a round asks of it.
_AREAS: dict[tuple[str | None, tuple[str, ...]], tuple[AreaQuestions, ...]] = {}


def areas_of(round_: Round) -> tuple[AreaQuestions, ...]:
    """The areas and questions that are answered in a round."""
    key = (round_.checklist, tuple(round_.areas))
    if key not in _AREAS:
        _AREAS[key] = chosen(checklist_of(round_), round_.areas)
    return _AREAS[key]


def area_of(session: Session, review_id: int, question_id: str) -> str | None:
    """In which area of the review the question stands."""
    round_ = session.get_one(Round, session.get_one(Review, review_id).round_id)
    ids = {question.id: part.area.id for part in areas_of(round_) for question in part.questions}
    return ids.get(question_id)


def own_open(session: Session, scope: Scope, review_id: int) -> Case | None:
    """The review if it is assigned to this person and not signed: only she may answer, and only until then."""
    case = case_of(session, review_id)
    return case if case and case.counts and is_own_open(case, scope) and _let_in(session, case, scope) else None


def own(session: Session, scope: Scope, review_id: int) -> Case | None:
    """The review if it is assigned to this person, whatever has become of it: for what she sends from an old page."""
    case = case_of(session, review_id)
    mine = case is not None and case.review.reviewer_id == scope.account_id and scope.has(Role.REVIEWER)
    return case if case and mine and _let_in(session, case, scope) else None


def of_board(session: Session, scope: Scope, review_id: int) -> Case | None:
    """The review if it belongs to one of this coordinator's boards, and she does not review the same file blind."""
    case = case_of(session, review_id)
    if case is None or case.review.board_id not in scope.boards(Role.COORDINATOR):
        return None
    return None if is_blind_to(session, case.review, scope.account_id) else case


def readable(session: Session, scope: Scope, review_id: int) -> Case | None:
    return own_open(session, scope, review_id) or of_board(session, scope, review_id)


def readable_or_withdrawn(session: Session, scope: Scope, review_id: int) -> Case | None:
    """As `readable`, and her own that was withdrawn: only to be told so."""
    if found := readable(session, scope, review_id):
        return found
    case = own(session, scope, review_id)
    return case if case and case.review.seat is Seat.WITHDRAWN else None


def _let_in(session: Session, case: Case, scope: Scope) -> bool:
    return lets_in(session, scope, round_id=case.review.round_id, board_id=case.review.board_id)


def is_own_open(case: Case, scope: Scope) -> bool:
    mine = case.review.reviewer_id == scope.account_id and scope.has(Role.REVIEWER)
    return mine and case.review.signed_at is None and case.review.seat not in SEATLESS


# Each answer that is given asks this, so it is put together once.
_PARTS: list[Any] = [
    Review,
    Round,
    SampleUnit,
    Board.name,
    RegisterUnit.content,
    rounds.replaced(col(Review.round_id)),
    *(
        select(func.count()).where(rows_of(kind).review_id == col(Review.id)).scalar_subquery()
        for kind in (Flag, Remark)
    ),
]
_CASE = (
    select(*_PARTS)
    .join(Round, col(Round.id) == col(Review.round_id))
    .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
    .join(Board, col(Board.id) == col(Review.board_id))
    .join(RegisterUnit, col(RegisterUnit.id) == col(SampleUnit.register_unit_id))
    .where(col(Review.id) == bindparam("review_id"))
)


def case_of(session: Session, review_id: int) -> Case | None:
    """The review with what belongs to it, whoever asks."""
    found = session.exec(_CASE, params={"review_id": review_id}).first()
    if found is None:
        return None
    review, round_, unit, board, content, *counted = found
    return Case(review, round_, unit, board, dict(content), *counted)


def note_view(session: Session, *, stamp: Stamp, case: Case, page: str) -> None:
    """Note in the journal that somebody looked at the review."""
    board, unit = case.review.board_id, case.unit.unit_id
    journal.record(session, stamp, "review:viewed", known(case.review.id), board=board, unit=unit, page=page)


def note_views(session: Session, *, stamp: Stamp, units: Mapping[int, str], page: str) -> None:
    """Note in the journal that somebody looked at several reviews: review id → unit id."""
    for review_id, unit_id in units.items():
        journal.record(session, stamp, "review:viewed", review_id, unit=unit_id, page=page)


@dataclass(frozen=True)
class Neighbours:
    """The cases before and after this one, as review id and unit id."""

    before: tuple[int, str] | None
    after: tuple[int, str] | None


_REVIEW, _UNIT, _BOARD = rows_of(Review), rows_of(SampleUnit), rows_of(Board)
_IN_ORDER = (
    select(_REVIEW.id, _UNIT.unit_id)
    .join(_UNIT.id.table, _UNIT.id == _REVIEW.sample_unit_id)
    .join(_BOARD.id.table, _BOARD.id == _REVIEW.board_id)
    .where(_REVIEW.round_id == bindparam("round_id"), _UNIT.standing.in_(IN_USE))
    .order_by(*rounds.by_sample(), _BOARD.name, _UNIT.position)
)
_OWN_OPEN = _IN_ORDER.where(
    _REVIEW.reviewer_id == bindparam("reviewer_id"), _REVIEW.signed_at.is_(None), _REVIEW.seat.not_in(SEATLESS)
)
_OF_BOARDS = _IN_ORDER.where(
    _REVIEW.board_id.in_(bindparam("board_ids", expanding=True)), _REVIEW.seat == bindparam("seat")
)


def neighbours(session: Session, *, case: Case, board_ids: Iterable[int] | None = None) -> Neighbours:
    """Which case comes before and after: among the reviewer's own open ones, or among all of `board_ids`."""
    asked: dict[str, Any] = {"round_id": case.review.round_id}
    if board_ids is None:
        found = session.exec(_OWN_OPEN, params={**asked, "reviewer_id": case.review.reviewer_id})
    else:
        found = session.exec(_OF_BOARDS, params={**asked, "board_ids": list(board_ids), "seat": case.review.seat})
    around = [(known(review), unit) for review, unit in found]
    place = next((at for at, (review, _) in enumerate(around) if review == case.review.id), None)
    if place is None:
        return Neighbours(None, None)
    after = around[place + 1] if place + 1 < len(around) else None
    return Neighbours(around[place - 1] if place else None, after)


def contents(answers: Iterable[Answer]) -> dict[str, Content]:
    """The answers as plain values, by question id."""
    return {
        answer.question_id: Content(answer.value, answer.comment, answer.evidence, answer.reason) for answer in answers
    }
