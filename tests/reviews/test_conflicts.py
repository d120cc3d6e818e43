"""Jäv: what the registers tell, what the reviewer says herself, and that the file goes to somebody else."""

import pytest
from sqlmodel import Session, select

from audit.accounts import administration
from audit.accounts.operations import known, officer_ids
from audit.accounts.rules import officer_ids_fault, officer_keys
from audit.registers.operations import Delivery, take_in
from audit.registers.rules import RegisterKind
from audit.reviews import operations
from audit.reviews.models import Review
from audit.reviews.operations import DistributionError, ReviewClosedError
from audit.reviews.rules.conflicts import Hand, Tie, hands_in, ties_in_words, ties_of
from audit.reviews.rules.distributing import Way, propose, propose_by_load, propose_swapped
from audit.reviews.rules.states import Seat, State
from audit.rounds import operations as rounds
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round, review_id_of, second_reviewer
from tests.support.story import PERIOD, drawn_round

# ---- The rules --------------------------------------------------------------------------------------------------


def test_a_register_row_tells_who_had_a_hand_in_it() -> None:
    row = {"handlaggare_id": "H-07", "attestant_id": " a-1 ", "beslutsfattare_id": None, "belopp": "1870.00"}
    hands = hands_in(row)
    assert hands == {Hand(Tie.HANDLED, "h-07"), Hand(Tie.ATTESTED, "a-1")}
    assert ties_of(hands, {"h-07"}) == (Tie.HANDLED,)
    assert ties_of(hands, {"h-07", "a-1"}, declared=True) == (Tie.HANDLED, Tie.ATTESTED, Tie.DECLARED)
    assert ties_of(hands, {"h-0"}) == ()


def test_jav_is_said_in_words() -> None:
    ties = (Tie.HANDLED, Tie.DECIDED, Tie.ATTESTED)
    assert ties_in_words("Granskare", ties) == (
        "Granskare har handlagt ärendet, beslutat om en utbetalning i ärendet och attesterat en utbetalning i ärendet."
    )


def test_ids_are_compared_however_they_are_written() -> None:
    assert officer_keys("H-07\n h-07 ,A-1;\n\n") == ("a-1", "h-07")
    assert officer_ids_fault(("a-1",)) is None
    assert "högst 20" in str(officer_ids_fault(tuple(map(str, range(21)))))
    assert "högst 100" in str(officer_ids_fault(("x" * 101,)))


def test_a_proposal_goes_round_jav() -> None:
    units = [(1, 1), (2, 1), (3, 2)]
    barred = {1: frozenset({7}), 3: frozenset({7, 8})}
    assert propose(units, reviewers=[7, 8], assigned={}, barred=barred) == {1: 8, 2: 7}
    assert propose_by_load([1, 2, 3], load={8: 5}, reviewers=[7, 8], assigned={}, barred=barred) == {1: 8, 2: 7}


def test_boards_are_swapped_where_somebody_is_from_the_other() -> None:
    units, homes = [(1, 1), (2, 1), (3, 2), (4, 2)], {7: frozenset({1}), 8: frozenset({2})}
    assert propose_swapped(units, homes=homes, assigned={}) == {1: 8, 2: 8, 3: 7, 4: 7}
    assert propose_swapped(units, homes=homes, assigned={}, barred={1: frozenset({8})})[1] == 7
    both = {7: frozenset({1, 2}), 8: frozenset({1, 2})}
    assert propose_swapped(units, homes=both, assigned={}) == {1: 7, 2: 8, 3: 7, 4: 8}


# ---- What the registers hold ------------------------------------------------------------------------------------


def officers(house: House, account: str, *ids: str) -> None:
    with house.database.transaction() as session:
        stamp = house.stamp("administrator")
        administration.set_officer_ids(session, stamp=stamp, account_id=house.accounts[account], ids=ids)


def payment(house: House, case: str, **row: str) -> None:
    """A frozen register of payments with one payment in a case of Kungsholmen, and one reversed in another."""
    columns = "namnd_kod;arende_id;utbetalning_id;utbetalningsdatum;belopp;attestant_id;beslutsfattare_id;status"
    said = {"attestant_id": "", "beslutsfattare_id": ""} | row
    line = f"Kungsholmen;{case};U-1;2026-03-05;1870,00;{said['attestant_id']};{said['beslutsfattare_id']};betald"
    delivery = Delivery(
        f"{columns}\n{line}\n".encode("utf-8-sig"), "utbetalningar.csv", RegisterKind.PAYMENTS, PERIOD, invented=True
    )
    with house.database.transaction() as session:
        taken = take_in(
            session,
            stamp=house.stamp(),
            delivery=delivery,
            board_ids=house.board_ids("Kungsholmen"),
            key=house.settings.pseudonym_key,
        )
        assert taken.frames


