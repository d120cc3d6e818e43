"""`stickprov import --check`: what it prints, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audit.registers.commands import import_register
from audit.registers.reading import MAX_BYTES
from tests.registers.files import PUBLISHED, cases, csv_file, csv_text, estates, payments, xlsx_file


def run(path: Path, *options: str, kind: str = "arenden") -> Result:
    return CliRunner().invoke(import_register, ["--kind", kind, "--file", str(path), *options])


def told(path: Path, *options: str, kind: str = "arenden") -> dict[str, Any]:
    result = run(path, "--check", "--json", *options, kind=kind)
    data: dict[str, Any] = json.loads(result.output)
    assert result.exit_code == (1 if data["errors"] else 0)
    return data


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "utdrag.csv"


def test_a_good_file_is_told_as_data(file: Path) -> None:
    file.write_bytes(
        csv_file(cases({}, {"namnd_kod": "Ostermalm"}, {"ansokan_datum": "2026-04-01"}, {"arende_id": "A1"}))
    )
    data = told(file)
    flag, notices = data.pop("flags")[0], data.pop("notices")
    assert data == {
        "encoding": "utf-8-sig", "separator": ";", "rows": 4, "accepted": 3, "skipped": 0, "merged": 1, "errors": [],
    }  # fmt: skip
    assert [(notice["row"], notice["column"]) for notice in notices] == [(3, "namnd_kod"), (5, "arende_id")]
    assert (flag["row"], flag["column"], set(flag)) == (4, "beslutsdatum", {"row", "column", "what"})


@pytest.mark.parametrize(("rows", "kind"), [(payments({}), "utbetalningar"), (estates({}), "boutredningar")])
def test_every_kind_is_read_also_from_a_workbook(file: Path, rows: list[dict[str, object]], kind: str) -> None:
    file.write_bytes(xlsx_file(rows))
    assert told(file, kind=kind)["accepted"] == 1


def test_errors_are_told_with_row_column_value_and_what_was_expected(file: Path) -> None:
    file.write_bytes(csv_file(cases({"beslutstyp": "beviljat"})))
    error = told(file)["errors"][0]
    assert (error["row"], error["column"], error["value"]) == (2, "beslutstyp", "beviljat")
    assert "bifall" in error["expected"]


def test_a_pdf_called_csv_and_an_empty_file_are_errors_with_row_0(file: Path) -> None:
    for content in (b"%PDF-1.4\n", b""):
        file.write_bytes(content)
        data = told(file)
        assert [error["row"] for error in data["errors"]] == [0]
        assert (data["encoding"], data["rows"], data["accepted"]) == (None, 0, 0)


def test_a_huge_file_is_refused_without_being_read(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(4 * MAX_BYTES)
    data = told(file)
    assert data["errors"][0]["row"] == 0
    assert "200 MB" in data["errors"][0]["expected"]


def test_no_personnummer_is_printed(file: Path) -> None:
    file.write_bytes(
        csv_file(cases({"arende_id": PUBLISHED, "personnr_sokande": PUBLISHED, "beslutsdatum": PUBLISHED}))
    )
    for options in (["--check", "--json"], ["--check"]):
        assert "2393" not in run(file, *options).output


def test_encoding_and_separator_can_be_given(file: Path) -> None:
    file.write_bytes(csv_text(cases({"namnd_kod": "Östermalm"}), separator="\t").encode("latin-1"))
    data = told(file, "--encoding", "latin-1", "--separator", "tab")
    assert (data["encoding"], data["separator"], data["accepted"]) == ("iso8859-1", "\t", 1)


@pytest.mark.parametrize("options", [["--encoding", "rot13"], ["--encoding", "finns-inte"], ["--separator", "långt"]])
def test_an_impossible_choice_is_explained(file: Path, options: list[str]) -> None:
    file.write_bytes(csv_file(cases({})))
    assert run(file, "--check", *options).exit_code == 2


def test_without_json_the_verdict_is_readable(file: Path) -> None:
    file.write_bytes(
        b"Utdrag\n" + csv_file(cases({"namnd_kod": "Ostermalm"}, {"beslutsdatum": "snart"}), encoding="utf-8")
    )
    result = run(file, "--check")
    assert result.exit_code == 1
    assert "kodningen utf-8-sig och skiljetecknet semikolon" in result.output
    assert "2 rader lästa, 1 godtagna, 0 sammanslagna, 1 överhoppade." in result.output
    assert "Rad 4, beslutsdatum: Där står »snart«. Här ska finnas ett datum" in result.output
    assert "Filen kan inte läsas in" in result.output


def test_without_check_it_says_where_extracts_are_stored(file: Path) -> None:
    file.write_bytes(csv_file(cases({})))
    result = run(file)
    assert result.exit_code == 2
    assert "--check" in result.output
