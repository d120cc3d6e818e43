"""The story goes on: a drawn round whose files are distributed, reviewed and signed."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.operations import ReviewState
from audit.reviews.rules import Given
from audit.reviews.rules.states import Seat
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from tests.support.house import House
from tests.support.remembered import remembered
from tests.support.story import drawn_round, runner

Said = tuple[str, str]
"""An answer's value and its comment."""


@remembered
def distributed_round(house: House, *boards: str, **draw: Any) -> int:
    """A drawn round in which every file has a reviewer and none is begun. Gives the round's id."""
    round_id = drawn_round(house, *boards, **draw)
    with house.database.transaction() as session:
        units = rounds.in_use(session, round_id, target=None)
        people = {known(unit.id): house.accounts[reviewer_of(house, unit)] for unit in units}
        reviews.distribute(session, stamp=house.stamp(runner(boards)), round_id=round_id, reviewers=people)
    return round_id


@remembered
def signed_round(
    house: House,
    *boards: str,
    answers: Mapping[tuple[str, int, str], Said] | None = None,
    default: str = "ja",
    **draw: Any,
) -> int:
    """A round in which every file is signed. `answers` are by board, place in the sample (from 1) and question;
    all other questions are answered with `default`. Gives the round's id."""
    round_id = distributed_round(house, *boards, **draw)
    names = {board_id: name for name, board_id in house.boards.items()}
    with house.database.transaction() as session:
        for state in reviews.reviews_of_round(session, round_id):
            place = (names[state.board_id], state.unit.position)
            said = {key[2]: said for key, said in (answers or {}).items() if key[:2] == place}
            _answer(house, session, state, said, default=default, leave=())
            _sign(house, session, state)
    return round_id


def answered_review(
    house: House,
    round_id: int,
    *,
    board: str = "Kungsholmen",
    position: int = 1,
    answers: Mapping[str, Said] | None = None,
    default: str = "ja",
    leave: Collection[str] = (),
    sign: bool = False,
) -> int:
    """One review of a distributed round with all its questions answered but those in `leave`. Gives its id."""
    with house.database.transaction() as session:
        state = state_of(session, house, round_id, board, position)
        _answer(house, session, state, answers or {}, default=default, leave=leave)
        if sign:
            _sign(house, session, state)
        return state.review_id


def second_reviewer(
    house: House, round_id: int, *, board: str = "Kungsholmen", position: int = 1, account: str = ""
) -> int:
    """Have the file reviewed by a second person too: by the other of the two, unless named. Gives the second review."""
    with house.database.transaction() as session:
        unit = state_of(session, house, round_id, board, position).unit
        other = account or ("granskare2" if reviewer_of(house, unit) == "granskare" else "granskare")
        stamp = house.stamp("annan-samordnare" if board == "Östermalm" else "samordnare")
        if not reviews.share_of(session, round_id):
            reviews.choose_share(session, stamp=stamp, round_id=round_id, percent=100)
        given = {known(unit.id): house.accounts[other]}
        reviews.give_seconds(session, stamp=stamp, round_id=round_id, reviewers=given)
        return _second_of(session, known(unit.id))


def answered_second(
    house: House,
    round_id: int,
    *,
    board: str = "Kungsholmen",
    position: int = 1,
    answers: Mapping[str, Said] | None = None,
    sign: bool = True,
) -> int:
    """The second review of a file with all its questions answered. Gives its id."""
    with house.database.transaction() as session:
        review_id = _second_of(session, known(state_of(session, house, round_id, board, position).unit.id))
        review = session.get_one(Review, review_id)
        stamp = Stamp(house.clock(), review.reviewer_id)
        areas = reviews.areas_of(session.get_one(Round, round_id))
        asked = [question.id for part in areas for question in part.questions]
        given = [
            Given(question, *(answers or {}).get(question, ("ja", "")), reason="Påhittat skäl.") for question in asked
        ]
        assert reviews.save_area(session, stamp=stamp, review=review, given=given) == []
        if sign:
            reviews.sign_off(session, stamp=stamp, review=review)
        return review_id


def _second_of(session: Session, sample_unit_id: int) -> int:
    query = select(Review.id).where(Review.sample_unit_id == sample_unit_id, Review.seat == Seat.SECOND)
    return known(session.exec(query).one())


def review_id_of(house: House, round_id: int, *, board: str = "Kungsholmen", position: int = 1) -> int:
    """The review of the unit at this place in the board's sample; »granskare« has the odd ones."""
    with house.database.transaction(write=False) as session:
        return state_of(session, house, round_id, board, position).review_id


def state_of(session: Session, house: House, round_id: int, board: str, position: int) -> ReviewState:
    states = reviews.reviews_of_round(session, round_id, house.board_ids(board))
    return next(state for state in states if state.unit.position == position)


def reviewer_of(house: House, unit: SampleUnit) -> str:
    """Two reviewers share Kungsholmen and Norrmalm; one has Östermalm."""
    if unit.board_id == house.boards["Östermalm"]:
        return "annan-granskare"
    return "granskare" if unit.position % 2 else "granskare2"


def _answer(
    house: House,
    session: Session,
    state: ReviewState,
    answers: Mapping[str, Said],
    *,
    default: str,
    leave: Collection[str],
) -> None:
    stamp = house.stamp(reviewer_of(house, state.unit))
    review = session.get_one(Review, state.review_id)
    areas = reviews.areas_of(session.get_one(Round, state.round_id))
    asked = [question.id for part in areas for question in part.questions if question.id not in leave]
    given = [Given(question, *answers.get(question, (default, "")), reason="Påhittat skäl.") for question in asked]
    assert reviews.save_area(session, stamp=stamp, review=review, given=given) == []


def _sign(house: House, session: Session, state: ReviewState) -> None:
    review = session.get_one(Review, state.review_id)
    reviews.sign_off(session, stamp=house.stamp(reviewer_of(house, state.unit)), review=review)
