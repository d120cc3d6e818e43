"""The seed's ceremony: a part from each board and account, hidden until all are in, joined in the boards' order."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from audit.journal.models import JournalContent, JournalEntry
from audit.rounds import operations
from audit.rounds.models import SeedPart
from audit.rounds.rules import InputError, StageError
from tests.rounds.pages import buttons, the_draw, words
from tests.support.house import House
from tests.support.story import drawn_round, fixed_round, give_part, planned_round, seeded_round

SECRET = "6-6-1-6-2"
DICE: dict[str, Any] = {"source": "tarningar", "value": SECRET}


def part_page(house: House, round_id: int, board: str = "Kungsholmen") -> str:
    return f"/omgangar/{round_id}/fro/{house.boards[board]}"


def everything_told(house: House) -> str:
    """All that the journal holds, in one text."""
    with house.database.transaction(write=False) as session:
        entries = [str(entry.model_dump()) for entry in session.exec(select(JournalEntry))]
        return "\n".join(entries + [str(content.model_dump()) for content in session.exec(select(JournalContent))])


def test_each_board_enters_its_part_and_then_the_coordinator_draws(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, coordinator, reader = fixed_round(house), house.client("samordnare"), house.client("lasare")
    assert buttons(coordinator.get(f"/omgangar/{round_id}")) == ["Till fröet"]
    answer = coordinator.fill(part_page(house, round_id), source="tarningar", value=" 4-2-6 ")
    assert answer.location == f"/omgangar/{round_id}/fro"
    page = coordinator.get(f"/omgangar/{round_id}/fro")
    assert "Kungsholmen Inne 2026-09-01 10:00" in words(page)
    assert "Väntar på Norrmalm." in words(page)
    assert buttons(page) == []
    reader.fill(part_page(house, round_id, "Norrmalm"), source="tarningar", value="1-5-3")
    assert buttons(reader.get(f"/omgangar/{round_id}/fro")) == []
    page = coordinator.get(f"/omgangar/{round_id}/fro")
    assert "4-2-6-1-5-3" in words(page)
    assert buttons(page) == ["Dra urvalet"]
    coordinator.fill(f"/omgangar/{round_id}/fro")
    made = the_draw(house, round_id)
    assert made
    assert made.seed == "4-2-6-1-5-3"
    assert made.seed_source == "Kungsholmen: 4-2-6 (tärningar); Norrmalm: 1-5-3 (tärningar)"


def test_nobody_reads_a_part_before_all_are_in(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = fixed_round(house)
    house.client("granskare").fill(part_page(house, round_id), **DICE)
    for who in ("samordnare", "lasare", "granskare2"):
        client = house.client(who)
        for way in ("", "/fro", f"/fro/{house.boards['Norrmalm']}", f"/fro/{house.boards['Kungsholmen']}"):
            page = client.get(f"/omgangar/{round_id}{way}")
            assert page.status_code == 200
            assert SECRET not in page.get_data(as_text=True), (who, way)
    assert SECRET not in everything_told(house)
    assert "tarningar" not in everything_told(house)
    assert SECRET in house.client("granskare").get(part_page(house, round_id)).get_data(as_text=True)
    give_part(house, round_id, "Norrmalm", "1-5-3")
    assert f"{SECRET}-1-5-3" in everything_told(house)
    assert SECRET in words(house.client("lasare").get(f"/omgangar/{round_id}/fro"))


def test_one_may_change_ones_part_until_the_last_comes_in(house: House) -> None:
    round_id = fixed_round(house)
    assert not give_part(house, round_id, "Kungsholmen", "1")
    assert not give_part(house, round_id, "Kungsholmen", "2")
    with pytest.raises(InputError, match="redan lämnad av ett annat konto"):
        give_part(house, round_id, "Kungsholmen", "3", "granskare")
    assert give_part(house, round_id, "Norrmalm", "5")
    with pytest.raises(StageError, match="Alla nämnders delar är inne"):
        give_part(house, round_id, "Kungsholmen", "4")
    with house.database.transaction(write=False) as session:
        assert [part.value for part in session.exec(select(SeedPart).order_by(SeedPart.value))] == ["2", "5"]


def test_one_account_gives_one_part_only(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, client = fixed_round(house), house.client("samordnare")
    client.fill(part_page(house, round_id), **DICE)
    answer = client.fill(part_page(house, round_id, "Norrmalm"), **DICE)
    assert answer.status_code == 422
    assert "Du har redan lämnat delen för Kungsholmen. Varje nämnds del lämnas från ett eget konto." in words(answer)
    assert SECRET in answer.get_data(as_text=True)


def test_two_representatives_at_once_make_one_seed(house: House) -> None:
    round_id = fixed_round(house)
    givers = [("samordnare", "Kungsholmen"), ("lasare", "Norrmalm")] * 2
    clients = [house.client(who) for who, _ in givers]
    forms = [client.form(part_page(house, round_id, board)) for client, (_, board) in zip(clients, givers, strict=True)]
    with ThreadPoolExecutor(4) as at_once:
        answers = list(
            at_once.map(lambda each: each[0].post(each[1][0], data=each[1][1] | DICE), zip(clients, forms, strict=True))
        )
    assert {answer.status_code for answer in answers} <= {302, 409}
    assert [answer.status_code for answer in answers].count(302) >= 2
    assert everything_told(house).count("seed:joined") == 1
    with house.database.transaction(write=False) as session:
        assert len(list(session.exec(select(SeedPart)))) == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"value": " ", "source": "tarningar"}, "Din nämnds del: Skriv din nämnds del av fröet."),
        ({"value": "4,2,6", "source": "tarningar"}, "Din nämnds del: Delen får inte ha kommatecken."),
        ({"value": "4\u20282", "source": "tarningar"}, "radbrytning eller styrtecken"),
        ({"value": "6" * 61, "source": "tarningar"}, "högst 60 tecken"),
        ({"value": "4-2-6", "source": None}, "Varifrån kommer delen?: Välj varifrån delen kommer."),
        ({"value": "1", "source": "offentlig_siffra"}, "Vilken siffra, och var står den?: Fyll i"),
        ({"value": "1", "source": "offentlig_siffra", "figure": "EUR/SEK", "dated": "i fredags"}, "ÅÅÅÅ-MM-DD"),
        (
            {"value": "1", "source": "offentlig_siffra", "figure": "EUR/SEK", "dated": "2026-09-01"},
            "Siffran ska vara nyare än ramarna, som frystes 2026-09-01.",
        ),
        (
            {"value": "1", "source": "offentlig_siffra", "figure": "EUR/SEK", "dated": "2026-09-04"},
            "Dagen har inte varit än.",
        ),
    ],
)
def test_what_cannot_be_a_part_is_told_at_its_field_and_kept(
    house_on_sqlite: House, typed: dict[str, Any], told: str
) -> None:
    house = house_on_sqlite
    round_id = fixed_round(house)
    house.clock.forward(days=2)
    answer = house.client("samordnare").fill(part_page(house, round_id), **typed)
    assert answer.status_code == 422
    assert told in words(answer)
    if typed["value"].strip() and typed["value"].isprintable():
        assert f'value="{typed["value"]}"' in answer.get_data(as_text=True)


def test_a_public_figure_is_told_with_its_day(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = fixed_round(house, "Norrmalm")
    house.clock.forward(days=2)
    figure = {"source": "offentlig_siffra", "value": "114875", "figure": "Växelkurs EUR/SEK", "dated": "2026-09-02"}
    client = house.client("samordnare")
    client.fill(part_page(house, round_id, "Norrmalm"), **figure)
    client.fill(f"/omgangar/{round_id}/fro")
    made = the_draw(house, round_id)
    assert made
    assert (made.seed, made.seed_source) == (
        "114875",
        "Norrmalm: 114875 (offentlig siffra: Växelkurs EUR/SEK (2026-09-02))",
    )


def test_a_part_is_cleaned_as_anybody_would_type_it_again(house_on_sqlite: House) -> None:
    round_id = drawn_round(house_on_sqlite, "Norrmalm", seed={"Norrmalm": "  A\u030a-4 "})
    made = the_draw(house_on_sqlite, round_id)
    assert made
    assert made.seed == "Å-4"


@pytest.mark.parametrize(("who", "status"), [("enhetschef", 403), ("administrator", 403), ("annan-samordnare", 404)])
def test_the_unit_under_review_and_strangers_give_no_part(house_on_sqlite: House, who: str, status: int) -> None:
    round_id = fixed_round(house_on_sqlite)
    client = house_on_sqlite.client(who)
    assert client.get(part_page(house_on_sqlite, round_id)).status_code == status
    assert "av fröet" not in words(client.get("/"))


def test_start_asks_for_the_part_that_is_awaited(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    planned_round(house)
    assert "Skriv din nämnds del av fröet" not in words(house.client("lasare").get("/"))
    round_id = fixed_round(house, "Norrmalm", prefix="B-")
    assert "Skriv din nämnds del av fröet" in words(house.client("lasare").get("/"))
    give_part(house, round_id, "Norrmalm", "5")
    assert "Skriv din nämnds del av fröet" not in words(house.client("lasare").get("/"))


def test_before_the_sizes_are_fixed_no_part_is_taken(house: House) -> None:
    round_id = planned_round(house)
    assert house.client("samordnare").get(part_page(house, round_id)).status_code == 409
    with pytest.raises(StageError, match="Bestäm först storlekarna"):
        give_part(house, round_id, "Kungsholmen", "4-2-6")


def test_a_reader_of_some_boards_is_told_of_their_parts_only(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = drawn_round(house, "Kungsholmen", "Norrmalm", "Östermalm")
    page = words(house.client("lasare").get(f"/omgangar/{round_id}/protokoll"))
    assert "4-2-6-1-5-3-2-2-4" in page
    assert "Östermalm" not in page
    with house.database.transaction(write=False) as session:
        drawn = operations.draw_of(session, round_id)
        assert drawn
        assert operations.seed_source_of(session, drawn, house.board_ids("Norrmalm")) == (
            "Norrmalm: 1-5-3 (tärningar); 2 delar från andra nämnder"
        )


def test_the_seed_s_parts_stay_when_it_is_joined(house_on_sqlite: House) -> None:
    round_id = seeded_round(house_on_sqlite)
    for board in ("Kungsholmen", "Norrmalm"):
        assert house_on_sqlite.client("samordnare").get(part_page(house_on_sqlite, round_id, board)).status_code == 409
