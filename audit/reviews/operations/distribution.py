"""Giving the drawn files to reviewers, and seeing who has which."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from audit.accounts.models import Account, Board
from audit.accounts.operations import boards_of, known
from audit.accounts.rules import Role
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.reviews.models import Answer, Review
from audit.reviews.operations.conflicts import Ties, barred, load_elsewhere, ties
from audit.reviews.operations.prefilling import prefill
from audit.reviews.operations.states import hold_round
from audit.reviews.rules.conflicts import Tie, ties_in_words
from audit.reviews.rules.distributing import Way, propose, propose_by_load, propose_swapped
from audit.reviews.rules.states import Seat
from audit.rounds import operations as rounds
from audit.rounds.models import SampleUnit
from audit.rounds.operations.parts import IN_USE


class DistributionError(Exception):
    """A file that can't be given to the one chosen; the message says why in Swedish."""

    def __init__(self, sample_unit_id: int, message: str) -> None:
        super().__init__(message)
        self.sample_unit_id = sample_unit_id


@dataclass(frozen=True)
class Place:
    """A drawn unit, the reviewer it has (if any), the one proposed, and how many of its questions have an answer."""

    unit: SampleUnit
    board: str
    review_id: int | None
    reviewer_id: int | None
    proposed_id: int | None
    answers: int
    signed: bool

    @property
    def fixed(self) -> bool:
        """Whether the review has begun, so that it stays with its reviewer."""
        return self.signed or self.answers > 0


@dataclass(frozen=True)
class Distribution:
    """The reviewers of a round, every unit in use by board and in the order of the draw, and who has jäv in which.

    `seconds` are the second reviewers of those units that have one.
    """

    reviewers: list[Account]
    places: list[Place]
    ties: Ties
    seconds: Mapping[int, int]

    def tied(self, unit_id: int, account_id: int | None) -> tuple[Tie, ...]:
        """What ties the person to the unit, so that she may not review it."""
        return self.ties.get((unit_id, account_id or 0), ())

    @property
    def undistributed(self) -> int:
        return sum(place.reviewer_id is None for place in self.places)


def distribution(session: Session, *, round_id: int, way: Way = Way.EVENLY) -> Distribution:
    """Who has which unit, with a proposal for those that nobody has.

    Another `way` than evenly within each board is a proposal for all that are not begun.
    """
    boards = [part.board_id for part in rounds.parts(session, round_id)]
    people = rounds.reviewers(session, round_id, boards)
    rows, answers = _rows(session, round_id), _answers(session, round_id)
    assigned = {known(unit.id): review.reviewer_id for unit, _, review in rows if review and review.reviewer_id}
    able = {known(person.id) for person in people}
    begun = {known(unit.id) for unit, _, review in rows if review and (review.signed_at or review.id in answers)}
    found = ties(session, units=[unit for unit, *_ in rows], account_ids=able)
    seconds = _seconds(session, round_id)
    stand = begun if way is not Way.EVENLY else {unit for unit in assigned if assigned[unit] in able or unit in begun}
    proposed = _proposed(
        session,
        round_id,
        [(known(unit.id), unit.board_id) for unit, _, _ in rows],
        people={known(person.id): person for person in people},
        assigned={unit: assigned[unit] for unit in stand if unit in assigned},
        barred=_barred(found, seconds),
        way=way,
    )
    places = [_place(unit, board, review, proposed.get(known(unit.id)), answers) for unit, board, review in rows]
    return Distribution(people, places, found, seconds)


def _rows(session: Session, round_id: int) -> list[tuple[SampleUnit, str, Review | None]]:
    """Every unit in use with its board's name and its first review, if it has one."""
    first = and_(col(Review.sample_unit_id) == col(SampleUnit.id), col(Review.seat) == Seat.FIRST)
    query = (
        select(SampleUnit, Board.name, Review)
        .join(Board, col(Board.id) == col(SampleUnit.board_id))
        .join(Review, first, isouter=True)
        .where(SampleUnit.round_id == round_id, col(SampleUnit.standing).in_(IN_USE))
        .order_by(*rounds.by_sample(), Board.name, col(SampleUnit.position))
    )
    return list(session.exec(query))


def _place(
    unit: SampleUnit, board: str, review: Review | None, proposed_id: int | None, answers: Mapping[int, int]
) -> Place:
    return Place(
        unit=unit,
        board=board,
        review_id=review.id if review else None,
        reviewer_id=review.reviewer_id if review else None,
        proposed_id=proposed_id,
        answers=answers.get(review.id or 0, 0) if review else 0,
        signed=review is not None and review.signed_at is not None,
    )


