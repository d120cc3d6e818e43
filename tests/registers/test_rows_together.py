"""Verdicts on several rows: co-applicants, repeated ids, impossible orders, reversals."""

from datetime import date

import pytest

from audit.registers.reading import read_table
from audit.registers.rules import RegisterKind, check
from audit.registers.rules.codes import Codes
from tests.registers.files import (
    BOARDS,
    KEY,
    PUBLISHED,
    TODAY,
    Row,
    both_ways,
    cases,
    csv_file,
    estates,
    payments,
    places,
)


def test_a_co_applicants_row_is_merged_with_a_notice() -> None:
    applicant = {"arende_id": "A1", "personnr_sokande": PUBLISHED, "personnr_medsokande": "", "fodelsear": "1980"}
    co_applicant = {**applicant, "personnr_sokande": "189001019802", "fodelsear": "1985", "beslutsdatum": "20260302"}
    result = both_ways(cases(applicant, {}, co_applicant))
    assert (result.rows, result.accepted, result.merged, result.errors) == (3, 2, 1, ())
    assert places(result.notices) == [(4, "arende_id")]
    kept = result.units[0]
    assert (kept.row, kept.folded, kept.values["fodelsear"]) == (2, (4,), 1980)
    assert kept.values["personnr_medsokande"] not in {None, kept.values["personnr_sokande"]}


def test_three_rows_of_one_household_become_one() -> None:
    result = both_ways(cases(*({"arende_id": "A1"} for _ in range(3))))
    assert (result.accepted, result.merged) == (1, 2)


@pytest.mark.parametrize(
    "change", [{"beslutsdatum": "2026-04-02"}, {"namnd_kod": "Norrmalm"}, {"beslutstyp": "avslag"}, {"antal_barn": "2"}]
)
def test_the_same_case_with_other_content_is_an_error_on_both_rows(change: Row) -> None:
    same = {"arende_id": "A1", "beslutstyp": "bifall", "antal_barn": ""}
    result = both_ways(cases(same, {}, {**same, **change}))
    assert places(result.errors) == [(2, "arende_id"), (4, "arende_id")]
    assert next(iter(change)) in result.errors[0].expected
    assert (result.accepted, result.merged) == (1, 0)


def test_one_differing_row_of_three_is_an_error_on_all() -> None:
    rows = cases({"arende_id": "A1"}, {"arende_id": "A1"}, {"arende_id": "A1", "beslutsdatum": "2026-04-02"})
    assert [error.row for error in both_ways(rows).errors] == [2, 3, 4]


def test_a_cell_that_cannot_be_read_is_not_told_twice() -> None:
    rows = cases({"arende_id": "A1"}, {"arende_id": "A1", "beslutsdatum": "igår"})
    result = both_ways(rows)
    assert places(result.errors) == [(3, "beslutsdatum")]
    assert (result.accepted, result.merged) == (1, 0)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"inskrivningsdatum": "2026-02-01", "avslutsdatum": "2026-01-31"}, "avslutsdatum"),
        ({"aktualiseringsdatum": "2026-02-01", "avslutsdatum": "2026-01-31"}, "avslutsdatum"),
        ({"ansokan_datum": "2026-03-03"}, "beslutsdatum"),
    ],
)
def test_dates_in_an_impossible_order_are_flagged_and_kept(change: Row, column: str) -> None:
    result = both_ways(cases({}, change))
    assert places(result.flags) == [(3, column)]
    assert (result.accepted, result.errors) == (2, ())


def test_dates_on_the_same_day_are_in_order() -> None:
    change = {"ansokan_datum": "2026-03-02", "inskrivningsdatum": "2026-03-02", "avslutsdatum": "2026-03-02"}
    assert both_ways(cases(change)).flags == ()


def test_an_estate_closed_before_it_was_opened_is_flagged() -> None:
    result = both_ways(estates({"oppnad": "2026-02-01", "avslutad": "2026-01-20"}), "boutredningar")
    assert places(result.flags) == [(2, "avslutad")]


def test_a_payment_after_the_closure_in_the_file_is_flagged() -> None:
    result = both_ways(payments({"avslutsdatum": "2026-03-01"}, {"avslutsdatum": "2026-03-25"}), "utbetalningar")
    assert places(result.flags) == [(2, "utbetalningsdatum")]


def test_a_payment_after_a_closure_known_from_elsewhere_is_flagged() -> None:
    table = read_table(csv_file(payments({"arende_id": "A1"}, {"arende_id": "A2"})))
    result = check(
        table,
        kind=RegisterKind.PAYMENTS,
        mapping={name: name for name in table.header},
        boards=BOARDS,
        codes=Codes(),
        today=TODAY,
        key=KEY,
        closures={"A2": date(2026, 3, 1)},
    )
    assert places(result.flags) == [(3, "utbetalningsdatum")]


REVERSAL = {"status": "makulerad", "belopp": "1 870,00-"}


@pytest.mark.parametrize("first", [0, 1])
def test_a_reversal_is_netted_against_its_original_and_both_are_kept(first: int) -> None:
    pair = [{}, REVERSAL]
    result = both_ways(payments(pair[first], pair[1 - first]), "utbetalningar")
    assert (result.accepted, result.errors) == (2, ())
    assert [unit.counterpart for unit in result.units] == [3, 2]
    assert places(result.notices) == [(3 - first, "belopp")]


@pytest.mark.parametrize(
    "change",
    [
        {"arende_id": "A2"},
        {"period": "202604"},
        {"andamal": "el"},
        {"belopp": "1871"},
        {"status": "retur"},
        {"status": "makulerad"},
    ],
)
def test_a_reversal_without_its_original_is_an_error(change: Row) -> None:
    result = both_ways(payments(change, REVERSAL), "utbetalningar")
    assert places(result.errors) == [(3, "belopp")]
    assert (result.rows, result.accepted) == (2, 1)


def test_one_original_answers_for_one_reversal() -> None:
    assert places(both_ways(payments({}, REVERSAL, REVERSAL), "utbetalningar").errors) == [(4, "belopp")]


def test_a_reversal_may_carry_the_id_of_its_original() -> None:
    rows = payments({}, {**REVERSAL, "utbetalning_id": "U1"})
    assert both_ways(rows, "utbetalningar").errors == ()


def test_an_original_with_another_fault_still_answers_for_its_reversal() -> None:
    result = both_ways(payments({"metod": "brevduva"}, REVERSAL), "utbetalningar")
    assert places(result.errors) == [(2, "metod")]


@pytest.mark.parametrize(
    ("rows", "kind", "column"),
    [
        (payments({"utbetalning_id": "U1"}, {"utbetalning_id": "U1"}), "utbetalningar", "utbetalning_id"),
        (estates({"bo_id": "B1"}, {"bo_id": "B1"}), "boutredningar", "bo_id"),
    ],
)
def test_an_id_that_is_repeated_is_an_error_on_both_rows(rows: list[Row], kind: str, column: str) -> None:
    assert places(both_ways(rows, kind).errors) == [(2, column), (3, column)]


def test_several_payments_of_one_case_are_several_units() -> None:
    assert both_ways(payments({}, {}, {}), "utbetalningar").accepted == 3


def test_errors_stand_in_the_order_of_rows_and_columns() -> None:
    rows = cases({"skyddad": "?", "beslutsdatum": "?"}, {"namnd_kod": "?", "beslutsdatum": "?"})
    assert places(both_ways(rows).errors) == [
        (2, "beslutsdatum"),
        (2, "skyddad"),
        (3, "namnd_kod"),
        (3, "beslutsdatum"),
    ]
