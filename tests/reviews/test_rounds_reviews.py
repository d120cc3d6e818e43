"""Who gets which file, how far each has come, and what the later rooms are told of the answers."""

from collections import Counter

import pytest
from sqlmodel import select

from audit.accounts.operations import known
from audit.reviews import operations
from audit.reviews.models import Review
from audit.reviews.operations import DistributionError
from audit.reviews.rules.states import State
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import ReplacementReason, Standing
from checklists import AnswerCounts
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round, review_id_of, signed_round
from tests.support.story import drawn_round

Q = "application_on_file"


def replace(house: House, round_id: int, unit_id: int) -> None:
    with house.database.transaction() as session:
        unit = next(unit for unit in rounds.in_use(session, round_id) if unit.id == unit_id)
        rounds.replace_unit(session, stamp=house.stamp(), unit=unit, reason=ReplacementReason.ON_LOAN)


def distribute(house: House, round_id: int, reviewers: dict[int, int]) -> int:
    with house.database.transaction() as session:
        given = operations.distribute(session, stamp=house.stamp(), round_id=round_id, reviewers=reviewers)
        return given.total()


def test_the_proposal_covers_every_file_evenly(house: House) -> None:
    round_id = drawn_round(house, size=4)
    with house.database.transaction(write=False) as session:
        found = operations.distribution(session, round_id=round_id)
    assert found.undistributed == 8
    assert [person.username for person in found.reviewers] == ["granskare", "granskare2"]
    for board in ("Kungsholmen", "Norrmalm"):
        proposed = [place.proposed_id for place in found.places if place.board == board]
        assert [proposed.count(house.accounts[name]) for name in ("granskare", "granskare2")] == [2, 2]


def test_a_file_may_change_hands_until_it_is_begun(house: House) -> None:
    round_id = distributed_round(house)
    with house.database.transaction(write=False) as session:
        first, second = operations.distribution(session, round_id=round_id).places[:2]
    assert distribute(house, round_id, {known(first.unit.id): house.accounts["granskare2"]}) == 1
    assert distribute(house, round_id, {known(first.unit.id): house.accounts["granskare"]}) == 1
    answered_review(house, round_id, position=2)
    with pytest.raises(DistributionError, match="har börjat"):
        distribute(house, round_id, {known(second.unit.id): house.accounts["granskare"]})


def test_only_the_round_s_own_reviewers_and_files_count(house: House) -> None:
    round_id = drawn_round(house)
    with house.database.transaction(write=False) as session:
        unit = rounds.in_use(session, round_id)[0]
    with pytest.raises(DistributionError, match="granskar inte"):
        distribute(house, round_id, {known(unit.id): house.accounts["annan-granskare"]})
    with pytest.raises(DistributionError, match="ingår inte"):
        distribute(house, round_id, {999_999: house.accounts["granskare"]})


def test_a_called_in_reserve_turns_up_and_the_replaced_file_goes(house: House) -> None:
    round_id = distributed_round(house)
    with house.database.transaction(write=False) as session:
        gone = operations.reviews_of_round(session, round_id)[0]
    replace(house, round_id, known(gone.unit.id))
    with house.database.transaction(write=False) as session:
        places = operations.distribution(session, round_id=round_id).places
        assert gone.review_id not in {state.review_id for state in operations.reviews_of_round(session, round_id)}
    [new] = [place for place in places if place.unit.standing is Standing.CALLED_IN]
    # Both have one file left of the board; »granskare2« has fewer in all.
    assert (new.reviewer_id, new.proposed_id) == (None, house.accounts["granskare2"])
    assert gone.unit.id not in {place.unit.id for place in places}


def test_two_coordinators_distributing_at_once_give_every_file_one_review(house: House) -> None:
    round_id = drawn_round(house)
    with house.database.transaction(write=False) as session:
        units = [known(unit.id) for unit in rounds.in_use(session, round_id)]
    distribute(house, round_id, dict.fromkeys(units, house.accounts["granskare"]))
    distribute(house, round_id, dict.fromkeys(units, house.accounts["granskare2"]))
    with house.database.transaction(write=False) as session:
        reviews = session.exec(select(Review).where(Review.round_id == round_id)).all()
    assert {review.reviewer_id for review in reviews} == {house.accounts["granskare2"]}
    assert len(reviews) == len(units)


def test_progress_counts_only_complete_answers(house: House) -> None:
    round_id = distributed_round(house)
    review_id = answered_review(house, round_id, answers={Q: ("nej", "")}, leave=["journal_continuous"])
    answered_review(house, round_id, position=2, sign=True)
    with house.database.transaction(write=False) as session:
        states = operations.reviews_of_round(session, round_id, house.board_ids("Kungsholmen"))
        mine = operations.assigned_to(session, house.accounts["granskare2"])
    by_id = {state.review_id: state for state in states}
    assert (by_id[review_id].answered, by_id[review_id].total) == (23, 25)
    assert [state.state for state in states] == [State.BEGUN, State.SIGNED, State.NOT_BEGUN]
    assert {state.reviewer_id for state in mine} == {house.accounts["granskare2"]}


def test_the_later_rooms_get_every_answer_and_its_counts(house: House) -> None:
    said = {("Kungsholmen", 1, Q): ("nej", "Saknas."), ("Norrmalm", 2, Q): ("kan_ej_bedomas", "Oläslig.")}
    round_id = signed_round(house, answers=said)
    with house.database.transaction(write=False) as session:
        answers = operations.given_answers(session, round_id=round_id, board_ids=house.board_ids("Kungsholmen"))
        counts = operations.counts(session, round_id=round_id)
    deviating = [answer for answer in answers if answer.value == "nej"]
    assert [(answer.question_id, answer.comment, answer.signed) for answer in deviating] == [(Q, "Saknas.", True)]
    assert {answer.board_id for answer in answers} == set(house.board_ids("Kungsholmen"))
    assert len(answers) == 3 * 25
    assert counts[house.boards["Kungsholmen"], Q] == AnswerCounts(ja=2, nej=1)
    assert counts[house.boards["Norrmalm"], Q] == AnswerCounts(ja=2, kan_ej_bedomas=1)


def test_unsigned_and_replaced_reviews_are_left_out_of_the_counts(house: House) -> None:
    round_id = distributed_round(house)
    answered_review(house, round_id, position=1)
    answered_review(house, round_id, position=2, sign=True)
    key = (house.boards["Kungsholmen"], Q)
    with house.database.transaction(write=False) as session:
        assert operations.counts(session, round_id=round_id)[key].ja == 1
        assert operations.counts(session, round_id=round_id, signed_only=False)[key].ja == 2
        signed = [state for state in operations.reviews_of_round(session, round_id) if state.signed_at]
    replace(house, round_id, known(signed[0].unit.id))
    with house.database.transaction(write=False) as session:
        assert key not in operations.counts(session, round_id=round_id)
        assert signed[0].review_id not in {
            answer.review_id for answer in operations.given_answers(session, round_id=round_id)
        }


def test_a_round_asks_the_core_and_the_whole_of_the_areas_it_has_chosen(house: House) -> None:
    round_id = distributed_round(house)
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        round_.checklist, round_.areas = "akt-2026.2", ["journal"]
    review_id = review_id_of(house, round_id)
    with house.database.transaction(write=False) as session:
        lacks = operations.lacking(session, review=session.get_one(Review, review_id))
    asked = Counter(item.area.id for item in lacks)
    assert (asked["journal"], asked["ansokan"]) == (8, 3)
