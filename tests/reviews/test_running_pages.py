"""My list, the round's progress, and giving the files to reviewers."""

import json
from typing import Any

import pytest
from sqlmodel import Session, select

from audit.journal import operations as journal
from audit.journal.models import JournalBoard
from audit.journal.rules import Entry
from audit.reviews import operations
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import ReplacementReason
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, distributed_round, signed_round
from tests.support.story import drawn_round, fixed_round


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages: what the two databases do differently is proven where the operations are."""
    return house_on_sqlite


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The operations are tested on both databases; their pages need only one."""
    return sqlite_url


def main_of(house: House, account: str, address: str) -> str:
    return text_of(parse(house.client(account).get(address)).find(".//main"))


def test_an_empty_list_tells_what_will_come(house: House) -> None:
    assert "Du har inga tilldelade än." in main_of(house, "granskare", "/granskning")


def test_my_list_shows_my_files_how_far_they_are_and_where_to_go_on(house: House) -> None:
    round_id = distributed_round(house)
    answered_review(house, round_id, position=3, leave=["journal_continuous"])
    answered_review(house, round_id, position=1, sign=True)
    text = main_of(house, "granskare", "/granskning")
    assert "Fortsätt med" in text
    assert "1 av 4 signerade" in text
    assert "24 av 25 frågor" in text
    assert "Inte hämtad" in text
    rows = parse(house.client("granskare").get("/granskning")).findall(".//main//tbody/tr")
    assert [len(row.findall(".//th/a")) for row in rows] == [0, 1, 1, 1], "a signed file has no way in"


def test_when_everything_is_signed_nothing_is_asked_for(house: House) -> None:
    signed_round(house, size=2)
    main = parse(house.client("granskare").get("/granskning")).find(".//main")
    assert "Alla dina granskningar är signerade." in text_of(main)
    assert [text_of(fold.find("summary")) for fold in main.findall(".//details")] == ["Visa dem"]
    assert main.findall(".//tbody//a") == []


def test_the_proposal_is_saved_as_it_stands_or_changed(house: House) -> None:
    round_id = drawn_round(house)
    page = house.client("samordnare")
    address = f"/granskning/omgang/{round_id}/fordela"
    assert "6 akter har ingen granskare än" in text_of(parse(page.get(address)).find(".//main"))
    _, fields = page.form(address)
    first = next(name for name in fields if name.startswith("akt_"))
    changed: dict[str, Any] = {first: str(house.accounts["granskare2"])}
    saved = page.fill(address, **changed)
    assert saved.location == f"/granskning/omgang/{round_id}"
    assert "6 akter fördelades." in text_of(parse(page.get(saved.location)).find(".//main"))
    with house.database.transaction(write=False) as session:
        places = operations.distribution(session, round_id=round_id).places
    assert {place.reviewer_id for place in places if f"akt_{place.unit.id}" == first} == {house.accounts["granskare2"]}


def test_a_double_click_distributes_once(house: House) -> None:
    round_id = drawn_round(house)
    page = house.client("samordnare")
    address, fields = page.form(f"/granskning/omgang/{round_id}/fordela")
    assert [page.post(address, data=fields).location for _ in range(2)] == [f"/granskning/omgang/{round_id}"] * 2


def test_a_begun_review_can_not_be_given_away(house: House) -> None:
    round_id = distributed_round(house)
    page = house.client("samordnare")
    address, fields = page.form(f"/granskning/omgang/{round_id}/fordela")
    answered_review(house, round_id, position=1)
    with house.database.transaction(write=False) as session:
        begun = next(place for place in operations.distribution(session, round_id=round_id).places if place.fixed)
    name = f"akt_{begun.unit.id}"
    page.post(address, data=fields | {name: str(house.accounts["granskare2"])})
    with house.database.transaction(write=False) as session:
        places = operations.distribution(session, round_id=round_id).places
    assert {place.reviewer_id for place in places if place.unit.id == begun.unit.id} == {house.accounts["granskare"]}
    assert name not in page.form(f"/granskning/omgang/{round_id}/fordela")[1]


def test_a_person_outside_the_round_is_refused(house: House) -> None:
    round_id = drawn_round(house)
    page = house.client("samordnare")
    _, fields = page.form(f"/granskning/omgang/{round_id}/fordela")
    first = next(name for name in fields if name.startswith("akt_"))
    stranger: dict[str, Any] = {first: str(house.accounts["annan-granskare"])}
    refused = page.fill(f"/granskning/omgang/{round_id}/fordela", **stranger)
    assert refused.status_code == 422


def test_a_called_in_reserve_asks_for_a_reviewer(house: House) -> None:
    round_id = distributed_round(house)
    with house.database.transaction() as session:
        unit = rounds.in_use(session, round_id)[0]
        rounds.replace_unit(session, stamp=house.stamp(), unit=unit, reason=ReplacementReason.ON_LOAN)
    text = main_of(house, "samordnare", f"/granskning/omgang/{round_id}/fordela")
    assert "1 akt har ingen granskare än" in text
    assert "Inkallad reserv" in text
    assert "1 akt har ingen granskare än." in main_of(house, "samordnare", f"/granskning/omgang/{round_id}")


