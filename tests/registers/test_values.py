"""Dates, periods, amounts, numbers, yes/no and codes: normalised, or an error that says what was expected."""

from datetime import date

import pytest

from audit.registers.reading import read_table
from audit.registers.rules import Codes, RegisterKind, check
from audit.registers.rules.values import latest_date, read_amount, read_count, read_date, read_period, read_yes_no
from tests.registers.files import (
    BOARDS,
    KEY,
    TODAY,
    both_ways,
    cases,
    checked,
    csv_file,
    estates,
    payments,
    places,
    xlsx_file,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2014-05-08", "2014-05-08"),
        ("20140508", "2014-05-08"),
        ("140508", "2014-05-08"),
        ("991231", "1999-12-31"),
        ("41767", "2014-05-08"),
        ("2014-05-08 00:00:00", "2014-05-08"),
        ("1990-01-01", "1990-01-01"),
        ("2027-11-01", "2027-11-01"),
    ],
)
def test_dates_are_normalised(written: str, meant: str) -> None:
    assert both_ways(cases({"beslutsdatum": written})).units[0].values["beslutsdatum"] == meant


def test_dates_of_a_workbook_are_normalised_whether_cells_or_numbers() -> None:
    rows = cases(*({"beslutsdatum": day} for day in (date(2014, 5, 8), 41767, 20140508, 140508)))
    assert {unit.values["beslutsdatum"] for unit in checked(xlsx_file(rows)).units} == {"2014-05-08"}


@pytest.mark.parametrize(
    "written",
    [
        "1900-01-01",
        "1",
        "0",
        "1989-12-31",
        "2027-11-02",
        "2014-02-30",
        "20141301",
        "8/5-14",
        "2014",
        "igår",
        "890101",
        "٢٠١٤٠٥٠٨",
    ],
)
def test_impossible_and_unbelievable_dates_are_errors(written: str) -> None:
    error = both_ways(cases({"beslutsdatum": written})).errors[0]
    assert (error.row, error.column, error.value) == (2, "beslutsdatum", written)
    assert "1990-01-01 och 2027-11-01" in error.expected


def test_a_workbook_date_of_1900_is_an_error() -> None:
    assert places(checked(xlsx_file(cases({"beslutsdatum": date(1900, 1, 1)}))).errors) == [(2, "beslutsdatum")]


def test_the_last_day_is_found_in_a_leap_year() -> None:
    assert latest_date(date(2028, 2, 29)) == date(2029, 2, 28)
    assert read_date("290228", today=date(2028, 2, 29)).value == "2029-02-28"


def test_missing_values_are_kept_as_missing() -> None:
    values = both_ways(cases({"komplett_datum": "", "avslutsdatum": "2026-04-01", "avslutsorsak": " "})).units[0].values
    assert values["komplett_datum"] is None
    assert values["avslutsorsak"] is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1870", "1870.00"),
        ("1870,5", "1870.50"),
        ("1 870,00", "1870.00"),
        ("1\u00a0870,00", "1870.00"),
        ("1\u202f234\u202f567,89", "1234567.89"),
        ("1.870,00", "1870.00"),
        ("250-", "-250.00"),
        ("250,50 -", "-250.50"),
        ("−250", "-250.00"),
        ("-1 250,00 kr", "-1250.00"),
        ("0,00-", "0.00"),
        ("0,01", "0.01"),
        ("1870.25", "1870.25"),
    ],
)
def test_amounts_are_exact_to_the_ore(written: str, meant: str) -> None:
    assert both_ways(payments({"belopp": written}), "utbetalningar").units[0].values["belopp"] == meant


@pytest.mark.parametrize(
    "written", ["", "-", "tusen", "1,234", "1.234", "18 70,00", "1,2,3", "--5", "1e3", "9999999999", "5-5"]
)
def test_unclear_amounts_are_errors(written: str) -> None:
    assert places(both_ways(payments({"belopp": written}), "utbetalningar").errors) == [(2, "belopp")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("202603", "202603"), ("2026-03", "202603"), ("2026-03-01", "202603"), ("202613", None), ("0326", None)],
)
def test_periods_are_months(written: str, meant: str | None) -> None:
    assert read_period(written, today=TODAY).value == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("2", 2), ("2,0", 2), ("0", 0), ("-1", None), ("två", None), ("10000", None), ("²", None)]
)
def test_counts_are_whole_numbers(written: str, meant: int | None) -> None:
    assert read_count(written).value == meant


