"""Who sees what: nothing reaches the unit before it is shared, and single answers are the coordinator's own."""

import pytest
from sqlmodel import select

from audit.accounts.models import RoleGrant
from audit.accounts.rules import Role
from tests.findings.told import CASE_IDS, CHILD, SECRET, observed, reviewed, words
from tests.support.house import House
from tests.support.pages import PageClient, parse


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages: what the two databases do differently is proven where the operations are."""
    return house_on_sqlite


def test_nothing_reaches_the_unit_before_it_is_shared(house: House) -> None:
    round_id = reviewed(house)
    observation_id = observed(house, round_id)
    head = house.client("enhetschef")
    assert "Inget har delats med enheten än." in words(head.get("/kommunicering"))
    assert head.get(f"/kommunicering/iakttagelse/{observation_id}").status_code == 404
    assert sent(head, f"/kommunicering/iakttagelse/{observation_id}", agrees="ja") == 404


def sent(client: PageClient, address: str, **fields: str) -> int:
    """The answer to something sent there by somebody who was never shown its form."""
    page = parse(client.get("/"))
    token = next(field.get("value") for field in page.iter("input") if field.get("name") == "csrf_token")
    return client.post(address, data={"csrf_token": token, **fields}).status_code


def test_another_boards_observation_is_not_there(house: House) -> None:
    own = reviewed(house)
    other = reviewed(house, "Östermalm")
    hidden = observed(house, other, shared=True, boards=("Östermalm",), title="Östermalms egen")
    observed(house, own, shared=True)
    head = house.client("enhetschef")
    assert "Östermalms egen" not in words(head.get("/kommunicering"))
    assert head.get(f"/kommunicering/iakttagelse/{hidden}").status_code == 404
    for account in ("samordnare", "lasare"):
        client = house.client(account)
        for address in (f"/iakttagelser/{hidden}", f"/iakttagelser/omgang/{other}", f"/kommunicering/omgang/{other}"):
            assert client.get(address).status_code == 404, (account, address)
    assert house.client("samordnare").get(f"/iakttagelser/{hidden}/andra").status_code == 404


def test_a_unit_head_of_one_board_sees_only_its_observations_and_counts(house: House) -> None:
    round_id = reviewed(house)
    everybody = observed(house, round_id, shared=True, seen="Se antalen.")
    kungsholmen = observed(house, round_id, board="Kungsholmen", shared=True, title="Bara Kungsholmen")
    keep_only(house, "enhetschef", "Norrmalm")
    head = house.client("enhetschef")
    assert "Bara Kungsholmen" not in words(head.get("/kommunicering"))
    assert head.get(f"/kommunicering/iakttagelse/{kungsholmen}").status_code == 404
    page = words(head.get(f"/kommunicering/iakttagelse/{everybody}"))
    assert "Norrmalm 2 av 3 0 1 0 0 3" in page
    assert "Kungsholmen" not in page


def keep_only(house: House, account: str, board: str) -> None:
    with house.database.transaction() as session:
        for grant in session.exec(select(RoleGrant).where(RoleGrant.account_id == house.accounts[account])):
            if grant.board_id != house.boards[board]:
                session.delete(grant)


def test_a_reader_of_one_board_sees_only_its_counts_and_observations(house: House) -> None:
    round_id = reviewed(house)
    observed(house, round_id, board="Kungsholmen", title="Bara Kungsholmen")
    keep_only(house, "lasare", "Norrmalm")
    reader = house.client("lasare")
    page = words(reader.get(f"/iakttagelser/omgang/{round_id}"))
    assert "Norrmalm 2 av 3 0 1 0 0 3" in page
    assert "Kungsholmen" not in page
    assert "Bara Kungsholmen" not in words(reader.get(f"/kommunicering/omgang/{round_id}"))


@pytest.mark.parametrize("account", ["lasare", "enhetschef"])
def test_case_ids_and_comments_are_never_on_the_units_or_the_readers_pages(house: House, account: str) -> None:
    round_id = reviewed(house)
    made = house.client("samordnare").fill(f"/iakttagelser/omgang/{round_id}/ny?fraga={CHILD}")
    assert made.status_code == 302
    house.client("samordnare").fill(f"/kommunicering/omgang/{round_id}/dela?iakttagelse=1")
    pages = {
        "lasare": (f"/iakttagelser/omgang/{round_id}", "/iakttagelser/1", f"/kommunicering/omgang/{round_id}"),
        "enhetschef": ("/kommunicering", "/kommunicering/iakttagelse/1"),
    }
    for address in pages[account]:
        answer = house.client(account).get(address)
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        assert SECRET not in text
        assert not [case_id for case_id in CASE_IDS if case_id in text], address
    shown = house.client("samordnare").get("/iakttagelser/1").get_data(as_text=True)
    assert SECRET in shown
    assert "KUN-0" in shown


def test_a_coordinator_of_a_part_of_the_round_reads_her_own_answers_and_writes_nothing(house: House) -> None:
    round_id = reviewed(house)
    observation_id = observed(house, round_id)
    keep_only(house, "samordnare", "Norrmalm")
    client = house.client("samordnare")
    page = words(client.get(f"/iakttagelser/omgang/{round_id}"))
    assert "NOR-0" in page
    assert "KUN-0" not in page
    assert "Skriv en iakttagelse" not in page
    for address in (f"/iakttagelser/omgang/{round_id}/ny", f"/iakttagelser/{observation_id}/andra"):
        assert client.get(address).status_code == 404
    assert client.get(f"/kommunicering/omgang/{round_id}/dela?iakttagelse={observation_id}").status_code == 404


def test_one_who_coordinates_one_board_and_reads_another_sees_the_answers_of_the_first(house: House) -> None:
    round_id = reviewed(house)
    keep_only(house, "samordnare", "Norrmalm")
    with house.database.transaction() as session:
        grant = RoleGrant(
            account_id=house.accounts["samordnare"], role=Role.READER, board_id=house.boards["Kungsholmen"]
        )
        session.add(grant)
    page = words(house.client("samordnare").get(f"/iakttagelser/omgang/{round_id}"))
    assert "Kungsholmen 0 av 2 1 1 1 0 3" in page
    assert "NOR-0" in page
    assert "KUN-0" not in page


@pytest.mark.parametrize("account", ["granskare", "administrator"])
def test_reviewers_and_administrators_have_nothing_here(house: House, account: str) -> None:
    round_id = reviewed(house)
    observation_id = observed(house, round_id, shared=True)
    client = house.client(account)
    for address in (
        f"/iakttagelser/omgang/{round_id}",
        f"/iakttagelser/{observation_id}",
        f"/kommunicering/omgang/{round_id}",
        "/kommunicering",
        f"/kommunicering/iakttagelse/{observation_id}",
    ):
        assert client.get(address).status_code == 403


def test_readers_write_nothing(house: House) -> None:
    round_id = reviewed(house)
    observation_id = observed(house, round_id)
    reader = house.client("lasare")
    for address in (
        f"/iakttagelser/omgang/{round_id}/ny",
        f"/iakttagelser/{observation_id}/andra",
        f"/iakttagelser/{observation_id}/ta-bort",
        f"/kommunicering/omgang/{round_id}/dela",
        f"/kommunicering/omgang/{round_id}/samtal",
    ):
        assert reader.get(address).status_code == 403
        assert sent(reader, address) == 403
