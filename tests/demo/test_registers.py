"""Invented registers are repeatable, say what the published figures say, and are read like real ones."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from audit.accounts.rules import FIRST_BOARDS
from audit.demo import dirt, registers
from audit.demo.cases import CASE_COLUMNS, Row, Span, cases
from audit.demo.payments import estates, payments
from audit.registers.commands import FRESH_BOARDS
from audit.registers.examining import Examination, examine
from audit.registers.rules import Codes, RegisterKind

YEARS = (2024, 2025, 2026)
BOARDS = ("KUN", "NOR", "ÖST")
TODAY = date(2026, 10, 14)


def span(year: int = 2026) -> Span:
    return Span(date(year, 8, 1), date(year, 8, 31), date(year, 9, 24))


def reviewed(rows: Iterable[Row], year: int = 2026) -> list[Row]:
    """The rows with a decision in the period: those that a frame is made of."""
    return [row for row in rows if str(row["beslutsdatum"]).startswith(f"{year}-08")]


def read(data: bytes, kind: RegisterKind = RegisterKind.CASES) -> Examination:
    return examine(data, kind=kind, boards=FRESH_BOARDS, codes=Codes(), today=TODAY, key=b"k" * 32)


def test_the_boards_are_those_that_a_new_installation_begins_with() -> None:
    assert set(BOARDS) < {code for code, _ in FIRST_BOARDS}


@pytest.mark.parametrize("year", YEARS)
def test_the_households_of_a_month_are_those_of_2015(year: int) -> None:
    assert Counter(row["namnd_kod"] for row in reviewed(cases(1, span(year)), year)) == {
        "KUN": 166,
        "NOR": 160,
        "ÖST": 169,
    }


@pytest.mark.parametrize("year", YEARS)
def test_the_obstacles_are_those_of_november_2015(year: int) -> None:
    still_open = [row for row in reviewed(cases(1, span(year)), year) if row["avslutsdatum"] is None]
    obstacles = Counter(row["forsorjningshinder"] for row in still_open)
    assert len(still_open) == 464
    assert (obstacles["arbetslos"], obstacles["social_medicinska"], obstacles["sjuk_lakarintyg"]) == (195, 105, 113)


@pytest.mark.parametrize("year", YEARS)
def test_the_closures_are_those_of_2015_with_as_many_unexplained(year: int) -> None:
    closed = [row for row in cases(1, span(year)) if row["avslutsdatum"] is not None]
    assert Counter(row["namnd_kod"] for row in closed) == {"KUN": 220, "NOR": 202, "ÖST": 196}
    assert Counter(row["avslutsorsak"] for row in closed) == {
        "arbete": 160,
        "studier": 42,
        "annan_ersattning": 44,
        "flyttat": 60,
        "engangs": 94,
        "okand": 142,
        None: 76,
    }


def test_a_third_is_young_one_in_ten_has_children_and_most_live_alone() -> None:
    rows = reviewed(cases(1, span()))
    kinds = Counter(row["hushallstyp"] for row in rows)
    ages = [2026 - int(str(row["fodelsear"])) for row in rows]
    assert sum(18 <= age <= 25 for age in ages) == 165 == len(rows) // 3
    assert kinds["ensam_med_barn"] + kinds["par_med_barn"] == 50
    assert kinds["ensam_utan_barn"] == 400


@pytest.mark.parametrize("seed", [1, 77])
@pytest.mark.parametrize("year", YEARS)
def test_every_clean_file_is_taken_in_whole_without_a_remark(seed: int, year: int) -> None:
    checked = read(registers.case_file(seed, span(year), BOARDS)).checked
    assert (checked.accepted, checked.errors, checked.flags, checked.notices) == (1082, (), (), ())
    bos = read(registers.estate_file(seed, span(year), BOARDS), RegisterKind.ESTATES).checked
    assert bos.accepted == bos.rows >= 27
    assert (bos.errors, bos.flags) == ((), ())
    paid = read(registers.payment_file(seed, span(year), BOARDS), RegisterKind.PAYMENTS).checked
    assert paid.accepted == paid.rows
    assert (paid.errors, paid.flags) == ((), ())


def test_one_board_s_register_is_the_same_with_or_without_the_others() -> None:
    alone, together = cases(1, span(), ["NOR"]), cases(1, span())
    assert alone == [row for row in together if row["namnd_kod"] == "NOR"]


def test_days_come_in_the_order_that_they_must() -> None:
    for row in cases(3, span()):
        order = ["inskrivningsdatum", "ansokan_datum", "komplett_datum", "beslutsdatum", "expedierat_datum"]
        days = [str(row[column]) for column in order]
        assert days == sorted(days), row
        assert row["avslutsdatum"] is None or str(row["beslutsdatum"]) < str(row["avslutsdatum"]) <= "2026-09-24"
        assert row["arbetsplan_datum"] is None or str(row["arbetsplan_datum"]) <= str(row["beslutsdatum"])


def test_nobody_is_paid_who_was_refused_and_everybody_else_is() -> None:
    rows = cases(1, span())
    granted = {row["arende_id"] for row in reviewed(rows) if row["beslutstyp"] != "avslag"}
    assert {payment["arende_id"] for payment in payments(1, span(), rows)} == granted


def test_the_law_changes_on_the_day_it_did() -> None:
    before = {row["lagrum"] for row in reviewed(cases(1, span(2024)), 2024)}
    after = {row["lagrum"] for row in reviewed(cases(1, span(2025)), 2025)}
    assert (before, after) == ({"4 kap. 1 § SoL (2001:453)"}, {"12 kap. 1 § SoL (2025:400)"})


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    for make in (registers.case_file, registers.payment_file, registers.estate_file):
        assert make(5, span(), BOARDS) == make(5, span(), BOARDS)
        assert make(5, span(), BOARDS) != make(6, span(), BOARDS)


def test_a_workbook_says_the_same_as_the_clean_file_and_repeats_to_the_byte() -> None:
    rows = cases(1, span(), ["NOR"])
    book = registers.workbook(CASE_COLUMNS, rows, title="Uppdiktat", made=datetime(2026, 10, 1, tzinfo=UTC))
    assert book == registers.workbook(CASE_COLUMNS, rows, title="Uppdiktat", made=datetime(2026, 10, 1, tzinfo=UTC))
    plain = read(registers.case_file(1, span(), ["NOR"])).checked
    assert [unit.values for unit in read(book).checked.units] == [unit.values for unit in plain.units]


def test_dirty_cases_come_out_as_the_clean_ones_but_for_what_is_missing() -> None:
    rows = cases(1, span())
    told = read(dirt.dirty_cases(rows))
    couples = sum(str(row["hushallstyp"]).startswith("par_") for row in rows)
    checked = told.checked
    assert (told.encoding, told.separator) == ("cp1252", ";")
    assert (checked.errors, checked.accepted, checked.merged, checked.skipped) == ((), len(rows), couples, 6)
    assert [unit.values["arende_id"] for unit in checked.units] == [row["arende_id"] for row in rows]
    assert [unit.values["namnd_kod"] for unit in checked.units] == [row["namnd_kod"] for row in rows]
    assert [flag.what for flag in checked.flags] == [
        "Beslutet är daterat före ansökan.",
        "Ärendet är avslutat före inskrivningen.",
    ]
    assert any("telefonnummer läses aldrig in" in notice.what for notice in checked.notices)
    assert "Telefon" not in str([unit.values for unit in checked.units])


def test_dirty_payments_come_to_the_same_amounts() -> None:
    rows = payments(1, span(), cases(1, span()))
    told = read(dirt.dirty_payments(rows), RegisterKind.PAYMENTS)
    assert (told.encoding, told.separator, told.checked.errors) == ("utf-8-sig", "\t", ())
    assert [unit.values["belopp"] for unit in told.checked.units] == [row["belopp"] for row in rows]
    assert [unit.values["period"] for unit in told.checked.units] == ["202608"] * len(rows)


def test_the_faulty_file_has_every_fault_and_nothing_of_it_is_taken_in() -> None:
    checked = read(dirt.faulty_cases(cases(1, span(), ["KUN"]))).checked
    columns = Counter(fault.column for fault in checked.errors)
    assert checked.units == ()
    assert columns == Counter(column for column, _ in dirt.FAULTS) + Counter({"arende_id": 2, "": 1})


def test_estates_are_few_and_have_ids_that_nobody_takes_for_real() -> None:
    found = estates(1, span(), BOARDS)
    assert 27 <= len(found) <= 45
    assert {str(estate["bo_id"])[:6] for estate in found} == {"BO-K-2", "BO-N-2", "BO-Ö-2"}
