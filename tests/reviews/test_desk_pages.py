"""The desk without script: an area is saved by its button, nothing typed is lost, and strangers find nothing."""

from typing import Any

import pytest
from sqlmodel import select

from audit.accounts.models import Account, SignInSession
from audit.accounts.operations import known
from audit.accounts.passwords import hashed
from audit.journal.models import JournalEntry
from audit.registers.models import RegisterUnit
from audit.reviews import operations
from audit.reviews.models import Review
from audit.reviews.rules import Content
from audit.rounds import operations as rounds
from audit.rounds.models import SampleUnit
from audit.rounds.rules import ReplacementReason
from tests.support.house import House
from tests.support.pages import PageClient, fields_of, parse, text_of
from tests.support.reviewed import answered_review, distributed_round, review_id_of

Q, Q2, Q3 = "application_on_file", "application_signed_by_all", "application_complete_or_supplemented"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages: what the two databases do differently is proven where the operations are."""
    return house_on_sqlite


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The operations are tested on both databases; their pages need only one."""
    return sqlite_url


def kept(house: House, review_id: int) -> dict[str, Content]:
    with house.database.transaction(write=False) as session:
        return operations.contents(operations.answers_of(session, review_id).values())


def said(page: PageClient, address: str) -> str:
    return text_of(parse(page.get(address)).find(".//main"))


def fill(page: PageClient, address: str, fields: dict[str, Any]) -> Any:
    return page.fill(address, **fields)


def autosave(page: PageClient, review_id: int, **fields: str) -> Any:
    csrf = page.form(f"/granskning/{review_id}")[1]["csrf_token"]
    return page.post(
        f"/granskning/{review_id}/svar", data=fields, headers={"Accept": "application/json", "X-CSRFToken": csrf}
    )


