"""The pages of jäv, of two who review the same file, of the calibration file and of what is sent back."""

from typing import Any

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from audit.registers.models import RegisterUnit
from audit.reviews import operations
from audit.reviews.models import Review
from audit.reviews.rules import Given
from audit.reviews.rules.states import Seat, State
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import (
    answered_review,
    answered_second,
    distributed_round,
    review_id_of,
    second_reviewer,
)
from tests.support.story import drawn_round

Q = "application_on_file"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """The operations are tested on both databases; their pages need only one."""
    return house_on_sqlite


def main_of(house: House, account: str, address: str) -> str:
    return text_of(parse(house.client(account).get(address)).find(".//main"))


def state(house: House, review_id: int) -> State:
    with house.database.transaction(write=False) as session:
        return operations.state_now(session, session.get_one(Review, review_id))


# ---- Jäv --------------------------------------------------------------------------------------------------------


def test_jav_is_refused_in_words_at_the_row(house: House) -> None:
    round_id = drawn_round(house)
    with house.database.transaction() as session:
        unit = rounds.in_use(session, round_id)[0]
        row = session.get_one(RegisterUnit, unit.register_unit_id)
        row.content = {**row.content, "handlaggare_id": "H-07"}
    account = house.accounts["granskare"]
    saved = house.client("administrator").fill(f"/konton/{account}", 1, ids="h-07\nH-99")
    assert saved.location == f"/konton/{account}"
    page, address = house.client("samordnare"), f"/granskning/omgang/{round_id}/fordela"
    assert "Jäv: Granskare har handlagt ärendet." in main_of(house, "samordnare", address)
    chosen = page.form(address)[1][f"akt_{unit.id}"]
    assert chosen == str(house.accounts["granskare2"]), "the proposal goes round it"
    chosen_all_the_same: dict[str, Any] = {f"akt_{unit.id}": str(account)}
    refused = page.fill(address, **chosen_all_the_same)
    assert refused.status_code == 422
    row_text = next(text_of(one) for one in parse(refused).findall(".//tbody/tr") if unit.unit_id in text_of(one))
    assert "Jäv: Granskare har handlagt ärendet. Välj någon annan." in row_text


def test_too_many_ids_are_refused_and_what_was_typed_is_kept(house: House) -> None:
    ids = "\n".join(f"H-{number}" for number in range(30))
    address = f"/konton/{house.accounts['granskare']}"
    refused = house.client("administrator").fill(address, 1, ids=ids)
    assert refused.status_code == 422
    assert "högst 20 id" in text_of(parse(refused).find(".//main"))
    assert "H-29" in refused.get_data(as_text=True)


def test_the_reviewer_declares_jav_and_the_coordinator_sees_where_the_file_went(house: House) -> None:
    round_id = distributed_round(house)
    review_id = review_id_of(house, round_id)
    page = house.client("granskare")
    assert page.fill(f"/granskning/{review_id}/jav").status_code == 422
    left = page.fill(f"/granskning/{review_id}/jav", reason="Sökanden är min granne.")
    assert "Någon annan granskar den." in main_of_page(page.get(left.location or ""))
    assert page.get(f"/granskning/{review_id}").status_code == 404
    text = main_of(house, "samordnare", f"/granskning/omgang/{round_id}")
    assert "Lämnade vidare för jäv" in text
    assert "Sökanden är min granne.Granskare2" in text
    assert "lämnades för jäv" in main_of(house, "samordnare", f"/granskning/{review_id}")


def main_of_page(response: TestResponse) -> str:
    return text_of(parse(response).find(".//main"))


# ---- In pairs ---------------------------------------------------------------------------------------------------


def test_two_reviewers_from_the_share_to_the_settled_answer(house: House) -> None:
    round_id = distributed_round(house)
    page = house.client("samordnare")
    address = f"/granskning/omgang/{round_id}/dubbel"
    page.fill(address, percent="10")
    assert "2 akter har ingen andra granskare än." in main_of(house, "samordnare", address)
    given = page.fill(address, 1)
    told = main_of_page(page.get(given.location or ""))
    assert "2 akter har fått en andra granskare." in told
    assert "Inte påbörjad" in told
    first = answered_review(house, round_id, sign=True)
    second = answered_second(house, round_id, answers={Q: ("nej", "Saknas.")})
    settling = f"/granskning/{first}/skillnader"
    assert "1 skillnad att avgöra. 24 av 25 svar är lika" in main_of(house, "granskare2", settling)
    assert "ni svarade olika" in main_of(house, "granskare", "/")
    one, other = house.client("granskare"), house.client("granskare2")
    assert one.fill(settling).status_code == 422
    one.fill(settling, value="nej", reason="Vi läste om akten.")
    assert "Väntar på att den andra granskaren bekräftar." in main_of(house, "granskare", settling)
    other.fill(f"/granskning/{second}/skillnader")
    assert "Skillnaden är avgjord." in main_of(house, "granskare", settling)
    assert state(house, first) is State.SETTLED
    agreement = main_of(house, "samordnare", f"/granskning/omgang/{round_id}/samstammighet")
    assert "De två gav samma svar i 24 av 25 jämförda svar" in agreement


