"""What a round's sample says of an area, and the areas that a round has to judge again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.checklists import operations as checklists
from audit.checklists.rules import newest_first
from audit.clock import swedish_day
from audit.findings import operations as findings
from audit.findings.operations import Results
from audit.improvements.models import FollowUp, Recurrence
from audit.improvements.operations.area import Area, place_of
from audit.improvements.operations.linking import question_texts
from audit.improvements.operations.reading import areas, histories
from audit.improvements.rules import (
    MINIMUM_APPLICABLE,
    AreaStatus,
    RoundPlace,
    Sample,
    apart,
    closing_lacks,
    is_carried,
    judged_in,
    status_before,
)
from audit.registers.rules import RegisterKind
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations import standing

# ---- What a sample says -----------------------------------------------------------------------------------------


def sample_of(session: Session, *, area: Area, round_: Round, board_ids: Collection[int] | None = None) -> Sample:
    """What the round's signed reviews say of the area's questions, for its boards (that are in `board_ids`)."""
    boards = [board for board in area.board_names if board_ids is None or board in board_ids]
    return _sample(session, area, round_, findings.results(session, round_=round_, board_ids=boards))


def _sample(session: Session, area: Area, round_: Round, results: Results) -> Sample:
    origin, place = place_of(area.origin_round), place_of(round_)
    boards, differing = set(area.board_names), apart_in(session, area=area, round_=round_)
    asked = [one for one in results.questions if one.question.id in area.links and one.question.id not in differing]
    return Sample(
        results=tuple(one.of_boards(boards) for one in asked),
        later=origin is None or place is None or place > origin,
        signed=results.signed,
        reviews=results.reviews,
        kind=round_.kind,
        apart=differing,
    )


def apart_in(session: Session, *, area: Area, round_: Round) -> dict[str, str]:
    """Which linked questions the round's checklist does not ask as they were when they were linked, and why."""
    if not round_.checklist:
        return {}
    asked = checklists.load(session, round_.checklist)
    return apart(area.links, asked=asked, known=checklists.everything(session))


def apart_in_newest(session: Session, *, area: Area) -> dict[str, str]:
    """Which linked questions the newest checklist that follows on theirs does not ask as they were, and why."""
    known_ones = checklists.everything(session)
    found: dict[str, str] = {}
    for newest in {one.template: one for one in reversed(newest_first(known_ones.values()))}.values():
        of_template = {
            question: name
            for question, name in area.links.items()
            if name in known_ones and known_ones[name].template == newest.template
        }
        found |= apart(of_template, asked=newest, known=known_ones)
    return found


def lacks_of(session: Session, *, area: Area, sample: Sample | None, minimum: int = MINIMUM_APPLICABLE) -> list[str]:
    """Why the sample doesn't support that the area is closed; nothing if it does."""
    texts = question_texts(session, area.question_ids)
    return closing_lacks(sample, questions=texts, board_names=area.followed_by, minimum=minimum)


def rounds_for(session: Session, *, area: Area) -> list[Round]:
    """The rounds in which the area may be followed up: standing ones later than its own, with any of its boards,
    newest first, that ask what it is about."""
    query = select(Round, RoundBoard.board_id).join(RoundBoard, col(RoundBoard.round_id) == col(Round.id))
    query = query.where(col(RoundBoard.board_id).in_(list(area.board_names)), standing())
    query = query.order_by(col(Round.year).desc(), col(Round.id).desc())
    origin = place_of(area.origin_round)
    followed = {known(one.id): one for one, board in session.exec(query) if area.concerns(board, one)}
    fitting = (round_ for round_ in followed.values() if area.fits(round_.kind))
    return [round_ for round_ in fitting if origin is None or (round_.year, known(round_.id)) > origin]


# ---- Carried into a round ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carried:
    """An area that a round has to judge, what its sample says of it, and the judgement if it is made.

    `before` is how the area stood when the round began; `back` is set where it was closed then, and the round's
    sample has shown the same deviation again.
    """

    area: Area
    sample: Sample
    judgement: FollowUp | None
    before: AreaStatus
    back: Recurrence | None


