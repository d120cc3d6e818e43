"""A reviewer from a board outside the round: the assignment is the grant, for that file and until it is signed."""

import pytest
from sqlmodel import col, select

from audit.accounts.operations import known
from audit.accounts.rules import Purpose
from audit.reviews import operations
from audit.reviews.models import Review
from audit.reviews.rules import Given
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.rules import InputError
from tests.support.furnished import shared
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import distributed_round

GUEST = "annan-granskare"


def shared_with_guests(house: House) -> dict[str, int]:
    """Both boards let Östermalm's reviewers in."""
    return {board: shared(house, board, Purpose.REVIEWING) for board in ("Kungsholmen", "Norrmalm")}


def invite(house: House, round_id: int) -> None:
    shared_with_guests(house)
    page, address = house.client("samordnare"), f"/omgangar/{round_id}/granskare"
    assert "Annan-granskare (Östermalm)" in text_of(parse(page.get(address)).find(".//main"))
    assert page.fill(address, guests=[str(house.accounts[GUEST])]).status_code == 302
    assert "Annan-granskare (från en annan nämnd)" in text_of(parse(page.get(f"/omgangar/{round_id}")).find(".//main"))


def test_a_guest_reaches_the_files_that_she_is_given_and_nothing_else_of_the_round(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    invite(house, round_id)
    guest = house.client(GUEST)
    assert "inga tilldelade än" in text_of(parse(guest.get("/granskning")).find(".//main"))
    with house.database.transaction() as session:
        unit = session.exec(
            select(SampleUnit).where(SampleUnit.board_id == house.boards["Kungsholmen"]).order_by(col(SampleUnit.id))
        ).first()
        assert unit
        people = {known(unit.id): house.accounts[GUEST]}
        operations.distribute(session, stamp=house.stamp(), round_id=round_id, reviewers=people)
        hers = session.exec(select(Review.id).where(Review.reviewer_id == house.accounts[GUEST])).one()
        others = session.exec(
            select(Review.id).where(Review.reviewer_id != house.accounts[GUEST]).order_by(col(Review.id))
        ).first()
    assert unit.unit_id in text_of(parse(guest.get("/granskning")).find(".//main"))
    assert guest.get(f"/granskning/{hers}").status_code == 200
    assert guest.get(f"/granskning/{others}").status_code == 404
    for address in (f"/omgangar/{round_id}", f"/granskning/omgang/{round_id}/blankett"):
        assert guest.get(address).status_code == 404, address
    with house.database.transaction() as session:
        review, stamp = session.get_one(Review, hers), house.stamp(GUEST)
        areas = operations.areas_of(session.get_one(Round, round_id))
        given = [Given(question.id, "ja", reason="Påhittat.") for part in areas for question in part.questions]
        assert operations.save_area(session, stamp=stamp, review=review, given=given) == []
        operations.sign_off(session, stamp=stamp, review=review)
    assert guest.get(f"/granskning/{hers}").status_code == 404, "the grant ends with the signing"


def test_a_plan_that_is_changed_leaves_the_guests_and_a_guest_may_be_let_go(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    invite(house, round_id)
    page, address = house.client("samordnare"), f"/omgangar/{round_id}/granskare"
    page.fill(address, reviewers=[str(house.accounts["granskare2"])])
    with house.database.transaction(write=False) as session:
        names = [one.username for one in rounds.reviewers(session, round_id, house.board_ids("Norrmalm"))]
    assert names == [GUEST, "granskare2"]
    page.fill(address, guests=None)
    with house.database.transaction(write=False) as session:
        assert rounds.guest_ids(session, round_id) == set()


def test_nobody_is_invited_from_a_board_that_the_files_are_not_shared_with(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    address = f"/omgangar/{round_id}/granskare"
    shared(house, "Kungsholmen", Purpose.REVIEWING)
    page = text_of(parse(house.client("samordnare").get(address)).find(".//main"))
    assert "Annan-granskare" not in page, "Norrmalm's files are in the round too"
    people: dict[str, list[int]] = {"account_ids": [], "invited": [house.accounts[GUEST]]}
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        with pytest.raises(InputError):
            rounds.set_reviewers(session, stamp=house.stamp(), round_=round_, **people)


def test_the_day_a_sharing_ends_its_guests_are_shut_out(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    invite(house, round_id)
    with house.database.transaction() as session:
        units = rounds.in_use(session, round_id, house.board_ids("Kungsholmen"))[:1]
        people = {known(unit.id): house.accounts[GUEST] for unit in units}
        operations.distribute(session, stamp=house.stamp(), round_id=round_id, reviewers=people)
        hers = session.exec(select(Review.id).where(Review.reviewer_id == house.accounts[GUEST])).one()
    assert house.client(GUEST).get(f"/granskning/{hers}").status_code == 200
    house.clock.forward(days=91)
    guest = house.client(GUEST)
    for address in (f"/granskning/{hers}", f"/granskning/{hers}/signera"):
        assert guest.get(address).status_code == 404, address
    assert units[0].unit_id not in text_of(parse(guest.get("/granskning")).find(".//main"))
    assert units[0].unit_id not in text_of(parse(guest.get("/")).find(".//main"))
