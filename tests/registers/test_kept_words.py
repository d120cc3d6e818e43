"""Small decisions on what may be shown and kept: file names, samples, lists of errors, notices told together."""

import csv
import io

import pytest

from audit.registers.reading import read_table
from audit.registers.rules import Codes, Fault, RegisterKind, sanitise, suggest_mapping
from audit.registers.rules.error_list import csv_lines
from audit.registers.rules.names import HIDDEN_NAME, NO_NAME, safe_name
from audit.registers.rules.samples import samples
from audit.registers.rules.tables import CheckedExtract, Notice, RawTable
from audit.registers.rules.telling import Told, gathered
from audit.registers.rules.unknown import CodedWord, coded_words
from tests.registers.files import KEY, PUBLISHED, TODAY, Row, cases, csv_file


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("arenden.csv", "arenden.csv"),
        ("C:\\Users\\x\\arenden 2026.xlsx", "arenden 2026.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("/var/../arenden.csv", "arenden.csv"),
        ("a\x00b\r\nc.csv", "abc.csv"),
        ("..", NO_NAME),
        ("", NO_NAME),
        ("utdrag 20260630-1015.csv", "utdrag 20260630-1015.csv"),
        (f"{PUBLISHED}.csv", HIDDEN_NAME),
        ("akt 20170101-2393 ny.csv", HIDDEN_NAME),
        ("x" * 200 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_file_name_is_kept_without_path_control_signs_and_personnummer(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def table_of(rows: list[Row]) -> RawTable:
    return sanitise(read_table(csv_file(rows)), kind=RegisterKind.CASES, key=KEY, today=TODAY)


def test_samples_show_no_personnummer_and_no_possible_name() -> None:
    extra = {"personnr_sokande": PUBLISHED, "Vem": "Uppdiktad", "Grupp": "G7", "hushallstyp": "par_utan_barn"}
    found = samples(table_of(cases(extra, {**extra, "Vem": "Påhittad"})), RegisterKind.CASES)
    assert found["personnr_sokande"] == []
    assert found.get("Vem", []) == []
    assert found["Grupp"] == ["G7"]
    assert found["hushallstyp"] == ["par_utan_barn"]
    assert found["arende_id"] == ["A1", "A2"]


def test_a_first_row_with_a_name_is_not_kept_as_a_heading() -> None:
    table = read_table(b"namnd_kod;Anna Uppdiktad;arende_id\nNorrmalm;x;A1\n")
    assert sanitise(table, kind=RegisterKind.CASES, key=KEY, today=TODAY).header == (
        "namnd_kod", "kolumn 2", "arende_id",
    )  # fmt: skip


@pytest.mark.parametrize("dangerous", ["=1+1", "+46", "-250", "@SUM(A1)", "\t=1", "\r=1", " =cmd", "＝1"])
def test_no_cell_of_the_error_list_is_a_formula(dangerous: str) -> None:
    text = "".join(csv_lines([Fault(2, dangerous, dangerous, f'{dangerous}; "citat"')]))
    heading, *cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert heading == ["Rad", "Kolumn", "Värde", "Här väntas"]
    assert cells == [["2", f"'{dangerous}", f"'{dangerous}", f'\'{dangerous}; "citat"']]


def test_a_fault_of_the_whole_file_is_said_so_in_the_list() -> None:
    assert list(csv_lines([Fault(0, "", "", "en fil")]))[1] == '"hela filen";"";"";"en fil"\r\n'


def test_the_same_thing_is_told_once_with_its_first_rows() -> None:
    same = [Notice(row, "namnd_kod", "Nämnden har tolkats som Östermalm.") for row in range(2, 14)]
    merged = [Notice(20, "arende_id", "Slagen ihop med rad 3."), Notice(21, "arende_id", "Slagen ihop med rad 4.")]
    flag = Notice(5, "avslutsdatum", "Avslutat före.")
    found = gathered(CheckedExtract(RegisterKind.CASES, notices=(*same, *merged), flags=(flag,)))
    assert found == (
        Told("avslutsdatum", "Avslutat före.", 1, (5,), flag=True),
        Told("namnd_kod", "Nämnden har tolkats som Östermalm.", 12, tuple(range(2, 12))),
        Told("arende_id", "Slagen ihop med en annan rad.", 2, (20, 21)),
    )


def words_of(rows: list[Row], codes: Codes) -> list[CodedWord]:
    table = table_of(rows)
    mapping = suggest_mapping(table.header, RegisterKind.CASES)
    return coded_words(table, kind=RegisterKind.CASES, mapping=mapping, codes=codes)


def test_words_that_are_no_codes_are_gathered_most_frequent_first() -> None:
    rows = cases(*({"beslutstyp": word} for word in ("ok", "Bifall", "ok", "nja", "", PUBLISHED, "x" * 41)))
    assert words_of(rows, Codes()) == [CodedWord("beslutstyp", "ok", 2, None), CodedWord("beslutstyp", "nja", 1, None)]


def test_a_word_with_a_given_meaning_comes_with_it() -> None:
    codes = Codes().with_choices([("beslutstyp", "ok", "bifall"), ("beslutstyp", "vilande", "vilande")])
    assert words_of(cases({"beslutstyp": "OK"}, {"beslutstyp": "vilande"}), codes) == [
        CodedWord("beslutstyp", "OK", 1, "bifall"),
        CodedWord("beslutstyp", "vilande", 1, "vilande"),
    ]
    assert "vilande" in codes.valid("beslutstyp")