@dataclass(frozen=True)
class _Place:
    """Where a round stands among the others, the day it began, and what it reviews."""

    place: RoundPlace
    begun_on: date
    kind: RegisterKind


def _place(round_: Round) -> _Place:
    return _Place((round_.year, known(round_.id)), swedish_day(round_.created_at), round_.kind)


def carried(session: Session, *, round_: Round, board_ids: Collection[int]) -> list[Carried]:
    """The areas of the round's boards (that are in `board_ids`) that came up before it and were open when it began, or
    have come back in it; what is not judged yet stands first."""
    boards = findings.boards_of(session, round_id=known(round_.id), within=board_ids)
    results, where = findings.results(session, round_=round_, board_ids=boards), _place(round_)
    found = [
        Carried(
            area,
            _sample(session, area, round_, results),
            _judgement(area, where),
            status_in(area, round_, before=True),
            next((one for one in area.recurrences if one.round_id == round_.id and not one.withdrawn_at), None),
        )
        for area in areas(session, board_ids=boards, within=round_)
        if _is_carried(area, where)
    ]
    return sorted(found, key=lambda one: one.judgement is not None)


def carried_standing(session: Session, *, round_: Round, board_ids: Collection[int]) -> tuple[int, int]:
    """Of the areas that the round carries: how many are not judged in it yet, and how many are."""
    where = _place(round_)
    found = [area for area in histories(session, board_ids=board_ids, within=round_) if _is_carried(area, where)]
    judged = [_judgement(area, where) is not None for area in found]
    return judged.count(False), judged.count(True)


def _is_carried(area: Area, where: _Place) -> bool:
    return area.fits(where.kind) and is_carried(
        origin=place_of(area.origin_round),
        place=where.place,
        begun_on=where.begun_on,
        follow_ups=area.judged(),
        recurrences=area.recurred(),
    )


def _judgement(area: Area, where: _Place) -> FollowUp | None:
    judged = judged_in(area.judged(), place=where.place, begun_on=where.begun_on, recurrences=area.recurred())
    return next((one for one in area.follow_ups if judged and one.id == judged.id), None)


def waits_in(area: Area, round_: Round, board_ids: Iterable[int]) -> bool:
    """Whether the round, of any of the boards, carries the area and has not judged it yet."""
    where, follows = _place(round_), any(area.concerns(board, round_) for board in board_ids)
    return follows and _is_carried(area, where) and _judgement(area, where) is None


def new_in(session: Session, *, round_: Round, board_ids: Iterable[int]) -> list[Area]:
    """The areas that came up in the round."""
    return [area for area in areas(session, board_ids=board_ids) if area.area.origin_round_id == round_.id]


# ---- As a round left it -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Left:
    """An area as a round left it, whatever came of it later: how it stood, and what closed it there."""

    area: Area
    status: AreaStatus
    closing: FollowUp | None
    recurrences: int


def left_by(session: Session, *, round_: Round, board_ids: Collection[int]) -> list[Left]:
    """The boards' areas as the round left them: those that it carried, and those that came up in it."""
    where = _place(round_)
    found = areas(session, board_ids=board_ids, within=round_)
    kept = [one for one in found if one.area.origin_round_id == round_.id or _is_carried(one, where)]
    return [_left(one, round_, where) for one in kept]


def _left(area: Area, round_: Round, where: _Place) -> Left:
    judgement, status = _judgement(area, where), status_in(area, round_)
    closing = judgement if judgement and status is AreaStatus.DONE else None
    return Left(area, status, closing, sum(one.round_place <= where.place for one in area.recurred()))


def status_in(area: Area, round_: Round, *, before: bool = False) -> AreaStatus:
    """How the area stood after the round (what it judged, else as when it began), or `before` it."""
    where = _place(round_)
    judged = None if before else _judgement(area, where)
    if judged:
        return judged.status
    if not before and any(one.round_place == where.place for one in area.recurred()):
        return AreaStatus.RECURRED
    return status_before(
        place=where.place, begun_on=where.begun_on, follow_ups=area.judged(), recurrences=area.recurred()
    )
