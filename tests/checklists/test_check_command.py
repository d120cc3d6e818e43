"""`stickprov checklist check FIL` tells all faults of a board's own file, or what the file holds."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.checklists.commands import commands
from audit.checklists_shipped import shipped
from tests.checklists.small import SMALL, altered, line_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "min.toml"


def check(file: Path, *options: str) -> Result:
    return CliRunner().invoke(commands[0], ["check", str(file), *options])


def test_a_whole_file_is_summed_up(file: Path) -> None:
    file.write_text(shipped()["akt-2026.1"], "utf-8")
    result = check(file)
    assert result.exit_code == 0
    assert "akt-2026.1: inga fel." in result.stdout
    assert "Områden: 9" in result.stdout
    assert "Frågor: 25, varav 25 kärnfrågor" in result.stdout
    assert "Hänvisningar: 18" in result.stdout


def test_all_faults_are_told_with_file_and_line(file: Path) -> None:
    text = altered('"vasentlig"', '"viktig"', altered('"akt"', '"akter"'))
    file.write_text(text, "utf-8")
    result = check(file)
    template, severity = line_of('"akter"', text), line_of('"viktig"', text)
    assert result.exit_code == 1
    assert f"{file}, rad {template}: checklist.template: " in result.stderr
    assert f"{file}, rad {severity}: questions.plan_exists.severity: " in result.stderr
    assert "2 fel." in result.stderr


def test_a_file_saved_by_a_windows_editor_is_read(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert check(file).exit_code == 0


def test_a_file_in_another_encoding_is_told_in_words(file: Path) -> None:
    file.write_bytes(SMALL.encode("cp1252"))
    result = check(file)
    assert result.exit_code == 1
    assert f"rad {line_of('Kan ej bedömas', SMALL)}: " in result.stderr
    assert "Spara filen som UTF-8" in result.stderr


def test_a_file_that_is_not_there_is_told_in_words(file: Path) -> None:
    result = check(file)
    assert result.exit_code == 1
    assert "Filen går inte att läsa." in result.stderr


def test_what_a_version_forgot_to_tell_of_its_changes_is_told_and_does_no_harm(file: Path) -> None:
    file.write_text(SMALL, "utf-8")
    result = check(file)
    assert result.exit_code == 0
    assert "Att tänka på: Frågan »plan_exists« är ny" not in result.stdout
    assert "Att tänka på: Frågan »housing_cost_verified« fanns i akt-2026.2, men står inte bland gone." in result.stdout


def test_a_program_can_read_the_result(file: Path) -> None:
    file.write_text(altered('"vasentlig"', '"viktig"'), "utf-8")
    result = check(file, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["ok"], told["faults"][0]["line"]) == (False, line_of('"viktig"', altered('"vasentlig"', '"viktig"')))
    file.write_text(SMALL, "utf-8")
    told = json.loads(check(file, "--json").stdout)
    assert (told["name"], told["questions"]) == ("akt-2027.2", ["application_on_file", "plan_exists"])


def test_the_shipped_checklists_are_listed(instance: Path) -> None:
    result = CliRunner().invoke(commands[0], ["list", "--instance", str(instance), "--json"])
    assert {row["name"]: (row["questions"], row["core"], row["own"]) for row in json.loads(result.stdout)} == {
        "akt-2026.1": (25, 25, False),
        "akt-2026.2": (68, 25, False),
        "boutredning-2026.1": (11, 0, False),
        "utbetalning-2026.1": (10, 0, False),
    }
