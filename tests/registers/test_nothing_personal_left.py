"""Names and personnummer of a register are never on the disk: not while it waits, not when it fails, not afterwards."""

import io
from collections.abc import Callable

import pytest
from sqlalchemy import text
from werkzeug.datastructures import FileStorage

from audit.tables import metadata
from tests.registers.files import PUBLISHED, Row, cases, csv_file, xlsx_file
from tests.registers.sending import FREEZE, PERIOD, UPLOAD, checked, press, send, staged, words
from tests.support.house import House

PERSONAL: Row = {
    "personnr_sokande": PUBLISHED,
    "personnr_medsokande": "170101-2393",
    "Efternamn": "Uppdiktadsson",
    "Gatuadress": "Påhittade gränd 7",
    "Telefon": "08-123 45 67",
    "Kontonummer": "8000-2, 123 456 789",
    "Fackförbund": "Hittepåförbundet",
    "Anteckning": "Ett långt och påhittat omdöme om den sökande som inte får sparas någonstans alls.",
}
TRACES = ("2017010123", "170101-2", "Uppdiktads", "Påhittade gr", "08-123", "123 456 789", "Hittepå", "påhittat omdöme")

CODINGS = ("utf-8", "cp1252", "utf-16-le")


def rows(*changes: Row) -> list[Row]:
    return [{**row, **PERSONAL} for row in cases(*changes)]


def traces(house: House) -> list[str]:
    """Which traces of personal data lie anywhere in the instance's folder or in any table."""
    with house.database.transaction(write=False) as session:
        tables = [session.execute(text(f'SELECT * FROM "{name}"')).all() for name in metadata.tables]  # noqa: S608
    files = [file.read_bytes() for file in house.settings.instance.rglob("*") if file.is_file()]
    kept = [str(tables).encode(), *files]
    return [trace for trace in TRACES if any(trace.encode(coding) in each for each in kept for coding in CODINGS)]


@pytest.mark.parametrize("as_file", [csv_file, xlsx_file])
def test_nothing_personal_is_kept_on_the_whole_way(house: House, as_file: Callable[[list[Row]], bytes]) -> None:
    client = house.client("samordnare")
    mapping = staged(client, as_file(rows({}, {"namnd_kod": "Norrmalm"})))
    assert traces(house) == []
    check = str(client.fill(mapping).location)
    assert traces(house) == []
    press(client, check, FREEZE)
    assert traces(house) == []


def test_nothing_personal_is_kept_of_a_faulty_file(house: House) -> None:
    client = house.client("samordnare")
    wrong: Row = {"arende_id": PUBLISHED, "beslutsdatum": PUBLISHED, "beslutstyp": PUBLISHED, "lagrum": PUBLISHED}
    check = checked(client, csv_file(rows(wrong, wrong)))
    assert "fel" in words(client.get(check))
    assert PUBLISHED not in client.get(check).text
    assert traces(house) == []


def test_nothing_personal_is_kept_of_a_refused_file(house: House) -> None:
    client = house.client("samordnare")
    assert send(client, csv_file(rows({})), kind="boutredningar").status_code == 422
    assert send(client, csv_file(rows({})), name=f"{PUBLISHED} Uppdiktadsson.csv", kind="").status_code == 422
    assert traces(house) == []


def test_nothing_personal_is_kept_of_a_file_sent_after_the_session_ended(house: House) -> None:
    client = house.client("samordnare")
    action, fields = client.form(UPLOAD)
    house.clock.forward(hours=1)
    sent = FileStorage(io.BytesIO(csv_file(rows({}))), filename="arenden.csv")
    answer = client.post(action, data={**fields, **PERIOD, "kind": "arenden", "file": sent})
    assert answer.status_code == 401
    assert traces(house) == []


def test_the_search_would_find_what_is_kept(house: House) -> None:
    (house.settings.uploads / "left.csv").write_bytes(csv_file(rows({})))
    assert traces(house) == list(TRACES)
