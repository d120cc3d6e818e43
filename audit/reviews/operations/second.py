"""Double review: how large a share of the files, and who is the second to review each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.models import Account, Board
from audit.accounts.operations import known
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.mail import operations as mail
from audit.mail.rules import NoticeKind
from audit.reviews.models import Answer, Review, SecondShare
from audit.reviews.operations.conflicts import Ties, barred, load_of, ties
from audit.reviews.operations.distribution import DistributionError
from audit.reviews.operations.prefilling import prefill
from audit.reviews.operations.states import ReviewClosedError, allow, arrive, held_file, hold_round
from audit.reviews.operations.withdrawing import Withdrawn, withdrawn_in
from audit.reviews.rules.conflicts import Tie, ties_in_words
from audit.reviews.rules.distributing import propose_by_load
from audit.reviews.rules.second import SHARES, for_second_review
from audit.reviews.rules.states import Action, Seat
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations.parts import IN_USE

UNKNOWN_SHARE = "Välj en av andelarna."
NEVER_LESS = (
    "Andelen kan höjas men inte sänkas, när den andra granskningen är fördelad: ingen ska kunna välja bort något."
)


class ShareError(Exception):
    """A share that can't be chosen; the message says why in Swedish."""


@dataclass(frozen=True)
class SecondPlace:
    """A file that is reviewed twice: its first and its second reviewer (if any), and who is proposed as second.

    `withdrawn` is the last second review of it that was withdrawn.
    """

    unit: SampleUnit
    board: str
    first: Review | None
    second: Review | None
    begun: bool
    proposed_id: int | None
    withdrawn: Withdrawn | None = None

    @property
    def fixed(self) -> bool:
        """Whether nothing can be changed: the second review has begun, or the file has no first reviewer yet."""
        return self.begun or self.first is None or self.first.reviewer_id is None

    @property
    def first_reviewer(self) -> int | None:
        return self.first.reviewer_id if self.first else None


@dataclass(frozen=True)
class SecondReviewing:
    """A round's double review: the share chosen, the round's reviewers, the files, and who has jäv in which."""

    percent: int
    reviewers: list[Account]
    places: list[SecondPlace]
    ties: Ties

    @property
    def undistributed(self) -> int:
        return sum(place.second is None and place.withdrawn is None for place in self.places)

    @property
    def twice(self) -> int:
        """How many files are reviewed by two, or are to be."""
        return sum(place.second is not None or place.withdrawn is None for place in self.places)

    def tied(self, unit_id: int, account_id: int) -> tuple[Tie, ...]:
        return self.ties.get((unit_id, account_id), ())


def share_of(session: Session, round_id: int) -> int:
    """How many per cent of the round's files are reviewed twice."""
    return session.exec(select(SecondShare.percent).where(SecondShare.round_id == round_id)).first() or 0


def choose_share(session: Session, *, stamp: Stamp, round_id: int, percent: int) -> None:
    """Choose how many per cent of each board's files are reviewed twice. Raises ShareError where that can't be."""
    rounds.require_standing(session, round_id)
    session.exec(select(Round).where(Round.id == round_id).with_for_update(key_share=True)).one()
    chosen = session.exec(select(SecondShare).where(SecondShare.round_id == round_id)).first()
    before = chosen.percent if chosen else 0
    if percent not in SHARES:
        raise ShareError(UNKNOWN_SHARE)
    if percent < before and (_seconds(session, round_id) or withdrawn_in(session, round_id)):
        raise ShareError(NEVER_LESS)
    if percent == before:
        return
    chosen = chosen or SecondShare(round_id=round_id, percent=0, chosen_at=stamp.at)
    chosen.percent, chosen.chosen_by, chosen.chosen_at = percent, stamp.actor, stamp.at
    session.add(chosen)
    session.flush()
    journal.record(session, stamp, "round:second_share", round_id, percent=percent, before=before)


# ---- Who is second ----------------------------------------------------------------------------------------------


def second_reviewing(session: Session, *, round_id: int) -> SecondReviewing:
    """The files that are reviewed twice, each with a proposal where nobody is second yet."""
    percent = share_of(session, round_id)
    people = rounds.reviewers(session, round_id, [part.board_id for part in rounds.parts(session, round_id)])
    units = _units(session, round_id)
    firsts = _by_unit(session, round_id, Seat.FIRST)
    seconds, withdrawn = _seconds(session, round_id), withdrawn_in(session, round_id)
    chosen = _chosen(units, seconds, percent)
    found = ties(session, units=[unit for unit, _ in chosen], account_ids=[known(person.id) for person in people])
    proposed = _proposed(session, round_id, chosen, firsts, seconds, people, found)
    begun = _begun(session, seconds)
    places = [
        SecondPlace(
            unit=unit,
            board=board,
            first=firsts.get(known(unit.id)),
            second=seconds.get(known(unit.id)),
            begun=known(unit.id) in begun,
            # Where one was withdrawn, the coordinator says herself whether there is to be another.
            proposed_id=proposed.get(known(unit.id)) if unit.id in seconds or unit.id not in withdrawn else None,
            withdrawn=withdrawn.get(known(unit.id)),
        )
        for unit, board in chosen
    ]
    return SecondReviewing(percent, people, places, found)