def test_before_the_draw_the_page_points_at_what_comes_first(house: House) -> None:
    round_id = fixed_round(house)
    assert "Urvalet är inte draget än." in main_of(house, "samordnare", f"/granskning/omgang/{round_id}/fordela")
    assert "Urvalet är inte draget än." in main_of(house, "samordnare", f"/granskning/omgang/{round_id}")


def test_a_round_without_reviewers_asks_for_them(house: House) -> None:
    round_id = drawn_round(house)
    with house.database.transaction() as session:
        rounds.set_reviewers(session, stamp=house.stamp(), round_=session.get_one(Round, round_id), account_ids=[])
    assert "inga granskare än" in main_of(house, "samordnare", f"/granskning/omgang/{round_id}/fordela")


def test_the_overview_counts_per_board_and_person_and_leads_to_every_file(house: House) -> None:
    round_id = distributed_round(house)
    answered_review(house, round_id, position=1, sign=True)
    answered_review(house, round_id, position=2)
    page = parse(house.client("samordnare").get(f"/granskning/omgang/{round_id}"))
    boards, people, files = (
        [text_of(row) for row in table.findall(".//tbody/tr")] for table in page.findall(".//main//table")
    )
    assert boards[0].startswith("Kungsholmen50 av 71 frågor")
    assert "1 av 3 akter" in boards[0]
    assert [row.split()[1] for row in people] == ["Kungsholmen", "Norrmalm", "tillsammans"] * 2
    assert people[-1] == "Granskare2 tillsammans 2 1 0 –25 av 46 frågor"
    assert len(files) == 6
    assert len(page.findall(".//main//table[3]//a")) == 6


def test_a_coordinator_of_one_board_sees_only_its_part(house: House) -> None:
    round_id = distributed_round(house, "Kungsholmen", "Östermalm")
    page = house.client("annan-samordnare")
    text = text_of(parse(page.get(f"/granskning/omgang/{round_id}")).find(".//main"))
    assert "Östermalm" in text
    assert "KUN-" not in text
    assert page.get(f"/granskning/omgang/{round_id}/fordela").status_code == 404


def test_only_coordinators_run_a_round(house: House) -> None:
    round_id = distributed_round(house)
    for account in ("granskare", "lasare", "enhetschef", "administrator"):
        for address in (f"/granskning/omgang/{round_id}", f"/granskning/omgang/{round_id}/fordela"):
            assert house.client(account).get(address).status_code == 403
    assert house.client("annan-samordnare").get(f"/granskning/omgang/{round_id}").status_code == 404


def test_the_round_tells_what_each_has_of_every_board_and_what_is_late(house: House) -> None:
    round_id = distributed_round(house)
    answered_review(house, round_id, position=1, sign=True)
    answered_review(house, round_id, position=3, leave=["journal_continuous"])
    page, address = house.client("samordnare"), f"/granskning/omgang/{round_id}"
    assert "Granskare Kungsholmen 2 1 1 –" in main_of(house, "samordnare", address)
    assert page.fill(address, "Spara dagen", due_on="2026-08-31").status_code == 302
    text = main_of(house, "samordnare", address)
    assert "Granskare Kungsholmen 2 1 1 1" in text
    assert "Granskare Norrmalm 2 0 0 2" in text
    assert "Granskare tillsammans 4 1 1 3" in text
    assert page.fill(address, "Spara dagen", due_on="igår").status_code == 422
    assert page.fill(address, "Spara dagen", due_on="").status_code == 302
    assert house.client("lasare").post(f"{address}/klar-senast").status_code in {400, 403}


def test_who_saw_which_list_of_cases_is_in_the_journal(house: House) -> None:
    round_id = distributed_round(house, size=2)
    of_round = f"/granskning/omgang/{round_id}"
    main_of(house, "granskare", "/granskning")
    for page in (of_round, f"{of_round}/fordela", f"{of_round}/dubbel"):
        main_of(house, "samordnare", page)
    with house.database.transaction(write=False) as session:
        listed = [entry for entry in journal.entries(session) if entry.action == "unit:listed"]
        overseen = boards_of(session, listed)
    told = [json.loads(entry.content or "{}") for entry in listed]
    assert [one["page"] for one in told] == ["min granskning", "granskningens läge", "fördelning"]
    assert [one["count"] for one in told] == [2, 4, 4]
    assert [entry.actor for entry in listed] == [str(house.accounts[who]) for who in ("granskare", *["samordnare"] * 2)]
    assert [set(one["boards"]) for one in told] == overseen
    assert overseen[1:] == [set(house.board_ids("Kungsholmen", "Norrmalm"))] * 2


def boards_of(session: Session, entries: list[Entry]) -> list[set[int]]:
    """Whose overseers see each of the entries."""
    rows = session.exec(select(JournalBoard)).all()
    return [{row.board_id for row in rows if row.sequence == entry.sequence} for entry in entries]
