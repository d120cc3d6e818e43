"""Files that are no register extract: refused as a whole, in words, with nothing raised."""

import io
import zipfile
from datetime import date

import pytest

from audit.registers.reading import read_table
from audit.registers.refusals import UnreadableError
from audit.registers.workbook import read_workbook
from tests.registers.files import CASE, cases, checked, csv_file, csv_text, payments, xlsx_file, xlsx_lines


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def replaced_in_sheet(data: bytes, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new)
    return packed(**parts)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "tom"),
        (b"\xef\xbb\xbf", "tom"),
        (b" \r\n\r\n", "tom"),
        (b";;;\n;;;\n", "tomma rader"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "XLS"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "bild"),
        (b"<!DOCTYPE html><html><table>", "webbsida"),
        (packed(word__document=b"<w/>"), "packad fil"),
        (b"PK\x03\x04" + bytes(100), "arbetsbok"),
        (csv_text(cases({})).encode("utf-16"), "UTF-16"),
        (csv_text(cases({})).encode("utf-16-le"), "textfil"),
        ("namnd_kod;arende_id\nÖstermalm".encode() + b"\x81\x8d;A1\n", "Windows-1252"),
        (b"Hej!\nH\xe4r kommer utdraget som du bad om.\n", "känns igen"),
        (b"produkt,pris\nkaffe,45\n", "känns igen"),
        (b'{"rows": [1, 2, 3]}', "känns igen"),
        (csv_text(payments({})).encode(), "utbetalningar"),
        (b"namnd_kod;arende_id;beslutsdatum\n", "bara rubriker"),
        (b"namnd_kod;arende_id;beslutsdatum\n;;\nSumma;0;\n", "bara rubriker"),
        (xlsx_lines([list(CASE)]), "bara rubriker"),
        (xlsx_lines([]), "tomma"),
    ],
)
def test_a_wrong_file_is_one_error_with_row_0_that_says_why(data: bytes, word: str) -> None:
    result = checked(data)
    assert [(error.row, error.column, error.value) for error in result.errors] == [(0, "", "")]
    assert word in result.errors[0].expected
    assert (result.accepted, result.units) == (0, ())


def test_nothing_of_a_file_without_headings_is_shown() -> None:
    result = checked(b"Kungsholmen;201701012393;Hemlig Person;2026-03-02\n" * 3)
    assert result.errors[0].row == 0
    assert "Hemlig" not in str(result)
    assert "2393" not in str(result)


def test_a_missing_required_column_is_one_error_with_row_1() -> None:
    rows = [{"namnd_kod": "Norrmalm", "arende_id": f"A{number}"} for number in range(5)]
    result = checked(csv_file(rows))
    assert [(error.row, error.column) for error in result.errors] == [(1, "beslutsdatum")]
    assert (result.rows, result.accepted) == (5, 0)


def test_each_missing_required_column_is_told_along_with_the_other_errors() -> None:
    data = b"arende_id;skyddad\nA1;kanske\n"
    assert [(error.row, error.column) for error in checked(data).errors] == [
        (1, "namnd_kod"),
        (1, "beslutsdatum"),
        (2, "skyddad"),
    ]


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableError, match="högst 1 MB; den här är 2 MB"):
        read_table(bytes(1_500_000), max_bytes=1_000_000)


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(UnreadableError, match="högst 10 rader"):
        read_table(b"arende_id\n" + b"A\n" * 500, max_rows=10)


def test_a_file_that_is_one_endless_line_is_refused() -> None:
    with pytest.raises(UnreadableError, match="rader på högst"):
        read_table(b"arende_id" + b";" * 1_000_000)


def test_a_workbook_that_swells_when_unpacked_is_refused() -> None:
    bomb = packed(**{"xl__workbook.xml": b"<workbook/>", "xl__worksheets__sheet1.xml": b" " * 5_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(UnreadableError, match="högst 1 MB uppackad"):
        read_workbook(bomb, max_rows=1000, max_unpacked=1_000_000)


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(packed(**{"xl__workbook.xml": b"x" * 70_000}))
    size = (70_000).to_bytes(4, "little")
    assert bomb.count(size) == 2
    with pytest.raises(UnreadableError, match="skadad"):
        read_workbook(bytes(bomb).replace(size, (10).to_bytes(4, "little")), max_rows=1000)


@pytest.mark.parametrize("reference", [b"XFD1048576", b"A1048576", b"ZZ500000"])
def test_a_single_cell_far_away_does_not_take_all_memory(reference: bytes) -> None:
    data = replaced_in_sheet(xlsx_file(cases({})), b' r="C2"', b' r="' + reference + b'"')
    result = checked(data)
    assert [error.row for error in result.errors] == [0]


def test_a_date_that_no_calendar_reaches_is_refused_in_words() -> None:
    data = xlsx_file(cases({"beslutsdatum": date(2026, 3, 2)}))
    result = checked(replaced_in_sheet(data, b"<v>46083</v>", b"<v>-1e308</v>"))
    assert [error.row for error in result.errors] == [0]
