"""Coordinators write, readers read, each of their own boards; nobody else has anything here."""

import pytest

from audit.improvements.rules import AreaStatus
from tests.findings.test_visibility import keep_only, sent
from tests.findings.told import CASE_IDS, SECRET, paper_round, reviewed, words
from tests.improvements.told import judge, noted_area
from tests.support.house import House


def test_another_boards_area_is_not_there(house: House) -> None:
    area_id = noted_area(house, "Östermalm", account="annan-samordnare", title="Östermalms egen")
    for account in ("samordnare", "lasare"):
        client = house.client(account)
        assert client.get(f"/forbattringsomraden/{area_id}").status_code == 404
        assert "Östermalms egen" not in words(client.get("/forbattringsomraden"))
    for page in ("andra", "folj-upp"):
        assert house.client("samordnare").get(f"/forbattringsomraden/{area_id}/{page}").status_code == 404


def test_a_coordinator_of_one_of_the_boards_reads_but_does_not_judge(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    round_id = reviewed(house)
    judge(house, area_id, AreaStatus.REMAINS, round_id=round_id)
    keep_only(house, "samordnare", "Norrmalm")
    client = house.client("samordnare")
    page = words(client.get(f"/forbattringsomraden/{area_id}"))
    assert "Nej eller Delvis i 1 av 3 granskade akter." in page
    assert "Följ upp området" not in page
    assert "Bedöm" not in words(client.get(f"/forbattringsomraden/omgang/{round_id}"))
    for page_of in ("andra", "folj-upp"):
        assert client.get(f"/forbattringsomraden/{area_id}/{page_of}").status_code == 404
    assert client.get(f"/forbattringsomraden/omgang/{round_id}/nytt").status_code == 404


def pages(area_id: int, round_id: int) -> tuple[str, ...]:
    areas = "/forbattringsomraden"
    return areas, f"{areas}/{area_id}", f"{areas}/omgang/{round_id}"


def test_readers_read_and_write_nothing(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    area_id = noted_area(house, origin_round_id=paper_round(house))
    round_id = reviewed(house)
    judge(house, area_id, AreaStatus.REMAINS, round_id=round_id)
    reader = house.client("lasare")
    for address in pages(area_id, round_id):
        answer = reader.get(address)
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        assert SECRET not in text
        assert not [case_id for case_id in CASE_IDS if case_id in text], address
    for address in (
        f"/forbattringsomraden/{area_id}/andra",
        f"/forbattringsomraden/{area_id}/folj-upp",
        f"/forbattringsomraden/omgang/{round_id}/nytt",
    ):
        assert reader.get(address).status_code == 403
        assert sent(reader, address) == 403


@pytest.mark.parametrize("account", ["granskare", "enhetschef", "administrator"])
def test_nobody_else_has_anything_here(house_on_sqlite: House, account: str) -> None:
    house = house_on_sqlite
    area_id = noted_area(house)
    round_id = reviewed(house)
    for address in pages(area_id, round_id):
        assert house.client(account).get(address).status_code == 403
