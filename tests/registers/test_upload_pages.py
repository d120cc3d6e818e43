"""From a file to its columns, as a coordinator does it on the pages; and what is refused on the way."""

import io
import stat
from datetime import date

import pytest
from flask import request
from flask.testing import EnvironBuilder

from audit.app import create_worker
from audit.registers.models import ColumnChoice, RegisterExtract, StagedUpload
from tests.registers.files import PUBLISHED, cases, csv_file, csv_text, xlsx_file
from tests.registers.sending import (
    FREEZE,
    PERIOD,
    UPLOAD,
    checked,
    frozen,
    left_in_uploads,
    press,
    rows_of,
    send,
    staged,
    two_boards,
    words,
)
from tests.support.house import House
from tests.support.pages import parse, text_of


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def test_before_the_first_extract_the_page_says_what_to_do(house: House) -> None:
    assert "Börja med ett utdrag ur verksamhetssystemet" in words(house.client("samordnare").get("/register"))
    assert "när en samordnare har läst in dem" in words(house.client("lasare").get("/register"))


@pytest.mark.parametrize("workbook", [False, True])
def test_from_a_file_to_frozen_frames(house_on_each: House, workbook: bool) -> None:
    house = house_on_each
    client = house.client("samordnare")
    rows = cases({}, {"namnd_kod": "Norrmalm"}, {"beslutsdatum": "2025-03-02"})
    data, name = (xlsx_file(rows), "arenden.xlsx") if workbook else (csv_file(rows), "arenden.csv")
    mapping = staged(client, data, name=name)
    page = words(client.get(mapping))
    assert "3 rader är lästa." in page
    assert f"Läst som{'Excel-arbetsbok (XLSX)' if workbook else 'UTF-8, skilt med semikolon'}" in page
    check = client.fill(mapping).location
    page = words(client.get(check))
    assert "Inga fel" in page
    assert "Kungsholmen: 1 ärende med beslut i perioden, av 2 i filen" in page
    extract = press(client, check, FREEZE).location
    assert extract == "/register/1"
    page = words(client.get(extract))
    assert "Ramen är fryst: 1 ärende för Kungsholmen, 1 ärende för Norrmalm." in page
    assert "LC_ALL=C sort id.txt | sha256sum" in page
    assert name in words(client.get("/register"))
    assert left_in_uploads(house) == []


def test_what_was_recognised_is_said_and_can_be_overridden(house: House) -> None:
    data = csv_text(cases({"namnd_kod": "Kungsholmen"}), separator="\t").encode("cp1252")
    client = house.client("samordnare")
    page = words(client.get(staged(client, b"Utdrag 2026\n\n" + data)))
    assert "UTF-8, skilt med tabb" in page
    assert "2 rader: inledning, tomma rader och summor" in page
    page = words(client.get(staged(client, data, encoding="cp850", separator="tab")))
    assert "cp850, skilt med tabb" in page


# ---- Refused files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"%PDF-1.4", "arenden", "det här är en PDF"),
        (b"", "arenden", "filen är tom"),
        (b"\x00\x01\x02", "arenden", "Filen går inte att läsa in"),
        ("namnd_kod;arende_id".encode("utf-16"), "arenden", "UTF-16"),
        (b"PK\x03\x04broken", "arenden", "filen är skadad"),
        (csv_file(cases({})).splitlines()[0], "arenden", "filen har bara rubriker"),
        (b"a;b\n1;2\n", "arenden", "ingen rubrik i filen känns igen"),
        (csv_file(cases({})), "boutredningar", "filen ser ut att innehålla ärenden"),
    ],
)
def test_a_file_that_is_no_extract_is_said_at_its_field_and_leaves_nothing(
    house: House, data: bytes, kind: str, said: str
) -> None:
    answer = send(house.client("samordnare"), data, kind=kind)
    assert answer.status_code == 422
    fault = parse(answer).find(".//*[@id='file-fault']")
    assert said in text_of(fault)
    assert rows_of(house, StagedUpload) == []
    assert left_in_uploads(house) == []


def test_nothing_chosen_and_an_impossible_period_are_asked_for_at_their_fields(house: House) -> None:
    client = house.client("samordnare")
    answer = words(client.fill(UPLOAD))
    for asked in ("Välj en fil.", "Välj vad filen innehåller.", "Skriv den granskade periodens första dag."):
        assert asked in answer
    backwards = send(client, two_boards(), period_from="2026-06-30", period_to="2026-01-01")
    assert "kan inte vara före den första" in words(backwards)
    later = send(client, two_boards(), period_from="2027-01-01", period_to="2027-06-30")
    assert "kan inte börja efter i dag" in words(later)


