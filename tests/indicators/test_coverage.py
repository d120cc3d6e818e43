"""What docs/coverage.md points at exists: every file, question and machine control that it names."""

import re
from pathlib import Path

from audit.controls.rules import CONTROLS
from audit.demo.year_documents import YEARS

ROOT = Path(__file__).parent.parent.parent
COVERAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([^`]+)`", COVERAGE)


def test_every_file_that_the_coverage_names_is_there() -> None:
    assert [name for name in NAMED if "/" in name and not (ROOT / name).exists()] == []


def test_every_question_and_control_that_the_coverage_names_is_there() -> None:
    lists = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "checklists").glob("*.toml"))
    known = set(re.findall(r'^id = "(\w+)"$', lists, re.MULTILINE)) | {control.id for control in CONTROLS}
    assert [name for name in NAMED if "/" not in name and name not in known] == []


def test_every_row_says_where_or_why() -> None:
    rows = [line.split("|") for line in COVERAGE.splitlines() if line.startswith("| ") and "---" not in line]
    assert all(len(row) == 5 and all(cell.strip() for cell in row[1:4]) for row in rows)
    sorts = {row[1].strip() for row in rows} - {"Sort"}
    assert sorts == {"regel", "formel", "process", "rapport", "kontroll", "indikator", "struktur", "garanti"}
    assert all(f"audit/demo/documents/{year}.toml" in COVERAGE for year in YEARS)
