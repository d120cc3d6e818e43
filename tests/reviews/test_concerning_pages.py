"""The desk asks for what the rules need, folds away what does not concern the file, and counts what is overruled."""

import pytest
from werkzeug.test import TestResponse

from tests.support.house import House
from tests.support.pages import Element, PageClient, parse, text_of
from tests.support.reviewed import answered_review, distributed_round, review_id_of

CHILD, MET = "child_situation_described", "child_met_at_least_once"
PLACE = "?omrade=barnperspektiv"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    return house_on_sqlite


def main_of(answer: TestResponse) -> Element:
    return parse(answer).find(".//main")


def card(answer: TestResponse, question: str) -> Element:
    return next(each for each in main_of(answer).iter("article") if each.get("id") == f"fraga-{question}")


def save(page: PageClient, review_id: int, place: str, **fields: str) -> TestResponse:
    """Send the area's form with some fields changed."""
    return page.fill(f"/granskning/{review_id}{place}", -1, **fields)


def without_children(house: House) -> tuple[int, PageClient]:
    """A review of a household without children by its register, and the reviewer's browser."""
    return review_id_of(house, distributed_round(house)), house.client("granskare")


def test_the_register_fills_in_what_it_knows_and_the_rest_is_asked(house: House) -> None:
    review_id, page = without_children(house)
    main = main_of(page.get(f"/granskning/{review_id}?omrade=arbetsplan"))
    text = text_of(main)
    assert "Uppgifter om ärendet" in text
    assert "Antal möten med den sökande" in text
    assert "uppgifter ur registret" in text
    fields = {field.get("name"): field for field in main.iter("input")}
    assert fields["svar-uppgift.meetings"].get("value") == ""
    assert "Registret: " in text


def test_what_does_not_concern_the_file_is_folded_away_with_the_reason(house: House) -> None:
    review_id, page = without_children(house)
    folded = card(page.get(f"/granskning/{review_id}{PLACE}"), CHILD)
    assert "folded" in (folded.get("class") or "")
    assert "Inte aktuell för att antal barn i hushållet är 0 enligt registret." in text_of(folded)
    assert folded.find("details/summary") is not None
    assert "barnperspektiv" not in {
        link.get("href", "").rpartition("=")[2]
        for link in main_of(page.get(f"/granskning/{review_id}/signera")).iter("a")
    }


def test_a_fact_corrected_without_script_opens_the_questions_and_is_told(house: House) -> None:
    review_id, page = without_children(house)
    sent = save(page, review_id, PLACE, **{"svar-uppgift.children_count": "2"})
    assert sent.status_code == 302
    again = page.get(f"/granskning/{review_id}{PLACE}")
    assert "Visas för att antal barn i hushållet är 2 enligt akten." in text_of(card(again, CHILD))
    assert "Registret: 0 Rättat efter akten" in text_of(main_of(again))
    assert "och vid Ej aktuellt: frågan gäller den här akten" in text_of(card(again, CHILD))


def test_a_fact_that_can_not_be_read_keeps_the_whole_form(house: House) -> None:
    review_id, page = without_children(house)
    refused = save(page, review_id, PLACE, **{"svar-uppgift.children_count": "några", f"kommentar-{CHILD}": "Kvar."})
    assert refused.status_code == 422
    assert "Antal barn i hushållet: Skriv ett heltal, till exempel 2." in text_of(main_of(refused))
    assert 'value="några"' in refused.get_data(as_text=True)
    assert "Kvar." in refused.get_data(as_text=True)


def test_two_windows_that_tell_a_fact_differently_are_both_heard(house: House) -> None:
    review_id, page = without_children(house)
    address, stale = page.form(f"/granskning/{review_id}{PLACE}", -1)
    save(page, review_id, PLACE, **{"svar-uppgift.children_count": "2"})
    refused = page.post(address, data={**stale, "svar-uppgift.children_count": "3"})
    assert refused.status_code == 422
    assert "ändrades till »2« i ett annat fönster" in text_of(main_of(refused))


def test_the_script_tells_a_fact_and_hears_which_questions_it_turns(house: House) -> None:
    review_id, page = without_children(house)
    _, fields = page.form(f"/granskning/{review_id}{PLACE}", -1)
    data = {"csrf_token": fields["csrf_token"], "fraga": "uppgift.children_count", "svar": "1", "version": "0"}
    answer = page.post(f"/granskning/{review_id}/svar", data=data).get_json()
    assert (answer["version"], answer["left"]["barnperspektiv"]) == (1, 2)
    assert answer["concern"][CHILD] == ["applies", "Visas för att antal barn i hushållet är 1 enligt akten."]
    collided = page.post(f"/granskning/{review_id}/svar", data={**data, "svar": "4"})
    assert (collided.status_code, collided.get_json()["kept"]["label"]) == (409, "1")
    faulty = page.post(f"/granskning/{review_id}/svar", data={**data, "svar": "x", "version": "1"})
    assert (faulty.status_code, faulty.get_json()["fault"]) == (422, "Skriv ett heltal, till exempel 2.")


def test_an_answer_against_the_rule_takes_a_reason_and_is_counted(house: House) -> None:
    round_id = distributed_round(house)
    review_id = review_id_of(house, round_id)
    page = house.client("granskare")
    save(page, review_id, PLACE, **{f"svar-{CHILD}": "ja"})
    assert "Skäl saknas" in text_of(card(page.get(f"/granskning/{review_id}{PLACE}"), CHILD))
    save(page, review_id, PLACE, **{f"skal-{CHILD}": "Barnet bor här varannan vecka."})
    assert "Klar" in text_of(card(page.get(f"/granskning/{review_id}{PLACE}"), CHILD))
    coordinator = house.client("samordnare")
    told = text_of(main_of(coordinator.get(f"/granskning/omgang/{round_id}/avsteg")))
    assert "1 fråga är besvarad fast regeln säger att den inte är aktuell." in told
    assert "Aktuell ändå Barnet bor här varannan vecka." in told.replace("ändåBarnet", "ändå Barnet")


def test_where_register_and_file_differ_is_listed_for_the_coordinator(house: House) -> None:
    round_id = distributed_round(house)
    review_id = answered_review(house, round_id)
    page = house.client("granskare")
    save(page, review_id, PLACE, **{"svar-uppgift.children_count": "2"})
    coordinator = house.client("samordnare")
    found = main_of(coordinator.get(f"/granskning/omgang/{round_id}/avsteg"))
    row = [text_of(cell) for cell in found.findall(".//table")[0].findall(".//tbody/tr/*")]
    assert row[1:] == ["Kungsholmen", "Antal barn i hushållet", "0", "2"]
    compiled = text_of(main_of(coordinator.get(f"/iakttagelser/omgang/{round_id}")))
    assert "I 1 uppgift har granskarna rättat registret efter akten." in compiled
    assert house.client("annan-samordnare").get(f"/granskning/omgang/{round_id}/avsteg").status_code == 404
