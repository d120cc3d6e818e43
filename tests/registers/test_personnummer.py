"""Personnummer: hashed with a key after checking, flagged where wrong, never shown. Only numbers for testing."""

import hmac

import pytest

from audit.registers.reading import read_table
from audit.registers.rules import RegisterKind, sanitise
from tests.registers.files import KEY, PUBLISHED, TODAY, both_ways, cases, checked, csv_file, places, xlsx_file

HASHED = hmac.digest(KEY, PUBLISHED.encode(), "sha256").hex()
WRONG = "201701012394"


@pytest.mark.parametrize(
    "written", [PUBLISHED, "20170101-2393", "1701012393", "170101-2393", "170101‑2393", "20170101 2393"]
)
def test_every_way_of_writing_one_personnummer_gives_the_same_hash(written: str) -> None:
    result = both_ways(cases({"personnr_sokande": written}))
    assert result.units[0].values["personnr_sokande"] == HASHED
    assert (result.flags, result.notices, result.errors) == ((), (), ())


@pytest.mark.parametrize("written", ["189001019802", "900101+9802"])
def test_a_plus_means_a_hundred_years_or_more(written: str) -> None:
    expected = hmac.digest(KEY, b"189001019802", "sha256").hex()
    assert both_ways(cases({"personnr_sokande": written})).units[0].values["personnr_sokande"] == expected


def test_a_samordningsnummer_is_a_personnummer_too() -> None:
    assert both_ways(cases({"personnr_sokande": "170161-2390"})).flags == ()


def test_a_lost_leading_zero_is_put_back_with_a_notice() -> None:
    whole, lost, as_number = (
        checked(data).units[0].values["personnr_sokande"]
        for data in (
            csv_file(cases({"personnr_sokande": "0001019801"})),
            csv_file(cases({"personnr_sokande": "001019801"})),
            xlsx_file(cases({"personnr_sokande": 1019801})),
        )
    )
    assert whole == lost == as_number
    assert places(both_ways(cases({"personnr_sokande": "00101-9801"})).notices) == [(2, "personnr_sokande")]


@pytest.mark.parametrize(
    "written", [WRONG, "20170101-2394", "170101-2394", "201702302393", "12345", "ingen uppgift", "20170101TF12"]
)
def test_a_wrong_number_is_flagged_kept_and_never_shown(written: str) -> None:
    result = both_ways(cases({}, {"personnr_sokande": written}))
    assert places(result.flags) == [(3, "personnr_sokande")]
    assert (result.accepted, result.errors) == (2, ())
    assert written not in str(result)


def test_a_number_of_somebody_not_born_yet_is_flagged() -> None:
    assert places(both_ways(cases({"personnr_sokande": "20981231-2391"})).flags) == [(2, "personnr_sokande")]


def test_no_personnummer_is_no_value() -> None:
    assert both_ways(cases({"personnr_sokande": ""})).units[0].values["personnr_sokande"] is None


def test_an_id_column_of_personnummer_is_refused() -> None:
    result = both_ways(cases({"arende_id": PUBLISHED}, {"arende_id": "1701012393"}))
    assert places(result.errors) == [(1, "arende_id")]
    assert "pseudonymt" in result.errors[0].expected
    assert result.accepted == 0
    assert "2393" not in str(result)


def test_a_single_personnummer_among_ids_is_refused_on_its_row() -> None:
    result = both_ways(cases({}, {}, {}, {"arende_id": "170101-2393"}))
    assert places(result.errors) == [(5, "arende_id")]
    assert "2393" not in str(result)


def test_serial_numbers_that_begin_with_a_date_are_good_ids() -> None:
    rows = cases(*({"arende_id": f"20260301{number:04}"} for number in range(1000, 1060)))
    assert both_ways(rows).errors == ()


def test_a_personnummer_in_the_wrong_column_is_an_error_without_its_value() -> None:
    result = both_ways(cases({}, {"beslutsdatum": PUBLISHED}, {"beslutsdatum": WRONG}))
    assert places(result.errors) == [(3, "beslutsdatum"), (4, "beslutsdatum")]
    assert "23939" not in str(result)
    assert PUBLISHED not in str(result)
    assert WRONG not in str(result)


def test_a_column_of_unknown_heading_is_hashed_by_its_look() -> None:
    table = read_table(csv_file(cases({"klient": PUBLISHED}, {"klient": "170101-2393"})))
    staged = sanitise(table, kind=RegisterKind.CASES, key=KEY, today=TODAY)
    assert "2393" not in str(staged.rows)
    assert [change.header for change in staged.changes] == ["klient"]
    assert {row.cells[-1] for row in staged.rows} == {f"pnr:ok:{HASHED}"}


def test_the_hash_depends_on_the_key() -> None:
    table = read_table(csv_file(cases({"personnr_sokande": PUBLISHED})))
    one, other = (
        sanitise(table, kind=RegisterKind.CASES, key=key, today=TODAY).rows[0].cells[-1] for key in (b"one", b"other")
    )
    assert one != other


def test_a_heading_that_is_a_personnummer_is_not_kept() -> None:
    table = read_table(f"namnd_kod;arende_id;beslutsdatum;{PUBLISHED}\nNorrmalm;A1;2026-03-02;x\n".encode())
    assert PUBLISHED not in str(sanitise(table, kind=RegisterKind.CASES, key=KEY, today=TODAY))
    assert PUBLISHED not in str(checked(f"namnd_kod;arende_id;beslutsdatum;{PUBLISHED}\nNorrmalm;A1;x;x\n".encode()))
