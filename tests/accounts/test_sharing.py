"""What boards share with each other: decided in words, for a time, by the board's own coordinator, and revocable."""

import json
from functools import partial

from sqlmodel import select

from audit.accounts.models import Board, BoardSharing
from audit.accounts.rules import Purpose
from audit.journal.models import JournalContent, JournalEntry
from tests.reports.publishing import publish
from tests.support.at_once import at_once
from tests.support.furnished import shared
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, distributed_round

NEW = "/delningar/ny"
RECEIVING = ("annan-samordnare", "annan-lasare")


def main_of(house: House, account: str, address: str) -> str:
    return text_of(parse(house.client(account).get(address)).find(".//main"))


def told(house: House, action: str) -> dict[str, object]:
    with house.database.transaction(write=False) as session:
        query = select(JournalContent.content).join(JournalEntry).where(JournalEntry.action == action)
        found: dict[str, object] = json.loads(session.exec(query).one())
        return found


def said(house: House) -> dict[str, str]:
    return {
        "board": str(house.boards["Kungsholmen"]),
        "receiver": str(house.boards["Östermalm"]),
        "purpose": "jamforelse",
        "until": "2026-11-30",
        "ground": "5 § överenskommelsen (påhittad)",
        "reason": "Att lära av varandra.",
    }


def decide(house: House, **but: str) -> int:
    return house.client("samordnare").fill(NEW, **{**said(house), **but}).status_code


def test_a_sharing_is_decided_seen_by_both_boards_and_in_the_journal(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    assert decide(house) == 302
    for account in ("samordnare", "lasare", *RECEIVING):
        seen = main_of(house, account, "/delningar")
        for word in ("Kungsholmen", "Östermalm", "2026-11-30", "5 § överenskommelsen", "Samordnare", "Gäller"):
            assert word in seen, (account, word)
    assert told(house, "sharing:begun") == {
        "board": house.boards["Kungsholmen"],
        "with": house.boards["Östermalm"],
        "purpose": "jamforelse",
        "until": "2026-11-30",
        "ground": "5 § överenskommelsen (påhittad)",
        "reason": "Att lära av varandra.",
    }


def test_a_sharing_without_an_end_or_a_ground_is_refused_with_all_its_faults(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    assert decide(house, until="", ground=" ", reason="") == 422
    assert decide(house, until="2026-08-31") == 422
    assert decide(house, until="2027-09-03", receiver=str(house.boards["Kungsholmen"])) == 422
    unchosen = house.client("samordnare").fill(NEW, **{**said(house), "receiver": "0", "reason": ""})
    assert "Välj vilken nämnd som får se" in unchosen.text
    assert "Skriv varför nämnderna delar" in unchosen.text
    assert decide(house, board=str(house.boards["Östermalm"])) == 422, "another board's to decide"
    assert (decide(house), decide(house)) == (302, 422), "it is shared already"
    with house.database.transaction(write=False) as session:
        assert len(session.exec(select(BoardSharing)).all()) == 1


def test_figures_are_compared_as_long_as_they_are_shared_and_nothing_else_is(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    said = {"application_on_file": ("nej", "Zinkgruva")}
    answered_review(house, round_id, board="Kungsholmen", position=1, answers=said, sign=True)
    assert "Kungsholmen" not in main_of(house, "annan-lasare", "/jamforelse")
    sharing = shared(house, "Kungsholmen")
    pages = ("/jamforelse", f"/jamforelse/namnd?namnd={house.boards['Kungsholmen']}", "/jamforelse/sida-vid-sida")
    for account in RECEIVING:
        for address in pages:
            seen = main_of(house, account, address)
            assert "Kungsholmen" in seen, (account, address)
            assert "Norrmalm" not in seen, (account, address)
            assert "Zinkgruva" not in seen
        assert "Kungsholmen" in house.client(account).get("/jamforelse/tabell.csv").get_data(as_text=True)
        assert "KUN-" not in main_of(house, account, "/jamforelse/fraga/application_on_file")
        for closed in (f"/omgangar/{round_id}", f"/iakttagelser/omgang/{round_id}"):
            assert house.client(account).get(closed).status_code == 404
    comments = "/jamforelse/fraga/application_on_file/kommentarer"
    assert "Zinkgruva" not in main_of(house, "annan-samordnare", comments)
    assert main_of(house, "annan-enhetschef", "/").count("Kungsholmen") == 0

    assert house.client("annan-samordnare").get(f"/delningar/{sharing}/aterkalla").status_code == 404
    assert house.client("samordnare").fill(f"/delningar/{sharing}/aterkalla").status_code == 302
    assert "Kungsholmen" not in main_of(house, "annan-lasare", "/jamforelse")
    assert "Återkallad" in main_of(house, "annan-lasare", "/delningar")
    assert told(house, "sharing:revoked")["board"] == house.boards["Kungsholmen"]


def test_a_sharing_is_over_after_its_last_day_without_anybody_doing_anything(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    answered_review(house, round_id, board="Kungsholmen", position=1, sign=True)
    shared(house, "Kungsholmen")
    house.clock.forward(days=90)
    assert "Kungsholmen" in main_of(house, "annan-lasare", "/jamforelse"), "the last day belongs to it"
    house.clock.forward(days=1)
    assert "Kungsholmen" not in main_of(house, "annan-lasare", "/jamforelse")
    assert "Har gått ut" in main_of(house, "annan-lasare", "/delningar")
    assert decide(house, until="2026-12-24") == 302, "it can be decided anew"


def test_a_report_is_read_by_another_board_if_all_that_it_is_for_share_theirs(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    publish(house, round_id)
    shared(house, "Kungsholmen", Purpose.REPORTS)
    reader, address = house.client("annan-lasare"), f"/omgangar/{round_id}/rapport/publicerad/1"
    assert house.client("lasare").get(address).status_code == 200
    assert reader.get(address).status_code == 404, "the report is Norrmalm's too"
    assert "Kungsholmen" not in main_of(house, "annan-lasare", "/rapporter")
    shared(house, "Norrmalm", Purpose.REPORTS)
    assert reader.get(address).status_code == 200
    assert "Kungsholmen" in main_of(house, "annan-lasare", "/rapporter")
    assert reader.get(f"{address}/urvalsprotokoll").status_code in {403, 404}, "the ids stay at home"


def test_two_who_share_the_same_at_once_share_it_once(house_on_each: House) -> None:
    house = house_on_each
    windows = [house.client("samordnare"), house.client("samordnare")]
    filled = [(page, *page.form(NEW)) for page in windows]
    sends = [partial(page.post, address, data={**fields, **said(house)}) for page, address, fields in filled]
    held = select(Board).where(Board.id == house.boards["Kungsholmen"]).with_for_update()
    answers = at_once(house, lambda session: session.exec(held).one(), *sends)
    assert sorted(answer.status_code for answer in answers) == [302, 422]
