"""Where reviews stand, read from the tables, and the gate that every change of them passes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.journal.rules import Stamp
from audit.reviews.models import BlindPair, Remark, Reopening, Review, Settlement
from audit.reviews.operations.counted import tell_counted
from audit.reviews.rules.second import differing
from audit.reviews.rules.states import ENDED, SEATLESS, Action, Facts, Party, Seat, State, may_lead, refusal, state_of
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE

Progress = Mapping[int, tuple[int, int]]
BLIND_SEATS = (Seat.FIRST, Seat.SECOND)
COMPLETE: Progress = {}


class ReviewClosedError(Exception):
    """What was asked for can't be done with the review as it stands. The message says why in Swedish."""


# ---- Where they stand -------------------------------------------------------------------------------------------


def states_of(session: Session, reviews: Iterable[Review], progress: Progress = COMPLETE) -> dict[int, State]:
    """Where each review stands, by its id. `progress` are its complete answers and its questions; without them it is
    taken to be complete."""
    return {review_id: state_of(facts) for review_id, facts in facts_of(session, list(reviews), progress).items()}


def state_now(session: Session, review: Review) -> State:
    return states_of(session, [review])[known(review.id)]


def facts_of(session: Session, reviews: Sequence[Review], progress: Progress = COMPLETE) -> dict[int, Facts]:
    """What decides where each review stands, by its id."""
    ids = [known(review.id) for review in reviews]
    siblings = siblings_of(session, reviews)
    used = _in_use(session, reviews)
    remarks, reopened = _remarks_open(session, ids), set(_ids_of(session, Reopening, ids))
    differences = _open_differences(session, [one for found in siblings.values() for one in found] + list(reviews))
    found = {}
    for review in reviews:
        review_id = known(review.id)
        answered, total = progress.get(review_id, (1, 1))
        others = siblings[review_id]
        found[review_id] = Facts(
            seat=review.seat,
            in_use=review.seat is Seat.CALIBRATION or review.sample_unit_id in used,
            assigned=review.reviewer_id is not None,
            answered=answered,
            total=total,
            reopened=review_id in reopened,
            remarks=remarks[review_id],
            signed=review.signed_at is not None,
            others=len(others),
            others_open=sum(other.signed_at is None for other in others),
            differences=max((differences.get(known(one.id), 0) for one in [review, *others]), default=0),
        )
    return found


def siblings_of(session: Session, reviews: Iterable[Review]) -> dict[int, list[Review]]:
    """The other reviews of the same file that each is held against, by its id."""
    wanted = list(reviews)
    query = select(Review).where(
        col(Review.sample_unit_id).in_({review.sample_unit_id for review in wanted}), col(Review.seat).not_in(SEATLESS)
    )
    of_file: dict[int, list[Review]] = defaultdict(list)
    for seated in session.exec(query.order_by(col(Review.id))):
        of_file[seated.sample_unit_id].append(seated)
    return {
        known(review.id): [other for other in of_file[review.sample_unit_id] if _held_against(review, other)]
        for review in wanted
    }


def _held_against(review: Review, other: Review) -> bool:
    """Whether two reviews of the same file are."""
    if review.id == other.id:
        return False
    if review.seat in BLIND_SEATS:
        return other.seat in BLIND_SEATS
    return review.seat is Seat.CALIBRATION and other.seat is Seat.CALIBRATION


def is_blind_to(session: Session, review: Review, account_id: int) -> bool:
    """Whether the account reviews the same file and must not see this review until all of its file are signed."""
    if review.seat in SEATLESS or review.reviewer_id == account_id:
        return False
    others = siblings_of(session, [review])[known(review.id)]
    unsigned = any(one.signed_at is None for one in [review, *others])
    return unsigned and any(other.reviewer_id == account_id for other in others)


def _in_use(session: Session, reviews: Iterable[Review]) -> set[int]:
    query = select(SampleUnit.id).where(
        col(SampleUnit.id).in_({review.sample_unit_id for review in reviews}), col(SampleUnit.standing).in_(IN_USE)
    )
    return {known(unit) for unit in session.exec(query)}


def _remarks_open(session: Session, review_ids: list[int]) -> Counter[int]:
    query = (
        select(Remark.review_id, func.count())
        .where(col(Remark.review_id).in_(review_ids), col(Remark.resolved_at).is_(None))
        .group_by(col(Remark.review_id))
    )
    return Counter(dict(session.exec(query).all()))


