"""Forms that come too late, twice, or from somewhere else: nothing is lost, nothing is done twice."""

import html
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import func, select

from audit.accounts.models import Board, FormSubmission
from tests.accounts.people import PASSWORD, csrf_token, sign_in, text, with_password
from tests.support.house import House
from tests.support.pages import PageClient, fields_of, parse

BOARD = {"name": "Farsta och Skarpnäck", "code": "FAR"}


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def boards_called(house: House, name: str) -> int:
    with house.database.transaction(write=False) as session:
        return session.exec(select(func.count()).select_from(Board).where(Board.name == name)).one()


def filled_form(client: PageClient) -> dict[str, str]:
    return {**client.form("/namnder/ny")[1], **BOARD}


# ---- Without its token ------------------------------------------------------------------------------------------


def test_a_write_without_its_token_is_not_carried_out(house: House) -> None:
    client = house.client("administrator")
    answer = client.post("/namnder/ny", data=BOARD)
    assert answer.status_code == 200
    assert "Skicka det du skrev" in text(answer)
    assert boards_called(house, BOARD["name"]) == 0


def test_a_token_of_another_session_does_not_count(house: House) -> None:
    stranger = csrf_token(house.client("administrator"))
    house.client("administrator").post("/namnder/ny", data={**BOARD, "csrf_token": stranger})
    assert boards_called(house, BOARD["name"]) == 0


def test_a_button_without_its_token_is_refused_in_words(house: House) -> None:
    answer = house.client("granskare").post("/mitt-konto/logga-ut", data={})
    assert answer.status_code == 400
    assert "Gå tillbaka, ladda om sidan och försök igen." in text(answer)


@pytest.mark.parametrize(
    "header", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://example.org"}]
)
@pytest.mark.parametrize("who", ["administrator", None])
def test_a_stranger_can_put_no_words_in_my_mouth(house: House, who: str | None, header: dict[str, str]) -> None:
    answer = house.client(who).post("/namnder/ny", data=BOARD, headers=header)
    assert answer.status_code in {400, 401}
    assert "Farsta" not in text(answer)
    assert "Farsta" not in text(house.client().post("/logga-in", data={"kept": "Farsta"}, headers=header))