def test_before_both_have_signed_there_is_nothing_to_see(house: House) -> None:
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    first = answered_review(house, round_id, sign=True)
    for account in ("granskare", "granskare2", "samordnare"):
        assert house.client(account).get(f"/granskning/{first}/skillnader").status_code == 404
    assert "Ingen akt är signerad av två än." in main_of(
        house, "samordnare", f"/granskning/omgang/{round_id}/samstammighet"
    )


def test_all_answer_the_calibration_file_and_then_see_each_other(house: House) -> None:
    round_id = distributed_round(house)
    address = f"/granskning/omgang/{round_id}/kalibrering"
    assert house.client("granskare").get(address).status_code == 404
    house.client("samordnare").fill(address)
    assert "Kalibrering" in main_of(house, "granskare", "/granskning")
    assert "0 av 2 granskare klara" in main_of(house, "granskare", address)
    with house.database.transaction() as session:
        for number, review in enumerate(session.exec(select(Review).where(Review.seat == Seat.CALIBRATION)).all()):
            stamp = house.stamp("granskare2" if number else "granskare")
            assert review.reviewer_id == stamp.actor
            areas = operations.areas_of(session.get_one(Round, round_id))
            given = [
                Given(question.id, "nej" if number and question.id == Q else "ja", "Påhittat.", reason="Påhittat.")
                for part in areas
                for question in part.questions
            ]
            operations.save_area(session, stamp=stamp, review=review, given=given)
            operations.sign_off(session, stamp=stamp, review=review)
    text = main_of(house, "granskare", address)
    assert "Två granskare gav samma svar i 24 av 25" in text
    assert "Finns en ansökan" in text
    assert "0 av 3 akter" in main_of(house, "samordnare", f"/granskning/omgang/{round_id}")


def test_a_calibration_that_can_not_begin_says_why_and_offers_no_button(house: House) -> None:
    round_id = distributed_round(house)
    answered_review(house, round_id, sign=True)
    page = house.client("samordnare").get(f"/granskning/omgang/{round_id}/kalibrering")
    assert "Ge alla samma akt" not in page.text
    assert "har redan börjat" in main_of_page(page)


def test_the_share_can_not_be_lowered_when_it_is_given_out(house: House) -> None:
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    refused = house.client("samordnare").fill(f"/granskning/omgang/{round_id}/dubbel", percent="0")
    assert refused.status_code == 422
    assert "kan höjas men inte sänkas" in main_of_page(refused)


# ---- Sent back --------------------------------------------------------------------------------------------------


def test_a_review_is_sent_back_and_its_remarks_resolved_one_by_one(house: House) -> None:
    round_id = distributed_round(house)
    review_id = answered_review(house, round_id, sign=True)
    coordinator, reviewer = house.client("samordnare"), house.client("granskare")
    address = f"/granskning/{review_id}/aterlamna"
    assert "Skriv minst en anmärkning." in main_of_page(coordinator.fill(address))
    remarked: dict[str, Any] = {f"anm_{Q}": "Vilken sida?"}
    back = coordinator.fill(address, **remarked)
    assert "är återlämnad" in main_of_page(coordinator.get(back.location or ""))
    assert "1 anmärkning att lösa" in main_of(house, "granskare", "/")
    desk = f"/granskning/{review_id}"
    main = parse(reviewer.get(desk)).find(".//main")
    card = main.find(f".//article[@id='fraga-{Q}']")
    assert "Vilken sida?" in text_of(card)
    resolved_by = card.find(".//button[@form]").get("form")
    assert card.find(".//input[@name='resolution']").get("form") == resolved_by
    assert main.find(f".//form[@id='{resolved_by}']").get("action").startswith(f"{desk}/anmarkning/")
    signing = main_of(house, "granskare", f"{desk}/signera")
    assert "1 anmärkning att lösa" in signing
    assert "är besvarade" not in signing
    reviewer.fill(desk, resolution="Sidan 4.")
    assert "Alla anmärkningar är lösta" in main_of(house, "granskare", desk)
    reviewer.fill(f"{desk}/signera")
    assert state(house, review_id) is State.SIGNED
    text = main_of(house, "samordnare", desk)
    assert "Vilken sida? Löst" in text
    with house.database.transaction(write=False) as session:
        [(reopening, _)] = operations.reopenings(session, review_id)
    earlier = main_of(house, "samordnare", f"{desk}/tidigare/{reopening.id}")
    assert "Så här var svaren när granskningen öppnades igen" in earlier
    assert "Återlämnad med en anmärkning." in earlier


def test_what_is_not_signed_can_not_be_sent_back(house: House) -> None:
    round_id = distributed_round(house)
    review_id = review_id_of(house, round_id)
    assert "redan öppen" in main_of(house, "samordnare", f"/granskning/{review_id}/aterlamna")


def test_a_file_that_nobody_can_take_over_stands_on_start(house: House) -> None:
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    review_id = review_id_of(house, round_id)
    house.client("granskare").fill(f"/granskning/{review_id}/jav", reason="Granne.")
    assert "1 akt utan granskare" in main_of(house, "samordnare", "/")
