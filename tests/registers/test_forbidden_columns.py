"""Forbidden columns: dropped before anything is written, and told so; what is allowed stays."""

import pytest

from audit.registers.reading import read_table
from audit.registers.rules import RegisterKind, check, sanitise, suggest_mapping
from audit.registers.rules.codes import Codes
from tests.registers.files import BOARDS, KEY, TODAY, both_ways, cases, checked, csv_file, payments, places

SECRET = "Hemligt värde 17"


@pytest.mark.parametrize(
    "heading",
    [
        "Namn", "Förnamn", "efternamn", "Sökandes namn", "klientnamn", "NAMN_SOKANDE",
        "Adress", "c/o", "Gatuadress", "Postnr", "Postort", "Telefon", "Tel.", "Mobil", "Telefonnummer hem",
        "E-post", "epostadress", "Kontonr", "Kontonummer", "Bankkonto", "Clearingnr", "konto",
        "Fackförbund", "Facktillhörighet", "fack", "Union", "Anteckning", "Anteckningar", "Kommentar", "Fritext",
        "Notering", "Övrig kommentar", "Ã–vrig kommentar", "Journaltext", "Diagnos",
    ],
)  # fmt: skip
def test_a_forbidden_column_is_dropped_and_told(heading: str) -> None:
    result = both_ways(cases({heading: SECRET}, {heading: ""}))
    assert places(result.notices) == [(1, heading)]
    assert "tagits bort" in result.notices[0].what
    assert (result.accepted, result.errors) == (2, ())
    assert SECRET not in str(result)


def test_forbidden_columns_never_reach_what_is_staged() -> None:
    table = read_table(csv_file(cases({"namn": SECRET, "enhet": "norr", "": "utan rubrik"})))
    staged = sanitise(table, kind=RegisterKind.CASES, key=KEY, today=TODAY)
    assert staged.header == ("namnd_kod", "arende_id", "beslutsdatum", "enhet")
    assert SECRET not in str(staged)
    assert "utan rubrik" not in str(staged.rows)
    assert sanitise(staged, kind=RegisterKind.CASES, key=KEY, today=TODAY) is staged


@pytest.mark.parametrize(
    "values",
    [
        ["Hemlig Person", "Annan Person"],
        ["nagon@exempel.se", "x"],
        ["070-000 00 00", "08-000 00 00"],
        ["Sökanden uppger vid besöket att hyran har höjts och att det saknas el.", "x"],
    ],
)
def test_an_unknown_column_is_dropped_for_what_stands_in_it(values: list[str]) -> None:
    table = read_table(csv_file(cases(*({"uppgift 4": value} for value in values))))
    staged = sanitise(table, kind=RegisterKind.CASES, key=KEY, today=TODAY)
    assert "uppgift 4" not in staged.header
    assert [change.header for change in staged.changes] == ["uppgift 4"]


def test_the_ledger_account_and_the_account_hash_of_payments_are_allowed() -> None:
    result = both_ways(payments({"konto": "5711", "konto_hash": "9f86d081884c7d65"}), "utbetalningar")
    assert result.units[0].values["konto"] == "5711"
    assert result.units[0].values["konto_hash"] == "9f86d081884c7d65"
    assert result.notices == ()


def test_account_numbers_in_the_place_of_hashes_are_hashed() -> None:
    result = both_ways(
        payments({"konto_hash": "8000-2,000 000 000-0"}, {"konto_hash": "8000-2,000 000 000-0"}), "utbetalningar"
    )
    hashes = {str(unit.values["konto_hash"]) for unit in result.units}
    assert len(hashes) == 1
    assert len(hashes.pop()) == 64
    assert places(result.notices) == [(1, "konto_hash")]


@pytest.mark.parametrize("heading", ["Nämndens namn", "Nämnd", "namnd_kod", "stadsdel"])
def test_the_name_of_the_board_is_not_the_name_of_a_person(heading: str) -> None:
    data = f"{heading};arende_id;beslutsdatum\nNorrmalm;A1;2026-03-02\n"
    assert checked(data.encode()).units[0].values["namnd_kod"] == "N"


def test_a_name_where_an_officers_id_belongs_is_an_error() -> None:
    rows = cases({"handlaggare_id": "Hemlig Person"}, {"handlaggare_id": "h-17"})
    assert places(both_ways(rows).errors) == [(2, "handlaggare_id")]


def test_columns_are_proposed_by_memory_then_name_then_other_names() -> None:
    header = ("Nämnd", "Kod 7", "arende_id", "Ärendenr", "Enhet")
    remembered = {"kod 7": "beslutsdatum", "Enhet": None}
    assert suggest_mapping(header, RegisterKind.CASES, remembered) == {
        "Nämnd": "namnd_kod",
        "Kod 7": "beslutsdatum",
        "arende_id": "arende_id",
        "Ärendenr": None,
        "Enhet": None,
    }


def test_a_column_mapped_by_hand_is_read() -> None:
    table = read_table(b"A;B;C\nNorrmalm;X1;2026-03-02\n")
    mapping = {"A": "namnd_kod", "B": "arende_id", "C": "beslutsdatum"}
    result = check(table, kind=RegisterKind.CASES, mapping=mapping, boards=BOARDS, codes=Codes(), today=TODAY, key=KEY)
    assert result.units[0].values == {"namnd_kod": "N", "arende_id": "X1", "beslutsdatum": "2026-03-02"}


def test_two_headings_mapped_by_hand_to_one_column_are_an_error() -> None:
    table = read_table(b"A;B;C;D\nNorrmalm;X1;2026-03-02;2026-03-02\n")
    mapping = {"A": "namnd_kod", "B": "arende_id", "C": "beslutsdatum", "D": "beslutsdatum"}
    result = check(table, kind=RegisterKind.CASES, mapping=mapping, boards=BOARDS, codes=Codes(), today=TODAY, key=KEY)
    assert places(result.errors) == [(1, "beslutsdatum")]
