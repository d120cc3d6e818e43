"""Where a case is: its place in each sample that drew it, who has been given it, and which lists it stood on."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, false, or_
from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Role, Scope
from audit.journal import operations as journal
from audit.journal.models import JournalBoard, JournalContent, JournalEntry
from audit.reviews.models import Review
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.printing import OWN_FILES, PROTOCOL, RETRIEVAL_LIST
from audit.rounds.rules import Standing

LISTED, ASSIGNED = "unit:listed", "review:assigned"


# ---- Its place ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A case in a round's sample, with the names of those who review it now. `hidden` where its person has protected
    identity and the visitor may not know which place is hers."""

    round_: Round
    unit: SampleUnit
    board: str
    reviewers: tuple[str, ...]
    hidden: bool


def places_of(session: Session, scope: Scope, *, unit_id: str) -> list[Place]:
    """The case in the samples of the boards whose journal one reads, the newest round first."""
    own = scope.boards(Role.COORDINATOR, Role.READER)
    query = (
        select(SampleUnit, Round, Board.name)
        .join(Round, col(Round.id) == col(SampleUnit.round_id))
        .join(Board, col(Board.id) == col(SampleUnit.board_id))
        .where(SampleUnit.unit_id == unit_id, col(SampleUnit.board_id).in_(own))
        .order_by(col(Round.year).desc(), col(Round.id).desc(), col(SampleUnit.id))
    )
    found = session.exec(query).all()
    protected, names = rounds.protected(session, [unit for unit, _, _ in found]), account_names(session)
    return [
        Place(
            round_,
            unit,
            board,
            tuple(sorted({names[one] for one in _reviewers(session, unit)})),
            unit.id in protected and unit.board_id not in scope.boards(Role.COORDINATOR),
        )
        for unit, round_, board in found
    ]


def _reviewers(session: Session, unit: SampleUnit) -> list[int]:
    query = select(Review.reviewer_id).where(Review.sample_unit_id == unit.id)
    return [one for one in session.exec(query) if one is not None]


# ---- The lists that it stood on -------------------------------------------------------------------------------------


def stood_on(session: Session, *, unit_id: str, board_ids: Collection[int]) -> Any:
    """The condition that an entry tells of a list on which the case stood; of no other list of its round."""
    query = select(SampleUnit).where(SampleUnit.unit_id == unit_id, col(SampleUnit.board_id).in_(board_ids))
    ways = [_stood_on(session, unit) for unit in session.exec(query.order_by(col(SampleUnit.id)))]
    return and_(col(JournalEntry.action) == LISTED, or_(false(), *ways))


def _stood_on(session: Session, unit: SampleUnit) -> Any:
    """Lists of its round with its board: of all that was drawn, or of what was reviewed while it was among that; of
    a reviewer's own files only those of whoever has been given it."""
    of_board = select(JournalBoard.sequence).where(
        JournalBoard.sequence == JournalEntry.sequence, JournalBoard.board_id == unit.board_id
    )
    drawn, own = or_(_page(session, RETRIEVAL_LIST), _page(session, PROTOCOL)), _page(session, OWN_FILES)
    # A reserve may be what all of them practise on.
    shown = [drawn, and_(own, col(JournalEntry.actor).in_(_ever_given(session, unit)))]
    if unit.standing is not Standing.RESERVE:
        shown.append(and_(~drawn, ~own, *_in_use(session, unit)))
    return and_(col(JournalEntry.object_id) == str(unit.round_id), of_board.exists(), or_(*shown))


def _page(session: Session, name: str) -> Any:
    return journal.tells(session, f'"page":{json.dumps(name, ensure_ascii=False)}', action=LISTED)


def _in_use(session: Session, unit: SampleUnit) -> Iterable[Any]:
    """From when it was called in, if it is a reserve, until it was replaced, if it was."""
    replaced = select(SampleUnit.replaced_at).where(SampleUnit.replaced_by_id == unit.id)
    called_in: datetime | None = session.exec(replaced).first()
    if called_in:
        yield col(JournalEntry.at) >= called_in
    if unit.replaced_at:
        yield col(JournalEntry.at) <= unit.replaced_at


def _ever_given(session: Session, unit: SampleUnit) -> set[str]:
    """Whoever reviews it or did so before, as far as the journal tells."""
    reviews = session.exec(select(Review.id).where(Review.sample_unit_id == unit.id)).all()
    given = (
        select(JournalContent.content)
        .join(JournalEntry, col(JournalEntry.sequence) == col(JournalContent.sequence))
        .where(JournalEntry.action == ASSIGNED, col(JournalEntry.object_id).in_([str(known(one)) for one in reviews]))
    )
    told = [json.loads(content) for content in session.exec(given)]
    people = {one.get(name) for one in told for name in ("reviewer", "before")} | set(_reviewers(session, unit))
    return {str(one) for one in people if one is not None}