def test_a_file_over_the_limit_is_answered_in_words(house: House) -> None:
    house.app.config["MAX_CONTENT_LENGTH"] = 2000
    client = house.client("samordnare")
    action, fields = client.form(UPLOAD)
    fields |= {"kind": "arenden", **PERIOD, "file": (io.BytesIO(b"x" * 3000), "arenden.csv")}
    answer = client.post(action, data=fields)
    assert answer.status_code == 413
    assert "Filen är för stor" in words(answer)
    assert left_in_uploads(house) == []


def test_what_is_sent_lies_in_memory_and_not_in_a_temporary_file(house: House) -> None:
    sent = {"file": (io.BytesIO(b"x" * 3_000_000), "arenden.csv")}
    environ = EnvironBuilder(house.app, UPLOAD, method="POST", data=sent).get_environ()
    with house.app.request_context(environ):
        assert isinstance(request.files["file"].stream, io.BytesIO)
    environ["wsgi.input"].close()


def test_a_file_name_with_a_path_is_kept_without_it(house: House) -> None:
    client = house.client("samordnare")
    staged(client, two_boards(), name="../../../keys/arenden.csv")
    assert rows_of(house, StagedUpload)[0].file_name == "arenden.csv"
    assert all(name.endswith(".rows.jsonl") for name in left_in_uploads(house))


# ---- The same file again ------------------------------------------------------------------------------------------


