"""A second review that the coordinator withdraws before it is signed."""

import pytest
from sqlmodel import select

from audit.journal import operations as journal
from audit.reviews import operations
from audit.reviews.models import Review, Withdrawal
from audit.reviews.operations import ReviewClosedError
from audit.reviews.rules.states import Seat, State
from tests.support.at_once import filled
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, answered_second, distributed_round, second_reviewer


def withdraw(house: House, review_id: int) -> None:
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        operations.withdraw(session, stamp=house.stamp(), review=review, reason="Granskaren är sjuk.")


def state(house: House, review_id: int) -> State:
    with house.database.transaction(write=False) as session:
        return operations.state_now(session, session.get_one(Review, review_id))


def main_of(house: House, account: str, address: str) -> str:
    return text_of(parse(house.client(account).get(address)).find(".//main"))


def test_the_first_review_counts_at_once_and_the_second_one_s_answers_are_kept(house: House) -> None:
    round_id = distributed_round(house)
    second = second_reviewer(house, round_id)
    answered_second(house, round_id, sign=False)
    first = answered_review(house, round_id, sign=True)
    assert state(house, first) is State.AWAITING
    withdraw(house, second)
    assert (state(house, first), state(house, second)) == (State.SIGNED, State.WITHDRAWN)
    with house.database.transaction(write=False) as session:
        assert session.get_one(Review, first).finished_at == house.clock()
        assert operations.answers_of(session, second)
        assert session.exec(select(Withdrawal.reason)).one() == "Granskaren är sjuk."
        told = journal.about(session, action="review:withdrawn", object_ids=[second])
        assert len(list(told)) == 1


def test_what_is_signed_or_no_second_review_is_not_withdrawn(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    first = answered_review(house, round_id)
    signed = answered_second(house, round_id)
    for review_id, words in ((first, "Bara en andra granskning"), (signed, "signerad")):
        with pytest.raises(ReviewClosedError, match=words):
            withdraw(house, review_id)


def test_on_the_page_it_takes_a_reason_and_the_file_can_be_given_to_another(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    second = second_reviewer(house, round_id)
    answered_second(house, round_id, sign=False)
    page, address = house.client("samordnare"), f"/granskning/{second}/aterkalla"
    assert "Skriv varför granskningen återkallas." in text_of(parse(page.fill(address)).find(".//main"))
    overview = page.fill(address, reason="Granskaren är sjuk.").location or ""
    told = main_of(house, "samordnare", overview)
    assert "Återkallad från Granskare2" in told
    assert "Granskaren är sjuk." in main_of(house, "granskare2", "/granskning")
    assert house.client("granskare2").get(f"/granskning/{second}").status_code == 404
    assert "är återkallad av samordnaren" in main_of(house, "samordnare", address)
    with house.database.transaction() as session:
        unit = session.get_one(Review, second).sample_unit_id
        given = {unit: house.accounts["granskare2"]}
        operations.give_seconds(session, stamp=house.stamp(), round_id=round_id, reviewers=given)
        seats = session.exec(select(Review.seat).where(Review.sample_unit_id == unit)).all()
    assert sorted(seats) == sorted([Seat.FIRST, Seat.SECOND, Seat.WITHDRAWN])
    assert "Granskaren är sjuk." not in main_of(house, "granskare2", "/granskning")


def test_the_desk_itself_says_that_it_is_withdrawn_and_shows_what_was_typed(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    second = second_reviewer(house, round_id)
    area = f"/granskning/{second}?omrade=ansokan"
    client = house.client("granskare2")
    typed = filled(client, area, **{"kommentar-application_on_file": "Skrivet i sista stund."})
    withdraw(house, second)
    sent = typed()
    for answer in (client.get(area), sent):
        told = text_of(parse(answer).find(".//main"))
        assert answer.status_code == 404
        assert "är återkallad 2" in told
        assert "Granskaren är sjuk. Du behöver inte göra något mer med den." in told
    assert "Skrivet i sista stund." in sent.text