def test_the_desk_shows_the_case_and_one_area_at_a_time(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    text = said(page, f"/granskning/{review_id}")
    assert "Kungsholmen" in text
    assert "Beslutsdatum" in text
    assert "Inget svar än" in text
    assert "Finns en ansökan för den granskade perioden i akten?" in text
    assert "Socialtjänstlag (2025:400) 14 kap. 2 §" in text
    assert "Socialtjänstlag (2001:453)" not in text
    assert "Är journalen löpande" not in text
    assert "Är journalen löpande" in said(page, f"/granskning/{review_id}?omrade=journal")


def test_every_area_of_the_checklist_can_be_opened(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    links = parse(page.get(f"/granskning/{review_id}")).findall(".//nav[@class='areas']//a")
    assert len(links) == 11, "nine areas, all of them on one page, and the signing"
    assert {page.get(link.get("href")).status_code for link in links} == {200}


def test_an_area_is_saved_by_its_button(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    fields = {f"svar-{Q}": "ja", f"svar-{Q2}": "nej", f"kommentar-{Q2}": "Rad ett.\r\nRad två."}
    answer = fill(page, f"/granskning/{review_id}", fields)
    assert answer.status_code == 302
    assert answer.location.endswith("omrade=ansokan")
    assert kept(house, review_id) == {Q: Content("ja"), Q2: Content("nej", "Rad ett.\nRad två.")}
    text = said(page, answer.location)
    assert "Sparat 10:00" in text
    assert "Ansökan 1 kvar" in text


def test_saving_can_lead_on_to_the_next_area_and_at_last_to_the_signing(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    onwards = page.fill(f"/granskning/{review_id}?omrade=ansokan", vidare="ja")
    assert onwards.location.endswith("omrade=utredning")
    assert page.fill(f"/granskning/{review_id}?omrade=utbetalning_fut", vidare="ja").location.endswith("/signera")


def test_an_unfinished_answer_is_kept_and_counted_as_left(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    fill(page, f"/granskning/{review_id}", {f"svar-{Q}": "delvis", f"akt-{Q2}": "s. 4"})
    assert kept(house, review_id) == {Q: Content("delvis"), Q2: Content(None, "", "s. 4")}
    text = said(page, f"/granskning/{review_id}?omrade=ansokan")
    assert "Kommentar saknas" in text
    assert "Ansökan 3 kvar" in text


def test_two_windows_without_script_both_keep_what_was_typed(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    first, second = house.client("granskare"), house.client("granskare")
    address, stale = second.form(f"/granskning/{review_id}?omrade=ansokan")
    fill(first, f"/granskning/{review_id}", {f"svar-{Q}": "nej", f"kommentar-{Q}": "Från det första fönstret."})
    stale |= {f"svar-{Q}": "delvis", f"kommentar-{Q}": "Från det andra.", f"svar-{Q2}": "ja"}
    collided = second.post(address, data=stale)
    assert collided.status_code == 422
    text = text_of(parse(collided).find(".//main"))
    assert "Inget på sidan är sparat än" in text
    assert "Fråga 1 har fått två olika svar" in text
    assert "Från det första fönstret." in text
    assert "Från det andra." in text
    assert kept(house, review_id) == {Q: Content("nej", "Från det första fönstret.")}


@pytest.mark.parametrize(("choice", "holds"), [("mitt", "Från det andra."), ("sparat", "Från det första.")])
def test_the_person_chooses_and_the_other_stays_in_the_history(house: House, choice: str, holds: str) -> None:
    review_id = review_id_of(house, distributed_round(house))
    first, second = house.client("granskare"), house.client("granskare")
    address, stale = second.form(f"/granskning/{review_id}?omrade=ansokan")
    fill(first, f"/granskning/{review_id}", {f"svar-{Q}": "nej", f"kommentar-{Q}": "Från det första."})
    stale |= {f"svar-{Q}": "delvis", f"kommentar-{Q}": "Från det andra.", f"svar-{Q2}": "ja"}
    fields = fields_on(second.post(address, data=stale))
    assert second.post(address, data=fields).status_code == 422, "without a choice the question is asked again"
    fields = fields_on(second.post(address, data=fields)) | {f"val-{Q}": choice}
    assert second.post(address, data=fields).status_code == 302
    assert kept(house, review_id)[Q].comment == holds
    assert kept(house, review_id)[Q2] == Content("ja")
    with house.database.transaction(write=False) as session:
        answer = operations.answers_of(session, review_id)[Q]
        comments = {version.comment for version in operations.history(session, known(answer.id))}
    assert comments == {"Från det första.", "Från det andra."}


def fields_on(response: Any) -> dict[str, Any]:
    return fields_of(parse(response).find(".//main//form"))


def test_a_comment_that_is_too_long_is_said_at_the_question_and_kept_on_the_page(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    long = "Mycket text. " * 400
    refused = fill(page, f"/granskning/{review_id}", {f"svar-{Q}": "nej", f"kommentar-{Q}": long, f"svar-{Q2}": "ja"})
    assert refused.status_code == 422
    assert "Kommentaren är 5199 tecken" in text_of(parse(refused).find(".//main"))
    assert long.strip() in refused.get_data(as_text=True)
    assert kept(house, review_id) == {}


def test_an_expired_session_loses_nothing_of_an_area(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    address, fields = page.form(f"/granskning/{review_id}")
    with house.database.transaction() as session:
        for kept_session in session.exec(select(SignInSession)):
            kept_session.ended_at = house.clock()
        session.get_one(Account, house.accounts["granskare"]).password_hash = hashed("grundlig granskning")
    asked = page.post(address, data=fields | {f"svar-{Q}": "nej", f"kommentar-{Q}": "Skrivet före utloggningen."})
    assert asked.status_code == 401
    credentials = {"username": "granskare", "password": "grundlig granskning"}
    resumed = page.post("/logga-in", data=fields_on(asked) | credentials)
    assert "Skrivet före utloggningen." in text_of(parse(resumed).find(".//main"))
    assert page.post(address, data=fields_on(resumed)).status_code == 302
    assert kept(house, review_id) == {Q: Content("nej", "Skrivet före utloggningen.")}


def test_the_script_is_told_when_it_was_saved_and_what_is_left(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    house.clock.forward(minutes=2)
    answer = autosave(page, review_id, fraga=Q, svar="nej", kommentar="Saknas.", akt="s. 4", version="0")
    assert answer.status_code == 200
    body = answer.get_json()
    assert (body["saved_at"], body["version"], body["all_left"]) == ("10:02", 1, 19)
    assert (body["left"]["ansokan"], body["left"]["utredning"]) == (0, 3)
    assert {name: verdict for name, (verdict, why) in body["concern"].items()} == {
        "application_signed_by_all": "does_not",
        "application_complete_or_supplemented": "does_not",
    }


def test_the_script_is_shown_the_other_window_s_answer(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    autosave(page, review_id, fraga=Q, svar="nej", kommentar="Saknas.", version="0")
    collided = autosave(page, review_id, fraga=Q, svar="ja", version="0")
    assert collided.status_code == 409
    assert collided.get_json()["kept"] == {
        "value": "nej", "label": "Nej", "comment": "Saknas.", "evidence": "", "place": ["", ""], "reason": "",
        "version": 1, "by": "Granskare", "at": "2026-09-01 10:00",
    }  # fmt: skip


def test_the_script_is_told_in_words_what_can_not_be_kept(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    assert "skalan" in autosave(page, review_id, fraga=Q, svar="kanske").get_json()["fault"]
    assert autosave(page, review_id, fraga=Q, svar="ja", version="9" * 30).status_code == 200


def test_a_signed_out_script_is_told_so(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    answer = house.client().post(f"/granskning/{review_id}/svar", data={}, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.get_json()["reason"] == "signed_out"


@pytest.mark.parametrize("account", ["granskare2", "annan-granskare", "annan-samordnare"])
def test_another_person_s_review_is_not_found(house: House, account: str) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client(account)
    for address in (f"/granskning/{review_id}", f"/granskning/{review_id}/signera"):
        assert page.get(address).status_code in ({403, 404} if account.endswith("samordnare") else {404})


def test_a_review_that_is_not_there_is_not_found(house: House) -> None:
    assert house.client("granskare").get("/granskning/999999").status_code == 404


def test_every_look_at_a_review_is_noted(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    for account in ("granskare", "samordnare"):
        house.client(account).get(f"/granskning/{review_id}")
    with house.database.transaction(write=False) as session:
        seen = session.exec(select(JournalEntry).where(JournalEntry.action == "review:viewed")).all()
    assert [(entry.actor, entry.object_id) for entry in seen] == [
        (str(house.accounts[account]), str(review_id)) for account in ("granskare", "samordnare")
    ]


def test_a_protected_identity_is_marked(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    with house.database.transaction() as session:
        unit = session.get_one(SampleUnit, session.get_one(Review, review_id).sample_unit_id)
        register_unit = session.get_one(RegisterUnit, unit.register_unit_id)
        register_unit.content = {**register_unit.content, "skyddad": True}
    assert "Skyddade personuppgifter" in said(house.client("granskare"), f"/granskning/{review_id}")


def test_a_fact_that_the_register_lacks_is_a_dash_with_its_reason(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    with house.database.transaction() as session:
        unit = session.get_one(SampleUnit, session.get_one(Review, review_id).sample_unit_id)
        register_unit = session.get_one(RegisterUnit, unit.register_unit_id)
        register_unit.content = {**register_unit.content, "forsorjningshinder": None, "beslutsdatum": None}
    text = said(house.client("granskare"), f"/granskning/{review_id}")
    assert "Försörjningshinder– saknas i registret" in text
    assert "Lagrum, alla tider (datumet är inte känt)" in text


def test_a_replaced_file_leaves_the_reviewer_s_desk_but_stays_readable(house: House) -> None:
    round_id = distributed_round(house)
    review_id = review_id_of(house, round_id)
    with house.database.transaction() as session:
        unit = session.get_one(SampleUnit, session.get_one(Review, review_id).sample_unit_id)
        rounds.replace_unit(session, stamp=house.stamp(), unit=unit, reason=ReplacementReason.FILE_MISSING)
    assert house.client("granskare").get(f"/granskning/{review_id}").status_code == 404
    assert "är ersatt i urvalet" in said(house.client("samordnare"), f"/granskning/{review_id}")


def test_the_next_and_previous_case_are_one_s_own(house: House) -> None:
    round_id = distributed_round(house)
    first, third = (review_id_of(house, round_id, position=position) for position in (1, 3))
    page = house.client("granskare")
    links = parse(page.get(f"/granskning/{first}")).findall(".//nav[@class='around']/a")
    assert [link.get("href") for link in links] == [f"/granskning/{third}"]
    links = parse(page.get(f"/granskning/{third}")).findall(".//nav[@class='around']/a")
    assert [text_of(link).split(":")[0] for link in links] == ["‹ Föregående", "Nästa"]


def test_the_coordinator_reads_but_can_not_answer(house: House) -> None:
    round_id = distributed_round(house)
    review_id = answered_review(house, round_id, answers={Q: ("nej", "Ansökan saknas.")})
    page = house.client("samordnare")
    text = said(page, f"/granskning/{review_id}")
    assert "Ansökan saknas." in text
    assert "Klar att signera" in text
    assert parse(page.get(f"/granskning/{review_id}")).findall(".//main//form") == []
    assert page.post(f"/granskning/{review_id}", data={}).status_code in {400, 403}
