"""Encoding, separator, header and the lines around the data: recognised, stated back, and counted."""

import pytest

from audit.registers.reading import read_table
from tests.registers.files import (
    PAYMENT,
    Row,
    cases,
    checked,
    columns_of,
    csv_file,
    csv_text,
    examined,
    payments,
    places,
    xlsx_file,
    xlsx_lines,
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_separator_and_line_ends_are_recognised_and_stated_back(
    encoding: str, separator: str, newline: str
) -> None:
    rows = cases({"namnd_kod": "Östermalm"}, {"namnd_kod": "Södermalm"})
    examination = examined(csv_file(rows, encoding=encoding, separator=separator, newline=newline))
    assert (examination.encoding, examination.separator) == (encoding, separator)
    assert [unit.values["namnd_kod"] for unit in examination.checked.units] == ["Ö", "S"]
    assert examination.checked.notices == ()


def test_utf8_without_a_mark_is_read_too() -> None:
    examination = examined(csv_file(cases({"namnd_kod": "Östermalm"}), encoding="utf-8"))
    assert examination.encoding == "utf-8-sig"
    assert examination.checked.accepted == 1


def test_what_is_recognised_can_be_overridden() -> None:
    odd = csv_text(cases({"namnd_kod": "Östermalm"}), separator="|")
    examination = examined(odd.encode("cp850"), encoding="cp850", separator="|")
    assert (examination.encoding, examination.separator) == ("cp850", "|")
    assert examination.checked.units[0].values["namnd_kod"] == "Ö"


def test_utf16_can_be_read_when_it_is_asked_for() -> None:
    data = csv_file(cases({}), encoding="utf-16")
    assert examined(data).checked.errors[0].row == 0
    assert examined(data, encoding="utf-16").checked.accepted == 1


def test_decimal_commas_do_not_mislead_the_choice_of_separator() -> None:
    rows = payments({"belopp": "1,50"}, {"belopp": "2,50"}, {"belopp": "3,50"})
    assert examined(csv_file(rows), "utbetalningar").separator == ";"


def test_preamble_blank_and_total_lines_are_skipped_counted_and_shown() -> None:
    text = "Registerutdrag ur ärendesystemet\nUttagen 2026-10-01;;\n\n" + csv_text(cases({}, {}))
    text += ";;\n;;\nSumma;2;\nTotalt: 2 ärenden\n"
    result = checked(text.encode())
    assert (result.rows, result.accepted, result.skipped, result.errors) == (2, 2, 7, ())
    assert [unit.row for unit in result.units] == [5, 6]
    assert [notice.row for notice in result.notices] == [1, 3, 7, 9]
    assert "rad 2" in result.notices[0].what


def test_a_total_behind_a_board_is_a_total_too() -> None:
    rows = payments({}, {"utbetalning_id": "Summa", "arende_id": "", "utbetalningsdatum": ""})
    result = checked(csv_file(rows), "utbetalningar")
    assert (result.rows, result.skipped, result.errors) == (1, 1, ())


def test_blank_and_preamble_lines_in_a_workbook_keep_their_numbers() -> None:
    data = xlsx_lines([["Utdrag 2026"], [], ["Nämnd", "Ärendenr", "Beslutsdatum"], [], ["Norrmalm", "A1", "x"]])
    result = checked(data)
    assert places(result.errors) == [(5, "beslutsdatum")]
    assert result.skipped == 3


def test_a_cell_with_line_breaks_does_not_move_the_line_numbers() -> None:
    rows = cases({"enhet": '"Ekonomiskt\nbistånd\n\nvuxna"'}, {"beslutsdatum": "igår"})
    result = checked(csv_file(rows))
    assert places(result.errors) == [(6, "beslutsdatum")]
    assert result.rows == 2


def test_a_quoted_cell_may_hold_the_separator_and_quotation_marks() -> None:
    result = checked(csv_file(cases({"enhet": '"Vuxna; ""norr"""'})))
    assert result.units[0].values["enhet"] == 'Vuxna; "norr"'


def test_a_stray_quotation_mark_spoils_one_row_and_no_other() -> None:
    rows = cases({}, {"enhet": '"norr'}, {}, {"beslutsdatum": "igår"})
    result = checked(csv_file(rows))
    assert places(result.errors) == [(3, ""), (5, "beslutsdatum")]
    assert (result.rows, result.accepted) == (4, 2)


def test_a_row_with_too_many_cells_is_an_error_that_shows_nothing_of_it() -> None:
    data = csv_text(cases({}, {})) + "Norrmalm;A9;Hemlig Person;2026-03-02\n"
    result = checked(data.encode())
    assert places(result.errors) == [(4, "")]
    assert "Hemlig" not in str(result.errors)


def test_a_row_that_ends_early_lacks_its_last_values() -> None:
    assert places(checked(b"namnd_kod;arende_id;beslutsdatum\nNorrmalm;A1\n").errors) == [(2, "beslutsdatum")]


def test_other_headings_are_understood() -> None:
    data = "Nämnd;Ärendenr;Beslutsdatum;Skyddade personuppgifter\nNorrmalm;A1;2026-03-02;J\n"
    result = checked(data.encode())
    assert result.units[0].values == {
        "namnd_kod": "N",
        "arende_id": "A1",
        "beslutsdatum": "2026-03-02",
        "skyddad": True,
    }


def test_headings_with_an_explanation_in_brackets_are_understood() -> None:
    renamed = {"period": "period(ÅÅÅÅMM)", "status": "status(betald/makulerad/retur)"}
    row = {renamed.get(column, column): value for column, value in PAYMENT.items()}
    result = checked(csv_file([row]), "utbetalningar")
    assert result.units[0].values["period"] == "202603"
    assert result.units[0].values["status"] == "betald"


def test_headings_in_a_broken_encoding_are_understood() -> None:
    data = "Nämnd;Ärendenr;Beslutsdatum\nNorrmalm;A1;2026-03-02\n".encode().decode("cp1252").encode()
    assert checked(data).accepted == 1


def test_an_unknown_column_is_left_out_and_told() -> None:
    result = checked(csv_file(cases({"favoritfarg": "blå"})))
    assert places(result.notices) == [(1, "favoritfarg")]
    assert "favoritfarg" not in result.units[0].values


def test_the_same_heading_twice_is_an_error() -> None:
    data = b"namnd_kod;arende_id;beslutsdatum;beslutsdatum\nNorrmalm;A1;2026-03-02;2026-03-03\n"
    assert places(checked(data).errors) == [(1, "beslutsdatum")]


def test_a_workbook_is_recognised_whatever_it_is_called_and_read_from_its_data_sheet() -> None:
    rows = cases({})
    cover: list[list[object]] = [["Registerutdrag"], ["Uttaget av enheten"]]
    examination = examined(xlsx_lines(cover, [columns_of(rows), list(rows[0].values())]))
    assert (examination.encoding, examination.separator) == ("xlsx", None)
    assert examination.checked.accepted == 1


def test_numbers_in_a_workbook_come_as_they_were_meant() -> None:
    rows = payments({"arende_id": 4711, "period": 202603, "belopp": 1870.1 + 0.2, "konto": 5711})
    values = checked(xlsx_file(rows), "utbetalningar").units[0].values
    assert (values["arende_id"], values["period"], values["belopp"], values["konto"]) == (
        "4711",
        "202603",
        "1870.30",
        "5711",
    )


def test_fifty_thousand_rows_are_read() -> None:
    rows = "".join(f"Norrmalm;A{number};2026-03-02;bifall\n" for number in range(50_000))
    result = checked(("namnd_kod;arende_id;beslutsdatum;beslutstyp\n" + rows).encode())
    assert (result.rows, result.accepted, len(result.units)) == (50_000, 50_000, 50_000)


def test_a_hundred_broken_rows_are_all_reported() -> None:
    good = cases(*({} for _ in range(50)))
    bad: list[Row] = [
        {**row, "arende_id": f"B{place}", "beslutsdatum": "2026-13-45"} for place, row in enumerate(good + good)
    ]
    result = checked(csv_file(good + bad))
    assert [error.row for error in result.errors] == list(range(52, 152))
    assert {error.value for error in result.errors} == {"2026-13-45"}
    assert (result.rows, result.accepted, result.units) == (150, 50, ())


def test_the_table_tells_where_its_header_stood() -> None:
    assert read_table(b"Utdrag\n\nNamnd;Arendenr\nN;A1\n").header_row == 3
