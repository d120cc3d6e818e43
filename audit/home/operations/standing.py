"""Counting what waits, what is late and how far the rounds have come, across the rooms below."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, and_, distinct, func, or_
from sqlmodel import Session, col, select

from audit.accounts.models import Account
from audit.accounts.operations import board_names, known
from audit.accounts.rules import Role, Scope
from audit.findings import operations as findings
from audit.findings.models import Meeting, Observation, Reply
from audit.findings.operations import Promise
from audit.home.rules import RoundFacts
from audit.improvements import operations as improvements
from audit.mail import operations as mail
from audit.mail.operations import Standing as Outbox
from audit.reports.models import ReportDivision, ReportPublication, ReportText
from audit.reviews import operations as reviews
from audit.reviews.models import Answer, Review
from audit.reviews.rules.states import SEATLESS, Seat
from audit.rounds.models import Draw, Origin, Round, RoundBoard, SampleUnit, Standing
from audit.rounds.operations import standing
from audit.wording import UNITS

IN_USE = (Standing.SAMPLE, Standing.CALLED_IN)
DEVIATING = ("delvis", "nej")


def _count(column: Any, *conditions: Any) -> ScalarSelect[int]:
    return select(func.count(column)).where(*conditions).scalar_subquery()


def round_facts(session: Session, *, round_id: int, board_ids: Iterable[int]) -> RoundFacts:
    """What can be counted of a round, of those boards only."""
    boards = list(board_ids)
    counted = _counted(round_id, boards)
    values = dict(zip(counted, session.exec(select(*counted.values())).one(), strict=True))  # type: ignore[call-overload]
    drawn = bool(values.pop("drawn"))
    round_ = session.get_one(Round, round_id)
    areas_open, areas_followed = improvements.carried_standing(session, round_=round_, board_ids=boards)
    return RoundFacts(
        **values,
        drawn=drawn,
        sizes_fixed=round_.sizes_fixed_at is not None,
        many=UNITS[round_.kind][1],
        areas_open=areas_open,
        areas_followed=areas_followed,
    )


def _counted(round_id: int, boards: list[int]) -> dict[str, ScalarSelect[int]]:
    part = (RoundBoard.round_id == round_id, col(RoundBoard.board_id).in_(boards))
    drawn = (SampleUnit.round_id == round_id, col(SampleUnit.board_id).in_(boards))
    unit = (*drawn, col(SampleUnit.standing).in_(IN_USE))
    of_units = col(Review.sample_unit_id).in_(select(SampleUnit.id).where(*unit))
    review = (Review.round_id == round_id, Review.seat == Seat.FIRST, of_units)
    deviation = (
        col(Answer.review_id).in_(select(Review.id).where(*review)),
        col(Answer.value).in_(DEVIATING),
    )
    seen = (
        Observation.round_id == round_id,
        or_(col(Observation.board_id).is_(None), col(Observation.board_id).in_(boards)),
    )
    published = (ReportPublication.round_id == round_id,)
    return {
        "boards": _count(RoundBoard.id, *part),
        "frames": _count(RoundBoard.frame_id, *part),
        "drawn": _count(Draw.id, Draw.round_id == round_id),
        "units": _count(SampleUnit.id, *unit),
        "set_aside": _count(SampleUnit.id, *drawn, SampleUnit.standing == Standing.SET_ASIDE),
        "reviews": _count(Review.id, *review),
        "signed": _count(Review.id, *review, col(Review.finished_at).is_not(None)),
        "deviating_questions": _count(distinct(col(Answer.question_id)), *deviation),
        "observations": _count(Observation.id, *seen),
        "shared": _count(Observation.id, *seen, col(Observation.shared_at).is_not(None)),
        "replied": _count(
            distinct(col(Reply.observation_id)),
            col(Reply.observation_id).in_(select(Observation.id).where(*seen)),
        ),
        "meetings": _count(Meeting.id, Meeting.round_id == round_id),
        "report_texts": _count(ReportText.id, ReportText.round_id == round_id),
        "published": _count(ReportPublication.id, *published, col(ReportPublication.board_id).is_(None)),
        "each": _count(ReportDivision.round_id, ReportDivision.round_id == round_id, col(ReportDivision.per_board)),
        "published_each": _count(
            distinct(col(ReportPublication.board_id)), *published, col(ReportPublication.board_id).in_(boards)
        ),
    }


@dataclass(frozen=True)
class BoardProgress:
    board: str
    units: int
    signed: int


@dataclass(frozen=True)
class RoundProgress:
    """A round under way, and how many files are signed for each of the boards one may see."""

    round_: Round
    boards: list[BoardProgress]

    @property
    def finished(self) -> bool:
        return all(board.units and board.signed == board.units for board in self.boards)


def rounds_under_way(session: Session, *, scope: Scope) -> list[RoundProgress]:
    """The newest round of each kind with any of the boards, newest first; rounds on paper are left out."""
    boards = list(scope.boards(Role.COORDINATOR, Role.READER))
    part_of = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(boards))
    query = (
        select(Round)
        .where(col(Round.id).in_(part_of), Round.origin == Origin.PROGRAM, standing())
        .order_by(col(Round.year).desc(), col(Round.id).desc())
        .limit(3)
    )
    names = board_names(session)
    return [RoundProgress(round_, _progress(session, round_, boards, names)) for round_ in session.exec(query)]


def _progress(session: Session, round_: Round, boards: list[int], names: dict[int, str]) -> list[BoardProgress]:
    query = (
        select(SampleUnit.board_id, func.count(col(SampleUnit.id)), func.count(col(Review.finished_at)))
        .join(
            Review,
            and_(col(Review.sample_unit_id) == col(SampleUnit.id), col(Review.seat) == Seat.FIRST),
            isouter=True,
        )
        .where(
            SampleUnit.round_id == round_.id,
            col(SampleUnit.board_id).in_(boards),
            col(SampleUnit.standing).in_(IN_USE),
        )
        .group_by(col(SampleUnit.board_id))
    )
    found = {board: BoardProgress(names[board], units, signed) for board, units, signed in session.exec(query)}
    parts = select(RoundBoard.board_id).where(RoundBoard.round_id == round_.id, col(RoundBoard.board_id).in_(boards))
    return [found.get(board, BoardProgress(names[board], 0, 0)) for board in sorted(session.exec(parts))]


@dataclass(frozen=True)
class Correction:
    """Something that the unit says is wrong in fact: the reply to rule on, and what it is about."""

    reply_id: int
    title: str
    round_name: str


@dataclass(frozen=True)
class Waiting:
    """What waits for one person; the page puts it in words."""

    reviews_open: int
    accounts_invited: int
    observations_unanswered: int
    corrections: list[Correction]
    recurred: int
    mail: Outbox


def waiting(session: Session, *, scope: Scope, today: date) -> Waiting:
    stands = select(Round.id).where(standing())
    counts = session.exec(
        select(
            _count(
                Review.id,
                Review.reviewer_id == scope.account_id,
                reviews.let_in(session, scope),
                col(Review.signed_at).is_(None),
                col(Review.round_id).in_(stands),
                col(Review.seat).not_in(SEATLESS),
                or_(
                    col(Review.seat) == Seat.CALIBRATION,
                    col(Review.sample_unit_id).in_(select(SampleUnit.id).where(col(SampleUnit.standing).in_(IN_USE))),
                ),
            ),
            _count(Account.id, col(Account.password_hash).is_(None), col(Account.active)),
        )
    ).one()
    coordinated = scope.boards(Role.COORDINATOR)
    return Waiting(
        *counts,
        findings.unanswered(session, board_ids=scope.boards(Role.UNIT_HEAD)),
        [
            Correction(known(reply.id), observation.title, round_.name)
            for reply, observation, round_ in findings.corrections_waiting(session, board_ids=coordinated)
        ],
        improvements.late(session, board_ids=coordinated, today=today).recurred,
        mail.standing(session) if scope.has(Role.ADMINISTRATOR) else Outbox(),
    )


@dataclass(frozen=True)
class Lateness:
    """What should have been done by now: areas and measures of one's boards, and what the unit itself has promised."""

    areas: int = 0
    measures: int = 0
    promised: tuple[Promise, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.areas or self.measures or self.promised)


