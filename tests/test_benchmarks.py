"""A benchmark's verdict follows from its ratio, and what the command prints and writes can be read on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import run
from benchmarks.result import Result, paired


def test_the_ratio_is_that_of_runs_taken_together() -> None:
    result = paired([2.0, 9.0, 4.0], [1.0, 3.0, 2.0], unit="s", limit=2.5, better="lower")
    assert (result.value, result.baseline, result.ratio) == (4.0, 2.0, 2.0)


@pytest.mark.parametrize(
    ("ratio", "better", "verdict"),
    [(2.4, "lower", True), (2.6, "lower", False), (2.4, "higher", False), (2.6, "higher", True)],
)
def test_a_ratio_beyond_its_limit_is_seen(ratio: float, better: str, verdict: bool) -> None:
    result = Result(1.0, "s", 1.0, ratio, 2.5, "lower" if better == "lower" else "higher")
    assert result.within_limit is verdict
    assert ("OVER THE LIMIT" in run.as_row("a", result)) is not verdict


def test_the_numbers_are_written_under_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = Result(1.0, "s", 0.5, 2.0, 1.5, "lower")
    monkeypatch.setattr(run, "found", lambda: {"slow": lambda: result, "unasked": lambda: result})
    monkeypatch.setattr(sys, "argv", ["bench", "slow", "--json", str(tmp_path / "numbers.json")])
    assert run.main() == 1
    assert json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8")) == {
        "slow": {"value": 1.0, "unit": "s", "baseline": 0.5, "ratio": 2.0, "limit": 1.5, "better": "lower"}
    }


def test_an_unknown_name_is_answered_with_those_that_exist() -> None:
    answer = subprocess.run([sys.executable, "-m", "benchmarks.run", "speed"], capture_output=True, text=True)
    assert answer.returncode == 2
    assert "first_page, round_page" in answer.stderr
