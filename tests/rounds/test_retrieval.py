"""The files: the archive's list, ticked off by those who work with them, and replaced only by the next reserve."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from audit.journal.models import JournalEntry
from audit.registers.models import RegisterUnit
from audit.registers.rules import RegisterKind
from audit.rounds import operations
from audit.rounds.models import SampleUnit
from audit.rounds.rules import REASON_NAMES, ReplacementReason, Retrieval, StageError, Standing
from tests.rounds.pages import buttons, standings, the_sample, words
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.story import drawn_round, fixed_round

IN_USE = [Standing.SAMPLE] * 3
RESERVES = [Standing.RESERVE] * 2


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def listed(round_id: int) -> str:
    return f"/omgangar/{round_id}/hamtlista"


def ids(*units: SampleUnit) -> list[str]:
    return [str(unit.id) for unit in units]


# ---- The list -----------------------------------------------------------------------------------------------------


def test_the_list_has_case_order_and_reserves_and_boxes_to_tick_on_paper(house: House) -> None:
    round_id = drawn_round(house)
    page = parse(house.client("samordnare").get(listed(round_id)))
    tables = page.findall(".//main//table")
    assert len(tables) == 2
    units = the_sample(house, round_id, "Kungsholmen")
    rows = tables[0].findall("./tbody/tr")
    assert [text_of(row.find("./th")) for row in rows] == [unit.unit_id for unit in units]
    assert [text_of(row.findall("./td")[2]) for row in rows] == ["Urval"] * 3 + ["Reserv"] * 2
    assert all(len([cell for cell in row.findall("./td") if "tick" in (cell.get("class") or "")]) == 2 for row in rows)


def test_before_the_draw_the_list_says_what_is_missing(house: House) -> None:
    page = house.client("samordnare").get(listed(fixed_round(house)))
    assert "Urvalet är inte draget än." in words(page)


@pytest.mark.parametrize("who", ["samordnare", "granskare"])
def test_files_are_ticked_off_as_fetched_missing_and_returned(house_on_each: House, who: str) -> None:
    house = house_on_each
    round_id, client = drawn_round(house), house.client(who)
    first, second, third, *_ = the_sample(house, round_id)
    client.fill(listed(round_id), units=ids(first, second), retrieval="hamtad")
    client.fill(listed(round_id), units=ids(third), retrieval="saknas")
    client.fill(listed(round_id), units=ids(first), retrieval="aterlamnad")
    page = words(client.get(listed(round_id)))
    assert "2 av 3 akter hämtade, 1 saknas" in page
    found = [unit.retrieval for unit in the_sample(house, round_id)[:4]]
    assert found == [Retrieval.RETURNED, Retrieval.FETCHED, Retrieval.MISSING, Retrieval.WAITING]


def test_a_wrong_tick_is_taken_back(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = drawn_round(house), house.client("granskare")
    unit = the_sample(house, round_id)[0]
    client.fill(listed(round_id), units=ids(unit), retrieval="hamtad")
    client.fill(listed(round_id), units=ids(unit), retrieval="ej_hamtad")
    assert the_sample(house, round_id)[0].retrieval is Retrieval.WAITING


def test_ticking_is_in_the_journal_once_for_each_file_that_changed(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = drawn_round(house), house.client("granskare")
    first, second, *_ = the_sample(house, round_id)
    client.fill(listed(round_id), units=ids(first), retrieval="hamtad")
    client.fill(listed(round_id), units=ids(first, second), retrieval="hamtad")
    with house.database.transaction(write=False) as session:
        entries = session.exec(select(JournalEntry).where(JournalEntry.action == "unit:retrieval"))
        assert [entry.object_id for entry in entries] == ids(first, second)


def test_nothing_ticked_is_said_and_a_stranger_is_no_choice(house: House) -> None:
    round_id, client = drawn_round(house), house.client("samordnare")
    answer = client.fill(listed(round_id), retrieval="hamtad")
    assert answer.status_code == 422
    assert "Det som hämtas: Kryssa för minst en rad." in words(answer)
    foreign = the_sample(house, drawn_round(house, "Östermalm", prefix="X-"))[0]
    for wrong in (ids(foreign), ["999"], ["många"]):
        answer = client.fill(listed(round_id), units=wrong, retrieval="hamtad")
        assert answer.status_code == 422
    answer = client.fill(listed(round_id), units=ids(the_sample(house, round_id)[0]), retrieval="uppäten")
    assert answer.status_code == 422
    assert {unit.retrieval for unit in the_sample(house, round_id)} == {Retrieval.WAITING}


def test_a_reader_sees_the_list_but_ticks_nothing(house: House) -> None:
    round_id, client = drawn_round(house), house.client("lasare")
    page = client.get(listed(round_id))
    assert buttons(page) == []
    assert parse(page).findall(".//main//input[@type='checkbox']") == []
    token = parse(page).find(".//input[@name='csrf_token']").get("value")
    assert client.post(listed(round_id), data={"csrf_token": token, "retrieval": "hamtad"}).status_code == 403


def test_a_person_with_protected_identity_is_never_on_paper(house: House) -> None:
    round_id = drawn_round(house)
    unit = the_sample(house, round_id)[0]
    with house.database.transaction() as session:
        registered = session.get_one(RegisterUnit, unit.register_unit_id)
        registered.content = {**registered.content, "skyddad": True}
    for address in (listed(round_id), f"/omgangar/{round_id}/protokoll"):
        page = parse(house.client("samordnare").get(address))
        holders = [each for each in page.iter() if unit.unit_id in (each.text or "")]
        assert holders
        assert all(each.get("class") in {"no-print", "visually-hidden"} for each in holders), address
    assert unit.unit_id not in words(house.client("lasare").get(listed(round_id)))


# ---- Replacement --------------------------------------------------------------------------------------------------


def test_each_kind_is_replaced_for_reasons_in_its_own_words(house_on_sqlite: House) -> None:
    house, client = house_on_sqlite, house_on_sqlite.client("samordnare")
    round_id = drawn_round(house, "Kungsholmen", kind=RegisterKind.PAYMENTS)
    first = the_sample(house, round_id)[0]
    address = f"/omgangar/{round_id}/ersatt/{first.id}"
    page = words(client.get(address))
    assert "Underlaget saknas" in page
    assert "Underlaget är utlånat" in page
    assert "Akten" not in page
    assert client.fill(address, reason="utlanad").status_code == 302
    assert "Underlaget är utlånat" in words(client.get(listed(round_id)))
    assert "Underlaget är utlånat" in words(client.get(f"/omgangar/{round_id}/protokoll"))
    assert {len(names) for names in REASON_NAMES.values()} == {len(ReplacementReason)}


def test_a_file_is_replaced_by_the_next_reserve_and_the_protocol_tells(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = drawn_round(house), house.client("samordnare")
    _, second, _, reserve, _ = the_sample(house, round_id, "Kungsholmen")
    address = f"/omgangar/{round_id}/ersatt/{second.id}"
    assert f"ersätts av nästa reserv i tur: {reserve.unit_id}, plats 4." in words(client.get(address))
    answer = client.fill(address, reason="akt_saknas")
    assert answer.location == listed(round_id)
    units = the_sample(house, round_id, "Kungsholmen")
    assert standings(units) == [
        Standing.SAMPLE, Standing.REPLACED, Standing.SAMPLE, Standing.CALLED_IN, Standing.RESERVE,
    ]  # fmt: skip
    assert (units[1].retrieval, units[1].replaced_by_id) == (Retrieval.MISSING, reserve.id)
    page = words(client.get(f"/omgangar/{round_id}/protokoll"))
    assert f"{second.unit_id} Kungsholmen Akten saknas {reserve.unit_id} 2026-09-01 10:00" in page
    told = client.get(f"/omgangar/{round_id}/protokoll.json").get_json(force=True)["replacements"]
    assert told == [
        {
            "stratum": "Kungsholmen",
            "id": second.unit_id,
            "replaced_by": reserve.unit_id,
            "reason": "akt_saknas",
            "at": "2026-09-01T08:00:00+00:00",
        }
    ]
    with house.database.transaction(write=False) as session:
        in_use = operations.in_use(session, round_id, house.board_ids("Kungsholmen"))
    assert [unit.position for unit in in_use] == [1, 3, 4]


def test_reserves_are_called_in_in_order_until_there_are_none(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = drawn_round(house, reserves=2), house.client("samordnare")
    units = the_sample(house, round_id, "Norrmalm")
    for unit in units[:2]:
        assert client.fill(f"/omgangar/{round_id}/ersatt/{unit.id}", reason="utlanad").status_code == 302
    assert standings(the_sample(house, round_id, "Norrmalm"))[3:] == [Standing.CALLED_IN, Standing.CALLED_IN]
    address = f"/omgangar/{round_id}/ersatt/{units[2].id}"
    page = client.get(address)
    assert "Det finns inga reserver kvar för Norrmalm." in words(page)
    assert "En ersättare kan inte väljas för hand." in words(page)
    _, fields = client.form(f"/omgangar/{round_id}/ersatt/{the_sample(house, round_id, 'Kungsholmen')[0].id}")
    answer = client.post(address, data=fields | {"reason": "utlanad"})
    assert answer.status_code == 409
    assert "Det finns inga reserver kvar" in words(answer)
    assert standings(the_sample(house, round_id, "Kungsholmen")) == IN_USE + RESERVES


def test_a_called_in_reserve_may_be_replaced_in_its_turn(house: House) -> None:
    round_id, client = drawn_round(house), house.client("samordnare")
    first, *_, fourth, fifth = the_sample(house, round_id, "Norrmalm")
    for unit in (first, fourth):
        client.fill(f"/omgangar/{round_id}/ersatt/{unit.id}", reason="utanfor_ramen")
    units = the_sample(house, round_id, "Norrmalm")
    assert (units[3].standing, units[3].replaced_by_id, units[4].standing) == (
        Standing.REPLACED, fifth.id, Standing.CALLED_IN,
    )  # fmt: skip


def test_nobody_can_pick_the_replacement(house: House) -> None:
    round_id, client = drawn_round(house), house.client("samordnare")
    first, _, _, fourth, fifth = the_sample(house, round_id, "Norrmalm")
    address = f"/omgangar/{round_id}/ersatt/{first.id}"
    client.fill(address, reason="utlanad", reserve=str(fifth.id), unit_id=str(fifth.id))
    assert the_sample(house, round_id, "Norrmalm")[0].replaced_by_id == fourth.id


@pytest.mark.parametrize("position", [3, 0])
def test_neither_reserves_nor_replaced_files_are_replaced(house: House, position: int) -> None:
    round_id, client = drawn_round(house), house.client("samordnare")
    units = the_sample(house, round_id, "Norrmalm")
    client.fill(f"/omgangar/{round_id}/ersatt/{units[0].id}", reason="utlanad")
    answer = client.get(f"/omgangar/{round_id}/ersatt/{units[4 if position else 0].id}")
    assert answer.status_code == 409
    assert ("inte är inkallad" if position else "redan ersatt") in words(answer)


def test_a_reason_is_one_of_the_three(house: House) -> None:
    round_id, client = drawn_round(house), house.client("samordnare")
    address = f"/omgangar/{round_id}/ersatt/{the_sample(house, round_id)[0].id}"
    for wrong in (None, "den var tråkig"):
        answer = client.fill(address, reason=wrong)
        assert answer.status_code == 422
    assert standings(the_sample(house, round_id)) == (IN_USE + RESERVES) * 2


def test_two_who_replace_the_same_file_at_once_call_in_one_reserve(house_on_each: House) -> None:
    house = house_on_each
    round_id = drawn_round(house)
    address = f"/omgangar/{round_id}/ersatt/{the_sample(house, round_id, 'Norrmalm')[0].id}"
    clients = [house.client("samordnare") for _ in range(3)]
    forms = [client.form(address)[1] | {"reason": "utlanad"} for client in clients]
    with ThreadPoolExecutor(3) as at_once:
        answers = list(at_once.map(lambda each: each[0].post(address, data=each[1]), zip(clients, forms, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409]
    assert standings(the_sample(house, round_id, "Norrmalm")).count(Standing.CALLED_IN) == 1


def test_a_reserve_is_no_part_of_the_sample_until_it_is_called_in(house: House) -> None:
    round_id = drawn_round(house)
    with house.database.transaction() as session:
        reserve = session.exec(
            select(SampleUnit).where(col(SampleUnit.standing) == Standing.RESERVE).order_by(col(SampleUnit.id))
        ).first()
        assert reserve
        with pytest.raises(StageError, match="inte är inkallad"):
            operations.replace_unit(session, stamp=house.stamp(), unit=reserve, reason=ReplacementReason.FILE_MISSING)
    assert house.client("samordnare").get(f"/omgangar/{round_id}/ersatt/999").status_code == 404
