"""The disk is full while an answer is saved: it is said, nothing is kept by halves, and what was typed can be sent."""

from sqlmodel import select

from audit.reviews.models import Answer
from tests.support.answering import kept
from tests.support.full_disk import LONG, full_disk
from tests.support.house import House
from tests.support.pages import fields_of, parse, text_of
from tests.support.reviewed import distributed_round, review_id_of

Q = "application_on_file"


def test_without_script_the_page_says_so_and_the_form_is_sent_again_when_there_is_room(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    address, fields = page.form(f"/granskning/{review_id}?omrade=ansokan")
    with full_disk(house):
        refused = page.post(address, data=fields | {f"svar-{Q}": "nej", f"kommentar-{Q}": LONG})
    assert refused.status_code == 507
    main = parse(refused).find(".//main")
    assert "Disken är full, så inget är sparat" in text_of(main)
    assert "inte heller till hälften" in text_of(main)
    assert LONG.strip() in text_of(main)
    assert "default-src 'none'" in refused.headers["Content-Security-Policy"]
    assert kept(house) == (0, 0, 0)
    again = main.find(".//form")
    assert page.post(again.get("action"), data=fields_of(again)).status_code == 302
    assert kept(house) == (1, 1, 1)
    with house.database.transaction(write=False) as session:
        assert session.exec(select(Answer.comment)).one() == LONG.strip()


def test_the_desk_s_script_is_told_why(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    page = house.client("granskare")
    _, fields = page.form(f"/granskning/{review_id}?omrade=ansokan")
    headers = {"Accept": "application/json", "X-CSRFToken": fields["csrf_token"]}
    data = {"fraga": Q, "svar": "nej", "kommentar": LONG, "version": "0"}
    with full_disk(house):
        refused = page.post(f"/granskning/{review_id}/svar", data=data, headers=headers)
    assert (refused.status_code, kept(house)) == (507, (0, 0, 0))
    assert "Disken är full, så inget är sparat." in refused.get_json()["fault"]
    assert page.post(f"/granskning/{review_id}/svar", data=data, headers=headers).status_code == 200
    assert kept(house) == (1, 1, 1)