def _barred(found: Ties, seconds: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """Who may not have each unit: those with jäv, and its second reviewer."""
    tied = barred(found)
    return {unit: tied.get(unit, frozenset()) | {seconds.get(unit, 0)} for unit in tied.keys() | seconds.keys()}


def _proposed(
    session: Session,
    round_id: int,
    units: list[tuple[int, int]],
    *,
    people: Mapping[int, Account],
    assigned: Mapping[int, int],
    barred: Mapping[int, frozenset[int]],
    way: Way,
) -> dict[int, int]:
    if way is Way.EVENLY:
        return propose(units, reviewers=sorted(people), assigned=assigned, barred=barred)
    if way is Way.SWAPPED:
        homes = {one: boards_of(session, role=Role.REVIEWER, account_id=one) for one in sorted(people)}
        return propose_swapped(units, homes=homes, assigned=assigned, barred=barred)
    load = load_elsewhere(session, round_id, people)
    ids = [unit for unit, _ in units]
    return propose_by_load(ids, load=load, reviewers=sorted(people), assigned=assigned, barred=barred)


def _seconds(session: Session, round_id: int) -> dict[int, int]:
    query = select(Review.sample_unit_id, Review.reviewer_id).where(
        Review.round_id == round_id, Review.seat == Seat.SECOND, col(Review.reviewer_id).is_not(None)
    )
    return {unit: known(reviewer) for unit, reviewer in session.exec(query)}


def _answers(session: Session, round_id: int) -> dict[int, int]:
    """How many questions have anything written, by review."""
    query = (
        select(Answer.review_id, func.count())
        .join(Review, col(Review.id) == col(Answer.review_id))
        .where(Review.round_id == round_id)
        .group_by(col(Answer.review_id))
    )
    return dict(session.exec(query).all())


def distribute(session: Session, *, stamp: Stamp, round_id: int, reviewers: Mapping[int, int]) -> Counter[int]:
    """Give units (by sample unit id) to reviewers (account ids); answers how many were given or moved to each.

    Raises DistributionError for a unit that is not in use, a person who is not one of the round's reviewers, has jäv or
    is the second reviewer, and a review that has begun; StageError where the round has been replaced.
    """
    rounds.require_standing(session, round_id)
    hold_round(session, round_id)
    now = distribution(session, round_id=round_id)
    places = {known(place.unit.id): place for place in now.places}
    changed: Counter[int] = Counter()
    for unit_id, reviewer_id in reviewers.items():
        place = places.get(unit_id)
        if place is None:
            raise DistributionError(unit_id, "Den ingår inte längre i urvalet. Ladda om sidan och fördela igen.")
        if place.reviewer_id == reviewer_id:
            continue
        if fault := _fault(now, place, reviewer_id):
            raise DistributionError(unit_id, fault)
        _give(session, stamp, round_id, place, reviewer_id)
        changed[reviewer_id] += 1
    if changed:
        prefill(session, stamp=stamp, round_id=round_id)
        mail.notify(session, stamp=stamp, account_ids=changed, kind=NoticeKind.ASSIGNED)
    return changed


def _fault(now: Distribution, place: Place, reviewer_id: int) -> str | None:
    """Why the file can't be given to the person, in Swedish."""
    unit_id, names = known(place.unit.id), {known(person.id): person.name for person in now.reviewers}
    if reviewer_id not in names:
        return "Personen granskar inte i den här omgången. Välj någon annan."
    if place.fixed:
        return "Granskningen har börjat. Den stannar hos den som granskar den."
    if tied := now.tied(unit_id, reviewer_id):
        return f"Jäv: {ties_in_words(names[reviewer_id], tied)} Välj någon annan."
    if now.seconds.get(unit_id) == reviewer_id:
        return "Personen är redan den andra granskaren. Välj någon annan."
    return None


def _give(session: Session, stamp: Stamp, round_id: int, place: Place, reviewer_id: int) -> None:
    review = session.get(Review, place.review_id) if place.review_id else None
    if review is None:
        review = Review(sample_unit_id=known(place.unit.id), round_id=round_id, board_id=place.unit.board_id)
        session.add(review)
    review.reviewer_id = reviewer_id
    session.flush()
    journal.record(
        session,
        stamp,
        "review:assigned",
        known(review.id),
        unit=place.unit.unit_id,
        reviewer=reviewer_id,
        before=place.reviewer_id,
    )