def test_the_same_file_again_is_recognised_and_leads_to_its_extract(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("samordnare")
    extract = frozen(client, two_boards())
    answer = send(client, two_boards(), name="kopia.csv")
    assert answer.status_code == 422
    assert "Samma fil lästes in 2026-09-01 10:00 för perioden 2026-01-01 till 2026-06-30" in words(answer)
    assert extract in [link.get("href") for link in parse(answer).findall(".//main//a")]
    other = staged(client, two_boards(), period_to="2026-03-31")
    assert "redan inläst för en annan period" in words(client.get(other))


def test_a_double_click_on_reading_stages_one_file(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("samordnare")
    assert staged(client, two_boards()) == staged(client, two_boards())
    assert len(rows_of(house, StagedUpload)) == 1
    assert len(left_in_uploads(house)) == 1


def test_the_same_file_in_two_windows_is_frozen_once(house_on_each: House) -> None:
    house = house_on_each
    client, other = house.client("samordnare"), house.client("samordnare")
    first, second = checked(client, two_boards()), checked(other, two_boards(), kind="arenden")
    press(client, first, FREEZE)
    assert other.get(second).location == "/register/1"
    assert len(rows_of(house, RegisterExtract)) == 1


# ---- Columns ------------------------------------------------------------------------------------------------------


def test_dropped_columns_are_told_and_offered_to_nobody(house: House) -> None:
    rows = [{**row, "Efternamn": "Uppdiktad", "Telefon": "08-000 00 00", "Fackförbund": "X"} for row in cases({}, {})]
    client = house.client("samordnare")
    page = client.get(staged(client, csv_file(rows)))
    assert "3 kolumner är borttagna" in words(page)
    assert "Efternamn: Kolumnen har tagits bort: namn läses aldrig in." in words(page)
    assert len(parse(page).findall(".//select")) == 3
    assert "Uppdiktad" not in page.text


def test_choices_are_remembered_for_the_next_file(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("samordnare")
    head, _, rest = csv_file(cases({"expedierat_datum": "2026-03-03"})).partition(b"\n")
    data = head.replace(b"beslutsdatum", b"Dag 1").replace(b"expedierat_datum", b"Dag 2") + b"\n" + rest
    mapping = staged(client, data)
    assert "Välj vilken kolumn i filen som är Beslutsdatum." in words(client.fill(mapping))
    check = client.fill(mapping, column_2="beslutsdatum").location
    assert "Inga fel" in words(client.get(check))
    again = data.replace(b"A1", b"A2")
    _, fields = client.form(staged(client, again))
    assert (fields["column_2"], fields["column_3"]) == ("beslutsdatum", "")
    assert len(rows_of(house, ColumnChoice)) == 4


def test_two_columns_cannot_mean_the_same(house: House) -> None:
    client = house.client("samordnare")
    mapping = staged(client, csv_file(cases({"Datum": "2026-03-02"})))
    answer = client.fill(mapping, column_3="beslutsdatum")
    assert answer.status_code == 422
    assert "En annan kolumn betyder redan det här" in words(answer)


def test_a_word_that_is_no_code_gets_a_meaning_that_is_remembered(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("samordnare")
    rows = cases({"beslutstyp": "beviljat"}, {"beslutstyp": "vilande"}, {"beslutstyp": "Avslag"})
    check = checked(client, csv_file(rows))
    page = words(client.get(check))
    assert "2 fel" in page
    assert "Ord som inte är koder" in page
    meant = {"ord:beslutstyp:beviljat": "bifall", "ord:beslutstyp:vilande": "="}
    assert press(client, check, "Spara och kontrollera igen", **meant).location == check
    assert "Inga fel" in words(client.get(check))
    press(client, check, FREEZE)
    again = checked(client, csv_file(cases({"beslutstyp": "Vilande", "arende_id": "B1"})))
    assert "Inga fel" in words(client.get(again))


# ---- Waiting, cancelling ------------------------------------------------------------------------------------------


def test_a_waiting_file_is_for_the_program_alone_and_can_be_gone_on_with(house: House) -> None:
    client = house.client("samordnare")
    mapping = staged(client, two_boards())
    file = house.settings.uploads / left_in_uploads(house)[0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Påbörjade inläsningar" in words(client.get("/register"))
    assert client.get(mapping.replace("kolumner", "kontroll")).location == mapping


def test_a_cancelled_file_is_gone(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, two_boards())
    assert press(client, check, "Avbryt inläsningen").location == "/register"
    assert "Inget av filens innehåll finns kvar" in words(client.get("/register"))
    assert left_in_uploads(house) == []
    assert client.get(check).status_code == 404


def test_what_nobody_confirms_is_gone_after_a_day(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("samordnare")
    mapping = staged(client, two_boards())
    house.clock.forward(hours=23)
    tidy(house)
    assert client_sees(house, mapping) == 200
    house.clock.forward(hours=2)
    tidy(house)
    assert client_sees(house, mapping) == 404
    assert left_in_uploads(house) == []


def tidy(house: House) -> None:
    create_worker(house.settings, house.database, clock=house.clock).run_chores()


def client_sees(house: House, address: str) -> int:
    return house.client("samordnare").get(address).status_code


def test_a_file_that_somebody_took_away_is_explained(house: House) -> None:
    client = house.client("samordnare")
    mapping = staged(client, two_boards())
    for name in left_in_uploads(house):
        (house.settings.uploads / name).unlink()
    answer = client.fill(mapping)
    assert answer.status_code == 410
    assert "Filens innehåll finns inte kvar" in words(answer)


def test_nobody_else_reaches_a_waiting_file(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, two_boards())
    mapping = check.replace("kontroll", "kolumner")
    for address in (mapping, check, check.replace("kontroll", "fel.csv")):
        assert house.client("annan-samordnare").get(address).status_code == 404
        assert house.client("lasare").get(address).status_code == 403
    for what in ("frys", "avbryt", "igen", "koder", "kolumner"):
        assert house.client("annan-samordnare").post(check.replace("kontroll", what)).status_code in {400, 404}
    assert len(rows_of(house, StagedUpload)) == 1


def test_personal_numbers_and_names_are_on_no_page(house: House) -> None:
    rows = [{**row, "personnr_sokande": PUBLISHED, "Namn": "Uppdiktad Uppdiktadsson"} for row in cases({}, {})]
    client = house.client("samordnare")
    mapping = staged(client, csv_file(rows))
    check = str(client.fill(mapping).location)
    extract = str(press(client, check, FREEZE).location)
    for address in (mapping, check, extract, "/register"):
        assert PUBLISHED not in client.get(address, follow_redirects=True).text
        assert "Uppdiktad" not in client.get(address, follow_redirects=True).text


def test_the_period_can_be_changed_before_the_freeze(house: House) -> None:
    client = house.client("samordnare")
    check = checked(client, two_boards(beslutsdatum="2025-03-02"))
    page = words(client.get(check))
    assert "inget i filen hör till perioden" in page
    assert FREEZE not in page
    client.fill(check.replace("kontroll", "kolumner"), period_from="2025-01-01", period_to="2025-06-30")
    assert press(client, check, FREEZE).status_code == 302
    assert rows_of(house, RegisterExtract)[0].period_from == date(2025, 1, 1)