def test_a_script_is_told_how_to_go_on(house: House) -> None:
    client = house.client("administrator")
    answer = client.post("/namnder/ny", data=BOARD, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json
    assert answer.json["reason"] == "stale"
    again = client.post("/namnder/ny", data=BOARD, headers={"X-CSRFToken": answer.json["csrf_token"]})
    assert again.status_code == 302


# ---- After the session ended ------------------------------------------------------------------------------------


def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in(house_on_each: House) -> None:
    house = house_on_each
    with_password(house, "administrator")
    client = house.client("administrator")
    fields = filled_form(client)
    house.clock.forward(hours=1)
    late = client.post("/namnder/ny", data=fields)
    assert late.status_code == 401
    assert "Det du skickade finns kvar." in text(late)

    signing_in = fields_of(parse(late).find(".//main//form"))
    resumed = client.post("/logga-in", data={**signing_in, "username": "administrator", "password": PASSWORD})
    assert resumed.status_code == 200
    assert BOARD["name"] in text(resumed)
    assert "Logga ut" in text(resumed), "the page knows who has just signed in"
    form = parse(resumed).find(".//main//form")
    assert form.get("action") == "/namnder/ny"
    assert boards_called(house, BOARD["name"]) == 0, "nothing is done before the button is pressed"

    assert client.post(form.get("action"), data=fields_of(form)).location == "/namnder"
    assert boards_called(house, BOARD["name"]) == 1


def test_what_was_typed_survives_a_mistyped_password(house: House) -> None:
    with_password(house, "administrator")
    client = house.client("administrator")
    house.clock.forward(hours=1)
    late = client.post("/namnder/ny", data=BOARD)
    wrong = client.post(
        "/logga-in",
        data={**fields_of(parse(late).find(".//main//form")), "username": "administrator", "password": "inte rätt"},
    )
    fields = fields_of(parse(wrong).find(".//main//form"))
    assert dict(json.loads(fields["kept"])) == BOARD
    assert fields["kept_for"] == "/namnder/ny"


def test_signed_in_again_in_another_window_the_old_form_still_goes_through(house: House) -> None:
    with_password(house, "administrator")
    client = house.client()
    sign_in(client, "administrator")
    fields = filled_form(client)
    house.clock.forward(hours=1)
    sign_in(client, "administrator")
    answer = client.post("/namnder/ny", data=fields)
    assert "Skicka det du skrev" in text(answer)
    form = parse(answer).find(".//main//form")
    assert client.post(form.get("action"), data=fields_of(form)).status_code == 302
    assert boards_called(house, BOARD["name"]) == 1


def test_a_password_is_never_kept(house: House) -> None:
    client = house.client()
    answer = client.post("/mitt-konto", data={"current_password": PASSWORD, "password": PASSWORD, "name": "kvar"})
    assert answer.status_code == 401
    assert PASSWORD not in text(answer)
    assert "finns kvar" not in text(answer)


def test_after_a_late_button_one_comes_to_start(house: House) -> None:
    with_password(house, "granskare")
    client = house.client("granskare")
    house.clock.forward(hours=1)
    late = client.post("/logga-ut", data={})
    assert late.status_code == 401
    fields = fields_of(parse(late).find(".//main//form"))
    assert client.post("/logga-in", data={**fields, "username": "granskare", "password": PASSWORD}).location == "/"


def test_a_sign_in_page_left_open_too_long_keeps_what_it_was_for(house: House) -> None:
    fields = {"username": "granskare", "password": PASSWORD, "kept": '[["name","x y"]]', "kept_for": "/namnder/ny"}
    answer = house.client().post("/logga-in", data=fields)
    assert answer.status_code == 400
    assert "Sidan hade blivit för gammal." in text(answer)
    form = fields_of(parse(answer).find(".//main//form"))
    assert {name: form[name] for name in ("username", "kept", "kept_for")} == {
        name: fields[name] for name in ("username", "kept", "kept_for")
    }
    assert PASSWORD not in text(answer)


def test_a_script_whose_session_ended_gets_words_and_no_page(house: House) -> None:
    answer = house.client().post("/namnder/ny", data=BOARD, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json
    assert answer.json["reason"] == "signed_out"


def test_what_is_kept_is_shown_as_text_and_not_as_a_page(house: House) -> None:
    late = house.client().post("/namnder/ny", data={"name": '<script src="/x"></script> "&'})
    assert html.escape("<script") not in parse(late).find(".//main//form").get("action")
    assert [str(element.get("src")).partition("?")[0] for element in parse(late).iter("script")] == ["/static/page.js"]


# ---- Twice ------------------------------------------------------------------------------------------------------


def test_a_double_click_carries_out_once_and_leads_to_the_same_place(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("administrator")
    fields = filled_form(client)
    first, second = client.post("/namnder/ny", data=fields), client.post("/namnder/ny", data=fields)
    assert first.location == second.location == "/namnder"
    assert boards_called(house, BOARD["name"]) == 1


def test_two_clicks_at_the_same_moment_carry_out_once(house_on_each: House) -> None:
    house = house_on_each
    for number in range(5):
        client = house.client("administrator")
        fields = {**filled_form(client), "name": f"Nämnd {number}", "code": f"N{number}"}
        answers = at_once(house, client, fields)
        assert answers == [(302, "/namnder")] * 4
        assert boards_called(house, f"Nämnd {number}") == 1


def at_once(house: House, client: PageClient, fields: dict[str, str], times: int = 4) -> list[tuple[int, str | None]]:
    """Send the same form from several threads that begin together."""
    with client.session_transaction() as cookie:
        content = dict(cookie)
    barrier = Barrier(times)

    def send(_: int) -> tuple[int, str | None]:
        own = house.client()
        with own.session_transaction() as cookie:
            cookie.update(content)
        barrier.wait()
        answer = own.post("/namnder/ny", data=fields)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


def test_a_form_with_a_fault_can_be_sent_again_when_it_is_mended(house: House) -> None:
    client = house.client("administrator")
    fields = filled_form(client)
    assert client.post("/namnder/ny", data={**fields, "code": "fel-kod"}).status_code == 422
    assert client.post("/namnder/ny", data=fields).status_code == 302
    assert boards_called(house, BOARD["name"]) == 1


def test_the_same_form_of_two_people_is_two_forms(house_on_each: House) -> None:
    house = house_on_each
    with house.database.transaction() as session:
        session.add(FormSubmission(token="x", account_id=house.accounts["lasare"], location="/", at=house.clock()))
    client = house.client("administrator")
    fields = {**filled_form(client), "once": "x"}
    assert client.post("/namnder/ny", data=fields).location == "/namnder"
    assert boards_called(house, BOARD["name"]) == 1


def test_a_form_among_several_on_a_page_is_protected_too(house: House) -> None:
    client = house.client("administrator")
    fields = filled_form(client)
    fields["ny-once"] = fields.pop("once")
    answers = [client.post("/namnder/ny", data=fields).location for _ in range(2)]
    assert answers == ["/namnder", "/namnder"]
