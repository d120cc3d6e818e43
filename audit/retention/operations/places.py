"""The places in which something of a board is held: its parts of rounds, with what their time is counted from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.clock import swedish_day
from audit.reports.models import ReportPublication
from audit.retention.rules import Event
from audit.reviews.models import Review
from audit.reviews.rules.states import Seat
from audit.rounds.models import Round, RoundBoard
from audit.rounds.rules import Origin

ENDED = (Seat.LEFT, Seat.WITHDRAWN)


@dataclass(frozen=True)
class Place:
    """A board's part of a round. `closed`: a new draw has replaced the round, so that nobody works in it."""

    round_: Round
    board_id: int
    frame_id: int | None
    events: Mapping[Event, date]
    closed: bool

    @property
    def round_id(self) -> int:
        return known(self.round_.id)


def places(session: Session, board_ids: Collection[int], *, origin: Origin = Origin.PROGRAM) -> list[Place]:
    """Every part of a round that any of the boards has, the newest round first."""
    query = (
        select(Round, RoundBoard)
        .join(RoundBoard, col(RoundBoard.round_id) == col(Round.id))
        .where(col(RoundBoard.board_id).in_(board_ids), Round.origin == origin)
        .order_by(col(Round.year).desc(), col(Round.id).desc())
    )
    later = select(Round.id, Round.replaces_id).where(col(Round.replaces_id).is_not(None))
    replaced_by = {known(old): known(new) for new, old in session.exec(later)}
    published = _published(session)
    return [
        Place(
            round_,
            part.board_id,
            part.frame_id,
            _events(round_, published.get(_last(known(round_.id), replaced_by), []), part.board_id),
            known(round_.id) in replaced_by,
        )
        for round_, part in session.exec(query)
    ]


def _published(session: Session) -> dict[int, list[tuple[int | None, date]]]:
    """The first versions of every round's reports: of which board (None: in common), and on which day."""
    found: dict[int, list[tuple[int | None, date]]] = defaultdict(list)
    query = select(ReportPublication.round_id, ReportPublication.board_id, ReportPublication.published_at)
    for round_id, board_id, at in session.exec(query.where(ReportPublication.number == 1)):
        found[round_id].append((board_id, swedish_day(at)))
    return found


def _last(round_id: int, replaced_by: Mapping[int, int]) -> int:
    """The round that at last replaced this one: its report tells of both."""
    while (later := replaced_by.get(round_id)) is not None:
        round_id = later
    return round_id


def _events(round_: Round, published: Iterable[tuple[int | None, date]], board_id: int) -> dict[Event, date]:
    days = [day for of, day in published if of in (None, board_id)]
    return {Event.YEAR_ENDED: date(round_.year, 12, 31), **({Event.PUBLISHED: min(days)} if days else {})}


def number_of(session: Session, *conditions: Any) -> int:
    """How many rows of one table (or of tables joined by the conditions) fulfil all of these."""
    return session.exec(select(func.count()).where(*conditions)).one()


def either(*conditions: Any) -> Any:
    """The condition that any of these is fulfilled."""
    return or_(*conditions)


def unsigned(session: Session, place: Place) -> str:
    """Why nothing of the place may be erased while somebody reviews; empty where nobody does."""
    if place.closed:
        return ""
    open_ones = number_of(
        session,
        *of_place(Review, place),
        col(Review.seat).not_in(ENDED),
        either(
            col(Review.signed_at).is_(None), and_(col(Review.seat) == Seat.FIRST, col(Review.finished_at).is_(None))
        ),
    )
    return f"{open_ones} granskningar i omgången är inte klara." if open_ones else ""


def of_place(table: Any, place: Place) -> tuple[Any, Any]:
    """The conditions that a row of the table is the place's."""
    return table.round_id == place.round_id, table.board_id == place.board_id