def first_unit(session: Session, round_id: int) -> tuple[int, str]:
    unit = rounds.in_use(session, round_id)[0]
    return known(unit.id), unit.unit_id


def test_who_attested_a_payment_in_the_case_is_refused_it_and_not_proposed(house: House) -> None:
    round_id = drawn_round(house, size=4)
    with house.database.transaction(write=False) as session:
        unit, case = first_unit(session, round_id)
    payment(house, case, attestant_id="A-9", beslutsfattare_id="H-1")
    officers(house, "granskare", "a-9", "x")
    with house.database.transaction() as session:
        found = operations.distribution(session, round_id=round_id)
        assert found.ties == {(unit, house.accounts["granskare"]): (Tie.ATTESTED,)}
        assert {place.unit.id: place.proposed_id for place in found.places}[unit] == house.accounts["granskare2"]
        given = {unit: house.accounts["granskare"]}
        with pytest.raises(DistributionError, match="Jäv: Granskare har attesterat en utbetalning i ärendet"):
            operations.distribute(session, stamp=house.stamp(), round_id=round_id, reviewers=given)


def test_a_whole_proposal_by_load_or_with_boards_swapped(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house, size=4)
    answered_review(house, round_id, position=1)
    with house.database.transaction(write=False) as session:
        by_load = operations.distribution(session, round_id=round_id, way=Way.BY_LOAD)
        swapped = operations.distribution(session, round_id=round_id, way=Way.SWAPPED)
    for found in (by_load, swapped):
        proposed = [place.proposed_id for place in found.places]
        assert found.places[0].proposed_id == house.accounts["granskare"], "what is begun stays"
        assert {proposed.count(house.accounts[name]) for name in ("granskare", "granskare2")} == {4}


def test_ids_are_told_in_the_journal_and_set_as_a_whole(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    officers(house, "granskare", "a", "b")
    officers(house, "granskare", "b", "c")
    with house.database.transaction(write=False) as session:
        assert officer_ids(session, [house.accounts["granskare"]]) == {house.accounts["granskare"]: {"b", "c"}}


# ---- Declaring --------------------------------------------------------------------------------------------------


def declare(house: House, review_id: int, account: str = "granskare") -> int | None:
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        return operations.declare(session, stamp=house.stamp(account), review=review, reason="Min granne.")


def test_a_file_left_because_of_jav_passes_on_blank(house: House) -> None:
    round_id = distributed_round(house)
    left = answered_review(house, round_id)
    assert declare(house, left) == house.accounts["granskare2"]
    new = review_id_of(house, round_id)
    with house.database.transaction(write=False) as session:
        assert operations.state_now(session, session.get_one(Review, left)) is State.PASSED_ON
        assert len(operations.answers_of(session, left)) > 0, "what she had answered stays"
        assert operations.answers_of(session, new) == {}
        assert session.get_one(Review, new).reviewer_id == house.accounts["granskare2"]
        [told] = operations.passed_on(session, round_id, house.board_ids("Kungsholmen"))
        assert (told.by, told.to, told.said.reason) == ("Granskare", house.accounts["granskare2"], "Min granne.")
        assert left not in {one.review_id for one in operations.assigned_to(session, house.accounts["granskare"])}
    with pytest.raises(ReviewClosedError, match="lämnad vidare"):
        declare(house, left)


def test_who_has_declared_jav_does_not_get_the_file_again(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    left = review_id_of(house, round_id)
    declare(house, left)
    with house.database.transaction() as session:
        unit = session.get_one(Review, left).sample_unit_id
        given = {unit: house.accounts["granskare"]}
        with pytest.raises(DistributionError, match="har anmält jäv"):
            operations.distribute(session, stamp=house.stamp(), round_id=round_id, reviewers=given)


def test_where_nobody_can_take_over_the_coordinator_is_told(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    assert declare(house, review_id_of(house, round_id)) is None
    new = review_id_of(house, round_id)
    with house.database.transaction(write=False) as session:
        assert operations.state_now(session, session.get_one(Review, new)) is State.UNASSIGNED
        unit = session.get_one(Review, new).sample_unit_id
        seats = session.exec(select(Review.seat).where(Review.sample_unit_id == unit))
        assert sorted(seats) == sorted([Seat.LEFT, Seat.FIRST, Seat.SECOND])


def test_nobody_declares_jav_for_somebody_else_or_after_signing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    review_id = answered_review(house, round_id)
    with pytest.raises(ReviewClosedError, match="någon annan"):
        declare(house, review_id, "granskare2")
    answered_review(house, round_id, position=3, sign=True)
    with pytest.raises(ReviewClosedError, match="signerad"):
        declare(house, review_id_of(house, round_id, position=3))
