"""What a check shows: every error, or the reconciliation and the freeze; and who sees an extract afterwards."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from audit.accounts.models import RoleGrant
from audit.registers.models import Frame, KnownCount, RegisterExtract, RegisterUnit, StagedUpload
from tests.registers.files import cases, csv_file
from tests.registers.sending import (
    FREEZE,
    checked,
    frozen,
    left_in_uploads,
    number_of,
    press,
    rows_of,
    table,
    two_boards,
    words,
)
from tests.registers.test_taking_in import take_in
from tests.support.house import House
from tests.support.pages import PageClient, parse

COUNTS = "/register/publicerade-tal"


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages: what the two databases do differently is proven where the operations are."""
    return house_on_sqlite


def stored(house: House) -> list[int]:
    return number_of(house, RegisterExtract, RegisterUnit, Frame)


# ---- Errors -------------------------------------------------------------------------------------------------------


def test_a_hundred_broken_rows_are_all_listed_and_nothing_is_stored(house: House) -> None:
    client = house.client("samordnare")
    rows = cases(*({"beslutsdatum": f"dag {number}"} for number in range(1, 101)), {})
    check = checked(client, csv_file(rows))
    page = client.get(check)
    listed = table(page, "100 fel")
    assert [line[0] for line in listed] == [str(row) for row in range(2, 102)]
    assert listed[0][:3] == ["2", "beslutsdatum", "»dag 1«"]
    assert listed[0][3].startswith("ett datum (ÅÅÅÅ-MM-DD)")
    assert FREEZE not in words(page)
    assert "1 ärende" in words(page)
    assert stored(house) == [0, 0, 0]
    file = client.get(check.replace("kontroll", "fel.csv"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="fel-i-registerutdraget.csv"'
    lines = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 101
    assert lines[1][:3] == ["2", "beslutsdatum", "dag 1"]


def test_many_errors_are_shown_page_by_page(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, csv_file(cases(*({"beslutsdatum": "?"} for _ in range(450)))))
    first, last = client.get(check), client.get(f"{check}?sida=3")
    assert len(table(first, "Sida 1 av 3, 450 fel")) == 200
    assert len(table(last, "Sida 3 av 3")) == 50
    assert "Nästa fel" in words(first)
    assert "Nästa fel" not in words(last)


def test_an_error_names_the_heading_that_stands_in_the_file(house: House) -> None:
    data = csv_file(cases({"beslutsdatum": "?"})).replace(b"beslutsdatum", b"Beslutsdag")
    client = house.client("samordnare")
    check = checked(client, data)
    assert table(client.get(check), "1 fel")[0][1] == "Beslutsdag"


def test_no_cell_of_the_downloaded_list_is_a_formula(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, csv_file(cases({"beslutstyp": "=HYPERLINK(1)"}, {"beslutstyp": "@x"})))
    text = client.get(check.replace("kontroll", "fel.csv")).data.decode("utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in text
    assert '"\'@x"' in text


def test_rows_of_a_board_that_is_not_ones_own_are_errors(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, csv_file(cases({}, {"namnd_kod": "Östermalm"})))
    assert "nämnden ingår inte i dina nämnder" in table(client.get(check), "1 fel")[0][3]
    assert stored(house) == [0, 0, 0]


def test_without_an_error_the_page_shows_the_first_rows_but_nobody_with_protected_identity(house: House) -> None:
    client = house.client("samordnare")
    rows = cases(
        {"skyddad": "J", "arende_id": "HEMLIG"}, {"skyddad": "N"}, {"skyddad": "N", "namnd_kod": "SDN Norrmalm"}
    )
    page = client.get(checked(client, csv_file(rows)))
    assert table(page, "De första raderna")[:2] == [["Nämnd", "Kungsholmen", "Norrmalm"], ["Ärende", "A2", "A3"]]
    assert "HEMLIG" not in page.text
    assert ["Nämnden har tolkats som Norrmalm.", "Nämnd", "1", "4"] in table(page, "Upplysningar")


def test_flags_are_shown_and_do_not_stop_the_freeze(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, csv_file(cases({"ansokan_datum": "2026-04-01"})))
    flag = ["Beslutet är daterat före ansökan.", "Beslutsdatum", "1", "2"]
    assert table(client.get(check), "Att titta närmare på") == [flag]
    extract = str(press(client, check, FREEZE).location)
    assert table(client.get(extract), "Att titta närmare på") == [flag]


# ---- The reconciliation -------------------------------------------------------------------------------------------


def enter_count(client: PageClient, board: int, value: int, label: str = "Hushåll per månad") -> None:
    source = "Verksamhetsberättelse 2015, s. 12"
    client.fill(COUNTS, board=board, kind="arenden", year=2015, label=label, value=value, source=source, number=-1)


def test_published_counts_are_entered_and_the_next_check_is_held_against_them(house: House) -> None:
    client, board = house.client("samordnare"), house.boards["Norrmalm"]
    check = checked(client, two_boards(3, 2))
    assert [line[4] for line in table(client.get(check), "Avstämning för Norrmalm")] == [
        "för kännedom", "uppgift saknas", "uppgift saknas",
    ]  # fmt: skip
    enter_count(client, board, 160)
    assert "160" in words(client.get(COUNTS))
    press(client, check, "Kontrollera igen")
    line = table(client.get(check), "Avstämning för Norrmalm")[-1]
    assert line == ["Hushåll per månad 2015 Verksamhetsberättelse 2015, s. 12", "2", "160", "−158", "avviker"]
    extract = str(press(client, check, FREEZE).location)
    assert table(client.get(extract), "Avstämning för Norrmalm")[-1] == line
    assert "avviker" in words(client.get("/register"))
    enter_count(client, board, 2)
    assert [count.value for count in rows_of(house, KnownCount)] == [2]
    press(client, COUNTS, "Ta bort Hushåll per månad 2015 för Norrmalm")
    assert rows_of(house, KnownCount) == []
    assert table(client.get(extract), "Avstämning för Norrmalm")[-1] == line


def test_a_count_without_source_is_asked_for(house: House) -> None:
    answer = house.client("samordnare").fill(COUNTS, year=1889, value="många", label="x")
    assert answer.status_code == 422
    for asked in ("mellan 1990 och 2100", "Skriv vilket dokument antalet står i."):
        assert asked in words(answer)


def test_counts_of_other_boards_are_out_of_reach(house: House) -> None:
    enter_count(house.client("annan-samordnare"), house.boards["Östermalm"], 169)
    client = house.client("samordnare")
    assert "169" not in words(client.get(COUNTS))
    enter_count(client, house.boards["Östermalm"], 1)
    count = rows_of(house, KnownCount)[0]
    assert count.value == 169
    assert client.post(f"{COUNTS}/{count.id}/ta-bort").status_code in {400, 404}
    assert len(rows_of(house, KnownCount)) == 1


# ---- The freeze ---------------------------------------------------------------------------------------------------


def test_a_double_click_on_freezing_freezes_once_and_leads_to_the_same_extract(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, two_boards())
    action, fields = client.form(check)
    first, second = client.post(action, data=fields), client.post(action, data=fields)
    assert first.location == second.location == "/register/1"
    another_showing = fields | {"once": "another showing of the form"}
    assert client.post(action, data=another_showing).location == "/register/1"
    assert stored(house) == [1, 5, 2]


def test_what_has_changed_since_it_was_read_is_not_frozen(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, two_boards())
    action, fields = client.form(check)
    client.fill(check.replace("kontroll", "kolumner"), period_to="2026-03-31")
    answer = client.post(action, data=fields)
    assert answer.status_code == 422
    assert "Läs siffrorna igen" in words(answer)
    assert stored(house) == [0, 0, 0]


def test_two_windows_that_freeze_at_the_same_moment_freeze_once(house: House) -> None:
    clients = [house.client("samordnare"), house.client("samordnare")]
    check = checked(clients[0], two_boards())
    forms = [client.form(check) for client in clients]

    def freeze(number: int) -> str | None:
        action, fields = forms[number]
        return clients[number].post(action, data=fields).location

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(freeze, range(2))) == {"/register/1"}
    assert stored(house) == [1, 5, 2]


def test_a_board_that_is_no_longer_ones_own_is_not_frozen(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, two_boards())
    take_away(house, "samordnare", "Norrmalm")
    answer = press(client, check, FREEZE)
    assert answer.status_code == 422
    assert "inte längre samordnare för alla nämnder" in words(answer)
    assert stored(house) == [0, 0, 0]
    press(client, check, "Kontrollera igen")
    assert "nämnden ingår inte i dina nämnder" in words(client.get(check))


def take_away(house: House, account: str, board: str) -> None:
    """Take the account's roles for the board from it."""
    with house.database.transaction() as session:
        mine = (RoleGrant.account_id == house.accounts[account], RoleGrant.board_id == house.boards[board])
        for grant in session.exec(select(RoleGrant).where(*mine)):
            session.delete(grant)


def test_rows_that_were_changed_on_the_disk_are_not_frozen(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, two_boards())
    name = next(name for name in left_in_uploads(house) if ".units." in name)
    file = house.settings.uploads / name
    file.write_text(file.read_text("utf-8").replace('"K1"', '"K9"'), "utf-8")
    answer = press(client, check, FREEZE)
    assert answer.status_code == 422
    assert "stämmer inte längre" in words(answer)
    assert stored(house) == [0, 0, 0]


def test_the_same_file_taken_in_meanwhile_is_not_frozen_again(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, two_boards())
    take_in(house, two_boards())
    answer = press(client, check, FREEZE)
    assert answer.status_code == 422
    assert "redan inläst" in words(answer)
    assert stored(house) == [1, 5, 2]
    assert len(rows_of(house, StagedUpload)) == 1


# ---- Who sees what ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("account", ["annan-samordnare", "annan-lasare"])
def test_another_boards_extract_is_not_found(house: House, account: str) -> None:
    extract = frozen(house.client("samordnare"), two_boards())
    other = house.client(account)
    assert other.get(extract).status_code == 404
    assert "arenden.csv" not in words(other.get("/register"))


def test_a_reader_sees_the_frames_and_no_unit(house: House) -> None:
    extract = frozen(house.client("samordnare"), two_boards())
    page = house.client("lasare").get(extract)
    assert "3 ärenden med beslut i perioden" in words(page)
    assert "K1" not in words(page)
    assert parse(page).findall(".//main//form") == []


def test_of_an_extract_of_several_boards_one_sees_ones_own_part(house: House) -> None:
    extract = frozen(house.client("samordnare"), two_boards(3, 2))
    take_away(house, "lasare", "Norrmalm")
    page = words(house.client("lasare").get(extract))
    assert "Här visas den del som gäller dina." in page
    assert "Kungsholmen" in page
    assert "Norrmalm" not in page
    assert "Lästa rader" not in page


@pytest.mark.parametrize("account", ["granskare", "enhetschef", "administrator"])
def test_nobody_but_coordinators_and_readers_opens_the_room(house: House, account: str) -> None:
    for address in ("/register", "/register/ny", COUNTS):
        assert house.client(account).get(address).status_code == 403
