"""A payment's review: by how much it was wrong, the case behind it, and what the payments come to in kronor."""

import pytest
from sqlmodel import col, select
from werkzeug.test import TestResponse

from audit.registers.rules import RegisterKind
from audit.reviews.models import PaymentError
from audit.reviews.rules.payments import AMOUNT, amount_lack, overpaid_fault, read_kronor, settled_clash
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.remembered import remembered
from tests.support.reviewed import answered_review, answered_second, distributed_round, review_id_of, second_reviewer
from tests.support.story import BOARDS, POPULATION, extract_and_frames

PAYMENTS = RegisterKind.PAYMENTS
WRONG = {"pay_amount_equals_decision": ("nej", "Hyran är betald två gånger.")}


@remembered
def payments_given_out(house: House) -> int:
    """A round of payments, each with its case in a case register. Gives the round's id."""
    extract_and_frames(house, prefix="")
    return distributed_round(house, kind=PAYMENTS)


def words(answer: TestResponse) -> str:
    return " ".join(text_of(parse(answer)).split())


def test_the_reviewer_tells_how_many_kronor_were_wrong_before_she_signs(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, payments_given_out(house_on_sqlite)
    review_id = answered_review(house, round_id, answers=WRONG)
    client = house.client("granskare")
    desk, page = f"/granskning/{review_id}", f"/granskning/{review_id}/belopp"
    assert "Belopp i fel: inte angivet" in words(client.get(desk))
    assert "Ange hur många kronor som är fel" in words(client.get(f"{desk}/signera"))
    assert client.fill(f"{desk}/belopp", overpaid="", underpaid="").status_code == 422
    odd = client.fill(page, overpaid="250-", underpaid="ett par")
    assert odd.status_code == 422
    assert "Skriv 0 eller mer, utan minustecken" in words(odd)
    assert "Skriv ett belopp i kronor" in words(odd)
    assert 'value="250-"' in odd.text
    assert "Mer än så kan inte vara för mycket" in words(client.fill(page, overpaid="99 999", underpaid="0"))
    assert client.fill(page, overpaid="1 000,50", underpaid="0").location == f"{desk}/signera"
    assert "1 000,50 kr för mycket" in words(client.get(f"{desk}/signera"))
    assert client.fill(page, overpaid="500", underpaid="0").status_code == 302
    assert client.fill(f"{desk}/signera").location == "/granskning"
    with house.database.transaction(write=False) as session:
        told = session.exec(select(PaymentError.overpaid).order_by(col(PaymentError.number))).all()
    assert list(told) == [100_050, 50_000]
    assert client.get(page).status_code == 404


def test_another_window_is_not_written_over(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, payments_given_out(house_on_sqlite)
    page = f"/granskning/{review_id_of(house, round_id)}/belopp"
    client = house.client("granskare")
    client.fill(page, overpaid="100", underpaid="0")
    assert "ändrades i ett annat fönster" in words(client.fill(page, overpaid="200", underpaid="0", seen="0"))


def test_the_results_say_kronor_for_each_board_when_all_is_signed(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, payments_given_out(house_on_sqlite)
    page = f"/iakttagelser/omgang/{round_id}"
    first = answered_review(house, round_id, answers=WRONG)
    house.client("granskare").fill(f"/granskning/{first}/belopp", overpaid="500", underpaid="20")
    house.client("granskare").fill(f"/granskning/{first}/signera")
    coordinator = house.client("samordnare")
    assert "visas när alla nämndens utbetalningar är signerade" in words(coordinator.get(page))
    for board in BOARDS:
        for position in (1, 2, 3):
            if (board, position) != ("Kungsholmen", 1):
                answered_review(house, round_id, board=board, position=position, sign=True)
    said = words(coordinator.get(page))
    assert "För mycket utbetalt: 500,00 kr av" in said
    # 40 payments times 500/3 kr.
    assert f"Troligast för mycket utbetalt av de {POPULATION} utbetalningarna i ramen" in said
    assert "6 666,67 kr" in said
    assert "För lite utbetalt i de granskade: 20,00 kr" in said
    assert "Inget för mycket utbetalt hittades" in said
    assert "Kungsholmen: utbetalningar med fel belopp" in said
    assert "utbetalningar med fel belopp" not in words(house.client("lasare").get(page))


def test_an_amount_is_read_without_guessing() -> None:
    assert [read_kronor(text) for text in ("1 870,00", "0", "12 kr", "12.5")] == [187_000, 0, 1200, 1250]
    for text in ("250-", "-250", "−250", "hundra", "1,234", "-0"):
        with pytest.raises(ValueError, match="Skriv"):
            read_kronor(text)
    assert overpaid_fault(100, None) is None
    assert overpaid_fault(1, -25_000)


def test_a_deviation_and_its_amount_belong_together() -> None:
    assert amount_lack(["ja", "nej"], given=None)
    assert amount_lack(["ja", "nej"], given=(0, 0)) is None
    assert amount_lack(["ja"], given=(100, 0))
    assert amount_lack(["ja"], given=(0, 0)) is None


def test_two_who_say_different_amounts_settle_it_like_an_answer(house_on_sqlite: House) -> None:
    """One says that 500 kr were too much, the other 300: what they come to is what the compilation counts."""
    house, round_id = house_on_sqlite, payments_given_out(house_on_sqlite)
    first, page = answered_review(house, round_id, answers=WRONG), f"/iakttagelser/omgang/{round_id}"
    one, other, coordinator = (house.client(name) for name in ("granskare", "granskare2", "samordnare"))
    second_reviewer(house, round_id)
    second = answered_second(house, round_id, answers=WRONG, sign=False)
    for client, review_id, kronor in ((one, first, "500"), (other, second, "300")):
        client.fill(f"/granskning/{review_id}/belopp", overpaid=kronor, underpaid="0")
        assert client.fill(f"/granskning/{review_id}/signera").status_code == 302
    both = f"/granskning/{first}/skillnader"
    shown = words(one.get(both))
    assert "1 skillnad att avgöra" in shown
    assert "500,00 kr för mycket" in shown
    assert "300,00 kr för mycket" in shown
    assert "För mycket utbetalt" not in words(coordinator.get(page))
    refused = one.fill(both, overpaid="99 999", underpaid="två", reason="")
    assert refused.status_code == 422
    assert all(fault in words(refused) for fault in ("Skriv ett belopp i kronor", "Skriv varför det beloppet"))
    assert "Mer än så kan inte vara" in words(one.fill(both, overpaid="99 999", underpaid="0", reason="Påhittat skäl."))
    assert one.fill(both, overpaid="300", underpaid="0", reason="Påhittat: hyran var 200 högre.").status_code == 302
    assert "Väntar på att den andra granskaren bekräftar" in words(one.get(both))
    assert other.fill(both).status_code == 302
    assert "Gäller: 300,00 kr för mycket" in words(coordinator.get(both))
    assert "För mycket utbetalt i 1 signerad utbetalning: 300,00 kr" in words(coordinator.get(page))


def test_a_coordinator_decides_between_two_amounts_but_not_against_the_answers(house_on_sqlite: House) -> None:
    """One found 500 kr and a deviation, the other nothing: an amount can't hold when the answer has become Ja."""
    house, round_id = house_on_sqlite, payments_given_out(house_on_sqlite)
    first = answered_review(house, round_id, answers=WRONG)
    one, coordinator = house.client("granskare"), house.client("samordnare")
    second_reviewer(house, round_id)
    one.fill(f"/granskning/{first}/belopp", overpaid="500", underpaid="0")
    assert one.fill(f"/granskning/{first}/signera").status_code == 302
    answered_second(house, round_id)
    both = f"/granskning/{first}/skillnader"
    assert "2 skillnader att avgöra" in words(coordinator.get(both))
    assert coordinator.fill(both, value="ja", reason="Påhittat: beslutet ändrades.").status_code == 302
    refused = coordinator.fill(both, overpaid="500", underpaid="0", reason="Påhittat skäl.")
    assert refused.status_code == 422
    assert "utan att någon fråga är Delvis eller Nej" in words(refused)
    assert "Påhittat skäl." in refused.text
    assert coordinator.fill(both, overpaid="0", underpaid="0", reason="Påhittat skäl.").status_code == 302
    assert "Gäller: 0,00 kr för mycket" in words(coordinator.get(both))


def test_what_two_came_to_must_hold_together() -> None:
    answers = {"q1": ["nej", "ja"], "q2": ["ja", "ja"], AMOUNT: ["50000/0", "0/0"]}
    assert settled_clash(answers, {}, settling=(AMOUNT, "50000/0")) is None
    assert settled_clash(answers, {"q1": "nej"}, settling=(AMOUNT, "50000/0")) is None
    assert settled_clash(answers, {"q1": "ja"}, settling=(AMOUNT, "50000/0"))
    assert settled_clash(answers, {"q1": "ja"}, settling=(AMOUNT, "0/0")) is None
    assert settled_clash(answers, {AMOUNT: "50000/0"}, settling=("q1", "ja"))
    assert settled_clash(answers, {AMOUNT: "50000/0"}, settling=("q1", "delvis")) is None
    assert settled_clash({"q1": ["nej", "ja"]}, {}, settling=("q1", "ja")) is None


def test_the_same_amount_is_no_difference(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, payments_given_out(house_on_sqlite)
    first = answered_review(house, round_id, sign=True)
    second_reviewer(house, round_id)
    answered_second(house, round_id)
    assert "Det finns inget att avgöra" in words(house.client("granskare").get(f"/granskning/{first}/skillnader"))
