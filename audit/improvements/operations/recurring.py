"""The same deviation in a later round brings a closed area back by itself: noted as an event, once a round.

It is looked for whenever a file's answers begin to count, in the same transaction (docs/decisions/0011), whenever an
area is closed or its questions are changed, and when its board has ended, in the rounds of the one that took over.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from sqlmodel import Session, col, select

from audit.accounts.models import Board
from audit.accounts.operations import board_names, known
from audit.clock import swedish_day
from audit.findings import operations as findings
from audit.improvements.models import ImprovementArea, ImprovementAreaBoard, Recurrence
from audit.improvements.operations.area import Area, place_of
from audit.improvements.operations.handing_over import by_itself, hand_over, ways
from audit.improvements.operations.reading import area_as_it_stands, areas, histories
from audit.improvements.operations.samples import apart_in, rounds_for
from audit.improvements.rules import may_recur
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.rounds.models import Round
from audit.rounds.operations import replacement_of
from audit.rounds.rules import Target


@reviews.when_counted
def after_review(session: Session, stamp: Stamp, review: Review) -> None:
    """Look whether the answers of a review that counts from now on bring any area of its board back."""
    round_ = session.get_one(Round, review.round_id)
    if replacement_of(session, review.round_id) is None:
        _hold(session, [review.board_id, *ways(session, stamp.day, [review.board_id])])
        for history in histories(session, board_ids=[review.board_id], within=round_):
            if _is_concerned(history, round_):
                _look(session, stamp, area_as_it_stands(session, history.id), [round_])
        look_after_the_end(session, stamp, review.board_id, round_)


def _hold(session: Session, board_ids: Iterable[int]) -> None:
    """Hold the boards' areas before they are read, so that one that is closed meanwhile is seen to be, and of two who
    sign at once the later sees what both have answered."""
    of_board = select(ImprovementAreaBoard.area_id).where(col(ImprovementAreaBoard.board_id).in_(list(board_ids)))
    held = select(ImprovementArea.id).where(col(ImprovementArea.id).in_(of_board)).order_by(col(ImprovementArea.id))
    session.exec(held.with_for_update()).all()


def look_again(session: Session, *, stamp: Stamp, area_id: int) -> None:
    """Look whether any later round brings the area back, as it is judged and linked now. The caller holds the area."""
    area = area_as_it_stands(session, area_id)
    _look(session, stamp, area, reversed(rounds_for(session, area=area)))


def look_after_the_end(
    session: Session, stamp: Stamp, successor: int | None = None, round_: Round | None = None
) -> None:
    """Look whether what a board had closed before it ended has come back with the one that took over.

    It stays the old board's until it does, and is then handed over (docs/decisions/0029). With a `successor` and its
    `round_`, which the caller has held, only there.
    """
    found = ways(session, stamp.day, None if successor is None else [successor])
    if round_ is None:
        _hold(session, found)
    for area in areas(session, board_ids=found) if found else []:
        for way in [found[board] for board in sorted(found.keys() & area.followed_by.keys())]:
            if area.is_closed and way[-1] not in area.board_names:
                _look_on_its_way(session, stamp, area, way, round_)


def _look_on_its_way(session: Session, stamp: Stamp, area: Area, way: list[int], round_: Round | None) -> None:
    last = session.get_one(Board, way[-2]).valid_to or date.max
    after = replace(area, board_names={way[-1]: board_names(session)[way[-1]]}, inherited={way[-1]: last}, passed_on={})
    for each in reversed(rounds_for(session, area=after)) if round_ is None else [round_]:
        if after.concerns(way[-1], each) and _is_concerned(after, each) and _deviating(session, after, each):
            for board, successor in pairwise(way):
                hand_over(session, stamp, area.id, board, successor)
            look_again(session, stamp=stamp, area_id=area.id)
            return


def _look(session: Session, stamp: Stamp, area: Area, rounds_: Iterable[Round]) -> None:
    for round_ in rounds_:
        if _is_concerned(area, round_):
            _decide(session, stamp, area, round_)


def _is_concerned(area: Area, round_: Round) -> bool:
    noted = any(one.round_id == round_.id and one.withdrawn_at is None for one in area.recurrences)
    return round_.checklist is not None and (noted or _may_recur(area, round_))


def _may_recur(area: Area, round_: Round) -> bool:
    return may_recur(
        origin=place_of(area.origin_round),
        place=(round_.year, known(round_.id)),
        begun_on=swedish_day(round_.created_at),
        follow_ups=area.judged(),
        recurrences=area.recurred(),
    )


def _decide(session: Session, stamp: Stamp, area: Area, round_: Round) -> None:
    """Note the recurrence, or take it back where a finished round shows no deviation any more."""
    query = select(Recurrence).where(Recurrence.area_id == area.id, Recurrence.round_id == round_.id)
    noted = session.exec(query.execution_options(populate_existing=True)).first()
    deviating = _deviating(session, area, round_)
    if deviating and (noted is None or noted.withdrawn_at is not None):
        _note(session, stamp, area, round_, noted, deviating)
    elif noted and noted.withdrawn_at is None and not deviating and _is_finished(session, area, round_):
        noted.withdrawn_at = stamp.at
        journal.record(session, by_itself(stamp), "area:recurrence_withdrawn", area.id, round_id=round_.id)
    session.flush()


def _deviating(session: Session, area: Area, round_: Round) -> list[str]:
    """The area's questions on which a signed review of its boards deviates, in the order in which they are linked."""
    counts = reviews.counts(session, round_id=known(round_.id), board_ids=list(area.board_names))
    differing = apart_in(session, area=area, round_=round_)
    found = {question for (_, question), counted in counts.items() if counted.deviations}
    return [question for question in area.question_ids if question in found and question not in differing]


def _is_finished(session: Session, area: Area, round_: Round) -> bool:
    boards = findings.boards_of(session, round_id=known(round_.id), within=area.board_names)
    of_round = reviews.standing_reviews(session, known(round_.id), boards, Target.BOARD)
    return all(one.finished for one in of_round)


def _note(
    session: Session, stamp: Stamp, area: Area, round_: Round, noted: Recurrence | None, deviating: list[str]
) -> None:
    held = noted or Recurrence(area_id=area.id, round_id=known(round_.id), question_ids=deviating, noted_at=stamp.at)
    held.question_ids, held.noted_at, held.withdrawn_at = deviating, stamp.at, None
    session.add(held)
    journal.record(
        session,
        by_itself(stamp),
        "area:recurred",
        area.id,
        round_id=round_.id,
        questions=deviating,
        seen_by=stamp.actor,
    )
