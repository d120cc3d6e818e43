"""The disk fills up while somebody writes at the desk, and there is room again later."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from audit.reviews import operations
from tests.support.full_disk import LONG, full_disk
from tests.support.house import House
from tests.support.reviewed import distributed_round, review_id_of
from tests.support.signing_in import open_the_house, sign_in

pytestmark = pytest.mark.browser
Q = "application_on_file"


@pytest.fixture
def address(house_on_sqlite: House) -> Iterator[str]:
    """The house served by this very process, so that its disk can be filled."""
    open_the_house(house_on_sqlite)
    server = make_server("127.0.0.1", 0, house_on_sqlite.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def test_what_is_typed_waits_on_the_page_until_there_is_room(house_on_sqlite: House, address: str, page: Page) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    sign_in(page, address, "granskare")
    page.goto(f"{address}/granskning/{review_id}?omrade=ansokan")
    card, status = page.locator(f"#fraga-{Q}"), page.locator("[data-status]")
    with full_disk(house):
        card.get_by_label("Nej", exact=True).check()
        card.get_by_label("Kommentar").fill(LONG)
        expect(status).to_contain_text("Disken är full, säg till administratören")
        expect(status).to_contain_text("inte sparat än")
        expect(card.get_by_label("Kommentar")).to_have_value(LONG)
    expect(status).to_contain_text("Sparat")
    with house.database.transaction(write=False) as session:
        assert operations.answers_of(session, review_id)[Q].comment == LONG.strip()