def _units(session: Session, round_id: int) -> list[tuple[SampleUnit, str]]:
    query = (
        select(SampleUnit, Board.name)
        .join(Board, col(Board.id) == col(SampleUnit.board_id))
        .where(SampleUnit.round_id == round_id, col(SampleUnit.standing).in_(IN_USE))
        .order_by(*rounds.by_sample(), Board.name, col(SampleUnit.position))
    )
    return list(session.exec(query))


def _chosen(
    units: list[tuple[SampleUnit, str]], seconds: Mapping[int, Review], percent: int
) -> list[tuple[SampleUnit, str]]:
    """Those that the tickets choose, and those that have a second reviewer already."""
    tickets = [(known(unit.id), (unit.board_id, unit.target), unit.ticket) for unit, _ in units]
    wanted = set(for_second_review(tickets, percent=percent)) | set(seconds)
    return [(unit, board) for unit, board in units if unit.id in wanted]


def _by_unit(session: Session, round_id: int, seat: Seat) -> dict[int, Review]:
    query = select(Review).where(Review.round_id == round_id, Review.seat == seat)
    return {review.sample_unit_id: review for review in session.exec(query)}


def _seconds(session: Session, round_id: int) -> dict[int, Review]:
    return _by_unit(session, round_id, Seat.SECOND)


def _begun(session: Session, seconds: Mapping[int, Review]) -> set[int]:
    ids = {known(review.id): unit for unit, review in seconds.items()}
    answered = set(session.exec(select(Answer.review_id).where(col(Answer.review_id).in_(ids)).distinct()))
    return {unit for review_id, unit in ids.items() if review_id in answered or seconds[unit].signed_at}


def _proposed(
    session: Session,
    round_id: int,
    chosen: list[tuple[SampleUnit, str]],
    firsts: Mapping[int, Review],
    seconds: Mapping[int, Review],
    people: list[Account],
    found: Ties,
) -> dict[int, int]:
    units = [known(unit.id) for unit, _ in chosen if firsts.get(known(unit.id))]
    assigned = {unit: review.reviewer_id for unit, review in seconds.items() if review.reviewer_id}
    tied = barred(found)
    own = {unit: frozenset({firsts[unit].reviewer_id or 0}) for unit in units}
    load = load_of(session, round_id)
    load.subtract(Counter(assigned[unit] for unit in units if unit in assigned))
    return propose_by_load(
        units,
        load=load,
        reviewers=[known(person.id) for person in people],
        assigned=assigned,
        barred={unit: own[unit] | tied.get(unit, frozenset()) for unit in units},
    )


def give_seconds(session: Session, *, stamp: Stamp, round_id: int, reviewers: Mapping[int, int]) -> Counter[int]:
    """Give files (by sample unit id) to second reviewers (account ids); answers how many were given to each.

    Raises DistributionError for a file that is not to be reviewed twice, a person who may not review it or is its
    first reviewer, and a second review that has begun with somebody else.
    """
    rounds.require_standing(session, round_id)
    hold_round(session, round_id)
    now = second_reviewing(session, round_id=round_id)
    places = {known(place.unit.id): place for place in now.places}
    given: Counter[int] = Counter()
    for unit_id, reviewer_id in reviewers.items():
        place = places.get(unit_id)
        if place is None or place.first is None:
            raise DistributionError(unit_id, "Den ska inte granskas två gånger. Ladda om sidan och fördela igen.")
        if place.second and place.second.reviewer_id == reviewer_id:
            continue
        _check(now, place, reviewer_id)
        _give(session, stamp, place, place.first, reviewer_id)
        given[reviewer_id] += 1
    if given:
        prefill(session, stamp=stamp, round_id=round_id)
        mail.notify(session, stamp=stamp, account_ids=given, kind=NoticeKind.ASSIGNED)
    return given


def _check(now: SecondReviewing, place: SecondPlace, reviewer_id: int) -> None:
    unit_id = known(place.unit.id)
    names = {known(person.id): person.name for person in now.reviewers}
    if reviewer_id not in names:
        raise DistributionError(unit_id, "Personen granskar inte i den här omgången. Välj någon annan.")
    if place.first_reviewer == reviewer_id:
        raise DistributionError(unit_id, "Personen är redan den första som granskar. Välj någon annan.")
    if place.begun:
        raise DistributionError(unit_id, "Den andra granskningen har börjat. Den stannar hos den som granskar.")
    if tied := now.tied(unit_id, reviewer_id):
        raise DistributionError(unit_id, f"Jäv: {ties_in_words(names[reviewer_id], tied)} Välj någon annan.")


def _give(session: Session, stamp: Stamp, place: SecondPlace, first: Review, reviewer_id: int) -> None:
    held = held_file(session, first)
    review = place.second
    try:
        passage = None if review else allow(session, stamp, held, Action.ADD_SECOND, coordinator=True)
    except ReviewClosedError as error:
        raise DistributionError(known(place.unit.id), str(error)) from error
    before = review.reviewer_id if review else None
    review = review or Review(
        sample_unit_id=held.sample_unit_id, seat=Seat.SECOND, round_id=held.round_id, board_id=held.board_id
    )
    review.reviewer_id = reviewer_id
    session.add(review)
    session.flush()
    if passage:
        arrive(session, stamp, passage)
    journal.record(
        session,
        stamp,
        "review:assigned",
        known(review.id),
        unit=place.unit.unit_id,
        seat=Seat.SECOND,
        reviewer=reviewer_id,
        before=before,
    )
