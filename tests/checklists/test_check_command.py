"""`stickprov checklist check FIL` tells all faults of a board's own file, or what the file holds."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit.checklists_shipped import shipped
from audit.reviews.commands import commands
from tests.checklists.small import SMALL, altered, line_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "min.toml"


def check(file: Path) -> Result:
    return CliRunner().invoke(commands[0], ["check", str(file)])


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
