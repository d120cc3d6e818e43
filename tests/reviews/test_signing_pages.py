"""Signing names what is missing, locks the review, and only a reason opens it again."""

import pytest

from audit.reviews.models import Review
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, distributed_round, review_id_of

Q, Q2 = "application_on_file", "journal_continuous"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def signed_at(house: House, review_id: int) -> object:
    with house.database.transaction(write=False) as session:
        return session.get_one(Review, review_id).signed_at


def test_signing_lists_what_is_missing_with_links_to_it(house: House) -> None:
    review_id = answered_review(house, distributed_round(house), answers={Q: ("nej", "")}, leave=[Q2])
    main = parse(house.client("granskare").get(f"/granskning/{review_id}/signera")).find(".//main")
    assert "2 frågor kvar av 25" in text_of(main)
    lacking = {
        link.get("href"): text_of(item)
        for item in main.findall(".//ul[@class='lacking']/li")
        if (link := item[0]) is not None
    }
    assert [address.partition("?")[2] for address in lacking] == [
        f"omrade=ansokan#fraga-{Q}",
        f"omrade=journal#fraga-{Q2}",
    ]
    assert [text.rpartition("? ")[2] for text in lacking.values()] == ["Kommentar saknas", "Svar saknas"]
    assert main.findall(".//form") == []


def test_what_is_missing_can_not_be_signed_by_any_way(house: House) -> None:
    review_id = answered_review(house, distributed_round(house), leave=[Q2])
    page = house.client("granskare")
    _, fields = page.form(f"/granskning/{review_id}")
    refused = page.post(f"/granskning/{review_id}/signera", data={"csrf_token": fields["csrf_token"], "once": "x" * 32})
    assert refused.status_code == 422
    assert "1 fråga kvar av 25" in text_of(parse(refused).find(".//main"))
    assert signed_at(house, review_id) is None


def test_what_does_not_concern_the_file_is_told_before_it_is_signed(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    folded = ["child_situation_described", "best_interests_assessed_in_decision", "child_met_at_least_once"]
    review_id = answered_review(house, distributed_round(house), leave=folded)
    text = text_of(parse(house.client("granskare").get(f"/granskning/{review_id}/signera")).find(".//main"))
    assert "Alla 22 frågor som gäller akten är besvarade." in text
    assert "3 frågor gäller inte akten. De räknas som Ej aktuellt när du signerar." in text


def test_a_complete_review_is_signed_and_leaves_the_reviewer_s_desk(house_on_each: House) -> None:
    house = house_on_each
    review_id = answered_review(house, distributed_round(house), answers={Q: ("nej", "Saknas.")})
    page = house.client("granskare")
    text = text_of(parse(page.get(f"/granskning/{review_id}/signera")).find(".//main"))
    assert "Alla 25 frågor är besvarade." in text
    assert "Ja24" in text
    assert "Nej1" in text
    signed = page.fill(f"/granskning/{review_id}/signera")
    assert signed.location == "/granskning"
    assert "är signerad" in text_of(parse(page.get("/granskning")).find(".//main"))
    for address in (f"/granskning/{review_id}", f"/granskning/{review_id}/signera"):
        assert page.get(address).status_code == 404


def test_a_double_click_signs_once_and_leads_to_the_same_place(house_on_each: House) -> None:
    house = house_on_each
    review_id = answered_review(house, distributed_round(house))
    page = house.client("granskare")
    address, fields = page.form(f"/granskning/{review_id}/signera")
    first = page.post(address, data=fields)
    house.clock.forward(minutes=1)
    second = page.post(address, data=fields)
    assert first.location == second.location == "/granskning"
    assert signed_at(house, review_id) != house.clock()


def test_an_answer_from_a_window_left_open_is_refused_after_the_signing(house: House) -> None:
    review_id = answered_review(house, distributed_round(house))
    page = house.client("granskare")
    address, fields = page.form(f"/granskning/{review_id}?omrade=ansokan")
    page.fill(f"/granskning/{review_id}/signera")
    assert page.post(address, data=fields | {f"svar-{Q}": "nej"}).status_code == 404
    late = page.post(
        f"/granskning/{review_id}/svar",
        data={"fraga": Q, "svar": "nej", "version": "1"},
        headers={"Accept": "application/json", "X-CSRFToken": fields["csrf_token"]},
    )
    assert late.status_code == 404


def test_opening_again_needs_a_reason_and_gives_the_review_back(house: House) -> None:
    review_id = answered_review(house, distributed_round(house), sign=True)
    page = house.client("samordnare")
    refused = page.fill(f"/granskning/{review_id}", reason="   ")
    assert refused.status_code == 422
    assert "Skriv varför granskningen öppnas igen." in text_of(parse(refused).find(".//main"))
    assert signed_at(house, review_id) is not None
    opened = page.fill(f"/granskning/{review_id}", reason="Journalen var utlånad.")
    assert opened.location == f"/granskning/{review_id}"
    assert "Journalen var utlånad." in text_of(parse(page.get(opened.location)).find(".//main"))
    assert signed_at(house, review_id) is None
    assert house.client("granskare").get(f"/granskning/{review_id}").status_code == 200


def test_only_the_board_s_coordinator_may_open_a_review_again(house: House) -> None:
    review_id = answered_review(house, distributed_round(house), sign=True)
    for account, status in {"granskare": 403, "enhetschef": 403, "annan-samordnare": 404}.items():
        page = house.client(account)
        csrf = parse(page.get("/")).find(".//input[@name='csrf_token']").get("value")
        answer = page.post(f"/granskning/{review_id}/oppna", data={"csrf_token": csrf, "reason": "Därför."})
        assert answer.status_code == status, account
    assert signed_at(house, review_id) is not None


def test_somebody_who_opened_it_a_moment_earlier_is_not_overrun(house_on_each: House) -> None:
    house = house_on_each
    review_id = answered_review(house, distributed_round(house), sign=True)
    one, other = house.client("samordnare"), house.client("samordnare")
    address, fields = other.form(f"/granskning/{review_id}")
    one.fill(f"/granskning/{review_id}", reason="Först.")
    assert other.post(address, data=fields | {"reason": "Strax efter."}).status_code == 409


def test_the_sign_page_of_an_untouched_review_names_every_question(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    main = parse(house.client("granskare").get(f"/granskning/{review_id}/signera")).find(".//main")
    assert len(main.findall(".//ul[@class='lacking']/li")) == 22
    assert "22 frågor kvar av 22" in text_of(main)