@pytest.mark.parametrize("written", ["ja", "J", "1", "JA", "sant", "x"])
def test_yes_in_its_forms(written: str) -> None:
    assert read_yes_no(written).value is True


@pytest.mark.parametrize("written", ["nej", "N", "0", "Falskt"])
def test_no_in_its_forms(written: str) -> None:
    assert read_yes_no(written).value is False


def test_yes_and_no_of_a_workbook() -> None:
    rows = estates({"bostadsbesok": True}, {"bostadsbesok": False}, {"bostadsbesok": 1}, {"bostadsbesok": "kanske"})
    result = checked(xlsx_file(rows), "boutredningar")
    assert places(result.errors) == [(5, "bostadsbesok")]
    assert checked(xlsx_file(rows[:3]), "boutredningar").units[0].values["bostadsbesok"] is True


def test_a_year_of_birth_must_be_believable() -> None:
    assert both_ways(cases({"fodelsear": "1980"})).units[0].values["fodelsear"] == 1980
    assert places(both_ways(cases({"fodelsear": "2027"}, {"fodelsear": "80"})).errors) == [
        (2, "fodelsear"),
        (3, "fodelsear"),
    ]


@pytest.mark.parametrize("written", ["avslag", "AVSLAG", " Avslag "])
def test_codes_are_read_in_any_case(written: str) -> None:
    assert both_ways(cases({"beslutstyp": written})).units[0].values["beslutstyp"] == "avslag"


def test_a_label_or_a_broken_encoding_still_means_the_code() -> None:
    rows = cases({"beslutstyp": "Återkrav"}, {"beslutstyp": "Ã…terkrav"}, {"forsorjningshinder": "Arbetslös"})
    result = both_ways(rows)
    assert [unit.values["beslutstyp"] for unit in result.units] == ["aterkrav", "aterkrav", None]


def test_an_unknown_code_is_an_error_that_lists_the_valid_ones() -> None:
    error = both_ways(cases({"beslutstyp": "beviljat"})).errors[0]
    assert (error.row, error.column, error.value) == (2, "beslutstyp", "beviljat")
    for code in ("bifall", "delavslag", "avslag", "nedsattning", "aterkrav"):
        assert code in error.expected


@pytest.mark.parametrize(
    "codes",
    [
        Codes().extended("beslutstyp", {"avvisning": "Avvisning"}),
        Codes().replacing("beslutstyp", {"avvisning": "avslag"}),
    ],
)
def test_a_board_can_add_a_code_or_the_user_map_a_word(codes: Codes) -> None:
    table = read_table(csv_file(cases({"beslutstyp": "Avvisning"})))
    mapping = {name: name for name in table.header}
    result = check(table, kind=RegisterKind.CASES, mapping=mapping, boards=BOARDS, codes=codes, today=TODAY, key=KEY)
    assert result.units[0].values["beslutstyp"] in {"avvisning", "avslag"}


def test_an_id_keeps_its_leading_zeros_and_must_stand_on_one_line() -> None:
    assert checked(csv_file(cases({"arende_id": " 007 "}))).units[0].values["arende_id"] == "007"
    assert places(checked(csv_file(cases({"arende_id": '"A\n1"'}))).errors) == [(2, "arende_id")]


def test_an_empty_id_is_an_error() -> None:
    assert places(both_ways(cases({"arende_id": ""}, {})).errors) == [(2, "arende_id")]


def test_a_long_faulty_value_is_cut_short() -> None:
    error = checked(csv_file(cases({"beslutstyp": "lång " * 30}))).errors[0]
    assert len(error.value) < 50


def test_an_amount_too_large_to_be_true_is_an_error() -> None:
    assert read_amount("999999999,99").value == "999999999.99"
    assert read_amount("1000000000").value is None