def _ids_of(session: Session, table: type[Reopening], review_ids: list[int]) -> Iterable[int]:
    return session.exec(select(table.review_id).where(col(table.review_id).in_(review_ids)).distinct())


def _open_differences(session: Session, reviews: Iterable[Review]) -> dict[int, int]:
    """How many differences are not settled, by the id of the first review; only where both are signed."""
    query = select(BlindPair).where(
        col(BlindPair.first_id).in_({known(review.id) for review in reviews}), col(BlindPair.ended_at).is_(None)
    )
    pairs = session.exec(query).all()
    settled = settled_questions(session, [known(pair.id) for pair in pairs])
    return {pair.first_id: len(set(differing(pair.answers)) - settled.get(known(pair.id), set())) for pair in pairs}


def settled_questions(session: Session, pair_ids: Iterable[int]) -> dict[int, set[str]]:
    """The questions on which each pair has come to an answer."""
    query = select(Settlement.pair_id, Settlement.question_id).where(
        col(Settlement.pair_id).in_(list(pair_ids)), col(Settlement.settled_at).is_not(None)
    )
    found: dict[int, set[str]] = {}
    for pair_id, question in session.exec(query):
        found.setdefault(pair_id, set()).add(question)
    return found


# ---- The gate ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """A change of a review that is allowed, from where it stood before."""

    review: Review
    action: Action
    before: State


def held_file(session: Session, review: Review) -> Review:
    """The review as it stands now, with all others of its file, held until the transaction ends (in one order, so that
    two who hold the same file wait for each other)."""
    query = select(Review).where(Review.sample_unit_id == review.sample_unit_id).order_by(col(Review.id))
    held = session.exec(query.with_for_update().execution_options(populate_existing=True)).all()
    return next(one for one in held if one.id == review.id)


def hold_round(session: Session, round_id: int) -> None:
    """Hold a round and all its reviews, as they stand now, until the transaction ends."""
    session.exec(select(Round).where(Round.id == round_id).with_for_update(key_share=True)).one()
    held = select(Review).where(Review.round_id == round_id).order_by(col(Review.id)).with_for_update()
    session.exec(held.execution_options(populate_existing=True)).all()


def parties_to(session: Session, review: Review, account_id: int | None) -> frozenset[Party]:
    """Whether the account reviews it: its own review, or once all are signed one that it is held against."""
    others = siblings_of(session, [review])[known(review.id)]
    all_signed = review.signed_at is not None and all(other.signed_at for other in others)
    own = [review, *(others if all_signed else [])]
    return frozenset({Party.REVIEWER}) if account_id in {one.reviewer_id for one in own} else frozenset()


def allow(
    session: Session,
    stamp: Stamp,
    review: Review,
    action: Action,
    *,
    coordinator: bool = False,
    progress: Progress = COMPLETE,
) -> Passage:
    """The passage for `action`. `coordinator`: the caller knows that the actor coordinates the review's board.

    Raises ReviewClosedError where it may not be done.
    """
    state = states_of(session, [review], progress)[known(review.id)]
    parties = parties_to(session, review, stamp.actor) | ({Party.COORDINATOR} if coordinator else set())
    if words := refusal(state, action, parties):
        raise ReviewClosedError(words)
    return Passage(review, action, state)


def arrive(session: Session, stamp: Stamp, passage: Passage) -> State:
    """Close the change: note whether the file's answers count now. Raises RuntimeError where the table does not lead
    from the state before to the one now: a fault of the program, which undoes the change."""
    session.flush()
    after = state_now(session, passage.review)
    if not may_lead(passage.before, passage.action, after):
        raise RuntimeError(f"{passage.action} led from {passage.before} to {after}")
    _note_finished(session, stamp, passage.review)
    return after


def _note_finished(session: Session, stamp: Stamp, review: Review) -> None:
    query = select(Review).where(Review.sample_unit_id == review.sample_unit_id, Review.seat == Seat.FIRST)
    first = session.exec(query).first()
    if first is None:
        return
    ended = state_now(session, first) in ENDED
    begins = ended and first.finished_at is None
    if not ended:
        first.finished_at = None
    elif begins:
        first.finished_at = stamp.at
    session.add(first)
    session.flush()
    if begins:
        tell_counted(session, stamp, first)