def lateness(session: Session, *, scope: Scope, today: date) -> Lateness:
    late = improvements.late(session, board_ids=scope.boards(Role.COORDINATOR, Role.READER), today=today)
    headed = scope.boards(Role.UNIT_HEAD)
    promised = findings.promises_late(session, board_ids=headed, today=today)
    in_time = _followed_in_time(session, headed, today) if promised else set()
    return Lateness(late.areas, late.measures, tuple(one for one in promised if one.measure not in in_time))


def _followed_in_time(session: Session, board_ids: Collection[int], today: date) -> set[str]:
    """The measures of the boards' areas that are done, dropped or not due yet: there the coordinator follows them."""
    areas = improvements.areas(session, board_ids=board_ids)
    late = {measure.what for area in areas for measure in area.late_measures(today)}
    return {measure.what for area in areas for measure in area.measures} - late


@dataclass(frozen=True)
class OwnProgress:
    """How far a reviewer has come with her files in a round, or a unit with its answers."""

    round_name: str
    done: int
    total: int
    one: str = "iakttagelse besvarad"
    many: str = "iakttagelser besvarade"


def own_reviews(session: Session, *, scope: Scope) -> list[OwnProgress]:
    """How many of the person's own files are signed, in the latest round and in earlier ones with any of them open."""
    if not scope.has(Role.REVIEWER):
        return []
    query = (
        select(Round.name, Round.kind, func.count(col(Review.signed_at)), func.count(col(Review.id)))
        .join(Review, col(Review.round_id) == col(Round.id))
        .join(SampleUnit, col(SampleUnit.id) == col(Review.sample_unit_id))
        .where(
            Review.reviewer_id == scope.account_id,
            col(Review.seat).not_in((*SEATLESS, Seat.CALIBRATION)),
            col(SampleUnit.standing).in_(IN_USE),
            standing(),
        )
        .group_by(col(Round.id), col(Round.name), col(Round.kind), col(Round.year))
        .order_by(col(Round.year).desc(), col(Round.id).desc())
        .limit(3)
    )
    found = []
    for name, kind, done, total in session.exec(query):
        one, many = UNITS[kind]
        found.append(OwnProgress(name, done, total, f"{one} signerad", f"{many} signerade"))
    return [one for place, one in enumerate(found) if place == 0 or one.done < one.total]


def own_answers(session: Session, *, scope: Scope) -> list[OwnProgress]:
    """How many of the observations that the unit has been given it has answered: in the latest round, and in earlier
    ones where any is not."""
    shared = findings.shared_with(session, board_ids=scope.boards(Role.UNIT_HEAD)) if scope.has(Role.UNIT_HEAD) else []
    found = [
        OwnProgress(each.round_.name, sum(not one.awaits_reply for one in each.findings), len(each.findings))
        for each in shared[:3]
    ]
    return [one for place, one in enumerate(found) if place == 0 or one.done < one.total]
